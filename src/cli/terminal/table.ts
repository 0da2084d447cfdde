import type { Terminal } from './terminal.js';
import { cut, padded, plain, widthOf } from './text.js';

export interface Column<Row> {
  head: string;
  of(row: Row): string | number | undefined;
  /** May be cut where the terminal is too narrow for all. */
  mayCut?: true;
}

const GAP = 2;
/** What is cut keeps at least so much. */
const NARROWEST = 8;

/** Rows under aligned heads. A column in which no row has anything is left out. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  terminal: Pick<Terminal, 'columns' | 'mark'>,
): string {
  const shown = columns
    .map((column) => ({ column, cells: rows.map((row) => cellOf(column, row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const widths = fitted(shown.map(natural), terminal.columns);
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => padded(cut(text, widths[at] ?? 0), widths[at] ?? 0, alignOf(shown[at])))
      .join(' '.repeat(GAP))
      .trimEnd();
  const heads = terminal.mark('bold', line(shown.map(({ column }) => column.head)));
  return [heads, ...rows.map((_, at) => line(shown.map(({ cells }) => cells[at] ?? '')))].join('\n');
}

interface Shown<Row> {
  column: Column<Row>;
  cells: readonly string[];
}

interface Width {
  width: number;
  mayCut: boolean;
}

function cellOf<Row>(column: Column<Row>, row: Row): string {
  const value = column.of(row);
  return value === undefined ? '' : plain(String(value));
}

function natural<Row>({ column, cells }: Shown<Row>): Width {
  const width = [column.head, ...cells].reduce((most, text) => Math.max(most, widthOf(text)), 0);
  return { width, mayCut: column.mayCut === true };
}

function alignOf<Row>(shown: Shown<Row> | undefined): 'left' | 'right' {
  return shown?.cells.every((cell) => /^\d*$/.test(cell)) === true ? 'right' : 'left';
}

/** Takes what is too much from the widest column that may be cut, one column of the screen after another. */
function fitted(natural: readonly Width[], available: number | undefined): number[] {
  const widths = natural.map(({ width }) => width);
  if (available === undefined) return widths;
  let over = widths.reduce((sum, width) => sum + width + GAP, -GAP) - available;
  for (; over > 0; over -= 1) {
    const widest = natural.reduce<number | undefined>((best, { mayCut }, at) => {
      if (!mayCut || (widths[at] ?? 0) <= NARROWEST) return best;
      return best === undefined || (widths[at] ?? 0) > (widths[best] ?? 0) ? at : best;
    }, undefined);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
