/**
 * Who has the item: catalogues are asked over SRU, and what they say is kept with the request as evidence. Asking is
 * I/O and stands between use cases; who is asked first is for `loan` to say. It believes no server: an answer is a
 * bounded stranger's text, and what is wrong with it is an outcome, never a crash.
 */
export { Layout, SruVersion, type Catalogue } from './catalogue.js';
export { askCatalogue, type Asking, type CatalogueAnswer } from './ask-catalogue.js';
export { seekSuppliers, type SeekOptions } from './seek-suppliers.js';
export { askCatalogues, type HoldingsFound } from './ask-catalogues.js';
