import type { Initiating, Redaction } from '../../iso18626/index.js';
import type { ErrorData } from '../../iso18626/index.js';
import type { OurAgency, PeerAgency } from '../../peers/index.js';

/** A message of a peer that has been read, and of which it is known who sent it to whom. */
export interface Received<Message extends Initiating = Initiating> {
  message: Message;
  redaction: Redaction;
  /** Length of the body as it came, in bytes. */
  bytes: number;
  peer: string;
  edition: string;
  ours: OurAgency;
  theirs: PeerAgency;
  /** Codes of the liberties that the reading took. */
  warnings: readonly string[];
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
