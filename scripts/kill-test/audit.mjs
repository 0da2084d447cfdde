import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { buildGround } from '../../dist/composition/ground.js';
import { readSettings } from '../../dist/config/index.js';
import { messageBytes } from '../../dist/outbound/message-bytes.js';
import { silentLogger } from '../../dist/platform/index.js';
import { buildReaders, openDatabase } from '../../dist/storage/index.js';

const lendwire = fileURLToPath(new URL('../../dist/cli/lendwire.js', import.meta.url));

/**
 * Holds two stopped gateways against each other, message by message and byte by byte, and against what their staff were
 * told. `lost` and `doubled` name messages; `faults` is everything else that should not be.
 */
export async function audit(libraries, staff) {
  const faults = [];
  for (const library of libraries)
    for (const words of [['verify'], ['rebuild', '--check']]) {
      const { code, out } = await run([...words, '--config', library.config]);
      if (code !== 0) faults.push(`${library.name}: lendwire ${words.join(' ')} exits ${code}:\n${out}`);
    }
  const [one, other] = await Promise.all(libraries.map((library) => readSide(library)));
  const result = { lost: [], doubled: [], faults, story: [], messages: 0 };
  compareMessages({ from: one, to: other }, result);
  compareMessages({ from: other, to: one }, result);
  compareTransactions({ from: one, to: other }, result);
  compareTransactions({ from: other, to: one }, result);
  for (const side of [one, other]) heldAgainst(side, staff, result);
  result.messages = one.deliveries.length + other.deliveries.length;
  tellStory([...one.deliveries, ...other.deliveries], staff, result);
  return result;
}

function run(words) {
  return new Promise((resolve) => {
    execFile(process.execPath, [lendwire, ...words], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 1), out: `${stdout}${stderr}` });
    });
  });
}

/** Everything of one gateway that the comparison looks at; bytes as their hash. */
async function readSide(library) {
  const settings = readSettings({ file: library.config });
  const { ring } = buildGround(settings, { log: silentLogger });
  const database = await openDatabase(settings.database.path);
  const readers = buildReaders(database, ring);
  const hashOf = async (id) => {
    const kept = await readers.deliveries.body(id);
    return kept === undefined
      ? `missing ${id}`
      : createHash('sha256').update(messageBytes(kept)).digest('hex');
  };
  const deliveries = [];
  for (const { id, state, owed_seq: owedSeq, claim_process: claim } of await database.all(
    'SELECT id, state, owed_seq, claim_process FROM deliveries ORDER BY owed_seq',
  ))
    deliveries.push({ id, owedSeq, claim, ...JSON.parse(state), bytes: await hashOf(id) });
  const received = new Map();
  for (const { body_id: id } of await database.all('SELECT body_id FROM received')) {
    const bytes = await hashOf(id);
    received.set(bytes, (received.get(bytes) ?? 0) + 1);
  }
  const transactions = (await database.all('SELECT id, state FROM transactions')).map(({ id, state }) => ({
    id,
    ...JSON.parse(state),
  }));
  const records = new Map(
    (await database.all('SELECT id, library_id FROM loan_records WHERE library_id IS NOT NULL')).map(
      ({ id, library_id: libraryId }) => [id, libraryId],
    ),
  );
  const acts = new Map(
    (
      await database.all(`SELECT loan_id, COUNT(*) AS count FROM entries WHERE kind = 'act' GROUP BY loan_id`)
    ).map(({ loan_id: loan, count }) => [loan, count]),
  );
  await database.close();
  return { name: library.name, deliveries, received, transactions, records, acts };
}

const isDelivered = ({ state }) => state === 'answered';
const isDoubtful = ({ state, cause }) => state === 'undecided' && cause !== undefined;

function compareMessages({ from, to }, { lost, doubled, faults }) {
  const sent = new Map();
  for (const delivery of from.deliveries) {
    const name = `${from.name} → ${to.name}: ${delivery.what} of ${delivery.transaction} (${delivery.id}, ${delivery.state})`;
    if (sent.has(delivery.bytes)) doubled.push(`${name}: owed twice`);
    sent.set(delivery.bytes, delivery);
    const times = to.received.get(delivery.bytes) ?? 0;
    if (times > 1) doubled.push(`${name}: taken ${times} times`);
    if (delivery.claim !== null) faults.push(`${name}: its claim was not handed back`);
    if (isDelivered(delivery)) {
      if (times === 0) lost.push(`${name}: confirmed, and the peer does not have it`);
    } else if (!isDoubtful(delivery) && !waitsBehind(delivery, from) && !isRefusedProbe(delivery))
      lost.push(
        `${name}: neither delivered nor in doubt: ${delivery.cause ?? ''} ${delivery.errorType ?? ''} ${delivery.errorValue ?? ''}`,
      );
  }
  for (const bytes of to.received.keys())
    if (!sent.has(bytes))
      faults.push(`${to.name} has a message that ${from.name} does not know that it sent`);
}

