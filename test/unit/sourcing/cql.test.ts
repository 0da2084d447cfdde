import { expect } from 'chai';
import fc from 'fast-check';
import { queriesFor, quotedTerm } from '../../../src/sourcing/sru/cql.js';
import { aCatalogue } from '../../support/catalogues.js';
import { parseCql } from '../../support/cql-subset.js';

const catalogue = aCatalogue('http://127.0.0.1/');
const itemId = (code: string, value: string) => ({
  bibliographicItemIdentifierCode: { value: code },
  bibliographicItemIdentifier: value,
});

describe('the questions to a catalogue', () => {
  it('begin with the record id, go on with ISBN and ISSN, and end with title and author', () => {
    const item = {
      title: 'Kallocain',
      author: 'Boye, Karin',
      bibliographicItemId: [
        itemId('issn', '0028-0836'),
        itemId('ISBN', '9789100123451'),
        itemId('ISBN', '9100123456'),
      ],
      bibliographicRecordId: [
        { bibliographicRecordIdentifierCode: { value: 'OCLC' }, bibliographicRecordIdentifier: '12345' },
      ],
    };
    expect(queriesFor(item, catalogue)).to.deep.equal([
      { by: 'record-id', cql: 'rec.identifier = "12345"' },
      { by: 'isbn', cql: 'bath.isbn = "9789100123451" or bath.isbn = "9100123456"' },
      { by: 'issn', cql: 'bath.issn = "0028-0836"' },
      { by: 'title', cql: 'dc.title all "Kallocain" and dc.creator all "Boye"' },
    ]);
  });

  it('leave out what the catalogue has no index for', () => {
    const item = {
      title: 'Kallocain',
      author: 'Boye, Karin',
      bibliographicItemId: [itemId('ISBN', '9100123456')],
    };
    expect(queriesFor(item, { indexes: { title: 't', recordId: {} } })).to.deep.equal([
      { by: 'title', cql: 't all "Kallocain"' },
    ]);
    expect(queriesFor({ author: 'Boye' }, catalogue)).to.deep.equal([]);
  });

  it('take whatever a title holds as text, and nothing of it as an operator', () => {
    const title = 'A" or dc.title = "* and (B) \\ ? ^';
    const [query] = queriesFor({ title }, catalogue);
    expect(query?.cql).to.equal('dc.title all "A or dc title and B"');
    expect(parseCql(query?.cql ?? '')).to.include({ kind: 'clause', index: 'dc.title' });
  });

  it('are one clause whatever stands in an identifier', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const term = quotedTerm(value);
        if (term === undefined) return;
        const read = parseCql(`bath.isbn = ${term}`);
        expect(read).to.include({ kind: 'clause', index: 'bath.isbn', relation: '=' });
        if (read.kind === 'clause') expect(read.term).to.not.match(/(?<!\\)(?:\\\\)*[*?^"]/);
      }),
    );
  });

  it('ask for nothing where a value has neither letter nor digit', () => {
    expect(quotedTerm(' "*" ')).to.equal(undefined);
    expect(quotedTerm('\u0000\u202e')).to.equal(undefined);
  });
});
