import type { SealedEntry } from '../../../src/ledger/index.js';
import type { Delivery } from '../../../src/loan/index.js';
import { messageBytes } from '../../../src/outbound/index.js';
import type { House } from '../house.js';
import { about, type AtRest, type Violation } from './violation.js';

/**
 * No message is lost or doubled in effect: what was confirmed to one stands once in the other's ledger, with the same
 * bytes; what stands there was owed; and nothing that was owed still waits for anybody.
 * `heard` is what each house has received.
 */
export async function messagesArriveOnce(
  atRest: AtRest,
  heard: ReadonlyMap<House, readonly Received[]>,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  const note = (invariant: Violation['invariant'], text: string, record?: string): void =>
    void violations.push({ invariant, text, ...about(atRest, record) });
  const heardBy = (house: House): readonly Received[] => {
    const known = heard.get(house);
    if (known === undefined) throw new Error(`nobody has read what ${house.name} received`);
    return known;
  };
  const received = new Map<string, Received>();
  for (const house of atRest.houses)
    for (const one of heardBy(house)) {
      const key = `${one.from} ${house.name} ${one.bytes}`;
      if (received.has(key)) note('messages arrive once', `${house.name} took ${one.what} twice`, one.loan);
      received.set(key, one);
    }
  for (const house of atRest.houses)
    for (const { state, loan, bytes } of await sentBy(house)) {
      const key = `${house.name} ${state.peer} ${bytes}`;
      const isThere = received.delete(key);
      const name = `${state.what} of ${house.name} to ${state.peer}`;
      if (state.state === 'answered' && !isThere)
        note('messages arrive once', `${name} counts as delivered and never arrived`, loan);
      if (['owed', 'undecided', 'stopped', 'given-up'].includes(state.state))
        note(
          'nothing is left over',
          `${name} is still ${state.state}: ${state.cause ?? 'never tried'}`,
          loan,
        );
    }
  for (const [key, { what, loan }] of received)
    note('messages arrive once', `${what} was received and never sent: ${key.slice(0, 40)}`, loan);
  return violations;
}

/** A message that a house has taken. */
export interface Received {
  from: string;
  bytes: string;
  what: string;
  loan: string;
}

/** What a house has received, by its entries. */
export async function receivedBy(house: House, entries: readonly SealedEntry[]): Promise<Received[]> {
  const heard: Received[] = [];
  for (const { facts, peer, loan } of entries)
    if (facts?.['direction'] === 'in' && peer !== undefined && loan !== undefined)
      heard.push({
        ...{ from: peer, loan, what: textOf(facts['what']) },
        bytes: await bytesOf(house, textOf(facts['bodyId'])),
      });
  return heard;
}

async function sentBy(house: House): Promise<{ state: Delivery; loan: string; bytes: string }[]> {
  const rows = await house.durable.rows('deliveries');
  return Promise.all(
    rows.map(async ({ id, loan_id: loan, state }) => ({
      ...{ loan, state: JSON.parse(state) as Delivery },
      bytes: await bytesOf(house, id),
    })),
  );
}

async function bytesOf({ durable }: House, body: string): Promise<string> {
  const kept = await durable.body(body);
  return kept === undefined ? `no body ${body}` : messageBytes(kept).toString('latin1');
}

function textOf(fact: unknown): string {
  return typeof fact === 'string' ? fact : '';
}
