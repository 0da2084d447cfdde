import type { BibliographicInfo } from '../../iso18626/index.js';
import type { FoundBy } from '../../loan/index.js';
import type { Catalogue } from '../catalogue.js';

/** One question to a catalogue, and what it asks by. */
export interface CqlQuery {
  by: FoundBy;
  cql: string;
}

/** Longer terms name nothing better, and servers refuse them. */
const LONGEST_TERM = 200;
const MOST_IDENTIFIERS = 5;

/**
 * The questions about one item, the surest first: by record id, ISBN, ISSN, then title with author. Only what the
 * catalogue has an index for. Source: peers.md 1.5.
 */
export function queriesFor(item: BibliographicInfo, { indexes }: Pick<Catalogue, 'indexes'>): CqlQuery[] {
  const queries: { by: FoundBy; clauses: string[] }[] = [
    { by: 'record-id', clauses: recordIds(item, indexes.recordId) },
    { by: 'isbn', clauses: numbers(item, 'ISBN', indexes.isbn) },
    { by: 'issn', clauses: numbers(item, 'ISSN', indexes.issn) },
  ];
  const byNumber = queries
    .filter(({ clauses }) => clauses.length > 0)
    .map(({ by, clauses }): CqlQuery => ({ by, cql: clauses.slice(0, MOST_IDENTIFIERS).join(' or ') }));
  const title = titleClause(item, indexes);
  return title === undefined ? byNumber : [...byNumber, { by: 'title', cql: title }];
}

/**
 * A CQL term in quotes: whatever the value holds is looked for as it is written, and nothing of it is an operator, a
 * wild card or an anchor. Undefined where nothing is left to look for. Source: CQL 1.2, backslash in quoted terms.
 */
export function quotedTerm(value: string): string | undefined {
  const plain = value
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const cut = Array.from(plain).slice(0, LONGEST_TERM).join('').trim();
  return /[\p{L}\p{N}]/u.test(cut) ? `"${cut.replace(/[\\"*?^]/g, '\\$&')}"` : undefined;
}

function recordIds(
  { bibliographicRecordId: ids = [] }: BibliographicInfo,
  indexes: Readonly<Record<string, string>>,
): string[] {
  const known = new Map(Object.entries(indexes).map(([code, index]) => [code.toUpperCase(), index]));
  return ids.flatMap(({ bibliographicRecordIdentifierCode: code, bibliographicRecordIdentifier: id }) =>
    clause(known.get(code.value.toUpperCase()), '=', id),
  );
}

function numbers(
  { bibliographicItemId: ids = [] }: BibliographicInfo,
  kind: string,
  index: string | undefined,
): string[] {
  return ids
    .filter(({ bibliographicItemIdentifierCode: code }) => code.value.toUpperCase() === kind)
    .flatMap(({ bibliographicItemIdentifier: id }) => clause(index, '=', id));
}

/** By all words of the title and the author's family name: forenames are written in too many ways. */
function titleClause(
  { title, author }: BibliographicInfo,
  indexes: Catalogue['indexes'],
): string | undefined {
  const [titled] = clause(indexes.title, 'all', words(title));
  if (titled === undefined) return undefined;
  const [by] = clause(indexes.author, 'all', words(familyName(author)));
  return by === undefined ? titled : `${titled} and ${by}`;
}

function clause(index: string | undefined, relation: '=' | 'all', value: string | undefined): string[] {
  const term = value === undefined ? undefined : quotedTerm(value);
  return index === undefined || term === undefined ? [] : [`${index} ${relation} ${term}`];
}

function words(text: string | undefined): string | undefined {
  return text?.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
}

/** `Boye, Karin` and `Karin Boye` are both by Boye. */
export function familyName(author: string | undefined): string | undefined {
  const [before = '', after] = (author ?? '').split(',');
  const name = after === undefined ? before.trim().split(/\s+/).at(-1) : before.trim();
  return name === '' ? undefined : name;
}
