import type { OpenUrlItem } from '../../intake/index.js';
import type { RecordOutcome } from '../../desk/index.js';
import { textIn } from '../page-parts.js';
import { isWordKey, type Translate } from '../words/translate.js';

/** What the form asks for, each as it was filled in. */
export const wishFields = [
  ...['agency', 'id', 'reference', 'surname', 'givenName', 'pickup'],
  ...[
    'publicationType',
    'title',
    'author',
    'edition',
    'component',
    'componentAuthor',
    'volume',
    'issue',
    'pages',
  ],
  ...['publisher', 'place', 'year', 'isbn', 'issn', 'doi', 'pmid', 'oclc', 'lccn'],
  ...['type', 'level', 'needBefore', 'cost', 'note'],
  ...['supplier1', 'supplier2', 'supplier3', 'supplier4'],
] as const;
export type WishValues = Readonly<Record<string, string | undefined>>;

export interface WishFault {
  field: string;
  text: string;
}

export function wishValuesIn(form: unknown): WishValues {
  return Object.fromEntries(wishFields.map((name) => [name, textIn(form, name)]));
}

/** What a link from a catalogue has filled in. */
export function valuesFrom({ item, serviceType }: OpenUrlItem): WishValues {
  const { identifiers: ids = {} } = item;
  return {
    ...{
      publicationType: item.publicationType,
      title: item.title,
      author: item.author,
      edition: item.edition,
    },
    ...{ component: item.titleOfComponent, componentAuthor: item.authorOfComponent },
    ...{ volume: item.volume, issue: item.issue, pages: item.pagesRequested },
    ...{ publisher: item.publisher, place: item.placeOfPublication, year: item.publicationDate },
    ...{
      isbn: ids.isbn?.[0],
      issn: ids.issn?.[0],
      doi: ids.doi,
      pmid: ids.pmid,
      oclc: ids.oclc,
      lccn: ids.lccn,
    },
    type: serviceType,
  };
}

/** What is missing, with why it matters; told before the record is handed in, in the reader's words. */
export function whatIsMissing(values: WishValues, t: Translate): WishFault[] {
  const isFindable = ['title', 'isbn', 'issn', 'doi'].some((name) => values[name] !== undefined);
  const missing = [
    ...(values['id'] === undefined ? (['id'] as const) : []),
    ...(values['reference'] === undefined ? (['reference'] as const) : []),
    ...(isFindable ? [] : (['title'] as const)),
    ...(values['supplier1'] === undefined ? (['suppliers'] as const) : []),
  ];
  const faults = missing.map((field) => ({
    field: field === 'suppliers' ? 'supplier1' : field,
    text: t(`wish.fault.${field}`),
  }));
  return costOf(values['cost']) === 'unreadable'
    ? [...faults, { field: 'cost', text: t('wish.fault.cost') }]
    : faults;
}

function costOf(text: string | undefined): { value: string; currency: string } | 'unreadable' | undefined {
  if (text === undefined) return undefined;
  const found = /^(\d+(?:\.\d{1,2})?)\s*([A-Za-z]{3})$/.exec(text);
  const [, value, currency] = found ?? [];
  return value === undefined || currency === undefined
    ? 'unreadable'
    : { value, currency: currency.toUpperCase() };
}

/** The loan record that the form stands for, as a library's own system would hand it in. */
export function recordFrom(values: WishValues): Record<string, unknown> {
  const cost = costOf(values['cost']);
  const suppliers = ['supplier1', 'supplier2', 'supplier3', 'supplier4'].flatMap(
    (name) => values[name] ?? [],
  );
  return filled({
    id: values['id'],
    agency: values['agency'],
    patron: filled({ reference: values['reference'], name: nameOf(values) }),
    pickup: values['pickup'] === undefined ? undefined : { name: values['pickup'] },
    item: itemOf(values),
    service: filled({
      type: values['type'] ?? 'Loan',
      level: values['level'],
      needBefore: values['needBefore'],
      maximumCost: cost === 'unreadable' ? undefined : cost,
      note: values['note'],
    }),
    suppliers: [...new Set(suppliers)],
  });
}

function nameOf({ surname, givenName }: WishValues): object | undefined {
  return surname === undefined ? undefined : filled({ surname, givenName });
}

function itemOf(values: WishValues): object {
  const { isbn, issn, doi, pmid, oclc, lccn } = values;
  const identifiers = filled({
    isbn: isbn === undefined ? undefined : [isbn],
    issn: issn === undefined ? undefined : [issn],
    ...{ doi, pmid, oclc, lccn },
  });
  return filled({
    ...{ title: values['title'], author: values['author'], edition: values['edition'] },
    ...{ titleOfComponent: values['component'], authorOfComponent: values['componentAuthor'] },
    ...{ volume: values['volume'], issue: values['issue'], pagesRequested: values['pages'] },
    ...{
      publisher: values['publisher'],
      placeOfPublication: values['place'],
      publicationDate: values['year'],
    },
    publicationType: values['publicationType'],
    identifiers: Object.keys(identifiers).length === 0 ? undefined : identifiers,
  });
}

function filled(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Which field of the form a pointer into the record means. */
const fieldOf: Readonly<Record<string, string>> = {
  '/id': 'id',
  '/agency': 'agency',
  '/patron/reference': 'reference',
  '/item/title': 'title',
  '/item/titleOfComponent': 'component',
  '/item/publicationDate': 'year',
  '/item/identifiers/doi': 'doi',
  '/service/needBefore': 'needBefore',
  '/service/maximumCost': 'cost',
  '/suppliers': 'supplier1',
};

/** What the intake refused, at the fields of the form. */
export function faultsOf(
  { faults }: Extract<RecordOutcome, { status: 'refused' }>,
  t: Translate,
): WishFault[] {
  return faults.map(({ field, reason }) => {
    const known = /^\/item\/identifiers\/(isbn|issn)/.exec(field)?.[1] ?? fieldOf[field] ?? '';
    const key = `wish.fault.${known}`;
    return { field: known, text: isWordKey(key) ? t(key) : t('wish.fault.other', { reason }) };
  });
}
