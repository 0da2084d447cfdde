import { expect } from 'chai';
import fc from 'fast-check';
import { lint } from '../../../src/loan/index.js';
import { blameWords } from '../../../src/loan/notices/blame-words.js';

const said = (text: string, patron?: Parameters<typeof lint>[1]): string[] =>
  lint(text, patron).map(({ kind, found }) => `${kind}: ${found}`);

describe('the lint of free text', () => {
  it('finds blame in all three languages, with capitals and in other forms of a word', () => {
    expect(said('You failed to return it. That is UNACCEPTABLE!')).to.deep.equal([
      'blame: You failed',
      'blame: UNACCEPTABLE',
    ]);
    expect(said('Som  vanligt har ni slarvat bort den.')).to.deep.equal([
      'blame: Som  vanligt',
      'blame: slarvat',
    ]);
    expect(said('Das war wieder Schlamperei, unverzüglich zurück damit.')).to.deep.equal([
      'blame: Schlamperei',
      'blame: unverzüglich',
    ]);
  });

  it('finds every word of its lists where it stands alone, and none inside another word', () => {
    for (const words of Object.values(blameWords))
      for (const word of words) {
        const plain = word.replace('*', '');
        expect(said(`So ${plain}, or so.`), word).to.have.lengthOf(1);
        expect(said(`So xx${plain.replace(/ /g, '')}, or so.`), word).to.deep.equal([]);
      }
  });

  it('finds addresses and telephone numbers', () => {
    expect(said('Call +46 90 786 50 00 or (0345) 55-22166, or write to ada.l@example.org.')).to.deep.equal([
      'phone: +46 90 786 50 00',
      'phone: 0345) 55-22166',
      'email: ada.l@example.org',
    ]);
  });

  it('lets dates, ISBNs, barcodes and shelf marks pass', () => {
    expect(
      said(
        'Due 2026-03-20 or 20.03.2026, ISBN 978-0-520-07042-4, barcode 30050012345678, PT9876.22.A6 1998, 12,00 EUR',
      ),
    ).to.deep.equal([]);
  });

  it('finds this request’s own patron by number and name, and no other word', () => {
    const patron = { reference: 'P-1815', surname: 'Lovelace', givenName: 'Ada Al' };
    expect(said('For Ada, Lovelaces card p-1815. Adam and Alaska stay.', patron)).to.deep.equal([
      'patron-name: Ada',
      'patron-name: Lovelaces',
      'patron-number: p-1815',
    ]);
    expect(said('Al is here', patron)).to.deep.equal([]);
    expect(said('a.b', { reference: 'a.*b', surname: '(' })).to.deep.equal([]);
  });

  it('finds nothing in courteous words', () => {
    expect(said('Could you please look on your shelves? Thank you for your help.')).to.deep.equal([]);
    expect(said('Tack för hjälpen, vi letar vidare.')).to.deep.equal([]);
    expect(said('Vielen Dank, wir suchen weiter.')).to.deep.equal([]);
  });

  it('says where each finding stands, and ends soon on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000, unit: 'binary' }), (text) => {
        for (const { found, at } of lint(text)) expect(text.slice(at, at + found.length)).to.equal(found);
      }),
    );
    const started = performance.now();
    lint(`${'1 '.repeat(20_000)}${'a.'.repeat(20_000)}@`);
    expect(performance.now() - started).to.be.below(500);
  });
});
