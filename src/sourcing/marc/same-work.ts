import type { BibliographicInfo } from '../../iso18626/index.js';
import { familyName } from '../sru/cql.js';
import { fieldsOf, subfieldsOf, type MarcRecord } from './marc-record.js';

/**
 * Whether a record that was found by title is of the work that was asked for: a search for all words of a short title
 * also finds longer ones. The title without its subtitle, or with it; and the author's family name, where one was given
 * and the record names anybody.
 */
export function isSameWork(record: MarcRecord, { title, subtitle, author }: BibliographicInfo): boolean {
  const asked = [title, [title, subtitle].filter(Boolean).join(' ')].map(folded);
  const named = fieldsOf(record, '245').flatMap((field) => [
    folded(subfieldsOf(field, 'a').join(' ')),
    folded(subfieldsOf(field, 'abnp').join(' ')),
  ]);
  return named.some((one) => one !== '' && asked.includes(one)) && isBy(record, familyName(author));
}

function isBy(record: MarcRecord, name: string | undefined): boolean {
  if (name === undefined) return true;
  const people = [
    ...fieldsOf(record, '100', '110', '111', '700', '710', '711').flatMap((field) => subfieldsOf(field, 'a')),
    ...fieldsOf(record, '245').flatMap((field) => subfieldsOf(field, 'c')),
  ];
  const wanted = ` ${folded(name)} `;
  return people.length === 0 || people.some((one) => ` ${folded(one)} `.includes(wanted));
}

/** Without case, accents and punctuation; `/` and `:` of a record's own punctuation go with it. */
function folded(text: string | undefined): string {
  return (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
