import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { call, introduce, library } from './library.mjs';
import { requester, supplier } from './messages.mjs';
import { startGateway } from './processes.mjs';

const BATCH = 100;
/** Acts that the staff of one library do at the same time. */
const HANDS = 16;
const LONGEST_MS = 180_000;

/** Whole loans per second: two gateways, from the import to both sides closed; staff act over the API. */
export async function measureLoans(folder, { loans, warm }) {
  mkdirSync(folder, { recursive: true });
  const [north, south] = [
    await library(folder, 'north', requester),
    await library(folder, 'south', supplier),
  ];
  await introduce(north, [south]);
  await introduce(south, [north]);
  const gateways = [await startGateway(north), await startGateway(south)];
  const staff = { north: staffOf(north, northsActs), south: staffOf(south, southsActs) };
  await lend(north, staff, { prefix: 'warm', count: warm });
  const seconds = await lend(north, staff, { prefix: 'loan', count: loans });
  for (const { stop } of Object.values(staff)) await stop();
  for (const gateway of gateways) await gateway.stop();
  return { loans, perSecond: loans / seconds };
}

/** What the staff of each library do when they see an entry of their own ledger. */
const northsActs = ({ kind, event }) =>
  kind === 'message-received' && event?.type === 'shipped'
    ? [{ verb: 'receive' }, { verb: 'return', carrier: 'Post' }]
    : [];
const southsActs = ({ kind, facts }) => {
  if (kind === 'request-received')
    return [{ verb: 'will-supply' }, { verb: 'ship', itemId: '3001', carrier: 'Post' }];
  return kind === 'message-received' && facts?.what === 'ShippedReturn' ? [{ verb: 'check-in' }] : [];
};

async function lend(north, staff, { prefix, count }) {
  const from = performance.now();
  const goal = { north: staff.north.closed + count, south: staff.south.closed + count };
  const records = Array.from({ length: count }, (_, at) => loanRecord(`${prefix}-${at}`));
  for (let at = 0; at < count; at += BATCH) {
    const { counts } = await call(north, 'POST', '/api/v1/loan-records', {
      body: { records: records.slice(at, at + BATCH) },
    });
    if (counts.accepted !== Math.min(BATCH, count - at))
      throw new Error(`records were not accepted: ${JSON.stringify(counts)}`);
  }
  while (staff.north.closed < goal.north || staff.south.closed < goal.south) {
    for (const { failure } of Object.values(staff)) if (failure() !== undefined) throw failure();
    if (performance.now() - from > LONGEST_MS)
      throw new Error(
        `after ${LONGEST_MS} ms ${staff.north.closed} and ${staff.south.closed} loans are closed`,
      );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return (performance.now() - from) / 1000;
}

const loanRecord = (id) => ({
  id,
  patron: { reference: `P-${id}` },
  item: {
    title: `The atlas of northern rivers ${id}`,
    author: 'Strand, Ingeborg',
    identifiers: { isbn: ['9789174295917'] },
  },
  service: { type: 'Loan' },
  suppliers: [`ISIL:${supplier}`],
});

/** Reads its library's ledger by cursor and does what its entries ask for, several loans at once, one act after another. */
function staffOf(here, actsFor) {
  const queue = [];
  const idle = [];
  let isOver = false;
  let broken;
  const staff = { closed: 0, failure: () => broken };

  async function follow() {
    for (let after = 0; !isOver;) {
      const page = await call(here, 'GET', `/api/v1/ledger?after=${after}&limit=1000`);
      after = page.after;
      for (const { entry } of page.items) {
        if (entry.event?.type === 'closed') staff.closed += 1;
        const acts = actsFor(entry);
        if (acts.length > 0) put({ loan: entry.loan, acts });
      }
      if (page.items.length < 1000) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  function put(work) {
    const hand = idle.pop();
    if (hand === undefined) queue.push(work);
    else hand(work);
  }

  async function workWithOneHand() {
    for (;;) {
      const work = queue.shift() ?? (await new Promise((resolve) => idle.push(resolve)));
      if (work === undefined) return;
      for (const body of work.acts)
        await call(here, 'POST', `/api/v1/loan-records/${work.loan}/acts`, { body, key: randomUUID() });
    }
  }

  const all = [follow(), ...Array.from({ length: HANDS }, workWithOneHand)].map((work) =>
    work.catch((thrown) => (broken ??= thrown)),
  );
  staff.stop = async () => {
    isOver = true;
    for (const hand of idle) hand(undefined);
    await Promise.all(all);
  };
  return staff;
}
