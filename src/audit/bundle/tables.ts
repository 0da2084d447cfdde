import type { Column } from './columns.js';
import { csvHeader, csvRow } from './csv.js';
import type { Sheet } from './workbook.js';

export interface TableOptions<Row extends { id: string }> {
  columns: readonly Column<Row>[];
  /** Rows whose id comes after. */
  pages: (after: string) => Promise<Row[]>;
  isWanted: (row: Row) => boolean;
  sheet: Sheet<Row> | undefined;
  signal?: AbortSignal;
}

/** A table of the bundle, streamed page by page. */
export function tableRows<Row extends { id: string }>(
  options: TableOptions<Row>,
): { content(): AsyncGenerator<Buffer>; count(): number } {
  const { columns, pages, isWanted, sheet, signal } = options;
  let count = 0;
  return {
    async *content() {
      yield Buffer.from(csvHeader(columns));
      for (let after = ''; ;) {
        signal?.throwIfAborted();
        const page = await pages(after);
        const last = page.at(-1);
        if (last === undefined) return;
        const wanted = page.filter(isWanted);
        for (const row of wanted) sheet?.add(row);
        count += wanted.length;
        if (wanted.length > 0) yield Buffer.from(wanted.map((row) => csvRow(columns, row)).join(''));
        after = last.id;
      }
    },
    count: () => count,
  };
}
