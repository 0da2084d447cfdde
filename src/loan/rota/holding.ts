import type { AgencyId } from '../../iso18626/index.js';
import type { Instant } from '../model/transaction.js';

/** Whether the item can be had now, as far as the catalogue says it. */
export const Availability = {
  Available: 'available',
  NotAvailable: 'not-available',
  NotSaid: 'not-said',
} as const;
export type Availability = (typeof Availability)[keyof typeof Availability];

/** In which way the holder gives it away, as far as the catalogue says it. */
export const Lends = {
  Loan: 'loan',
  Copy: 'copy',
  Both: 'both',
  Neither: 'neither',
  NotSaid: 'not-said',
} as const;
export type Lends = (typeof Lends)[keyof typeof Lends];

/** Evidence that a library has the item: what one catalogue said at one time. */
export interface Holding {
  /** Key of the holder, and the holder as it is written. */
  agency: string;
  agencyId: AgencyId;
  /** The catalogue's name in the settings. */
  catalogue: string;
  askedAt: Instant;
  availability: Availability;
  lends: Lends;
  location?: string;
  callNumber?: string;
  /** The holder's own id of its record or copy. */
  localId?: string;
}

/** By which of its numbers, or by title, the item was found. */
export const FoundBy = {
  RecordId: 'record-id',
  Isbn: 'isbn',
  Issn: 'issn',
  Title: 'title',
} as const;
export type FoundBy = (typeof FoundBy)[keyof typeof FoundBy];

/**
 * How a catalogue answered: `found` with holders that could be asked, `nothing` without any; `down` may answer another
 * time, `refused` and `unreadable` need a person.
 */
export const CatalogueOutcome = {
  Found: 'found',
  Nothing: 'nothing',
  Down: 'down',
  Refused: 'refused',
  Unreadable: 'unreadable',
} as const;
export type CatalogueOutcome = (typeof CatalogueOutcome)[keyof typeof CatalogueOutcome];

/** What became of asking one catalogue; open facts only. */
export interface CatalogueAsked {
  outcome: CatalogueOutcome;
  askedAt: Instant;
  foundBy?: FoundBy;
  /** Records that it said it has. */
  hits?: number;
  /** Holders that no agency stands for in the settings. */
  unknownHolders?: number;
  /** A cause in words of ours. */
  cause?: string;
}

/**
 * The search for suppliers of a record that names none, or wants more than it names: what the catalogues said, kept with
 * the request. `askAt` is there while somebody is still to be asked.
 */
export interface Sourcing {
  askAt?: Instant;
  /** How often catalogues have been asked. */
  rounds: number;
  /** By the catalogue's name. */
  catalogues: Record<string, CatalogueAsked>;
  /** By '001', '002', … in the order in which they were found. */
  holdings: Record<string, Holding>;
}
