// The end: nothing is owed any more, each ledger is whole, and the two tell the same.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import canonicalize from 'canonicalize';
import { append, emptyHead, rootOf } from '../../dist/ledger/index.js';
import { compareLedgers } from './audit.mjs';
import { countUp, faultsOf, printLedgers, printOutcome } from './summary.mjs';

/** Waits until neither gateway owes anything, and reads both ledgers to their ends. Answers what is still open. */
export async function settle(stage) {
  const { all, world, following } = stage;
  const open = ['owed', 'undecided', 'stopped', 'given-up'];
  for (const started = Date.now(); ; await sleep(100)) {
    const left = [];
    for (const gateway of all)
      for (const state of open) {
        const { items } = await gateway.call('GET', `/api/v1/deliveries?state=${state}`);
        left.push(
          ...items.map(({ what, peer, cause }) => `${gateway.name} to ${peer}: ${what}, ${cause ?? state}`),
        );
      }
    if (left.length === 0) break;
    if (Date.now() - started > 20_000) throw new Error(`still owed after 20 s:\n${left.join('\n')}`);
  }
  world.end();
  await following;
  return stillOpen(stage);
}

/** Prints what came of it and answers the last line. Throws with every fault that it finds. */
export async function judge(stage, { outage, open, areEnded }) {
  const { world, all, applyPatch, eastLine } = stage;
  const reports = await Promise.all(
    all.map(async (gateway) => JSON.parse(await gateway.lendwire('verify', '--json'))),
  );
  const verified = Object.fromEntries(
    all.map(({ name }, at) => [name, held(reports[at], { ledger: world.ledgers.get(name), areEnded })]),
  );
  const ledgers = all.map(({ name }) => ({
    name,
    entries: world.ledgers.get(name).map(({ entry }) => entry),
  }));
  const compared = compareLedgers(ledgers, applyPatch);
  const counts = { ...countUp(world), waitedForSouth: outage.waited };
  const { repeated } = eastLine;
  printOutcome(counts, { outage, repeated });
  printLedgers(verified, compared);
  const faults = faultsOf({ verified, compared, counts, repeated, open });
  if (faults.length > 0)
    throw new Error(`the two libraries do not agree:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const { loans, copies } = counts;
  const { messages, lost, doubled } = compared;
  return `demo: ${loans} loans, ${copies} copies, ${messages} messages, ${lost.length} lost, ${doubled.length} doubled, ledgers verified`;
}

/**
 * The verdict of `lendwire verify` on the database, and the entries that came through the API held against it: hashed
 * anew, they must lead to the same root. A gateway that has ended has signed all that it wrote.
 */
function held(report, { ledger, areEnded }) {
  const faults = report.whole ? [] : [JSON.stringify(report)];
  const items = ledger.slice(0, report.size);
  if (items.length !== report.size) faults.push(`${items.length} entries were read of ${report.size}`);
  const leaves = items.map(({ entry }) => leafHash(entry));
  items.forEach(({ seq, leafHash: said }, at) => {
    if (seq !== at + 1 || said !== leaves[at].toString('hex'))
      faults.push(`entry ${seq} is not what its hash says`);
  });
  const root = rootOf(append(emptyHead, leaves)).toString('hex');
  if (root !== report.root) faults.push('the entries that the API gives lead to another root');
  if (areEnded && report.signedSize !== report.size)
    faults.push(`only ${report.signedSize} entries are signed`);
  return { ...report, faults };
}

function leafHash(entry) {
  return createHash('sha256')
    .update(Buffer.from([0]))
    .update(canonicalize(entry))
    .digest();
}

/** The libraries' ids of what has not come to an end, on either side. */
async function stillOpen({ all, world }) {
  const open = [];
  for (const gateway of all) {
    const { items } = await gateway.call('GET', '/api/v1/loan-records?phase=open&limit=200');
    for (const { id, title } of items) {
      const { current } = world.row(gateway, 'loan-record', id).state;
      open.push(world.askedBy(gateway, { loan: id, transaction: current })?.libraryId ?? title);
    }
  }
  return open;
}
