import type { House } from '../house.js';
import type { World } from '../world.js';
import { sidesAgree } from './agreement.js';
import { balancesAgree } from './balances.js';
import { clocksStrikeOnce } from './clocks.js';
import { rowsAreTheFold } from './fold.js';
import { readLedger } from './ledgers.js';
import { messagesArriveOnce, receivedBy, type Received } from './messages.js';
import type { AtRest, Violation } from './violation.js';

/** Holds everything against everything when a world has come to rest. */
export async function violationsIn(world: World): Promise<Violation[]> {
  const atRest = await restOf(world);
  const violations: Violation[] = world.errors.map((text) => ({
    invariant: 'no fault of the program',
    text,
  }));
  const heard = new Map<House, Received[]>();
  for (const house of atRest.houses) {
    const { entries, violations: inLedger } = await readLedger(house);
    violations.push(
      ...inLedger,
      ...(await rowsAreTheFold(atRest, house, entries)),
      ...clocksStrikeOnce(atRest, house, entries),
    );
    heard.set(house, await receivedBy(house, entries));
  }
  violations.push(
    ...(await messagesArriveOnce(atRest, heard)),
    ...(await sidesAgree(atRest)),
    ...(await balancesAgree(atRest)),
  );
  return violations;
}

/** Which loan each record of each house belongs to: a requester's by the library's own id, a supplier's by its transaction. */
export async function restOf({ houses, errors }: World): Promise<AtRest> {
  const numbers = new Map<string, number>();
  const ofRequest = new Map<string, number>();
  for (const { durable } of houses.values()) {
    for (const { id, library_id: libraryId } of await durable.rows('loan_records'))
      if (libraryId !== null) numbers.set(id, Number(libraryId.slice(2)));
    for (const { role, loan_id: loan, request_id: request } of await durable.rows('transactions')) {
      const number = numbers.get(loan);
      if (role === 'requester' && number !== undefined) ofRequest.set(request, number);
    }
  }
  for (const { durable } of houses.values())
    for (const { loan_id: loan, request_id: request } of await durable.rows('transactions')) {
      const number = ofRequest.get(request);
      if (number !== undefined) numbers.set(loan, number);
    }
  return { houses: [...houses.values()], errors, loanOf: (record) => numbers.get(record) };
}