/** What stands behind a doubtful message of its transaction waits for the same person. */
function waitsBehind(delivery, { deliveries }) {
  return (
    delivery.state === 'owed' &&
    deliveries.some(
      (other) =>
        other.transaction === delivery.transaction && other.owedSeq < delivery.owedSeq && isDoubtful(other),
    )
  );
}

/** A probe that says that the peer has never heard of it has done its work. */
function isRefusedProbe({ probe, state }) {
  return probe === true && state === 'refused';
}

/** The requester's states that go with each of the supplier's once everything has arrived. */
const pairs = {
  RequestReceived: ['Sent', 'RequestReceived'],
  New: ['Sent'],
  WillSupply: ['WillSupply'],
  Loaned: ['Loaned', 'Received', 'ShippedReturn'],
  LoanCompleted: ['LoanCompleted'],
  CopyCompleted: ['CopyCompleted'],
  Unfilled: ['Unfilled'],
  Cancelled: ['Cancelled'],
};

function compareTransactions({ from, to }, { faults }) {
  for (const asked of from.transactions.filter(({ role }) => role === 'requester')) {
    const id = asked.requestingAgencyRequestId;
    const supplied = to.transactions.filter(
      (other) =>
        other.role === 'supplier' &&
        other.requestingAgencyRequestId === id &&
        other.requestingKey === asked.requestingKey,
    );
    const isOpen = (side, transaction) =>
      side.deliveries.some(
        (each) => each.transaction === transaction && (each.state === 'undecided' || each.state === 'owed'),
      );
    const [other] = supplied;
    if (supplied.length > 1) faults.push(`request ${id} is ${supplied.length} transactions at ${to.name}`);
    if (isOpen(from, asked.id) || (other !== undefined && isOpen(to, other.id))) continue;
    if (other === undefined) faults.push(`request ${id} of ${from.name} is unknown at ${to.name}`);
    else if (!isPair(asked, other))
      faults.push(`request ${id}: ${from.name} says ${asked.state}, ${to.name} says ${other.state}`);
  }
}

function isPair(asked, supplied) {
  if (pairs[supplied.state]?.includes(asked.state) !== true) return false;
  if (supplied.state !== 'Loaned') return true;
  // What the requester has said about the book, the supplier has heard.
  const isBack = (asked.state === 'ShippedReturn') === (supplied.returnShipped !== undefined);
  return isBack && (asked.state === 'Loaned') === (supplied.received === undefined);
}

/** What staff were told is done has been done, once. */
function heldAgainst(side, staff, { lost, doubled, faults }) {
  for (const { library, id, libraryId } of staff.records)
    if (library === side.name && side.records.get(id) !== libraryId)
      faults.push(`${side.name} has lost the loan record ${libraryId} (${id})`);
  const told = new Map();
  const known = new Set(side.deliveries.map(({ id }) => id));
  for (const { library, loan, verb, deliveries } of staff.acts) {
    if (library !== side.name) continue;
    told.set(loan, (told.get(loan) ?? 0) + 1);
    for (const id of deliveries) if (!known.has(id)) lost.push(`${side.name}: ${verb} promised ${id}`);
  }
  for (const [loan, count] of told) {
    const done = side.acts.get(loan) ?? 0;
    if (done < count) lost.push(`${side.name}: ${count - done} acts on ${loan} are gone`);
    if (done > count) doubled.push(`${side.name}: ${count} acts on ${loan} happened ${done} times`);
  }
}

function tellStory(deliveries, staff, { story }) {
  const count = (isOne) => deliveries.filter(isOne).length;
  const again = count((each) => isDelivered(each) && each.attempts > 1);
  story.push(
    `${staff.records.length} loan records, ${staff.acts.length} acts; ${count(isDelivered)} messages delivered, ${again} of them at a later attempt`,
    `${staff.decided.size} doubts decided by a person; ${count(isDoubtful)} messages stand as ambiguous, ${count(({ state }) => state === 'owed')} wait behind them`,
  );
  const causes = new Map();
  for (const { cause } of deliveries.filter(isDoubtful)) causes.set(cause, (causes.get(cause) ?? 0) + 1);
  for (const [cause, times] of causes) story.push(`  ambiguous ×${times}: ${cause}`);
}
