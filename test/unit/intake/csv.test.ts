import { expect } from 'chai';
import { readingOf, recordsIn } from './reading.js';

const header = 'id,patron.reference,item.title,item.identifiers.isbn,service.type,suppliers';
const csv = (...lines: string[]): string => [header, ...lines, ''].join('\n');
const read = (...lines: string[]): Promise<string[]> => readingOf(csv(...lines), { format: 'csv' });

describe('a CSV file of loan records', () => {
  it('is read a row at a time, its columns named as the fields are', async () => {
    const [first] = await recordsIn(
      csv('1,P-1,"The ""Hobbit"", or There",9780547928227|0-201-89683-4,loan,ISIL:A|ISIL:B'),
      { format: 'csv' },
    );
    expect(first).to.deep.equal({
      line: 2,
      index: 1,
      outcome: {
        ok: true,
        warnings: [],
        record: {
          id: '1',
          patron: { reference: 'P-1' },
          item: {
            title: 'The "Hobbit", or There',
            identifiers: { isbn: ['9780547928227', '0201896834', '9780201896831'] },
          },
          service: { type: 'Loan' },
          suppliers: ['ISIL:A', 'ISIL:B'],
        },
      },
    });
  });

  it('may have a byte order mark, semicolons, blank lines, and lines that end as Windows ends them', async () => {
    const text = `\ufeff\r\n${header.replaceAll(',', ';')}\r\n1;P-1;Röda rummet;;Loan;ISIL:A\r\n\r\n2;P-1;Aniara;;Loan;ISIL:A`;
    expect(await readingOf(text, { format: 'csv' })).to.deep.equal(['line 3: ok 1', 'line 5: ok 2']);
  });

  it('names line and column of every fault, and goes on with the next row', async () => {
    expect(await read('1,P-1,Aniara,,Lone,ISIL:A', '2,,,,,', '3,P-1,Aniara,123,Loan,ISIL:A')).to.deep.equal([
      'line 2: service.type "Lone" is none of Loan, Copy, CopyOrLoan; did you mean "Loan"?',
      'line 3: patron.reference is missing',
      'line 3: service.type is missing',
      'line 3: item.title is missing: a record needs a title or an identifier such as an ISBN, or nobody can find the item',
      'line 4: ok 3',
      'line 4: item.identifiers.isbn "123" does not look like an ISBN',
    ]);
  });

  it('counts a value of several lines as one row, by the line it begins on', async () => {
    expect(await read('1,P-1,"Aniara\n\nsecond line",,Loan,ISIL:A', '2,P-1,Aniara,,,ISIL:A')).to.deep.equal([
      'line 2: ok 1',
      'line 5: service.type is missing',
    ]);
  });

  it('loses one row, not the rest, to a quotation mark that nothing closes', async () => {
    expect(
      await read('1,P-1,"Aniara,,Loan,ISIL:A', '2,P-1,Aniara,,Loan,ISIL:A', '3,P-1,"Aniara",,Loan,ISIL:A'),
    ).to.deep.equal([
      'line 2: line opens a quotation mark that nothing closes',
      'line 3: ok 2',
      'line 4: ok 3',
    ]);
  });

  it('says what is wrong with a stray quotation mark', async () => {
    const said = await read('1,P-1,5" disk,,Loan,ISIL:A', '2,P-1,"a" b,,Loan,ISIL:A', '3,P-1,c,,Loan,ISIL:A');
    expect(said).to.deep.equal([
      'line 2: line has a quotation mark inside a value that is not in quotation marks; put the value in them and double the inner one',
      'line 3: line has text after a closing quotation mark; double a quotation mark that belongs to the value',
      'line 4: ok 3',
    ]);
  });

  it('says when a row has too many columns, or too few; empty ones at the end are none', async () => {
    expect(await read('1,P-1,A, B,,Loan,ISIL:A', '2,P-1,A', '3,P-1,A,,Loan,ISIL:A,,')).to.deep.equal([
      'line 2: line has 7 values where the header has 6 columns; a value that holds "," needs quotation marks',
      'line 3: line has 3 values where the header has 6 columns; a value that holds "," needs quotation marks',
      'line 4: ok 3',
    ]);
  });

  it('is not read with a header that stands twice or is not known', async () => {
    const said = await readingOf('id,item.titel,id,Hyllsignum\n1,2,3,4\n', { format: 'csv' });
    expect(said).to.deep.equal([
      'line 1: id stands twice in the header',
      'line 1: item.titel is not a field of a loan record; did you mean "item.title"?',
      'line 1: Hyllsignum is not a field of a loan record; without a map, columns carry the names of fields',
    ]);
  });

  it('is not read when it is empty', async () => {
    expect(await readingOf('', { format: 'csv' })).to.deep.equal([
      'file: / is empty: it needs a header line',
    ]);
    expect(await readingOf(`${header}\n`, { format: 'csv' })).to.deep.equal([]);
  });

  it('ends at the first line that is not UTF-8, with the advice what to do', async () => {
    const latin = Buffer.from(csv('1,P-1,Aniara,,Loan,ISIL:A', '2,P-1,Röda rummet,,Loan,ISIL:A'), 'latin1');
    expect(await readingOf(latin, { format: 'csv' })).to.deep.equal([
      'line 2: ok 1',
      'line 3: stream is not in UTF-8: save the file as UTF-8, or name its encoding in the map',
    ]);
    const [, second] = await recordsIn(latin, { format: 'csv', map: { encoding: 'windows-1252' } });
    expect(second?.outcome).to.have.nested.property('record.item.title', 'Röda rummet');
  });
});

describe('a CSV file with a map', () => {
  const map = {
    columns: { Nr: 'id', Titel: 'item.title', Låntagare: 'patron.reference', Tjänst: 'service.type' },
    values: { 'service.type': { Lån: 'Loan', Kopia: 'Copy' } },
    defaults: { 'service.type': 'Loan', suppliers: ['ISIL:SE-SOUTH'] },
    delimiter: ';',
  };

  it('has columns of its own, words of its own, and defaults; columns that the map does not name are passed over', async () => {
    const [first, second] = await recordsIn(
      'Nr;Hylla;Titel;Låntagare;Tjänst\n1;Hc;Aniara;P-1;lån\n2;;Mind;P-2;\n',
      {
        format: 'csv',
        map,
      },
    );
    expect(first?.outcome).to.have.deep.property('record', {
      id: '1',
      patron: { reference: 'P-1' },
      item: { title: 'Aniara' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-SOUTH'],
    });
    expect(second?.outcome).to.have.nested.property('record.service.type', 'Loan');
  });

  it('has its faults told in its own column names', async () => {
    expect(await readingOf('Nr;Titel;Låntagare;Tjänst\n1;;;Lane\n', { format: 'csv', map })).to.deep.equal([
      'line 2: Låntagare is missing',
      'line 2: Tjänst "Lane" is none of Loan, Copy, CopyOrLoan; did you mean "Loan"?',
      'line 2: Titel is missing: a record needs a title or an identifier such as an ISBN, or nobody can find the item',
    ]);
  });

  it('is not read when the map names a column that is not there', async () => {
    expect(await readingOf('Nr;Titell;Låntagare\n1;A;B\n', { format: 'csv', map })).to.deep.equal([
      'line 1: Titel is named in the map, but is not in the header; did you mean "Titell"?',
      'line 1: Tjänst is named in the map, but is not in the header',
    ]);
  });
});
