import { expect } from 'chai';
import fc from 'fast-check';
import { asNewRecord, readLoanRecord } from '../../../src/intake/index.js';
import { aRecord, faultsOf, recordOf, told, warningsOf } from './reading.js';

describe('a loan record that is handed in', () => {
  it('is taken without the blanks around its texts, and without what is empty', () => {
    const record = recordOf(
      aRecord({
        id: ' N-1 ',
        item: { title: ' Aniara ', author: '  ', identifiers: { isbn: [' '] } },
        note: null,
      }),
    );
    expect(record).to.deep.equal(aRecord({ item: { title: 'Aniara' } }));
  });

  it('has its codes in the spelling of the standard, whatever case they came in', () => {
    const service = { type: 'copyorloan', level: 'EXPRESS', format: 'blu‑ray' };
    expect(recordOf(aRecord({ service })).service).to.deep.equal({
      type: 'CopyOrLoan',
      level: 'Express',
      format: 'Blu-ray',
    });
  });

  it('may write an amount with a decimal comma and a currency in small letters', () => {
    const service = { type: 'Loan', maximumCost: { currency: 'eur', value: '10,50' } };
    expect(recordOf(aRecord({ service })).service.maximumCost).to.deep.equal({
      currency: 'EUR',
      value: '10.50',
    });
  });

  it('is needed before a day or a moment, which is written with T and Z', () => {
    const before = (needBefore: string): unknown =>
      recordOf(aRecord({ service: { type: 'Loan', needBefore } })).service.needBefore;
    expect(before('2026-12-24')).to.equal('2026-12-24');
    expect(before('2026-12-24 12:00:00z')).to.equal('2026-12-24T12:00:00Z');
    expect(
      faultsOf(aRecord({ service: { type: 'Loan', needBefore: '2026-12-24T12:00:00' } })),
    ).to.have.length(1);
  });

  it('says all its faults at once, each with its field', () => {
    const broken = aRecord({
      id: 17,
      patron: { name: { surname: 'Provsson' } },
      item: { titel: 'Aniara', publicationDate: 1956, publicationType: 'Bok' },
      service: { type: 'Lone', needBefore: '2026-02-30', maximumCost: { currency: 'Euro', value: '10.-' } },
      suppliers: ['SE-SOUTH'],
    });
    expect(faultsOf(broken)).to.have.members([
      '/id must be text, but is a number; put it in quotation marks',
      '/patron/reference is missing',
      '/item/titel is not a field of a loan record; did you mean "title"?',
      '/item/publicationDate must be text, but is a number; put it in quotation marks',
      '/item/publicationType "Bok" is none of ArchiveMaterial, Article, AudioBook, Book, Chapter, ConferenceProc, Game, GovernmentPubl, Image, Journal, Manuscript, Map, Movie, MusicRecording, MusicScore, Newspaper, Patent, Report, SoundRecording, Thesis; did you mean "Book"?',
      '/service/type "Lone" is none of Loan, Copy, CopyOrLoan; did you mean "Loan"?',
      '/service/needBefore "2026-02-30" is no day or time that exists, written as 2026-12-24 or 2026-12-24T12:00:00Z',
      '/service/maximumCost/currency "EURO" is not of the form EUR',
      '/service/maximumCost/value "10.-" is not of the form 10.00',
      '/suppliers/0 "SE-SOUTH" is not of the form ISIL:SE-NORTH',
      '/item/title is missing: a record needs a title or an identifier such as an ISBN, or nobody can find the item',
    ]);
  });

  it('names its place: the line where it has one, else its number', () => {
    const at = (place: { line?: number; index?: number }): string[] => {
      const outcome = readLoanRecord([], place);
      return outcome.ok ? [] : told(outcome.faults);
    };
    expect(at({ line: 7 })).to.deep.equal(['line 7: / is a list, not a loan record in braces']);
    expect(at({ index: 3 })).to.deep.equal(['record 3: / is a list, not a loan record in braces']);
  });

  it('is refused without service and id', () => {
    expect(
      faultsOf({ patron: { reference: 'P-1' }, item: { title: 'Aniara' }, suppliers: [] }),
    ).to.have.members(['/id is missing', '/service/type is missing']);
  });

  it('may leave it to the catalogues who is asked', () => {
    const record = {
      id: 'N-1',
      patron: { reference: 'P-1' },
      item: { title: 'Aniara' },
      service: { type: 'Loan' },
    };
    const read = (over: object): unknown => {
      const outcome = readLoanRecord({ ...record, ...over }, { index: 1 });
      if (!outcome.ok) return told(outcome.faults);
      const known = asNewRecord(outcome.record, {
        ours: () => ({ key: 'isil:us' }),
        onlyAgency: 'ISIL:US',
        theirs: () => undefined,
      });
      return known.ok && [known.record.suppliers.length, known.record.seeksSuppliers === true];
    };
    expect(read({})).to.deep.equal([0, true]);
    expect(read({ suppliers: ['ISIL:A'] })).to.deep.equal([1, false]);
    expect(read({ suppliers: ['ISIL:A'], sourcing: 'AUTO' })).to.deep.equal([1, true]);
    expect(read({ sourcing: 'never' })).to.deep.equal(['record 1: /sourcing "never" is none of auto']);
  });

  it('is refused when it asks a supplier twice, or itself', () => {
    expect(faultsOf(aRecord({ suppliers: ['ISIL:A', 'ISIL:B', 'ISIL:A'] }))).to.deep.equal([
      '/suppliers names ISIL:A twice',
    ]);
    expect(faultsOf(aRecord({ agency: 'ISIL:B', suppliers: ['ISIL:A', 'ISIL:B'] }))).to.deep.equal([
      '/suppliers/1 ISIL:B is the agency that asks',
    ]);
  });

  it('is refused without a title and without an identifier; either will do', () => {
    expect(faultsOf(aRecord({ item: { author: 'Boye, Karin' } }))).to.deep.equal([
      '/item/title is missing: a record needs a title or an identifier such as an ISBN, or nobody can find the item',
    ]);
    expect(faultsOf(aRecord({ item: { identifiers: { doi: '10.1038/171737a0' } } }))).to.deep.equal([]);
    expect(faultsOf(aRecord({ item: { titleOfComponent: 'A note' } }))).to.deep.equal([]);
  });

  it('tells where a field belongs that stands in the wrong place', () => {
    expect(faultsOf(aRecord({ isbn: ['9780141036144'] }))).to.deep.equal([
      '/isbn is not a field of a loan record; it belongs at /item/identifiers/isbn',
    ]);
  });

  it('repeats nothing in a fault that may name a patron', () => {
    const broken = aRecord({
      patron: { reference: 'P-1', email: 'Provsson at home', address: { country: 'Provssonia' } },
    });
    const said = faultsOf(broken);
    expect(said).to.have.length(2);
    expect(said.join().toLowerCase()).not.to.include('provsson');
  });

  it('loses the characters that no message can carry, and says so', () => {
    const value = aRecord({ item: { title: 'Ani\u0001ara \ud800' } });
    expect(recordOf(value).item.title).to.equal('Aniara');
    expect(warningsOf(value)).to.deep.equal([
      '/item/title held control characters that no message can carry; they were left out',
    ]);
  });

  it('warns of a copy of which nobody can tell the pages', () => {
    const service = { type: 'Copy' };
    expect(warningsOf(aRecord({ service }))).to.deep.equal([
      '/item/titleOfComponent is missing, and pages too: a supplier cannot tell what to copy',
    ]);
    expect(
      warningsOf(aRecord({ service, item: { title: 'Mind', pagesRequested: '433-460' } })),
    ).to.deep.equal([]);
  });

  it('never throws, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, item) => {
        readLoanRecord(value, {});
        readLoanRecord(aRecord({ item }), {});
      }),
      { numRuns: 300 },
    );
  });

  it('is not fooled by names that JavaScript knows', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"id":"x"},"constructor":"y","item":{"toString":"z"}}');
    expect(faultsOf(hostile)).to.include.members([
      '/id is missing',
      '/__proto__ is not a field of a loan record',
      '/constructor is not a field of a loan record',
      '/item/toString is not a field of a loan record',
    ]);
  });

  it('reads the same a second time', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    const item = fc.record(
      {
        title: text,
        author: text,
        identifiers: fc.record({
          isbn: fc.array(fc.constantFrom('0-201-89683-4', '9780141036144', ' 12x ')),
          oclc: text,
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(item, (wanted) => {
        const first = readLoanRecord(aRecord({ item: wanted }), {});
        if (!first.ok) return;
        expect(recordOf(structuredClone(first.record))).to.deep.equal(first.record);
      }),
      { numRuns: 200 },
    );
  });
});
