import type { StatementLine, StatementSheet } from '../../loan/index.js';
import { field } from '../bundle/csv.js';

const columns = [
  'at',
  'requestingAgencyRequestId',
  'supplyingAgencyRequestId',
  'title',
  'claim',
  'claimant',
  'cause',
  'booking',
  'amount',
  'vouchers',
  'effect',
  'balance',
  'currency',
] as const;

type Cells = Partial<Record<(typeof columns)[number], string | undefined>>;

/**
 * A statement as CSV, RFC 4180: for each currency an opening line, what was booked, and a closing line. `effect` and
 * `balance` are from our side: above zero the peer owes us. A text that a sheet would run gets an apostrophe before it; an
 * amount below zero is no formula and stays a number.
 */
export function statementCsv(
  { from, to, sheets }: { from: string; to: string; sheets: readonly StatementSheet[] },
  us: string,
  them: string,
): string {
  const claimant = { us, peer: them } as const;
  const rows = sheets.flatMap(({ currency, opening, closing, lines }) => [
    row({ at: from, booking: 'opening', balance: opening, currency }),
    ...lines.map((line) => row({ ...cellsOf(line), claimant: claimant[line.by], currency })),
    row({ at: to, booking: 'closing', balance: closing, currency }),
  ]);
  return [`${columns.join(',')}\r\n`, ...rows].join('');
}

function cellsOf({ by: _side, kind, ...line }: StatementLine): Cells {
  return { ...line, booking: kind };
}

function row(cells: Cells): string {
  return `${columns.map((column) => cell(cells[column])).join(',')}\r\n`;
}

const decimal = /^-?\d+(\.\d+)?$/;

function cell(value: string | undefined): string {
  if (value === undefined) return '';
  return decimal.test(value) ? value : field(value);
}
