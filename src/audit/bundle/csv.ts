import type { Column } from './columns.js';

/** Where a sheet of a spreadsheet program would take a text for a formula. Source: OWASP ASVS 1.2.10. */
const formula = /^[=+\-@\t\r\0]/;
const quoted = /[",\r\n]/;

/** The header row; `escaped` is the last column of every file. */
export function csvHeader<Row>(columns: readonly Column<Row>[]): string {
  return `${columns.map(({ name }) => name).join(',')},escaped\r\n`;
}

/**
 * One row, RFC 4180. A text that a spreadsheet would run gets an apostrophe before it, and `escaped` names the columns
 * where that happened.
 */
export function csvRow<Row>(columns: readonly Column<Row>[], row: Row): string {
  let line = '';
  let escaped = '';
  for (const { name, of } of columns) {
    const value = of(row);
    if (value !== undefined && typeof value !== 'number') {
      if (formula.test(value)) escaped += escaped === '' ? name : ` ${name}`;
      line += field(value);
    } else if (value !== undefined) line += String(value);
    line += ',';
  }
  return `${line}${escaped}\r\n`;
}

/** One cell: a text that no sheet takes for a formula, quoted where it has to be. */
export function field(value: string): string {
  const safe = neutral(value);
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text so that no spreadsheet takes it for a formula. */
export function neutral(value: string): string {
  return formula.test(value) ? `'${value}` : value;
}
