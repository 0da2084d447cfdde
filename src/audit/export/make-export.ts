import {
  parseCheckpoint,
  parseVerifierKey,
  signText,
  type Actor,
  type JsonObject,
  type SigningKey,
} from '../../ledger/index.js';
import { newId, OperatorError, reasonOf } from '../../platform/index.js';
import type { Committer, ExportLog, ExportState, UseCase } from '../../storage/index.js';
import type { WrappingKeyRing } from '../../vault/index.js';
import { manifestStatement, type MessageForm } from '../bundle/manifest.js';
import { mostWorkbookRows } from '../bundle/workbook.js';
import type { Counted } from '../count.js';
import { selectionWords, type Selection } from '../selection.js';
import type { BundleMade, Destination } from './export-job.js';
import { exportInThread, type ThreadOptions } from './run-thread.js';

/** What an export stands on. */
export interface ExportHouse {
  /** Where the thread's own connection goes. */
  database: string;
  committer: Committer;
  /** Signs the head if it has grown. */
  checkpoint(): Promise<unknown>;
  newestNote(): Promise<string | undefined>;
  log: ExportLog;
  signingKey: SigningKey;
  origin: string;
  ring?: WrappingKeyRing;
  now: () => Date;
}

export interface ExportAsked {
  selection: Selection;
  counted: Counted;
  to: Destination;
  by: Actor;
  because: string;
  messages: MessageForm;
  /** Of the approval, where persons may be named. */
  approval?: string;
  workbook?: boolean;
  /** Made in the process of a gateway that takes messages meanwhile. */
  givesWay?: boolean;
  /** Notes that whoever asks has kept. */
  previous?: readonly string[];
}

export interface ExportBegun {
  id: string;
  made: Promise<BundleMade>;
}

/**
 * Enters the export in the ledger, signs the head over that entry, and only then has a thread read lines. Resolves when
 * the export has begun; `made` when it is done. Refuses where nothing could be signed.
 */
export async function beginExport(
  asked: ExportAsked,
  house: ExportHouse,
  options: ThreadOptions = {},
): Promise<ExportBegun> {
  const id = newId();
  await house.committer.commit(enterExport(id, asked));
  await house.checkpoint();
  const note = await house.newestNote();
  if (note === undefined) throw new OperatorError('Nothing is signed yet, so nothing could be proven.');
  const earlier = await earlierCheckpoints(asked, house);
  await house.log.add(rowOf(id, asked, house.now()));
  const made = exportInThread(
    {
      task: 'bundle',
      database: house.database,
      to: asked.to,
      givesWay: asked.givesWay === true,
      ...(asked.messages === 'as-they-came' && house.ring ? { ring: house.ring } : {}),
      order: {
        ...orderOf(asked, { id, note, earlier }),
        origin: house.origin,
        exportedAt: house.now().toISOString(),
      },
    },
    { ...options, sign: (sha256) => signatureLine(house.signingKey, manifestStatement(sha256)) },
  );
  return { id, made: logged(made, { id, house, ...options }) };
}

function orderOf(
  { selection, counted, by, because, messages, workbook }: ExportAsked,
  settled: { id: string; note: string; earlier: { size: number; root: string }[] },
) {
  return {
    export: settled.id,
    exportedBy: by,
    ...{ because, selection, messages, note: settled.note, earlier: settled.earlier },
    range: rangeOf(selection, counted, parseCheckpoint(settled.note)?.size ?? 0),
    workbook: (workbook ?? true) && counted.entries <= mostWorkbookRows,
  };
}

/** Where nothing bounds it above, what was entered since the count belongs to it too, the export's own entry first of all. */
function rangeOf(
  { before, lastSeq }: Selection,
  { first, last, size }: Counted,
  signedSize: number,
): { first: number; last: number } {
  const isOpen = before === undefined && lastSeq === undefined && last === size;
  return { first, last: isOpen ? signedSize : last };
}

function rowOf(id: string, { selection, counted, by, messages, to }: ExportAsked, now: Date) {
  return {
    id,
    askedAt: now.toISOString(),
    askedBy: JSON.stringify(by),
    selection: JSON.stringify(selection),
    words: selectionWords(selection),
    messages,
    state: 'running' as const,
    entries: counted.entries,
    size: counted.size,
    file: to.path,
  };
}

/** What was kept outside, and the head of the export before this one. */
async function earlierCheckpoints(
  { previous = [] }: ExportAsked,
  { log }: ExportHouse,
): Promise<{ size: number; root: string }[]> {
  const kept = previous.flatMap((note) => parseCheckpoint(note) ?? []);
  const last = (await log.list(20)).find(({ state, root }) => root !== undefined && state !== 'failed');
  const all = [...kept, ...(last?.root === undefined ? [] : [{ size: last.size, root: last.root }])];
  return [...new Map(all.map(({ size, root }) => [size, { size, root }])).values()];
}

async function logged(
  making: Promise<BundleMade>,
  { id, house, signal }: { id: string; house: ExportHouse } & ThreadOptions,
): Promise<BundleMade> {
  const end = (state: ExportState, more: object): Promise<void> =>
    house.log.end(id, { state, endedAt: house.now().toISOString(), ...more });
  try {
    const made = await making;
    const { head, counts } = made.manifest;
    await end('done', { size: head.size, root: head.root, bytes: made.bytes, entries: counts.entries });
    return made;
  } catch (thrown) {
    await end(signal?.aborted === true ? 'cancelled' : 'failed', { failure: reasonOf(thrown) });
    throw thrown;
  }
}

/** A signature line as notes have it: an em dash, the key's name, its id and signature. */
function signatureLine(key: SigningKey, text: string): string {
  const bytes = Buffer.concat([parseVerifierKey(key.verifierKey).id, signText(key, text)]);
  return `\u2014 ${key.name} ${bytes.toString('base64')}\n`;
}

/** The ledger leaves the house: who asked, what for, and how much, before a line is read. */
function enterExport(id: string, asked: ExportAsked): UseCase<void> {
  const { selection, counted, by, because, messages, approval } = asked;
  return {
    name: 'enter-export',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        {
          kind: 'ledger-exported',
          at: at.now.toISOString(),
          actor: by,
          because,
          ...(selection.agencies?.length === 1 && selection.agencies[0] !== undefined
            ? { agency: selection.agencies[0] }
            : {}),
          facts: {
            export: id,
            selection: JSON.parse(JSON.stringify(selection)) as JsonObject,
            entries: counted.entries,
            of: counted.size,
            messages,
            ...(approval === undefined ? {} : { approval }),
          },
          changes: [],
        },
      ],
    }),
  };
}
