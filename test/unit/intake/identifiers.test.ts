import { expect } from 'chai';
import { aRecord, recordOf, warningsOf } from './reading.js';

function tidied(identifiers: Record<string, unknown>): unknown {
  return recordOf(aRecord({ item: { identifiers } })).item.identifiers;
}

function doubts(identifiers: Record<string, unknown>): string[] {
  return warningsOf(aRecord({ item: { identifiers } }));
}

describe('identifiers of an item', () => {
  it('lose hyphens, blanks and qualifiers', () => {
    expect(tidied({ isbn: ['978-0-14-103614-4 (pbk.)', 'ISBN 978 0 547 92822 7'] })).to.deep.equal({
      isbn: ['9780141036144', '9780547928227'],
    });
    expect(tidied({ issn: ['00280836'], ismn: ['M-2600-0043-8'] })).to.deep.equal({
      issn: ['0028-0836'],
      ismn: ['9790260000438'],
    });
    expect(
      tidied({ doi: 'https://doi.org/10.1038/171737a0', oclc: '(OCoLC)ocm00012345', pmid: 'PMID: 13054692' }),
    ).to.deep.equal({ doi: '10.1038/171737a0', oclc: '12345', pmid: '13054692' });
  });

  it('have the longer form of an ISBN of ten digits beside it, once', () => {
    expect(tidied({ isbn: ['0-201-89683-4', '9780201896831'] })).to.deep.equal({
      isbn: ['0201896834', '9780201896831'],
    });
    expect(tidied({ isbn: ['080442957x'] })).to.deep.equal({ isbn: ['080442957X', '9780804429573'] });
  });

  it('are taken with a wrong check digit, as old books have them, with a warning', () => {
    expect(tidied({ isbn: ['978-0-14-103614-5'] })).to.deep.equal({ isbn: ['9780141036145'] });
    expect(
      doubts({ isbn: ['978-0-14-103614-5', '0201896835'], issn: ['0028-0837'], ismn: ['9790260000439'] }),
    ).to.deep.equal([
      '/item/identifiers/isbn/0 the ISBN 9780141036145 has a wrong check digit: by its other digits it would be 4',
      '/item/identifiers/isbn/1 the ISBN 0201896835 has a wrong check digit: by its other digits it would be 4',
      '/item/identifiers/issn/0 the ISSN 00280837 has a wrong check digit: by its other digits it would be 6',
      '/item/identifiers/ismn/0 the ISMN 9790260000439 has a wrong check digit: by its other digits it would be 8',
    ]);
  });

  it('are doubted when they look like none', () => {
    expect(
      doubts({ isbn: ['12345'], issn: ['x'], ismn: ['9780141036144'], doi: 'none', oclc: 'abc', pmid: 'x1' }),
    ).to.deep.equal([
      '/item/identifiers/isbn/0 "12345" does not look like an ISBN',
      '/item/identifiers/issn/0 "x" does not look like an ISSN',
      '/item/identifiers/ismn/0 "9780141036144" does not look like an ISMN',
      '/item/identifiers/doi "none" does not look like a DOI',
      '/item/identifiers/oclc "abc" does not look like an OCLC number',
      '/item/identifiers/pmid "x1" does not look like a PubMed id',
    ]);
  });
});
