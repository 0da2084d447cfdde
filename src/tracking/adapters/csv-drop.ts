import { lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { ToldByCarrier } from '../../loan/index.js';
import { reasonOf } from '../../platform/index.js';
import { nothingTold, tellingOf, type Collected, type TrackingAdapter } from './adapter.js';

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_ROWS = 20_000;
const FILES_AT_ONCE = 20;
const FAULTS_TOLD = 100;

/** What a column may be called, in lower case without anything but letters. */
const columns = {
  trackingId: [
    'trackingid',
    'trackingnumber',
    'tracking',
    'parcel',
    'barcode',
    'kollinummer',
    'sendungsnummer',
  ],
  status: ['status', 'event', 'state', 'händelse'],
  at: ['at', 'time', 'timestamp', 'date', 'datetime', 'tid', 'zeit'],
} as const;

interface ReadFile {
  name: string;
  told: ToldByCarrier[];
  rows: number;
  faults: string[];
  /** Nothing of it could be used. */
  refused?: string;
}

/**
 * Files that a carrier drops into a folder of its own, put there whole (renamed into place). A file goes to `done` or
 * `failed` with a report beside it, and only once what it told is durable: a crash reads it again, which changes nothing.
 */
export function buildCsvDrop(folder: string): TrackingAdapter {
  return {
    async collect({ id, carrier, now }): Promise<Collected> {
      if (carrier.source?.kind !== 'csv') return nothingTold;
      const inbox = join(folder, id);
      try {
        await mkdir(inbox, { recursive: true });
        const files: ReadFile[] = [];
        for (const name of await namesIn(inbox)) files.push(await readOne(inbox, name, { carrier: id, now }));
        return {
          told: files.flatMap(({ told }) => told),
          faults: files.flatMap(faultsOf),
          async settle({ unknown }) {
            for (const file of files) await putAside(inbox, file, unknown);
          },
        };
      } catch (thrown) {
        return { ...nothingTold, faults: [`the folder cannot be read: ${reasonOf(thrown)}`] };
      }
    },
  };
}

function faultsOf({ name, refused, faults, rows }: ReadFile): string[] {
  if (refused !== undefined) return [`${name}: ${refused}`];
  return faults.length === 0
    ? []
    : [`${name}: ${faults.length} of ${rows} rows cannot be used; its report says which`];
}

/** Whole files only: what begins with a dot or is still being written is left alone, and no link is followed. */
async function namesIn(inbox: string): Promise<string[]> {
  const names = (await readdir(inbox, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /^[^.].*\.csv$/i.test(entry.name))
    .map(({ name }) => name);
  return names.sort().slice(0, FILES_AT_ONCE);
}

async function readOne(inbox: string, name: string, of: { carrier: string; now: Date }): Promise<ReadFile> {
  const refuse = (refused: string): ReadFile => ({ name, told: [], rows: 0, faults: [], refused });
  const text = await textIn(join(inbox, name));
  if ('refused' in text) return refuse(text.refused);
  const rows = rowsOf(text.text);
  if (typeof rows === 'string') return refuse(rows);
  const [{ record: header } = { record: [] }, ...lines] = rows;
  const places = placesIn(header);
  if (places === undefined) return refuse('needs columns for the tracking id, the status and the time');
  if (lines.length > MOST_ROWS) return refuse(`has more than ${MOST_ROWS} rows`);
  return { name, rows: lines.length, ...tellingsOf(lines, places, of) };
}

/** One file that cannot be read says so, and does not keep the others waiting. */
async function textIn(path: string): Promise<{ text: string } | { refused: string }> {
  try {
    const { size } = await lstat(path);
    if (size > MOST_BYTES) return { refused: `is larger than ${MOST_BYTES} bytes` };
    const text = textOf(await readFile(path));
    return text === undefined ? { refused: 'is not UTF-8' } : { text };
  } catch (thrown) {
    return { refused: `cannot be read: ${reasonOf(thrown)}` };
  }
}

function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // UTF-16 without a mark is valid UTF-8 with a null behind every letter.
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A row and the line of the file on which it ends. */
interface Line {
  record: string[];
  info: { lines: number };
}

function rowsOf(text: string): Line[] | string {
  const [first = ''] = text.split('\n', 1);
  const delimiter = first.includes(';') ? ';' : first.includes('\t') ? '\t' : ',';
  try {
    return parse(text, {
      delimiter,
      info: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 10_000,
    }) as unknown as Line[];
  } catch (thrown) {
    return `is no CSV: ${reasonOf(thrown).slice(0, 100)}`;
  }
}

type Places = Record<keyof typeof columns, number>;

function placesIn(header: readonly string[]): Places | undefined {
  const names = header.map((name) => name.toLowerCase().replace(/[^\p{L}]/gu, ''));
  const placeOf = (known: readonly string[]): number => names.findIndex((name) => known.includes(name));
  const places = {
    trackingId: placeOf(columns.trackingId),
    status: placeOf(columns.status),
    at: placeOf(columns.at),
  };
  return Object.values(places).includes(-1) ? undefined : places;
}

function tellingsOf(
  lines: readonly Line[],
  places: Places,
  { carrier, now }: { carrier: string; now: Date },
): Pick<ReadFile, 'told' | 'faults'> {
  const told = new Map<string, ToldByCarrier>();
  const faults: string[] = [];
  for (const { record, info } of lines) {
    const row = {
      trackingId: record[places.trackingId],
      status: record[places.status],
      at: record[places.at],
    };
    const one = tellingOf(row, carrier, now);
    if ('fault' in one) faults.push(`line ${info.lines}: ${one.fault}`);
    else told.set(one.id, one);
  }
  return { told: [...told.values()], faults };
}

/** The report names rows and rules and never a value: it may be read by more people than the file. */
async function putAside(inbox: string, file: ReadFile, unknown: readonly string[]): Promise<void> {
  const isFailed = file.refused !== undefined || (file.told.length === 0 && file.rows > 0);
  const aside = join(inbox, isFailed ? 'failed' : 'done');
  await mkdir(aside, { recursive: true });
  const name = await freeName(aside, file.name, join(inbox, file.name));
  const report = {
    file: file.name,
    rows: file.rows,
    taken: file.told.length,
    ofParcelsNotOurs: file.told.filter(({ event }) => unknown.includes(event.trackingId)).length,
    ...(file.refused === undefined ? {} : { refused: file.refused }),
    faults: file.faults.slice(0, FAULTS_TOLD),
    moreFaults: Math.max(0, file.faults.length - FAULTS_TOLD),
  };
  await writeFile(join(aside, `${name}.report.json`), `${JSON.stringify(report, undefined, 2)}\n`);
  await rename(join(inbox, file.name), join(aside, name));
}

/** Another file of the same name is not overwritten: its content tells them apart. */
async function freeName(aside: string, name: string, from: string): Promise<string> {
  if (!(await readdir(aside)).includes(name)) return name;
  const content = hash('sha256', await readFile(from), 'hex').slice(0, 12);
  return name.replace(/(\.csv)$/i, `-${content}$1`);
}
