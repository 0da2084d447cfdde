import { expect } from 'chai';
import type { ItemInput } from '../../../src/intake/index.js';
import { aRecord, faultsOf, readingOf, recordOf, recordsIn } from './reading.js';

type Subfields = Record<string, string>;

/** A MARCXML record: `field('245', { a: 'Title' })` joined, under a leader of this kind and level. */
function marc(fields: string[], kind = 'am'): string {
  return `<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000n${kind} a2200000 a 4500</leader>${fields.join('')}</record>`;
}

function field(tag: string, subfields: Subfields, indicators = '  '): string {
  const [ind1 = ' ', ind2 = ' '] = indicators.split('');
  const inner = Object.entries(subfields).map(
    ([code, value]) => `<subfield code="${code}">${value}</subfield>`,
  );
  return `<datafield tag="${tag}" ind1="${ind1}" ind2="${ind2}">${inner.join('')}</datafield>`;
}

const control = (tag: string, value: string): string => `<controlfield tag="${tag}">${value}</controlfield>`;

function itemFrom(xml: string, beside: Record<string, unknown> = {}): ItemInput {
  return recordOf(aRecord({ item: { marcxml: xml, ...beside } })).item;
}

function refusalOf(marcxml: string): string {
  return faultsOf(aRecord({ item: { marcxml } })).join('\n');
}

const title = field('245', { a: 'Aniara' });

