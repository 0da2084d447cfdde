import type { BibliographicInfo } from '../../iso18626/index.js';

/**
 * Whether two wishes are for the same work: one ISBN in common, ISBN-10 and ISBN-13 being the same; where one of them has
 * none, title and author, and for a part its title and pages too. Source: iso18626.md 7.4 nr. 56, 62.
 */
export function isSameWork(one: BibliographicInfo, other: BibliographicInfo): boolean {
  const [left, right] = [isbnsOf(one), isbnsOf(other)];
  if (left.length > 0 && right.length > 0 && !left.some((isbn) => right.includes(isbn))) return false;
  if (left.length > 0 && right.length > 0) return isSamePart(one, other);
  const title = folded(one.title);
  return (
    title !== '' &&
    title === folded(other.title) &&
    folded(one.author) === folded(other.author) &&
    isSamePart(one, other)
  );
}

/** Of one book or journal two chapters, volumes or issues are two wishes. */
function isSamePart(one: BibliographicInfo, other: BibliographicInfo): boolean {
  return partOf(one) === partOf(other);
}

function partOf({ volume = [], issue, titleOfComponent, pagesRequested }: BibliographicInfo): string {
  return [volume.join(' '), issue, titleOfComponent, pagesRequested].map(folded).join('|');
}

function folded(text: string | undefined): string {
  return (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function isbnsOf({ bibliographicItemId = [] }: BibliographicInfo): string[] {
  return bibliographicItemId
    .filter(({ bibliographicItemIdentifierCode: { value } }) => value.trim().toUpperCase() === 'ISBN')
    .flatMap(({ bibliographicItemIdentifier }) => isbn13(bibliographicItemIdentifier) ?? []);
}

/** Thirteen digits, whatever the check digit of the ten was; undefined for what is no ISBN at all. */
function isbn13(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '').toUpperCase();
  if (/^\d{13}$/.test(digits)) return withCheckDigit(digits.slice(0, 12));
  return /^\d{9}[\dX]$/.test(digits) ? withCheckDigit(`978${digits.slice(0, 9)}`) : undefined;
}

function withCheckDigit(twelve: string): string {
  const sum = Array.from(twelve).reduce(
    (total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}
