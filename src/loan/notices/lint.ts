import type { SealedWish } from '../model/loan-record.js';
import { blameWords } from './blame-words.js';
import { noticeLanguages } from './notice-kinds.js';

/** What a text should perhaps not say. Staff are warned and told what to do; nothing is ever blocked by it. */
export const LintKind = {
  Blame: 'blame',
  Email: 'email',
  Phone: 'phone',
  PatronNumber: 'patron-number',
  PatronName: 'patron-name',
} as const;
export type LintKind = (typeof LintKind)[keyof typeof LintKind];

export interface LintFinding {
  kind: LintKind;
  /** The words as they stand in the text. */
  found: string;
  /** Where they begin, in UTF-16 units. */
  at: number;
}

const MOST_FINDINGS = 20;
const LONGEST_TEXT = 10_000;

const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.\p{L}{2,24}/gu;
/** Eight digits and more with the signs that telephone numbers are written with; dates and ISBNs are looked at apart. */
const DIGITS = /(?<![\p{L}\p{N}-])(?:\+|00)?\d(?:[\s()/.-]{0,2}\d){7,14}(?![\p{L}\p{N}-])/gu;
const DATE = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$|^\d{1,2}[-/. ]{1,2}\d{1,2}[-/. ]{1,2}\d{4}$/;
const ISBN = /^97[89]/;

/**
 * Blame, in any of our languages, and what names a person: e-mail addresses, telephone numbers, and this request's own
 * patron. Free text is where persons leak to peers. Source: practice.md 4.5 and 7.
 */
export function lint(given: string, patron?: SealedWish['patron']): LintFinding[] {
  const text = given.slice(0, LONGEST_TEXT);
  const found = [
    ...blameIn(text),
    ...matches(text, EMAIL, LintKind.Email),
    ...phonesIn(text),
    ...patronIn(text, patron),
  ];
  return found.sort((one, other) => one.at - other.at).slice(0, MOST_FINDINGS);
}

function matches(text: string, pattern: RegExp, kind: LintKind): LintFinding[] {
  return [...text.matchAll(pattern)].map((match) => ({ kind, found: match[0], at: match.index }));
}

const blame = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[...new Set(noticeLanguages.flatMap((language) => blameWords[language]))]
    .map((word) => word.replace(/ /g, '\\s+').replace(/\*$/, '\\p{L}*'))
    .join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
);

function blameIn(text: string): LintFinding[] {
  return matches(text, blame, LintKind.Blame);
}

function phonesIn(text: string): LintFinding[] {
  return matches(text, DIGITS, LintKind.Phone).filter(({ found }) => !isNoPhone(found));
}

/** A date, an ISBN, or a barcode: what has no sign between its digits and neither + nor 0 before them. */
function isNoPhone(found: string): boolean {
  if (DATE.test(found) || ISBN.test(found.replace(/\D/g, ''))) return true;
  return /^[1-9]\d+$/.test(found);
}

/** The patron of this request by number and name; parts of a name that are shorter than three letters say too little. */
function patronIn(text: string, patron: SealedWish['patron']): LintFinding[] {
  const { reference, surname, givenName } = patron ?? {};
  const names = [surname, givenName]
    .flatMap((name) => (name ?? '').split(/\s+/))
    .filter((name) => name.length > 2);
  return [
    ...(reference === undefined || reference.length < 3 ? [] : whole(text, reference, LintKind.PatronNumber)),
    ...names.flatMap((name) => whole(text, name, LintKind.PatronName)),
  ];
}

function whole(text: string, word: string, kind: LintKind): LintFinding[] {
  const literal = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return matches(text, new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?:['’]?s)?(?![\\p{L}\\p{N}])`, 'giu'), kind);
}
