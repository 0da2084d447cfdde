import { parseEntry } from '../../ledger/index.js';
import type { PersonReaders, ToldErasure } from '../../storage/index.js';
import { keepErasures, keepShredded, keptErasures, sizeOf, type ErasedKey } from './erasures-file.js';

const PAGE = 500;

export interface Certificates {
  /**
   * Writes into the file what the ledger tells of and the file lacks, and answers how much that was. The ledger is the
   * truth: also what a crash kept from being written, or another process has erased.
   */
  catchUp(): Promise<number>;
  /** Keys were destroyed of which the file does not tell: the database's files are to be cleaned of them too. */
  oweShredding(): void;
  /** Cleans the database's files of destroyed keys, unless that has been done. False where it has to be tried again. */
  shred(): Promise<boolean>;
}

export interface CertificatesHouse {
  file: string;
  told: PersonReaders['erasures'];
  /** Makes destroyed keys unreadable in the database's files; false where that has to be tried again. */
  shredKeys(): Promise<boolean>;
  now(): Date;
}

/** Keeps the file of certificates beside the database what the ledger's erasures are. */
export function buildCertificates(house: CertificatesHouse): Certificates {
  const { file } = house;
  // How far the two have been held against each other: bytes of the file, and the last entry of the ledger.
  let read = 0;
  let upTo = 0;
  // Whether anything is to be cleaned away: by what the file says, and besides that.
  let isShredded = true;
  let isOwed = false;
  let turn: Promise<unknown> = Promise.resolve();

  async function catchUp(): Promise<number> {
    if (sizeOf(file) < read) [read, upTo] = [0, 0];
    const before = keptErasures(file, read);
    const kept = new Set(before.keys.map(nameOf));
    isShredded = before.isShredded ?? isShredded;
    let added = 0;
    for (;;) {
      const told = await house.told({ after: upTo, limit: PAGE });
      const last = told.at(-1);
      if (last === undefined) break;
      const lacking = told.flatMap(certified).filter((key) => !kept.has(nameOf(key)));
      keepErasures(file, lacking);
      if (lacking.length > 0) isShredded = false;
      added += lacking.length;
      upTo = last.seq;
    }
    // Another process may have written meanwhile: from here on it is looked at the next time.
    read = before.end;
    return added;
  }

  return {
    catchUp() {
      const next = turn.then(catchUp, catchUp);
      turn = next.catch(() => undefined);
      return next;
    },
    oweShredding() {
      isOwed = true;
    },
    async shred() {
      if (isShredded && !isOwed) return true;
      if (!(await house.shredKeys())) return false;
      keepShredded(file, house.now().toISOString());
      [isShredded, isOwed] = [true, false];
      return true;
    },
  };
}

function nameOf({ holder, key }: Pick<ErasedKey, 'holder' | 'key'>): string {
  return `${holder} ${key}`;
}

function certified({ loan, text }: ToldErasure): ErasedKey[] {
  const { at, facts } = parseEntry(text);
  const { certificate, key } = facts ?? {};
  return typeof certificate === 'string' && typeof key === 'string'
    ? [{ certificate, at, holder: loan, key }]
    : [];
}
