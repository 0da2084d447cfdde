import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { actorOf, type Caller } from '../../access/index.js';
import type { Actor } from '../../ledger/index.js';
import { OperatorError } from '../../platform/index.js';
import type { ExportState, LoggedExport } from '../../storage/index.js';
import type { MessageForm } from '../bundle/manifest.js';
import type { Counted } from '../count.js';
import type { Selection } from '../selection.js';
import { approvedExport, approveExport } from './approval.js';
import { beginExport, type ExportHouse } from './make-export.js';
import { countInThread } from './run-thread.js';

/** An export as the page lists it. */
export interface ExportView {
  id: string;
  askedAt: string;
  askedBy: Actor;
  /** The selection in words. */
  words: string;
  messages: MessageForm;
  state: ExportState;
  entries: number;
  /** How many entries the ledger had. */
  size: number;
  bytes?: number;
  failure?: string;
  /** Of one that runs in this process, from 0 to 1. */
  progress?: number;
  /** Whether its file can be had here. */
  isHere: boolean;
}

export interface ExportDownload {
  name: string;
  bytes: number;
  content: Readable;
}

export interface ExportWanted {
  selection: Selection;
  because: string;
  messages: MessageForm;
  workbook?: boolean;
  /** Needed where messages are wanted as they came. */
  approval?: string;
}

/** More exports at once than a gateway should carry beside its messages; the message says when to ask again. */
export class ExportsBusy extends OperatorError {}

/** Exports for whoever may: counted first, made in the background, listed, fetched. */
export interface ExportDesk {
  count(selection: Selection, by: Caller): Promise<Counted>;
  /** Begins it and answers at once. Throws `NotApproved` or `ExportsBusy`. */
  start(wanted: ExportWanted, by: Caller): Promise<{ id: string }>;
  /** Newest first; of a caller bound to agencies only those that were asked for these alone. */
  list(by: Caller): Promise<ExportView[]>;
  get(id: string, by: Caller): Promise<ExportView | undefined>;
  /** False where it does not run here. */
  cancel(id: string, by: Caller): Promise<boolean>;
  download(id: string, by: Caller): Promise<ExportDownload | undefined>;
  /** Privacy approves that what an export selected is exported with persons named; answers the approval's id. */
  approve(asked: { export: string; because: string }, by: Caller): Promise<string | undefined>;
  /** Removes files whose time is over. */
  prune(now: Date): Promise<number>;
  /** Ends what runs. */
  stop(): Promise<void>;
}

const MOST_AT_ONCE = 2;
const LISTED = 200;

interface Running {
  progress: number;
  abort: AbortController;
  ended: Promise<unknown>;
}

export function buildExportDesk(
  house: ExportHouse,
  { folder, keepDays }: { folder: string; keepDays: number },
): ExportDesk {
  const running = new Map<string, Running>();
  const seen = async (id: string, by: Caller): Promise<LoggedExport | undefined> => {
    const row = await house.log.get(id);
    return row !== undefined && isFor(row, by) ? row : undefined;
  };
  const view = (row: LoggedExport): ExportView => viewOf(row, running.get(row.id)?.progress);
  return {
    count: (selection, by) => countInThread({ database: house.database, selection: bound(selection, by) }),
    async start(wanted, by) {
      if (running.size >= MOST_AT_ONCE)
        throw new ExportsBusy(`${MOST_AT_ONCE} exports run already: wait until one of them is done.`);
      return start({ ...wanted, selection: bound(wanted.selection, by) }, { by, house, folder, running });
    },
    list: async (by) => (await house.log.list(LISTED)).filter((row) => isFor(row, by)).map(view),
    async get(id, by) {
      const row = await seen(id, by);
      return row && view(row);
    },
    async cancel(id, by) {
      const found = (await seen(id, by)) && running.get(id);
      found?.abort.abort(new Error('the export was ended'));
      return found !== undefined;
    },
    download: async (id, by) => downloadOf(await seen(id, by)),
    async approve({ export: id, because }, by) {
      const row = await seen(id, by);
      if (row === undefined) return undefined;
      const selection = JSON.parse(row.selection) as Selection;
      return approveExport(house, { selection, because, by: actorOf(by) });
    },
    prune: (now) => prune(house, new Date(now.getTime() - keepDays * 86_400_000)),
    async stop() {
      for (const { abort } of running.values()) abort.abort(new Error('the gateway stops'));
      await Promise.allSettled([...running.values()].map(({ ended }) => ended));
    },
  };
}

async function start(
  wanted: ExportWanted,
  at: { by: Caller; house: ExportHouse; folder: string; running: Map<string, Running> },
): Promise<{ id: string }> {
  const { by, house, folder, running } = at;
  const { selection, approval, messages } = wanted;
  if (messages === 'as-they-came')
    await approvedExport(house, { approval: approval ?? '', selection, by: actorOf(by) });
  const counted = await countInThread({ database: house.database, selection });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const abort = new AbortController();
  const now = { progress: 0, abort };
  const path = join(folder, `${house.origin}-${house.now().toISOString().replaceAll(':', '-')}.zip`);
  const begun = await beginExport(
    { ...wanted, counted, givesWay: true, by: actorOf(by), to: { kind: 'zip', path } },
    house,
    {
      progress: (done, all) => (now.progress = all <= 0 ? 1 : done / all),
      signal: abort.signal,
    },
  );
  // How it ended is in the log of exports, for whoever looks.
  const ended = begun.made.catch(() => undefined).finally(() => running.delete(begun.id));
  running.set(begun.id, Object.assign(now, { ended }));
  return { id: begun.id };
}

/** The selection as far as the caller may see. */
function bound(selection: Selection, { agencies }: Caller): Selection {
  if (agencies === undefined) return selection;
  const asked = selection.agencies ?? agencies;
  return { ...selection, agencies: asked.filter((agency) => agencies.includes(agency)) };
}

function isFor({ selection }: LoggedExport, { agencies }: Caller): boolean {
  if (agencies === undefined) return true;
  const asked = (JSON.parse(selection) as Selection).agencies;
  return asked?.every((agency) => agencies.includes(agency)) === true;
}

function viewOf(row: LoggedExport, progress: number | undefined): ExportView {
  const { id, askedAt, askedBy, words, messages, state, entries, size, bytes, failure, file } = row;
  return {
    ...{ id, askedAt, words, state, entries, size },
    askedBy: JSON.parse(askedBy) as Actor,
    messages: messages as MessageForm,
    ...(bytes === undefined ? {} : { bytes }),
    ...(failure === undefined ? {} : { failure }),
    ...(progress === undefined ? {} : { progress }),
    isHere: state === 'done' && file !== undefined && existsSync(file),
  };
}

function downloadOf(row: LoggedExport | undefined): ExportDownload | undefined {
  if (row?.file === undefined || row.state !== 'done' || !existsSync(row.file)) return undefined;
  const name = row.file.slice(row.file.lastIndexOf('/') + 1);
  return { name, bytes: row.bytes ?? 0, content: createReadStream(row.file) };
}

async function prune({ log }: ExportHouse, before: Date): Promise<number> {
  const old = (await log.list(LISTED)).filter(
    ({ state, endedAt }) => state === 'done' && endedAt !== undefined && endedAt < before.toISOString(),
  );
  for (const { id, file, endedAt } of old) {
    if (file !== undefined) await rm(file, { force: true });
    await log.end(id, { state: 'gone', ...(endedAt && { endedAt }) });
  }
  return old.length;
}
