import type { Initiating, Redaction } from '../../iso18626/index.js';
import type { ErrorData, Style } from '../../iso18626/index.js';
import type { OurAgency, PeerAgency, RemarkCode } from '../../peers/index.js';

/** A message of a peer that has been read, and of which it is known who sent it to whom. */
export interface Received<Message extends Initiating = Initiating> {
  /** As its sender means it. */
  message: Message;
  /** As it stands, where that differs: it is recognized and confirmed by that. */
  asRead?: Initiating;
  redaction: Redaction;
  /** Length of the body as it came, in bytes. */
  bytes: number;
  peer: string;
  edition: string;
  ours: OurAgency;
  theirs: PeerAgency;
  /** Codes of the liberties that the reading took. */
  warnings: readonly string[];
  /** Names of the peer's rules that had a hand in understanding it, and what they had to say. */
  rules?: readonly string[];
  remarks?: readonly RemarkCode[];
  /** Names of rules by which it could be read, from what it looks like: for the detector. */
  marks?: readonly string[];
  /** The supplier under whom our transaction stands, where a broker speaks of another one. */
  supplyingKey?: string;
  /** The peer's running number; and the one that it asks about, with nothing else to say. */
  sequence?: number;
  sequenceAsked?: number;
  /** How many requests of the peer are open here, as far as its limit; where there is one. */
  openOfPeer?: number;
  /** How the confirmation is to be written. */
  style?: Style;
}

/**
 * What the peer hears. `refused` belongs to no transaction of ours: nothing has been written yet, and whoever received
 * the message enters the rejection.
 */
export type Confirmed =
  | {
      kind: 'stored';
      confirmation: string;
      loan: string;
      repeat: boolean;
      ok: boolean;
      owed: readonly string[];
    }
  | { kind: 'refused'; errors: ErrorData[] };
