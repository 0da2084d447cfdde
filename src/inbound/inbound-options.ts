import type { ExchangeContext } from '../exchange/index.js';
import type { Initiating, ReadMessage } from '../iso18626/index.js';
import type { Role, Transaction } from '../loan/index.js';
import type { PeerDirectory } from '../peers/index.js';
import type { Clock, Logger } from '../platform/index.js';
import type { Committer } from '../storage/index.js';
import type { Door } from './admission/admit.js';
import type { Answered } from './incoming.js';
import type { RejectionLog } from './rejection-log.js';

/** How a received message ended, for metrics and logs. */
export type ReceiveOutcome =
  'confirmed' | 'repeated' | 'refused' | 'rejected' | 'unauthorized' | 'throttled' | 'unavailable';

export interface InboundOptions {
  committer: Committer;
  context: ExchangeContext;
  clock: Clock;
  log: Logger;
  rejections: RejectionLog;
  /** The directory as it stands now. */
  directory(): PeerDirectory;
  door: Door;
  /** Our transactions in a role under a request id, whoever the other side is. */
  transactions(role: Role, requestId: string): Promise<readonly TransactionFound[]>;
  /** How many requests of a peer are open here, counted as far as `most`. */
  openOfPeer?(peer: string, most: number): Promise<number>;
  /** Hands owed deliveries to the pump of this process. */
  wake(deliveries: readonly string[]): void;
  observed(outcome: ReceiveOutcome): void;
}

/** One of our transactions, as far as it tells who is meant. */
export type TransactionFound = Pick<
  Transaction,
  'peer' | 'requestingAgencyId' | 'supplyingAgencyId' | 'requestingKey' | 'supplyingKey'
>;

/** What a body came to. */
export interface Ended {
  answered: Answered;
  outcome: ReceiveOutcome;
}

/** A message that was read, and that wants an answer. */
export type ReadInitiating = Omit<ReadMessage, 'message'> & { message: Initiating };
