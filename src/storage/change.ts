import { patchBetween, type Change, type JsonObject } from '../ledger/index.js';
import type { Aggregate, Row } from './use-case.js';

/** What leads from the row that was loaded to its new state, as an entry carries it; nothing where they are equal. */
export function changeOf(
  aggregate: Aggregate,
  before: Row<object> | undefined,
  after: Omit<Row<object>, 'version'>,
): Change[] {
  const set = patchBetween(before?.state as JsonObject | undefined, after.state as JsonObject);
  return set === undefined ? [] : [{ aggregate, id: after.id, version: (before?.version ?? 0) + 1, set }];
}
