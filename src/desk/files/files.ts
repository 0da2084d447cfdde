import type { IncomingMessage } from 'node:http';
import type { Caller } from '../../access/index.js';
import type { FileFault, FileType, FormFault, PhotoType } from '../../files/index.js';
import type { ConditionReport, DocumentGiven, PhotoGiven } from '../../loan/index.js';
import type { LoanReference } from '../loans/loan-reference.js';

/** A form that was read, with the files that came with it: each cleaned, or the first fault. */
export type HandedIn =
  | {
      kind: 'form';
      fields: Readonly<Record<string, readonly string[]>>;
      photos: readonly PhotoGiven[];
      document?: DocumentGiven;
      fault?: FileFault;
    }
  | { kind: 'no-form'; fault: FormFault };

/** How an item looked, with the words of whoever wrote it down, where they are still there. */
export interface ConditionSeen extends Omit<ConditionReport, 'text'> {
  id: string;
  looks?: string;
}

export type PhotoSeen =
  | { kind: 'photo'; type: PhotoType; content: Buffer }
  /** It was, and its bytes are destroyed. */
  | { kind: 'destroyed' }
  | { kind: 'unknown' };

export type CopyFetched =
  | { kind: 'copy'; type: FileType; content: Buffer }
  /** Its time is over, or it was fetched as often as it may be. */
  | { kind: 'over' }
  | { kind: 'unknown' };

/** What people hand in as files, and get to see of it. A caller's agencies bound every call. */
export interface FileDesk {
  /** Reads a request's form within the limits of the settings. Keeps nothing. */
  take(req: IncomingMessage): Promise<HandedIn>;
  /** Reports of how the item looked, the oldest first. Their words only for whoever may work with the request. */
  conditions(loan: LoanReference, by: Caller): Promise<ConditionSeen[] | undefined>;
  /** A copy by the secret of its link; counted and entered each time. */
  fetchCopy(token: string): Promise<CopyFetched>;
  photo(asked: { loan: LoanReference; photo: string }, by: Caller): Promise<PhotoSeen>;
}
