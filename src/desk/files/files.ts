import type { IncomingMessage } from 'node:http';
import type { Caller } from '../../access/index.js';
import type { FileFault, FormFault, PhotoType } from '../../files/index.js';
import type { ConditionReport, PhotoGiven } from '../../loan/index.js';
import type { LoanReference } from '../loans/loan-reference.js';

/** A form that was read, with the files that came with it: each cleaned, or the first fault. */
export type HandedIn =
  | {
      kind: 'form';
      fields: Readonly<Record<string, readonly string[]>>;
      photos: readonly PhotoGiven[];
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

/** What people hand in as files, and get to see of it. A caller's agencies bound every call. */
export interface FileDesk {
  /** Reads a request's form within the limits of the settings. Keeps nothing. */
  take(req: IncomingMessage): Promise<HandedIn>;
  /** Reports of how the item looked, the oldest first. Their words only for whoever may work with the request. */
  conditions(loan: LoanReference, by: Caller): Promise<ConditionSeen[] | undefined>;
  photo(asked: { loan: LoanReference; photo: string }, by: Caller): Promise<PhotoSeen>;
}
