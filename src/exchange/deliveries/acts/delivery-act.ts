import type { Initiating } from '../../../iso18626/index.js';
import type { Actor } from '../../../ledger/index.js';
import type { Outcome } from '../../../storage/index.js';
import type { Here, Subject } from '../delivery-story.js';

/** What a person can do with a message that is given up, undecided, stopped, or still waits. */
export type DeliveryAct =
  /** The same bytes, once more, at once. */
  | { verb: 'send-again' }
  /** The same canonical message under today's profile; `canonicals` holds it and those that wait behind it. */
  | { verb: 'compose-anew'; canonicals: ReadonlyMap<string, Initiating> }
  /** Ask the peer for the status, to learn whether it has the message. */
  | { verb: 'probe' }
  | { verb: 'drop'; reason: string };

export const DeliveryRefusal = {
  /** Answered, refused, dropped or replaced: nothing is left to do. */
  Settled: 'delivery-settled',
  InFlight: 'delivery-in-flight',
  /** The peer may have it: composing it anew could make two of it. */
  InDoubt: 'delivery-in-doubt',
  NoDoubt: 'no-doubt-to-resolve',
  /** Only a requester can ask for the status. */
  NotRequester: 'only-a-requester-asks',
  ProbeWaits: 'probe-waits-already',
  ReasonMissing: 'reason-missing',
  /** Erased, or more waits behind it than was read: read again. */
  CanonicalMissing: 'canonical-missing',
} as const;
export type DeliveryRefusal = (typeof DeliveryRefusal)[keyof typeof DeliveryRefusal];

/** A sentence each, for staff. */
export const deliveryRefusalText: Record<DeliveryRefusal, string> = {
  'delivery-settled': 'This message is settled: there is nothing left to decide.',
  'delivery-in-flight': 'This message is on its way at this moment.',
  'delivery-in-doubt': 'The peer may have this message: ask for the status, send the same again, or drop it.',
  'no-doubt-to-resolve': 'There is no doubt about this message.',
  'only-a-requester-asks': 'Only the requesting library can ask for the status.',
  'probe-waits-already': 'The status has been asked for and is not answered yet.',
  'reason-missing': 'Say why this message is dropped.',
  'canonical-missing': 'The message cannot be read again any more, or has changed meanwhile.',
};

/** What an act did: its story's parts, and what may go now. */
export type ActDone = Outcome<{ wake: readonly string[] }> | DeliveryRefusal;

/** One act on one open delivery that is not in flight. */
export interface Acting extends Subject {
  actor: Actor;
  here: Here;
}

/** Where an entry about a delivery belongs. */
export function placeOf({ id, delivery }: Pick<Subject, 'id' | 'delivery'>): {
  peer: string;
  transaction: string;
  delivery: string;
} {
  return { peer: delivery.peer, transaction: delivery.transaction, delivery: id };
}
