import type { Change, JsonObject } from '../../../src/ledger/index.js';
import type { Writes } from '../../../src/storage/engine/tables.js';
import type { Store, Turn } from '../../../src/storage/engine/store.js';
import type { Outcome, UseCase } from '../../../src/storage/index.js';
import type { Breaks } from '../../../scripts/simulate/world.js';

/** A store of which each batch goes through other hands. */
export function turns(change: (turn: Turn) => Turn): NonNullable<Breaks['store']> {
  return (store): Store => ({
    begin: async () => change(await store.begin()),
    holds: (seq, text) => store.holds(seq, text),
  });
}

/** A store that writes something else than it is given. */
export function writing(change: (writes: Writes) => Writes): Breaks {
  return {
    store: turns((turn) =>
      over(turn, {
        write: (writes, atTheEdge) =>
          turn.write(
            change(writes),
            atTheEdge === undefined ? undefined : async (edge) => change(await atTheEdge(edge)),
          ),
      }),
    ),
  };
}

/** The same turn with some of it replaced. */
export function over(turn: Turn, changed: Partial<Turn>): Turn {
  return {
    look: (asked) => turn.look(asked),
    roots: () => turn.roots(),
    lines: () => turn.lines(),
    loans: (ids) => turn.loans(ids),
    leavesAfter: (seq) => turn.leavesAfter(seq),
    tiles: (level, from, to) => turn.tiles(level, from, to),
    write: (writes, atTheEdge) => turn.write(writes, atTheEdge),
    destroyKeys: (holders) => turn.destroyKeys(holders),
    commit: () => turn.commit(),
    rollback: () => turn.rollback(),
    ...changed,
  };
}

/** A rule that decides something else. */
export function deciding(name: string, change: (outcome: Outcome<unknown>) => Outcome<unknown>): Breaks {
  return {
    useCase: <Result>(useCase: UseCase<Result>): UseCase<Result> =>
      useCase.name === name
        ? {
            ...useCase,
            decide: (loaded, at) => change(useCase.decide(loaded, at)) as Outcome<Result>,
          }
        : useCase,
  };
}

/** A claim that is sent, with a sum of its own in the books; what the other side writes down is as it was. */
export function overclaimed(change: Change): Change {
  const lines = change.set['lines'];
  const isSent = change.aggregate === 'claim' && change.set['by'] === undefined && isObject(lines);
  if (!isSent) return change;
  const booked = Object.entries(lines).map(([name, line]) => [
    name,
    name.endsWith('-claimed') && isObject(line) ? { ...line, amount: '999' } : line,
  ]);
  return { ...change, set: { ...change.set, lines: Object.fromEntries(booked) as JsonObject } };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
