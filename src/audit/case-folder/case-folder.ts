import {
  entryText,
  inclusionProof,
  leafHash,
  nodesFrom,
  parseCheckpoint,
  type SealedEntry,
} from '../../ledger/index.js';
import { sentenceOf, type Happening, type LoanRecord } from '../../loan/index.js';
import { OperatorError } from '../../platform/index.js';
import type { AuditReaders, KeptTemplate, LoanReaders } from '../../storage/index.js';
import { caseFolderPage, type ProvenEntry } from './case-folder-page.js';

/** More entries than any request has. */
const MOST_ENTRIES = 5_000;

export interface CaseFolderReaders {
  audit: AuditReaders;
  loans: Pick<LoanReaders, 'whole' | 'entries'>;
  /** Opens photos, where whoever takes the folder home may see them. */
  photo?: ((id: string) => Promise<Buffer | undefined>) | undefined;
}

/**
 * One request as a page that needs nothing else and prints well: its story, messages with their holes, deliveries, and for
 * each entry the proof that it is in the signed ledger. No word in it names a person; photos of
 * the item are in it where they may be seen, else their hashes alone. Refuses an unknown request.
 */
export async function caseFolder(
  asked: { id: string; origin: string; note: string | undefined; now: Date },
  readers: CaseFolderReaders,
): Promise<string> {
  const loan = await readers.loans.whole(asked.id);
  if (loan === undefined) throw new OperatorError(`There is no request ${asked.id}.`);
  const entries = await readers.loans.entries(asked.id, MOST_ENTRIES);
  const ids = entries.flatMap(({ facts }) =>
    typeof facts?.['bodyId'] === 'string' ? [facts['bodyId']] : [],
  );
  const templates = new Map((await readers.audit.templates(ids)).map((each) => [each.id, each]));
  const { id, origin, note, now } = asked;
  const size = note === undefined ? 0 : (parseCheckpoint(note)?.size ?? 0);
  const proven: ProvenEntry[] = [];
  for (const entry of entries) proven.push(await prove(entry, { size, templates, readers: readers.audit }));
  return caseFolderPage({
    ...{ id, origin, loan, entries: proven, madeAt: now.toISOString() },
    photos: await photosOf(loan.record, readers),
    ...(note === undefined ? {} : { note }),
  });
}

/** Pictures by their id. */
async function photosOf(
  { conditions = {} }: Pick<LoanRecord, 'conditions'>,
  { photo }: CaseFolderReaders,
): Promise<Map<string, Buffer>> {
  const opened = new Map<string, Buffer>();
  if (photo === undefined) return opened;
  for (const id of Object.values(conditions).flatMap(({ photos = {} }) => Object.keys(photos))) {
    const bytes = await photo(id);
    if (bytes !== undefined) opened.set(id, bytes);
  }
  return opened;
}

async function prove(
  entry: SealedEntry,
  by: { size: number; templates: ReadonlyMap<string, KeptTemplate>; readers: AuditReaders },
): Promise<ProvenEntry> {
  const { seq, ...unsealed } = entry;
  const text = entryText(unsealed, seq);
  const bodyId = entry.facts?.['bodyId'];
  const message = typeof bodyId === 'string' ? by.templates.get(bodyId) : undefined;
  const proof = seq <= by.size ? await inclusionProof(seq - 1, by.size, nodesFrom(by.readers)) : undefined;
  return {
    entry,
    text,
    leafHash: leafHash(text).toString('hex'),
    says: wordsOf(entry) ?? entry.because,
    ...(proof === undefined ? {} : { proof: proof.map((hash) => hash.toString('hex')) }),
    ...(message === undefined ? {} : { message }),
  };
}

/** Attempts and settlements have no sentence of their own: what they are because of says it. */
function wordsOf({ kind, facts }: SealedEntry): string | undefined {
  const sentence: string | undefined = sentenceOf({
    kind: kind as Happening['kind'],
    ...(facts === undefined ? {} : { facts: facts as NonNullable<Happening['facts']> }),
  });
  return sentence;
}
