import { expect } from 'chai';
import { tidyIdentifiers } from '../../../src/intake/identifiers.js';
import { itemFromMarc } from '../../../src/intake/marc-item.js';
import { readMarcxml, type MarcRecord } from '../../../src/intake/marcxml.js';
import { isInProportion } from '../../support/iso18626-verdict.js';

/** So few that what takes the square of them fails within seconds. */
const CHARACTERS = 3_000;

const fillings = [
  ...[' ', '\t', '1', '1 ', ',', ', ', ' :', '.', '[', '(', ':', 'X', '-', 'v ', 'p ', '1 unnumbered '],
  ...['<!--', '<![CDATA[', '0a'],
];

/** A record with the text in these places. */
function marcWith(text: string, ...places: string[]): MarcRecord {
  const fields = places.map((place) => {
    const [tag = '', code = ''] = place.split('$');
    return { tag, ind1: ' ', ind2: ' ', subfields: [{ code, value: text }] };
  });
  return { leader: '', control: [], fields };
}

const readers: Record<string, (text: string) => unknown> = {
  'a MARC record': (text) => itemFromMarc(marcWith(text, '245$a', '300$a', '502$a')),
  'a MARC record of a part': (text) => itemFromMarc(marcWith(text, '245$a', '773$t', '773$g')),
  'an attribute of MARCXML': (text) => readMarcxml(`<record about="${text}"/>`),
  'an instruction of MARCXML': (text) => readMarcxml(`<?about ${text}?><record/>`),
  identifiers: (text) =>
    tidyIdentifiers({
      isbn: [text],
      issn: [text],
      ismn: [text],
      doi: text,
      oclc: text,
      lccn: text,
      pmid: text,
    }),
};

describe('a text without end', function () {
  this.timeout(120_000);

  for (const [what, read] of Object.entries(readers))
    it(`is read in proportion to its length in ${what}`, () => {
      for (const filling of fillings) {
        const make = (size: number): Buffer => Buffer.from(`1${filling.repeat(size / filling.length)}x`);
        const isLinear = isInProportion(make, CHARACTERS, (body) => read(body.toString()));
        expect(isLinear, JSON.stringify(filling)).to.equal(true);
      }
    });
});

describe('what a text of a catalogue loses', () => {
  const title = (text: string): string | undefined => itemFromMarc(marcWith(text, '245$a')).title;

  it('are the marks between its elements, in any number and order', () => {
    for (const marks of ['', ' /', ' : ', ',', ' ,:', ' ; = /', ':, :'])
      expect(title(`Röda rummet${marks}`), marks).to.equal('Röda rummet');
  });

  it('are no marks within a word', () => {
    for (const text of ['either/or', 'a=b', '/', '1984;', 'AC/DC : /live'])
      expect(title(text), text).to.equal(text);
  });
});
