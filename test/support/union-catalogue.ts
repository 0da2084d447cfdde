import type { SruServer } from './sru-server.js';
import { kallocain } from './catalogues.js';

/** The book that the tests look for, as a library's record names it. */
export const kallocainItem = {
  title: 'Kallocain',
  author: 'Boye, Karin',
  identifiers: { isbn: ['9789100123451'] },
};

/** Held by south and east, by the library that asks, and by one that nobody knows. */
export const kallocainHeld = kallocain(
  ['852', '  ', { a: 'SOUTH', h: 'Hcb' }],
  ['852', '  ', { a: 'EAST', h: 'Hcb 2' }],
  ['852', '  ', { a: 'WEST' }],
  ['852', '  ', { a: 'FAR' }],
);

/** A union catalogue as settings name it, at a server of the tests. */
export function unionCatalogue({ url }: SruServer, over: object = {}): object {
  return {
    id: 'union',
    url,
    version: '1.2',
    layout: 'marc-852',
    libraries: { SOUTH: 'ISIL:SE-SOUTH', EAST: 'ISIL:SE-EAST', WEST: 'ISIL:SE-WEST', FAR: 'ISIL:SE-FAR' },
    timeoutMs: 2_000,
    ...over,
  };
}

/** South lends in return; of east nothing is known. */
export const knownSuppliers = { 'ISIL:SE-SOUTH': { reciprocal: true }, 'ISIL:SE-EAST': {} };
