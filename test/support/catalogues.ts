import type { Catalogue } from '../../src/sourcing/index.js';
import type { CatalogueRecord, Field } from './sru-server.js';

/** A catalogue as the settings describe one, for a server of the tests. */
export function aCatalogue(url: string, over: Partial<Catalogue> = {}): Catalogue {
  return {
    id: 'union',
    url,
    version: '1.2',
    layout: 'marc-852',
    recordSchema: 'marcxml',
    indexes: {
      isbn: 'bath.isbn',
      issn: 'bath.issn',
      title: 'dc.title',
      author: 'dc.creator',
      recordId: { OCLC: 'rec.identifier' },
    },
    libraries: { SOUTH: 'ISIL:SE-SOUTH', EAST: 'ISIL:SE-EAST' },
    timeoutMs: 3_000,
    ...over,
  };
}

/** A record of Kallocain with these fields beside those of the book. */
export function kallocain(...fields: Field[]): CatalogueRecord {
  return {
    id: 'k1',
    fields: [
      ['020', '  ', { a: '9789100123451' }],
      ['035', '  ', { a: '12345' }],
      ['100', '1 ', { a: 'Boye, Karin,', d: '1900-1941' }],
      ['245', '10', { a: 'Kallocain :', b: 'roman från 2000-talet /', c: 'Karin Boye.' }],
      ...fields,
    ],
  };
}
