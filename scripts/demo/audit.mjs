// Holds the ledgers of two gateways against each other. It believes nothing but their entries.

/**
 * A message is told by its request's id and the hash of its redacted bytes, which both sides keep: its
 * time stamp is in these bytes and rises strictly, so that no two messages are the same. Each that was sent and confirmed
 * must stand exactly once among what the other side received, and nothing may have been received that was not sent.
 */
export function compareLedgers(ledgers, applyPatch) {
  const sides = ledgers.map(({ name, entries }) => readSide(name, entries, applyPatch));
  const received = countOf(sides.flatMap((side) => side.received));
  const sent = countOf(sides.flatMap((side) => side.sent));
  const confirmed = sides.flatMap((side) => side.sent.filter(({ isConfirmed }) => isConfirmed));
  return {
    messages: confirmed.length,
    unconfirmed: sides.flatMap((side) => side.sent.filter(({ isConfirmed }) => !isConfirmed)),
    lost: confirmed.filter(({ key }) => !received.has(key)),
    doubled: [...received.values()].filter(({ count }) => count > 1).map(({ message }) => message),
    fromNowhere: [...received.values()]
      .filter(({ message }) => !sent.has(message.key))
      .map(({ message }) => message),
    differing: differences(sides),
    sides,
  };
}

function readSide(name, entries, applyPatch) {
  const rows = new Map();
  const sent = new Map();
  const received = [];
  for (const entry of entries) {
    for (const { aggregate, id, set } of entry.changes) {
      if (aggregate !== 'transaction') continue;
      rows.set(id, applyPatch(rows.get(id) ?? {}, set));
    }
    const { facts = {}, delivery } = entry;
    if (facts.direction === 'out') sent.set(delivery, messageOf(name, entry, rows));
    if (facts.direction === 'in') received.push(messageOf(name, entry, rows));
    if (entry.kind === 'message-confirmed' && sent.has(delivery)) {
      sent.get(delivery).isConfirmed = true;
      sent.get(delivery).attempts = facts.attempt;
      sent.get(delivery).confirmedAt = entry.at;
    }
  }
  return { name, sent: [...sent.values()], received, transactions: [...rows.values()] };
}

function messageOf(name, entry, rows) {
  const { what, body, timestamp } = entry.facts;
  const transaction = rows.get(entry.transaction);
  const requestId = transaction?.requestingAgencyRequestId ?? 'no request';
  return {
    // An older edition may say another thing than was meant: the bytes decide.
    key: `${requestId} ${body}`,
    side: name,
    seq: entry.seq,
    at: entry.at,
    what,
    requestId,
    timestamp,
  };
}

function countOf(messages) {
  const counts = new Map();
  for (const message of messages) {
    const known = counts.get(message.key);
    counts.set(message.key, { message, count: (known?.count ?? 0) + 1 });
  }
  return counts;
}

const ends = new Set(['LoanCompleted', 'CopyCompleted', 'CompletedWithoutReturn', 'Cancelled', 'Unfilled']);

/** Transactions that one side has and the other has not, or that ended otherwise there. */
function differences(sides) {
  const byRequest = new Map();
  for (const { transactions } of sides)
    for (const { requestingAgencyRequestId, role, state } of transactions) {
      const both = byRequest.get(requestingAgencyRequestId) ?? {};
      byRequest.set(requestingAgencyRequestId, { ...both, [role]: state });
    }
  return [...byRequest]
    .filter(([, { requester, supplier }]) =>
      requester === undefined || supplier === undefined || ends.has(requester) || ends.has(supplier)
        ? requester !== supplier
        : false,
    )
    .map(([requestId, states]) => ({ requestId, ...states }));
}
