import type { Status } from '../codes.js';
import type { Message } from '../message.js';

/** What is said as a list in the canonical message, and has room for one in older editions. */
export type Joinable = 'itemId' | 'volume' | 'loanCondition';

/** How a peer wants to be told what its edition has no element for, where there is more than one way. */
export interface Practice {
  /** Several as one text, as the peer reads it; without it the first is sent, and the note names the others. */
  join?: Partial<Record<Joinable, (values: readonly string[], message: Message) => string>>;
  /** Where a link goes: to `itemId` with the method URL (default), to the head of the note, or to both. */
  link?: 'item' | 'note' | 'both';
  /** The status that a peer without HoldReturn is told while returns are held. Default Loaned. */
  heldStatus?: Status;
  /** Characters. Default 20,000. Source: iso18626.md 1.5. */
  noteLimit?: number;
}
