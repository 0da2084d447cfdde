import { CsvError, parse } from 'csv-parse/sync';
import { placeName } from './loan-record-input.js';
import type { Fault, ReadRecord } from './loan-record-input.js';
import { readLoanRecord } from './loan-record.js';
import { didYouMean, recordFields } from './loan-record-schema.js';
import { inColumnNames, recordFromCells, withDefaults } from './record-map.js';
import type { RecordMap } from './record-map.js';
import { linesOf } from './text-lines.js';
import type { Line } from './text-lines.js';

/**
 * Reads loan records from CSV with a header line, a row at a time. Columns are the dotted fields, or what the map says.
 * A bad header ends the reading at once; a bad row costs that row alone, whatever its quotation marks do.
 */
export async function* readCsv(text: AsyncIterable<string>, map: RecordMap): AsyncGenerator<ReadRecord> {
  const lines = linesOf(text);
  const headerLine = await firstLine(lines);
  if (headerLine === undefined) {
    yield refused(1, [{ at: 'file', field: '/', reason: 'is empty: it needs a header line' }]);
    return;
  }
  const delimiter = map.delimiter ?? likelyDelimiter(headerLine.text);
  const header = readHeader(headerLine, delimiter, map);
  if (header.faults.length > 0) {
    yield refused(headerLine.line, header.faults);
    return;
  }
  let index = 0;
  for await (const row of rowsOf(lines, delimiter)) yield readRow(row, ++index, { header, map, delimiter });
}

async function firstLine(lines: AsyncGenerator<Line>): Promise<Line | undefined> {
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return undefined;
    if (next.value.text.trim() !== '') return next.value;
  }
}

function refused(line: number, faults: Fault[]): ReadRecord {
  return { line, outcome: { ok: false, faults } };
}

// Spreadsheets of half of Europe write semicolons, since their comma is the decimal point.
function likelyDelimiter(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, '');
  const count = (character: string): number => unquoted.split(character).length - 1;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

interface Header {
  columns: { name: string; field: string | undefined }[];
  columnByField: ReadonlyMap<string, string>;
  faults: Fault[];
}

function readHeader({ line, text }: Line, delimiter: string, map: RecordMap): Header {
  const cells = parseRow(text, delimiter);
  const none = { columns: [], columnByField: new Map<string, string>() };
  if (!cells.ok)
    return { ...none, faults: [{ at: placeName({ line }), field: 'header', reason: cells.reason }] };
  const names = cells.values.map((name) => name.trim());
  const columns = names.map((name) => ({ name, field: fieldOf(name, map) }));
  const reasons = [...twice(columns), ...(map.columns.size === 0 ? strangers(names) : absent(names, map))];
  return {
    columns,
    columnByField: new Map(
      columns.flatMap(({ name, field }) => (field === undefined ? [] : [[field, name]])),
    ),
    faults: reasons.map((one) => ({ at: placeName({ line }), ...one })),
  };
}

function fieldOf(name: string, map: RecordMap): string | undefined {
  if (map.columns.size > 0) return map.columns.get(name);
  return recordFields.has(name) ? name : undefined;
}

type HeaderFault = Omit<Fault, 'at'>;

function twice(columns: Header['columns']): HeaderFault[] {
  return columns
    .filter(({ field, name }, place) => {
      return field !== undefined && columns.findIndex((one) => one.name === name) < place;
    })
    .map(({ name }) => ({ field: name, reason: 'stands twice in the header' }));
}

function strangers(names: string[]): HeaderFault[] {
  return names
    .filter((name) => name !== '' && !recordFields.has(name))
    .map((name) => ({
      field: name,
      reason: `is not a field of a loan record${didYouMean(name, recordFields.keys()) || '; without a map, columns carry the names of fields'}`,
    }));
}

function absent(names: string[], map: RecordMap): HeaderFault[] {
  return [...map.columns.keys()]
    .filter((column) => !names.includes(column))
    .map((column) => ({
      field: column,
      reason: `is named in the map, but is not in the header${didYouMean(column, names)}`,
    }));
}

interface Table {
  header: Header;
  map: RecordMap;
  delimiter: string;
}

function readRow(row: Row, index: number, { header, map, delimiter }: Table): ReadRecord {
  const at = placeName(row);
  const place = { line: row.line, index };
  if (!row.cells.ok)
    return { ...place, ...refused(row.line, [{ at, field: 'line', reason: row.cells.reason }]) };
  const values = row.cells.values;
  const width = header.columns.length;
  if (values.length < width || values.slice(width).some((value) => value.trim() !== '')) {
    const reason = `has ${values.length} values where the header has ${width} columns; a value that holds "${delimiter}" needs quotation marks`;
    return { ...place, ...refused(row.line, [{ at, field: 'line', reason }]) };
  }
  const cells = header.columns.flatMap(({ field }, column) => {
    return field === undefined ? [] : [{ field, text: values[column] ?? '' }];
  });
  const outcome = readLoanRecord(withDefaults(recordFromCells(cells, map), map), { line: row.line });
  if (!outcome.ok)
    return { ...place, outcome: { ok: false, faults: inColumnNames(outcome.faults, header.columnByField) } };
  return {
    ...place,
    outcome: { ...outcome, warnings: inColumnNames(outcome.warnings, header.columnByField) },
  };
}

type Cells = { ok: true; values: string[] } | { ok: false; reason: string };

interface Row {
  line: number;
  cells: Cells;
}

/** A row that spans more lines than this has lost a quotation mark. */
const maxLinesOfARow = 200;

/**
 * Rows by the line that they begin on. Lines are joined while a quotation mark is open; when that makes no row,
 * the first line alone is bad and the others are read again, each for itself.
 */
async function* rowsOf(lines: AsyncGenerator<Line>, delimiter: string): AsyncGenerator<Row> {
  const again: Line[] = [];
  const next = async (): Promise<Line | undefined> => again.shift() ?? (await takeFrom(lines));
  for (let first = await next(); first !== undefined; first = await next()) {
    if (first.text.trim() === '') continue;
    const taken = [first];
    let isOpen = hasOddQuotes(first.text);
    while (isOpen && taken.length < maxLinesOfARow) {
      const more = await next();
      if (more === undefined) break;
      taken.push(more);
      isOpen = isOpen !== hasOddQuotes(more.text);
    }
    const cells = parseRow(taken.map(({ text }) => text).join('\n'), delimiter);
    if (!cells.ok) again.unshift(...taken.slice(1));
    yield { line: first.line, cells: cells.ok ? cells : whyBad(first.text, delimiter, cells) };
  }
}

async function takeFrom(lines: AsyncGenerator<Line>): Promise<Line | undefined> {
  const next = await lines.next();
  return next.done === true ? undefined : next.value;
}

function hasOddQuotes(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

function whyBad(firstLine: string, delimiter: string, joined: Cells): Cells {
  const alone = parseRow(firstLine, delimiter);
  return alone.ok ? joined : alone;
}

function parseRow(text: string, delimiter: string): Cells {
  try {
    const rows: string[][] = parse(text, { delimiter, relax_column_count: true, trim: true });
    return { ok: true, values: rows[0] ?? [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { ok: false, reason: reasons[error.code] ?? 'is not CSV that can be read' };
  }
}

const afterQuote =
  'has text after a closing quotation mark; double a quotation mark that belongs to the value';

const reasons: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'opens a quotation mark that nothing closes',
  INVALID_OPENING_QUOTE:
    'has a quotation mark inside a value that is not in quotation marks; put the value in them and double the inner one',
  CSV_INVALID_CLOSING_QUOTE: afterQuote,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: afterQuote,
};
