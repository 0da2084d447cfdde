import type { Change, JsonObject, SealedEntry } from './entry.js';
import { applyPatch } from './merge-patch.js';

/** What an aggregate's changes add up to so far. */
export interface AggregateRow {
  aggregate: string;
  id: string;
  version: number;
  state: JsonObject;
}

export const FoldFaultKind = { VersionGap: 'version-gap', VersionRepeated: 'version-repeated' } as const;
export type FoldFaultKind = (typeof FoldFaultKind)[keyof typeof FoldFaultKind];

/** A change that does not continue its aggregate: the ledger or the rows are not what they were. */
export interface FoldFault {
  kind: FoldFaultKind;
  seq: number;
  aggregate: string;
  id: string;
  expectedVersion: number;
  foundVersion: number;
}

export type Fold = { folded: true; rows: AggregateRow[] } | { folded: false; fault: FoldFault };

/** Where an aggregate's row lies in a map of rows. */
export function rowKey(aggregate: string, id: string): string {
  return `${aggregate}/${id}`;
}

/** The rows that an entry leads to; `rows` stays as it is. Refuses, whole, an entry whose change skips or repeats a version. */
export function foldEntry(rows: ReadonlyMap<string, AggregateRow>, entry: SealedEntry): Fold {
  const touched = new Map<string, AggregateRow>();
  for (const change of entry.changes) {
    const key = rowKey(change.aggregate, change.id);
    const row = touched.get(key) ?? rows.get(key);
    const fault = faultOf(row, change, entry.seq);
    if (fault !== undefined) return { folded: false, fault };
    touched.set(key, changed(row, change));
  }
  return { folded: true, rows: [...touched.values()] };
}

/** As `foldEntry`, and puts the rows into the map. */
export function foldInto(rows: Map<string, AggregateRow>, entry: SealedEntry): Fold {
  const fold = foldEntry(rows, entry);
  if (fold.folded) for (const row of fold.rows) rows.set(rowKey(row.aggregate, row.id), row);
  return fold;
}

function changed(row: AggregateRow | undefined, change: Change): AggregateRow {
  const { aggregate, id, version } = change;
  return { aggregate, id, version, state: applyPatch(row?.state ?? {}, change.set) };
}

function faultOf(row: AggregateRow | undefined, change: Change, seq: number): FoldFault | undefined {
  const expectedVersion = (row?.version ?? 0) + 1;
  if (change.version === expectedVersion) return undefined;
  const kind = change.version > expectedVersion ? FoldFaultKind.VersionGap : FoldFaultKind.VersionRepeated;
  const { aggregate, id, version: foundVersion } = change;
  return { kind, seq, aggregate, id, expectedVersion, foundVersion };
}
