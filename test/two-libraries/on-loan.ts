import { bodyIdOf, bytesOf } from '../support/ledgers.js';
import type { Library } from '../support/library.js';
import { shown, type Lending, type Libraries, type Side } from '../support/two-libraries.js';

type Two = Omit<Libraries, 'north' | 'south'>;

/** A book that north has borrowed from south and received, due on the first of April. */
export async function onLoan(two: Two, shipped: object = {}): Promise<Lending> {
  const loan = await two.ask();
  await two.act('south', loan, 'ship', { dueDate: '2026-04-01', ...shipped });
  await two.act('north', loan, 'receive');
  return loan;
}

/** What the first side says leaves only after what the other one does: the two messages cross. */
export async function crossing(
  two: Libraries,
  [first, says]: [Side, () => Promise<unknown>],
  [, does]: [Side, () => Promise<unknown>],
): Promise<void> {
  const other = first === 'north' ? 'south' : 'north';
  await two[first].api('POST', `/api/v1/peers/${other}/pause`);
  await says();
  await does();
  await two[first].api('POST', `/api/v1/peers/${other}/resume`);
  await two.settle();
}

/** The body of the newest message of these words that a library owed in a loan. */
export async function saidBy(library: Library, loan: string, what: string): Promise<string> {
  const entry = (await library.entries())
    .filter((each) => each.loan === loan && each.facts?.['direction'] === 'out')
    .findLast(({ facts }) => facts?.['what'] === what);
  if (entry === undefined) throw new Error(`${library.name} has not said ${what}`);
  return bytesOf(library, bodyIdOf(entry));
}

type Both = Pick<Libraries, Side>;

/** The due date of the newest transaction, as north and as south have it. */
export function dueDates(both: Both, loan: Lending): Promise<unknown[]> {
  return newestOf(both, loan, 'dueDate');
}

/** The state of the newest transaction, as north and as south have it. */
export function statesOf(both: Both, loan: Lending): Promise<unknown[]> {
  return newestOf(both, loan, 'state');
}

async function newestOf(both: Both, loan: Lending, name: string): Promise<unknown[]> {
  return Promise.all(
    (['north', 'south'] as const).map(async (side) => {
      const { transactions } = await shown(both[side], loan[side]);
      return (transactions as Record<string, unknown>[]).at(-1)?.[name];
    }),
  );
}
