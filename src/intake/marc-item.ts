import type { IdentifiersInput, ItemInput, ItemText, PublicationTypeInput } from './loan-record-input.js';
import type { MarcField, MarcRecord } from './marcxml.js';

/** What a MARC 21 record says about the item, in a loan record's fields; what it does not say is absent. */
export function itemFromMarc(record: MarcRecord): ItemInput {
  const host = field(record, '773');
  const texts = host === undefined ? wholeOf(record) : partOf(record, host);
  const identifiers = present(identifiersOf(record, host));
  const publicationType = publicationTypeOf(record, host);
  return {
    ...present(texts),
    ...(publicationType === undefined ? {} : { publicationType }),
    ...(Object.keys(identifiers).length === 0 ? {} : { identifiers }),
  };
}

/** A control field's text, or the first such subfield: `001`, `999$p`. */
export function marcValue(record: MarcRecord, place: string): string | undefined {
  const [tag = '', code] = place.split('$');
  const found =
    code === undefined
      ? record.control.find((control) => control.tag === tag)?.value
      : fieldsOf(record, tag)
          .map((one) => subfield(one, code))
          .find((value) => value !== undefined);
  return found?.trim();
}

type Texts = { [Name in keyof ItemText]: string | undefined };

function wholeOf(record: MarcRecord): Texts {
  const title = field(record, '245') ?? field(record, '130');
  const { author } = authorship(record);
  const imprint = imprintOf(record);
  const series = field(record, '490') ?? field(record, '830') ?? field(record, '440');
  return {
    title: titled(title, 'anp'),
    subtitle: titled(title, 'b'),
    author,
    edition: joined(field(record, '250'), 'ab'),
    seriesTitle: titled(series, 'av', ' ; '),
    ...imprint,
    estimatedNoPages: pageCount(joined(field(record, '300'), 'a')),
    sponsor: thesisSponsor(field(record, '502')),
  };
}

/** An article or chapter: its own title is the component's, the host's title is the item's. */
function partOf(record: MarcRecord, host: MarcField): Texts {
  const own = field(record, '245');
  const related = joined(host, 'g') ?? '';
  return {
    title: titled(host, 't') ?? titled(host, 's') ?? titled(host, 'a'),
    author: subfield(host, 't') === undefined ? undefined : joined(host, 'a'),
    titleOfComponent: titled(own, 'anpb', ' : '),
    authorOfComponent: authorship(record).author,
    ...imprintOf(record),
    publicationDate: imprintOf(record).publicationDate ?? /\b(1[5-9]|20)\d\d\b/.exec(related)?.[0],
    volume: numberAfter(related, 'vol(?:ume)?|v|bd|band|årg|jg'),
    issue: numberAfter(related, 'no|nr|n|issue|iss|h|heft|nummer'),
    pagesRequested: /\b(?:pp?|s|sid|pages?)\b[.:]?\s*(\d+(?:\s*[-–]\s*\d+)?)/i.exec(related)?.[1],
  };
}

function numberAfter(text: string, labels: string): string | undefined {
  return new RegExp(`(?:^|[\\s,;(:])(?:${labels})[.:]?\\s*(\\d[\\w/]*)`, 'i').exec(text)?.[1];
}

function authorship(record: MarcRecord): { author: string | undefined } {
  const main = field(record, '100') ?? field(record, '110') ?? field(record, '111');
  const added = field(record, '700') ?? field(record, '710') ?? field(record, '711');
  const responsible = joined(field(record, '245'), 'c');
  return { author: joined(main, 'abc', ' ') ?? joined(added, 'abc', ' ') ?? responsible };
}

function imprintOf(record: MarcRecord): Pick<Texts, 'publisher' | 'placeOfPublication' | 'publicationDate'> {
  const publication = fieldsOf(record, '264').find((one) => one.ind2 === '1');
  const imprint = publication ?? field(record, '260') ?? field(record, '264');
  const coded = marcValue(record, '008')?.slice(7, 11);
  return {
    publisher: clean(imprint === undefined ? undefined : subfield(imprint, 'b')),
    placeOfPublication: clean(imprint === undefined ? undefined : subfield(imprint, 'a')),
    publicationDate:
      joined(imprint, 'c') ?? (coded !== undefined && /^\d{4}$/.test(coded) ? coded : undefined),
  };
}

// "xii, 345 p.": the longest run of pages; "3 volumes" and "1 videodisc" say none.
function pageCount(extent: string | undefined): string | undefined {
  if (extent === undefined) return undefined;
  return /(?<!\d)(\d{1,9})\s*(?:unnumbered\s+)?(?:p\b|pp\b|pages\b|s\b|sidor\b|seiten\b)/i.exec(extent)?.[1];
}

