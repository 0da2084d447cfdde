/**
 * Loan records in: what a library's own system hands over as JSON, CSV or MARCXML, held against one contract.
 * It says all faults of a record at once, by line and field, in words for the person who made the file.
 * It refuses to guess: a column it does not know, a code it does not know, a record that nobody could find.
 * It stores nothing and sends nothing: `exchange` commits what is read here.
 */
export { asNewRecord } from './as-new-record.js';
export type { AgencyNames, AsNewRecord } from './as-new-record.js';
export { readLoanRecord } from './loan-record.js';
export { placeName } from './loan-record-input.js';
export type {
  AddressInput,
  AgencyReference,
  Fault,
  IdentifiersInput,
  ItemInput,
  LoanRecordInput,
  PatronInput,
  PickupInput,
  Place,
  PublicationTypeInput,
  ReadRecord,
  RecordOutcome,
  ServiceInput,
} from './loan-record-input.js';
export { readMap } from './record-map.js';
export type { MapReading, RecordMap } from './record-map.js';
export { readRecords, RecordFormat } from './read-file.js';
export type { ReadOptions, RecordReading } from './read-file.js';
export { readOpenUrl } from './openurl.js';
export type { OpenUrlItem } from './openurl.js';
