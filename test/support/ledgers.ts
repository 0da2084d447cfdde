import { expect } from 'chai';
import { verifyLedger, type SealedEntry } from '../../src/ledger/index.js';
import { messageBytes } from '../../src/outbound/message-bytes.js';
import type { Library } from './library.js';

/** Rows follow from entries, and the ledger is whole. */
export async function eachHoldsItsLedger({ app, name }: Library): Promise<void> {
  const rebuilt = await app.storage.rebuildCheck();
  expect(rebuilt.differences, `rebuild --check of ${name}`).to.deep.equal([]);
  const verified = await verifyLedger(await app.storage.ledgerSource());
  expect(verified.whole, `verify of ${name}: ${JSON.stringify(verified)}`).to.equal(true);
  await eachLoanIsAsOfNow(app);
}

const LOANS_LOOKED_AT = 20;

/** What the entries of a loan up to the last one make of it is what it is. */
async function eachLoanIsAsOfNow({ storage }: Library['app']): Promise<void> {
  const { loans } = await storage.readers.loans.list({ limit: LOANS_LOOKED_AT });
  for (const { id } of loans) {
    const then = await storage.readers.loans.asOf(id, '9999-12-31T23:59:59.999Z');
    expect(then?.loan, `as of now, ${id}`).to.deep.equal(await storage.readers.loans.whole(id));
  }
}

/**
 * What was confirmed OK to one came to the other once, with the same bytes; and what came, the one had owed. A refused
 * message need not stand in the other's ledger by itself, and what belongs to no loan anybody may have posted.
 */
export async function eachMessageArrivedOnce(from: Library, to: Library): Promise<void> {
  const sent = await sentBy(from, to.name);
  const received = await receivedBy(to, from.name);
  const delivered = sent.filter(({ state }) => state === 'answered');
  const known = new Set(sent.map(({ bytes }) => bytes));
  expect(received.length, `${to.name} took the same message twice`).to.equal(new Set(received).size);
  expect(
    received.filter((bytes) => !known.has(bytes)),
    `${to.name} received what ${from.name} never sent`,
  ).to.deep.equal([]);
  const missing = delivered.filter(({ bytes }) => !received.includes(bytes));
  expect(missing, `${to.name} never received what ${from.name} counts as delivered`).to.deep.equal([]);
}

async function sentBy(library: Library, peer: string): Promise<{ state: string; bytes: string }[]> {
  const states = new Map<string, string>();
  for (const { changes, peer: to } of await library.entries())
    for (const { aggregate, id, set } of changes)
      if (aggregate === 'delivery' && (set['peer'] ?? to) === peer && typeof set['state'] === 'string')
        states.set(id, set['state']);
  return Promise.all([...states].map(async ([id, state]) => ({ state, bytes: await bytesOf(library, id) })));
}

async function receivedBy(library: Library, peer: string): Promise<string[]> {
  const heard = (await library.entries()).filter(
    ({ facts, peer: from, loan }) => facts?.['direction'] === 'in' && from === peer && loan !== undefined,
  );
  return Promise.all(heard.map((entry) => bytesOf(library, bodyIdOf(entry))));
}

/** The id under which an entry's message is kept. */
export function bodyIdOf({ facts }: SealedEntry): string {
  const id = facts?.['bodyId'];
  if (typeof id !== 'string') throw new Error('the entry tells of no message');
  return id;
}

/** The whole bytes of a kept message, opened with the key. */
export async function bytesOf({ app }: Library, body: string): Promise<string> {
  const kept = await app.storage.readers.deliveries.body(body);
  if (kept === undefined) throw new Error(`no body ${body}`);
  // What proves who sent it is kept on neither side.
  return messageBytes(kept, { accountId: '*', securityCode: '*' }).toString('latin1');
}
