/**
 * The loan record that a library's own system hands in, as `schemas/loan-record.schema.json` describes it field by field.
 * A record of this type has been read: blanks trimmed, codes in the standard's spelling, MARCXML turned into fields.
 */
export interface LoanRecordInput {
  id: string;
  agency?: AgencyReference;
  patron: PatronInput;
  pickup?: PickupInput;
  item: ItemInput;
  service: ServiceInput;
  /** Empty where catalogues are to say who could be asked. */
  suppliers: AgencyReference[];
  /** Catalogues are asked beside. */
  sourcing?: 'auto';
  note?: string;
}

/** An agency as `TYPE:VALUE`, split at the first colon: a value may hold more. */
export type AgencyReference = string;

export interface PatronInput {
  reference: string;
  name?: { surname: string; givenName?: string };
  type?: string;
  email?: string;
  language?: string;
  notices?: 'mail' | 'letter' | 'none';
  address?: AddressInput;
}

export interface PickupInput {
  name?: string;
  address?: AddressInput;
}

export interface AddressInput {
  line1?: string;
  line2?: string;
  locality?: string;
  postalCode?: string;
  region?: string;
  country?: string;
}

export interface ItemInput extends ItemText {
  publicationType?: PublicationTypeInput;
  identifiers?: IdentifiersInput;
  /** Read and taken away by `readLoanRecord`: a record that was read has its fields instead. */
  marcxml?: string;
}

export interface ItemText {
  title?: string;
  author?: string;
  subtitle?: string;
  seriesTitle?: string;
  edition?: string;
  titleOfComponent?: string;
  authorOfComponent?: string;
  volume?: string;
  issue?: string;
  pagesRequested?: string;
  estimatedNoPages?: string;
  sponsor?: string;
  informationSource?: string;
  publisher?: string;
  placeOfPublication?: string;
  publicationDate?: string;
}

export interface IdentifiersInput {
  isbn?: string[];
  issn?: string[];
  ismn?: string[];
  doi?: string;
  oclc?: string;
  lccn?: string;
  pmid?: string;
  supplierUniqueRecordId?: string;
}

export interface ServiceInput {
  type: 'Loan' | 'Copy' | 'CopyOrLoan';
  level?: 'Express' | 'Normal' | 'Rush' | 'SecondaryMail' | 'Standard' | 'Urgent';
  /** A day (`2026-12-24`, the whole day counts) or a moment with its offset from UTC. */
  needBefore?: string;
  /** `value` is a decimal string with a point, never a number. */
  maximumCost?: { currency: string; value: string };
  format?: string;
  copyrightCompliance?: string;
  note?: string;
}

/** Source: iso18626.md 2.3, PublicationType. */
export type PublicationTypeInput =
  | 'ArchiveMaterial'
  | 'Article'
  | 'AudioBook'
  | 'Book'
  | 'Chapter'
  | 'ConferenceProc'
  | 'Game'
  | 'GovernmentPubl'
  | 'Image'
  | 'Journal'
  | 'Manuscript'
  | 'Map'
  | 'Movie'
  | 'MusicRecording'
  | 'MusicScore'
  | 'Newspaper'
  | 'Patent'
  | 'Report'
  | 'SoundRecording'
  | 'Thesis';

/** What is wrong, where: for a person to read, and free of the value when that could name a patron. */
export interface Fault {
  /** `line 7`, `record 3`; `map` or `file` for what concerns all of it. */
  at: string;
  /** JSON pointer such as `/item/title`, or the column's name when the record came from a CSV file. */
  field: string;
  reason: string;
}

/** Where a record stood: its line, or its place counted from 1. */
export interface Place {
  line?: number;
  index?: number;
}

export type RecordOutcome =
  { ok: true; record: LoanRecordInput; warnings: Fault[] } | { ok: false; faults: Fault[] };

/**
 * One record of a file. A fault of the whole file (its map, its header, its encoding) comes as an outcome of its own
 * and ends the reading.
 */
export interface ReadRecord extends Place {
  outcome: RecordOutcome;
}

/** `line 7` or `record 3`. */
export function placeName(place: Place): string {
  return place.line === undefined ? `record ${place.index ?? 1}` : `line ${place.line}`;
}
