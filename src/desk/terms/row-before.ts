import { foldInto, parseEntry, type AggregateRow, type JsonObject } from '../../ledger/index.js';
import type { Readers } from '../../storage/index.js';

/** A policy's or calendar's row as it stood; without a state where it was not there yet. */
export interface RowBefore {
  aggregate: 'policy' | 'calendar';
  id: string;
  state?: JsonObject;
}

/** The row that an entry changed, as the entries before that one leave it; nothing where it changed none. */
export async function rowBefore(seq: number, ledger: Readers['ledger']): Promise<RowBefore | undefined> {
  const [found] = await ledger.entries({ after: seq - 1, limit: 1 });
  const changes = found?.seq === seq ? parseEntry(found.text).changes : [];
  for (const { aggregate, id } of changes) {
    if (aggregate !== 'policy' && aggregate !== 'calendar') continue;
    const rows = new Map<string, AggregateRow>();
    for (const before of await ledger.changesBefore({ aggregate, id, seq })) foldInto(rows, before);
    const row = [...rows.values()].find((each) => each.aggregate === aggregate && each.id === id);
    return { aggregate, id, ...(row === undefined ? {} : { state: row.state }) };
  }
  return undefined;
}
