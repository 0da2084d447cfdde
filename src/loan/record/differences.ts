import type { LoanRecord, SealedWish } from '../model/loan-record.js';
import { present, without } from '../present.js';
import type { NewLoanRecord } from './accept-record.js';

export interface Difference {
  field: string;
  /** Missing for what names a person, and where there was or is nothing. */
  was?: string;
  now?: string;
}

/** In what a record that was handed in again differs; of what names a person only that it does, and only while it can be opened. */
export function differences(
  known: { record: LoanRecord; wish: SealedWish | undefined },
  input: NewLoanRecord,
): Difference[] {
  const open = between(flat(openParts(known.record)), flat(openParts(input)));
  if (known.wish === undefined) return open;
  const persons = between(flat(wishParts(known.wish)), flat(wishParts(input.wish)));
  const names = new Set(persons.map(({ field }) => field.split('.')[0] ?? field));
  return [...open, ...[...names].map((field) => ({ field }))];
}

/** Whether nothing but how the reader is reached differs: no message says it, and it changes no loan. */
export function isContactOnly(
  known: { record: LoanRecord; wish: SealedWish },
  input: NewLoanRecord,
): boolean {
  const before = withoutContact(known.wish);
  return (
    differences({ record: known.record, wish: before }, { ...input, wish: withoutContact(input.wish) })
      .length === 0
  );
}

function withoutContact({ patron = {}, ...wish }: SealedWish): SealedWish {
  return { ...wish, patron: without(patron, 'email', 'address', 'language', 'notices') };
}

function openParts(record: LoanRecord | NewLoanRecord): Record<string, unknown> {
  return {
    bibliographicInfo: record.bibliographicInfo,
    publicationInfo: record.publicationInfo,
    serviceInfo: record.serviceInfo,
    billingInfo: record.billingInfo,
    suppliers: Object.values(record.suppliers)
      .map(({ agency }: { agency: string }) => agency)
      .join(', '),
  };
}

function wishParts({ patron, pickup, serviceNote, internalNote }: SealedWish): Record<string, unknown> {
  return { patron, pickup, serviceNote, internalNote };
}

function between(was: Map<string, string>, now: Map<string, string>): Difference[] {
  const fields = [...new Set([...was.keys(), ...now.keys()])];
  return fields
    .filter((field) => was.get(field) !== now.get(field))
    .map((field) => present({ field, was: was.get(field), now: now.get(field) }));
}

/** Every leaf under its path, such as `bibliographicInfo.title`. */
function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) flat(part, path === '' ? key : `${path}.${key}`, into);
  else if (value !== undefined) into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}
