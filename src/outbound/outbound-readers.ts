import type { Message } from '../iso18626/index.js';
import type { Delivery } from '../loan/index.js';
import type { PeerLine } from '../storage/index.js';

/** The kept bytes of one message: a template, and what fills its holes; a secret's value is null. */
export interface KeptMessage {
  template: string;
  encoding: string;
  /** Missing once the loan's data key was destroyed. */
  holes: readonly (string | null)[] | undefined;
  canonical?: Message;
}

/** What this room reads. */
export interface OutboundReaders {
  /** One row a peer that has a due head which nobody has claimed. */
  peersWithDueHeads(now: string): Promise<readonly { peer: string; earliestDueAt: string }[]>;
  /** The kept bytes of a delivery. Throws the vault's errors where they do not open. */
  body(delivery: string): Promise<KeptMessage | undefined>;
  /** Breakers and pauses of all peers. */
  lines(): Promise<ReadonlyMap<string, PeerLine>>;
}

/** What composing a message anew reads, before the use case that does it. */
export interface CanonicalReaders extends Pick<OutboundReaders, 'body'> {
  idOfDelivery(delivery: string): Promise<string | undefined>;
  whole(loan: string): Promise<{ allDeliveries: ReadonlyMap<string, Delivery> } | undefined>;
}
