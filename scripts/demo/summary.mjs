// What came of it all: counts from the ledgers, and the ledgers held against each other.
import { essenceOf } from './narrator.mjs';
import { counted, heading, line, paint, table } from './page.mjs';

/** Everything that the summary says, counted from the entries. */
export function countUp(world) {
  const entries = [...world.ledgers.values()].flat().map(({ entry }) => entry);
  const lendings = world.all('transaction').filter(({ state }) => state.role === 'supplier');
  const records = world.all('loan-record').filter(({ state }) => state.role === 'requester');
  const heard = entries.filter(({ facts }) => facts?.direction === 'in');
  const heardAs = (essence) => heard.filter(({ facts }) => essenceOf(facts.what) === essence).length;
  const acts = (verb) => entries.filter(({ kind, facts }) => kind === 'act' && facts?.verb === verb).length;
  // Both sides may do or flag the same: a loan counts once.
  const loansWith = (test) =>
    new Set(
      world.gateways.flatMap((gateway) =>
        world.ledgers
          .get(gateway.name)
          .filter(({ entry }) => test(entry))
          .map(({ entry }) => world.askedBy(gateway, entry)?.libraryId),
      ),
    ).size;
  const struck = (...rules) =>
    loansWith(({ kind, facts }) => kind === 'clock-struck' && rules.includes(facts.rule));
  // Both sides keep a claim: the lender's is counted.
  const claimsThat = (state) =>
    world.all('claim').filter((claim) => claim.state.by === 'us' && claim.state.state === state).length;
  const inState = (state) => lendings.filter((lending) => lending.state.state === state).length;
  return {
    records: records.length,
    loans: lendings.filter(({ state }) => state.mode === 'Loan').length,
    copies: lendings.filter(({ state }) => state.mode === 'Copy').length,
    home: inState('LoanCompleted'),
    unfilled: inState('Unfilled'),
    nextSupplier: entries.filter(({ kind }) => kind === 'next-supplier-asked').length,
    cancelled: inState('Cancelled'),
    cancelRefused: heardAs('CancelResponse N'),
    late: struck('parcel-late'),
    // A clock that strikes late says the last of them alone.
    reminded: struck('overdue-notice', 'final-notice'),
    assumedLost: struck('assumed-lost'),
    renewed: heardAs('RenewResponse Y'),
    damaged: acts('report-damaged'),
    lost: acts('report-lost'),
    claimed: acts('send-claim'),
    settled: claimsThat('settled'),
    refunded: claimsThat('refunded'),
    found: loansWith(({ kind, facts }) => kind === 'act' && facts.verb === 'found'),
    failedAttempts: entries.filter(({ kind }) => kind === 'delivery-attempted').length,
  };
}

export function printOutcome(counts, { outage, repeated }) {
  heading('What came of it');
  table(
    ['', '', ''],
    [
      ['asked for', counts.records, 'loan records of both libraries'],
      ['lent', counts.loans, `${counts.home} of them home again`],
      ['copied', counts.copies, 'sent as links'],
      ['not held', counts.unfilled, `and asked of the next supplier: ${counts.nextSupplier}`],
      [
        'asked to cancel',
        counts.cancelled + counts.cancelRefused,
        `${counts.cancelled} agreed, ${counts.cancelRefused} refused and lent`,
      ],
      ['late', counts.late, 'flagged on both sides; there after all'],
      ['renewed', counts.renewed, 'asked by the reader, and granted'],
      ['overdue', counts.reminded, `reminded, up to a last notice; assumed lost: ${counts.assumedLost}`],
      ['reported damaged', counts.damaged, 'known to both sides'],
      ['reported lost', counts.lost, `found again: ${counts.found}`],
      [
        'claimed',
        counts.claimed,
        `paid and closed: ${counts.settled}; paid, and refunded as it was found: ${counts.refunded}`,
      ],
      [
        'waited for South',
        outage.waited,
        `while it was down; attempts in vain: ${counts.failedAttempts}; all arrived`,
      ],
      ['came twice', repeated ? 1 : 0, 'answered with the stored confirmation, byte for byte'],
    ],
  );
}

export function printLedgers(verified, compared) {
  heading('The ledgers');
  table(
    ['', 'entries', 'sent', 'confirmed', 'received', 'signed', 'root'],
    compared.sides.map(({ name, sent, received }) => [
      name,
      verified[name].size,
      sent.length,
      sent.filter(({ isConfirmed }) => isConfirmed).length,
      received.length,
      verified[name].signedSize,
      `${verified[name].root.slice(0, 16)}…  ${verified[name].whole ? 'whole' : 'NOT WHOLE'}`,
    ]),
  );
  line();
  line(
    `  ${counted(compared.messages, 'message')} sent by one side and confirmed; each was sought in the other's ledger by its`,
  );
  line('  request and the hash of its bytes, which its time stamp makes unlike any other:');
  const { lost, doubled, fromNowhere, differing } = compared;
  const isWell = lost.length + doubled.length + fromNowhere.length + differing.length === 0;
  line(
    paint(
      isWell ? 'green' : 'red',
      `  ${lost.length} missing, ${doubled.length} received twice, ${fromNowhere.length} received and never sent, ${differing.length} loans with two ends.`,
    ),
  );
}

/** Everything that must not be. */
export function faultsOf({ verified, compared, counts, open, repeated }) {
  const say = (what, messages) =>
    messages.map(({ side, seq, key }) => `${what}: ${key} (${side}, entry ${seq})`);
  return [
    ...Object.entries(verified).flatMap(([name, { faults }]) =>
      faults.map((fault) => `ledger of ${name}: ${fault}`),
    ),
    ...say('sent and not confirmed', compared.unconfirmed),
    ...say('lost', compared.lost),
    ...say('doubled', compared.doubled),
    ...say('received and never sent', compared.fromNowhere),
    ...compared.differing.map((pair) => `the sides differ: ${JSON.stringify(pair)}`),
    ...open.map((id) => `${id} is still open`),
    ...(repeated?.sameAnswer ? [] : ['the message that came twice was not answered alike']),
    ...Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [] : [`nothing to show for ${name}`])),
  ];
}
