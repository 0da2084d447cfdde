import {
  ConditionMark,
  ConditionMoment,
  type ConditionReport,
  type LoanRecord,
  type Photo,
} from '../model/loan-record.js';
import type { LinkRules } from '../documents/document.js';
import type { Role } from '../model/states.js';

/** A picture as it is to be kept: cleaned, held against its type and hashed before any rule sees it. */
export interface PhotoGiven extends Photo {
  content: Uint8Array;
}

/** How the item looks to whoever acts: chips, words and pictures. */
export interface ConditionGiven {
  marks?: readonly string[];
  /** In words; sealed. */
  looks?: string;
  /** Which of several volumes. */
  itemId?: string;
  photos?: readonly PhotoGiven[];
  /** Whether the other side is to read of it. */
  tell?: boolean;
}

/** How many pictures a report may have, and how many bytes of files a request. */
export interface FileRules {
  photosPerReport: number;
  bytesPerRequest: number;
  /** Where files can be fetched; missing where the gateway has no address that others know. */
  link?: LinkRules;
}

export const defaultFileRules: FileRules = { photosPerReport: 6, bytesPerRequest: 100 * 1024 * 1024 };

export const conditionMarks = Object.values(ConditionMark);

/** When either side has the item in its hands. */
export const momentsOf: Readonly<Record<Role, readonly ConditionMoment[]>> = {
  supplier: [ConditionMoment.Shipped, ConditionMoment.CheckedIn],
  requester: [ConditionMoment.Arrived, ConditionMoment.Returned],
};

/** Whether nothing is said at all. */
export function saysNothing({ marks = [], looks = '', photos = [] }: ConditionGiven): boolean {
  return marks.length === 0 && looks.trim() === '' && photos.length === 0;
}

/** Bytes of all files that a request has. */
export function fileBytesOf({
  conditions = {},
  documents = {},
}: Pick<LoanRecord, 'conditions' | 'documents'>): number {
  const copies = Object.values(documents)
    .filter(({ destroyedAt }) => destroyedAt === undefined)
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return Object.values(conditions)
    .flatMap(({ photos = {} }) => Object.values(photos))
    .reduce((sum, { bytes }) => sum + bytes, copies);
}

/** Reports of one side, the oldest first: their ids are in the order of time. */
export function conditionsBy(
  { conditions = {} }: Pick<LoanRecord, 'conditions'>,
  side: ConditionReport['by'],
): [string, ConditionReport][] {
  return Object.entries(conditions)
    .filter(([, { by }]) => by === side)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
