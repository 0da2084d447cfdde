import type { Database } from '../sql/connected.js';
import type { Directory, RootAggregate } from '../use-case.js';

/** The directory of a set of root rows: a new object, so that what is built on the old one is built anew. */
export function directoryOf(rows: Iterable<RootState>, version: number): Directory {
  const kinds = new Map<string, Map<string, unknown>>();
  for (const { aggregate, id, state } of rows)
    kinds.set(aggregate, (kinds.get(aggregate) ?? new Map<string, unknown>()).set(id, state));
  const roots = (aggregate: RootAggregate): ReadonlyMap<string, unknown> => kinds.get(aggregate) ?? none;
  return { peers: roots('peer'), version, roots };
}

export interface RootState {
  aggregate: string;
  id: string;
  state: unknown;
}

const none: ReadonlyMap<string, unknown> = new Map();

/** The directory as the rows of a database give it, for whoever does not commit there. */
export async function readDirectory(database: Database): Promise<Directory> {
  const rows = await database.all<{ aggregate: string; id: string; state: string }>(
    'SELECT aggregate, id, state FROM roots ORDER BY aggregate, id',
  );
  return directoryOf(
    rows.map(({ state, ...row }) => ({ ...row, state: JSON.parse(state) as unknown })),
    0,
  );
}