describe('a MARCXML record in a loan record', () => {
  it('gives title, author, imprint, series, pages and identifiers of a book, without the punctuation between them', () => {
    const book = marc([
      field('010', { a: '   97002147 ' }),
      field('020', { a: '0201896834 (v. 1)' }),
      field('035', { a: '(DLC)123' }),
      field('035', { a: '(OCoLC)ocm00036407' }),
      field('100', { a: 'Knuth, Donald E.', d: '1938-' }, '1 '),
      field('245', {
        a: 'The art of computer programming.',
        n: 'Vol. 1,',
        p: 'Fundamental algorithms /',
        c: 'D. E. Knuth.',
      }),
      field('250', { a: '3rd ed.' }),
      field('260', { a: 'Reading, Mass. :', b: 'Addison-Wesley,', c: 'c1997.' }),
      field('300', { a: 'xix, 650 p. :', b: 'ill. ;' }),
      field('490', { a: 'Addison-Wesley series ;', v: '1' }),
    ]);
    expect(itemFrom(book)).to.deep.equal({
      title: 'The art of computer programming. Vol. 1. Fundamental algorithms',
      author: 'Knuth, Donald E.',
      edition: '3rd ed.',
      publisher: 'Addison-Wesley',
      placeOfPublication: 'Reading, Mass.',
      publicationDate: 'c1997',
      estimatedNoPages: '650',
      seriesTitle: 'Addison-Wesley series ; 1',
      publicationType: 'Book',
      identifiers: { isbn: ['0201896834', '9780201896831'], lccn: '97002147', oclc: '36407' },
    });
  });

  it('gives an article with its journal, volume, issue and pages', () => {
    const article = marc(
      [
        field('024', { a: '10.1093/mind/LIX.236.433', 2: 'doi' }, '7 '),
        field('100', { a: 'Turing, A. M.' }),
        field('245', { a: 'Computing machinery and intelligence' }),
        field('773', { t: 'Mind.', g: 'Vol. 59, no. 236 (Oct. 1950), p. 433-460', x: '0026-4423' }),
      ],
      'ab',
    );
    expect(itemFrom(article)).to.deep.equal({
      title: 'Mind',
      titleOfComponent: 'Computing machinery and intelligence',
      authorOfComponent: 'Turing, A. M.',
      volume: '59',
      issue: '236',
      pagesRequested: '433-460',
      publicationDate: '1950',
      publicationType: 'Article',
      identifiers: { issn: ['0026-4423'], doi: '10.1093/mind/LIX.236.433' },
    });
  });

  it('tells the kind of publication from its leader and fields', () => {
    const kinds: [string, string[], string | undefined][] = [
      ['am', [], 'Book'],
      ['as', [], 'Journal'],
      ['as', [control('008', '890101c18899999sw  d n      0   a0swe c')], 'Newspaper'],
      ['am', [field('502', { a: 'Diss. Uppsala' })], 'Thesis'],
      ['aa', [field('773', { t: 'Essays', z: '9780141036144' })], 'Chapter'],
      ['cm', [], 'MusicScore'],
      ['em', [], 'Map'],
      ['gm', [], 'Movie'],
      ['im', [], 'AudioBook'],
      ['jm', [], 'MusicRecording'],
      ['km', [], 'Image'],
      ['pc', [], 'ArchiveMaterial'],
      ['tm', [], 'Manuscript'],
      ['om', [], undefined],
    ];
    for (const [kind, more, type] of kinds)
      expect(itemFrom(marc([title, ...more], kind)).publicationType, kind).to.equal(type);
  });

  it('takes the author from an added entry where no main one is, and the year from 008 where no imprint is', () => {
    const film = marc([
      control('008', '260101s1957    sw 096            vlswe d'),
      field('245', { a: 'Det sjunde inseglet' }),
      field('700', { a: 'Bergman, Ingmar,', e: 'regi.' }),
    ]);
    expect(itemFrom(film)).to.include({ author: 'Bergman, Ingmar', publicationDate: '1957' });
    expect(
      itemFrom(marc([field('264', { c: '©1956' }, ' 4'), field('264', { c: '1955.' }, ' 1'), title])),
    ).to.include({
      publicationDate: '1955',
    });
  });

  it('loses to what stands beside it, field by field, and is not kept', () => {
    const xml = marc([field('020', { a: '9780141036144' }), field('100', { a: 'Martinson, Harry' }), title]);
    const item = itemFrom(xml, { title: 'Aniara 2', identifiers: { issn: ['0028-0836'] } });
    expect(item).to.deep.equal({
      title: 'Aniara 2',
      author: 'Martinson, Harry',
      publicationType: 'Book',
      identifiers: { isbn: ['9780141036144'], issn: ['0028-0836'] },
    });
  });

  it('is read with a prefix, with none, with an XML declaration, and in a collection of one', () => {
    const bare = `<record><leader>00000nam</leader>${title}</record>`;
    const prefixed = bare
      .replaceAll(/<(\/?)/g, '<$1m:')
      .replace('<m:record>', '<m:record xmlns:m="http://www.loc.gov/MARC21/slim">');
    const withSchema =
      '<collection xmlns="http://www.loc.gov/MARC21/slim" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.loc.gov/MARC21/slim http://www.loc.gov/MARC21slim.xsd">';
    for (const xml of [bare, prefixed, `<?xml version="1.0"?>\n${bare}`, `${withSchema}${bare}</collection>`])
      expect(itemFrom(xml).title, xml).to.equal('Aniara');
  });

  it('has its character references and CDATA read as XML reads them, and no others', () => {
    const named = (text: string): string | undefined => itemFrom(marc([field('245', { a: text })])).title;
    expect(named('R&#246;da &amp; r&#xE5;a')).to.equal('Röda & råa');
    expect(named('&amp;#246;')).to.equal('&#246;');
    expect(named('<![CDATA[a &foo; <b>]]>')).to.equal('a &foo; <b>');
    expect(named('0012')).to.equal('0012');
  });

  it('is refused, with the reason, when it is no MARCXML or hostile', () => {
    const reasons: [string, RegExp][] = [
      ['hello', /^\/item\/marcxml is not well-formed XML: line 1/],
      [marc([title]).replace('</record>', ''), /is not well-formed XML/],
      [marc(['<datafield tag="245"></leader>']), /is not well-formed XML: line 1/],
      [`<!DOCTYPE record [<!ENTITY a "b">]>${marc([title])}`, /has a DOCTYPE, which is never read/],
      [marc([field('245', { a: '&eacute;' })]), /uses the entity &eacute;, which XML does not know/],
      [marc([field('245', { a: 'a & b' })]), /is not well-formed XML|uses the entity &/],
      [`${marc([title])}${marc([title])}`, /has more than one root element|is not well-formed/],
      ['<mods/>', /has the root element mods; MARCXML has collection or record/],
      [
        '<record xmlns="http://www.openarchives.org/OAI/2.0/"/>',
        /is in the namespace "http:\/\/www.openarchives.org/,
      ],
      ['<m:record/>', /is in the namespace "", not in MARCXML's/],
      ['<collection><record/><record/></collection>', /holds 2 records where one is wanted/],
      ['<collection/>', /holds 0 records where one is wanted/],
      [`<record>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</record>`, /Maximum nested tags/],
      ['<record><__proto__>a</__proto__></record>', /is not XML that can be read/],
    ];
    for (const [xml, reason] of reasons) expect(refusalOf(xml), xml.slice(0, 60)).to.match(reason);
  });
});

describe('a MARCXML file', () => {
  const map = {
    columns: { '999$p': 'patron.reference' },
    defaults: { 'service.type': 'Loan', suppliers: ['ISIL:SE-SOUTH'] },
  };
  const numbered = (id: string, more: string[]): string =>
    marc([control('001', id), field('999', { p: 'P-1' }), ...more]);
  const collection = (...records: string[]): string => `<collection>${records.join('')}</collection>`;

  it('holds many records, whose id is field 001 and whose patron is where the map says', async () => {
    const [first, second] = await recordsIn(collection(numbered('1', [title]), numbered('2', [])), {
      format: 'marcxml',
      map,
    });
    expect(first?.outcome).to.have.deep.property('record', {
      id: '1',
      patron: { reference: 'P-1' },
      item: { title: 'Aniara', publicationType: 'Book' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-SOUTH'],
    });
    expect(second).to.deep.include({ index: 2 });
    expect(second?.outcome.ok).to.equal(false);
  });

  it('tells a fault by the record, and by the MARC field that the map names', async () => {
    expect(await readingOf(collection(marc([title])), { format: 'marcxml', map })).to.deep.equal([
      'record 1: 001 is missing',
      'record 1: 999$p is missing',
    ]);
    expect(await readingOf(marc([title]), { format: 'marcxml' })).to.include.members([
      'record 1: /service/type is missing',
    ]);
  });

  it('is one fault when it is not XML', async () => {
    expect(await readingOf('id;title', { format: 'marcxml' })).to.have.length(1);
  });
});
