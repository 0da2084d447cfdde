import type { LoanRecordInput, PublicationTypeInput, ServiceInput } from './loan-record-input.js';

/** What a link from a catalogue says of an item: the part of a loan record that it can fill. */
export interface OpenUrlItem {
  item: LoanRecordInput['item'];
  /** Articles and chapters are asked for as copies. */
  serviceType: ServiceInput['type'];
}

/** Kinds of item by `rft.genre`. Source: Z39.88-2004, formats book, journal and dissertation. */
const genres: Readonly<Record<string, PublicationTypeInput>> = {
  article: 'Article',
  book: 'Book',
  bookitem: 'Chapter',
  conference: 'ConferenceProc',
  dissertation: 'Thesis',
  issue: 'Journal',
  journal: 'Journal',
  preprint: 'Article',
  proceeding: 'ConferenceProc',
  report: 'Report',
};

const parts: ReadonlySet<PublicationTypeInput> = new Set(['Article', 'Chapter']);

/**
 * Reads an OpenURL in its key/encoded-value form, of version 1.0 (`rft.title`) and 0.1 (`title`). Never refuses: what it
 * does not know is left out, and whoever fills in the form sees what is missing. Source: Z39.88-2004.
 */
export function readOpenUrl(query: Readonly<Record<string, unknown>>): OpenUrlItem {
  const said = (...names: string[]): string | undefined => {
    for (const name of names) {
      const text = first(query[`rft.${name}`]) ?? first(query[name]);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const kind = kindOf(query, said);
  const isPart = kind !== undefined && parts.has(kind);
  const component = isPart ? said('atitle') : undefined;
  const author = authorOf(said);
  const whole = isPart
    ? said('jtitle', 'btitle', 'title', 'stitle')
    : said('btitle', 'title', 'jtitle', 'stitle', 'atitle');
  const texts = {
    title: whole,
    author: isPart ? undefined : author,
    titleOfComponent: component,
    authorOfComponent: isPart ? author : undefined,
    edition: said('edition'),
    seriesTitle: said('series'),
    volume: said('volume'),
    issue: said('issue', 'part'),
    pagesRequested: pagesOf(said),
    publisher: said('pub', 'publisher', 'inst'),
    placeOfPublication: said('place', 'cc'),
    publicationDate: said('date'),
    publicationType: kind,
  };
  const identifiers = identifiersOf(query, said);
  return {
    item: { ...known(texts), ...(Object.keys(identifiers).length === 0 ? {} : { identifiers }) },
    serviceType: isPart ? 'Copy' : 'Loan',
  };
}

type Said = (...names: string[]) => string | undefined;

/** The first of several values; a link may name one key twice. */
function first(value: unknown): string | undefined {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  const trimmed = typeof text === 'string' ? text.trim().slice(0, 1_000) : '';
  return trimmed === '' ? undefined : trimmed;
}

function kindOf(query: Readonly<Record<string, unknown>>, said: Said): PublicationTypeInput | undefined {
  const genre = said('genre')?.toLowerCase();
  const known = genre === undefined ? undefined : genres[genre];
  if (known !== undefined) return known;
  const format = first(query['rft_val_fmt'])?.split(':').at(-1);
  if (format === 'dissertation') return 'Thesis';
  if (format === 'journal') return said('atitle') === undefined ? 'Journal' : 'Article';
  if (format === 'book') return said('atitle') === undefined ? 'Book' : 'Chapter';
  return undefined;
}

function authorOf(said: Said): string | undefined {
  const last = said('aulast');
  const given = said('aufirst', 'auinit');
  if (last !== undefined) return given === undefined ? last : `${last}, ${given}`;
  return said('au', 'aucorp');
}

function pagesOf(said: Said): string | undefined {
  const [from, to] = [said('spage'), said('epage')];
  const range = from === undefined || to === undefined ? from : `${from}-${to}`;
  return said('pages') ?? range ?? said('artnum');
}

function identifiersOf(
  query: Readonly<Record<string, unknown>>,
  said: Said,
): NonNullable<LoanRecordInput['item']['identifiers']> {
  const ids = [query['rft_id'], query['id']].flat().flatMap((id) => first(id) ?? []);
  const isbn = said('isbn', 'eisbn');
  const issn = said('issn', 'eissn');
  const named = {
    doi: said('doi') ?? idUnder(ids, /^(?:info:doi\/|doi:|https?:\/\/(?:dx\.)?doi\.org\/)(10\..+)$/i),
    pmid: said('pmid') ?? idUnder(ids, /^(?:info:pmid\/|pmid:)(\d+)$/i),
    oclc: said('oclcnum') ?? idUnder(ids, /^(?:info:oclcnum\/|oclcnum:)(\d+)$/i),
    lccn: idUnder(ids, /^(?:info:lccn\/|lccn:)(\S+)$/i),
  };
  return {
    ...known(named),
    ...(isbn === undefined ? {} : { isbn: [isbn] }),
    ...(issn === undefined ? {} : { issn: [issn] }),
  };
}

function idUnder(ids: readonly string[], pattern: RegExp): string | undefined {
  for (const id of ids) {
    const found = pattern.exec(id)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function known<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const told = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