// The granting institution stands in $c; in older records after the dash in $a.
function thesisSponsor(thesis: MarcField | undefined): string | undefined {
  const institution = joined(thesis, 'c');
  return institution ?? joined(thesis, 'a')?.split(/--|—/)[1]?.trim();
}

function identifiersOf(
  record: MarcRecord,
  host: MarcField | undefined,
): { [Name in keyof IdentifiersInput]: IdentifiersInput[Name] | undefined } {
  const listed = (values: string[]): string[] | undefined => (values.length === 0 ? undefined : values);
  const hosts = host === undefined ? [] : [host];
  const other = fieldsOf(record, '024');
  return {
    isbn: listed([...every(fieldsOf(record, '020'), 'a'), ...every(hosts, 'z')]),
    issn: listed([...every(fieldsOf(record, '022'), 'a'), ...every(hosts, 'x')]),
    ismn: listed(
      every(
        other.filter((one) => one.ind1 === '2'),
        'a',
      ),
    ),
    doi: every(
      other.filter((one) => subfield(one, '2')?.toLowerCase() === 'doi'),
      'a',
    )[0],
    pmid: every(
      other.filter((one) => /^(pmid|pubmed)$/i.test(subfield(one, '2') ?? '')),
      'a',
    )[0],
    lccn: every(fieldsOf(record, '010'), 'a')[0],
    oclc: every(fieldsOf(record, '035'), 'a').find((number) => /^\(OCoLC\)/i.test(number)),
  };
}

/** By leader/06, kind of record, with leader/07 for language material. Source: the MARC 21 leader. */
const typeByKind: Partial<Record<string, PublicationTypeInput>> = {
  a: 'Book',
  c: 'MusicScore',
  d: 'MusicScore',
  e: 'Map',
  f: 'Map',
  g: 'Movie',
  i: 'AudioBook',
  j: 'MusicRecording',
  k: 'Image',
  p: 'ArchiveMaterial',
  t: 'Manuscript',
};

function publicationTypeOf(
  record: MarcRecord,
  host: MarcField | undefined,
): PublicationTypeInput | undefined {
  const kind = record.leader.charAt(6).trim();
  const level = record.leader.charAt(7).trim();
  if (field(record, '502') !== undefined) return 'Thesis';
  const isText = kind === 'a' || kind === '';
  if (isText && host !== undefined)
    return level === 'b' || subfield(host, 'x') !== undefined ? 'Article' : 'Chapter';
  if (isText && (level === 's' || level === 'i')) return serialTypeOf(record);
  return typeByKind[kind];
}

function serialTypeOf(record: MarcRecord): PublicationTypeInput {
  const coded = record.control.find(({ tag }) => tag === '008')?.value;
  return coded?.charAt(21) === 'n' ? 'Newspaper' : 'Journal';
}

function field(record: MarcRecord, tag: string): MarcField | undefined {
  return fieldsOf(record, tag)[0];
}

function fieldsOf(record: MarcRecord, tag: string): MarcField[] {
  return record.fields.filter((one) => one.tag === tag);
}

function subfield(from: MarcField, code: string): string | undefined {
  return from.subfields.find((one) => one.code === code && one.value !== '')?.value;
}

function every(from: MarcField[], code: string): string[] {
  return from.flatMap((one) =>
    one.subfields.filter((sub) => sub.code === code && sub.value !== '').map((sub) => sub.value),
  );
}

/** The subfields with these codes in the record's order, each without its closing punctuation. */
function joined(from: MarcField | undefined, codes: string, between = '. '): string | undefined {
  const values = (from?.subfields ?? [])
    .filter((one) => codes.includes(one.code))
    .map((one) => clean(one.value));
  const text = values.filter((value) => value !== undefined).join(between);
  return text === '' ? undefined : text;
}

/** As `joined`, and without the point that closes a title whatever its last word. */
function titled(from: MarcField | undefined, codes: string, between?: string): string | undefined {
  return joined(from, codes, between)?.replace(/(?<=\p{L}{2})\.$/u, '');
}

// ISBD writes " /", " :", " ;", "," and "." between elements. A point after a short word is part of it: "Mass.", "ed.", "E.".
function clean(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = withoutClosingMarks(value)
    .replace(/(?<=[\p{Ll}\d)\]]{4})\.$/u, '')
    .replace(/^\[([^[\]]*)\]$/, '$1')
    .trim();
  return text === '' ? undefined : text;
}

/** From the end, a mark at a time: a search from the beginning would try each of many marks as the first of the last ones. */
function withoutClosingMarks(text: string): string {
  let end = text.endsWith(' ') ? text.length - 1 : text.length;
  for (;;) {
    const mark = /(?: [/;=]| ?[:,])$/.exec(text.slice(Math.max(0, end - 2), end))?.[0];
    if (mark === undefined) return text.slice(0, end);
    end -= mark.length;
  }
}

function present<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
