import type { Right } from './rights.js';

/** Needs nobody to be known: peers, probes of the machine room, and what everybody may hold against the ledger. */
export const OPEN = 'open';

/** Needs somebody who is known, whatever they may do. */
export const SIGNED_IN = 'signed-in';

/** What a route needs. */
export type Needed = Right | typeof OPEN | typeof SIGNED_IN;
