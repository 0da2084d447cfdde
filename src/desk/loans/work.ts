import type { Caller } from '../../access/index.js';
import type { HeldAnswer, Preview } from '../../exchange/index.js';
import type { Message, ServiceType } from '../../iso18626/index.js';
import type { SealedEntry } from '../../ledger/index.js';
import type {
  Act,
  Instant,
  LoanView,
  Placed,
  PlannedEvent,
  PossibleActs,
  Role,
  SealedNotice,
  TransactionStateName,
  Verb,
  WorkQueue,
} from '../../loan/index.js';
import type { FoundWork, QueueCount, StoredLoan } from '../../storage/index.js';

export type { FoundWork, QueueCount } from '../../storage/index.js';

/** What staff work from: the queues, lists of requests, and one request whole. A caller's agencies bound every call. */
export interface WorkDesk {
  counts(by: Caller): Promise<QueueCount[]>;
  /** The nearest deadline first. */
  queue(asked: WorkAsked & { queues: readonly WorkQueue[] }, by: Caller): Promise<WorkList>;
  /** Newest first. */
  list(asked: WorkAsked & WorkLookedFor, by: Caller): Promise<WorkList>;
  /** Who can be asked and who asks, from memory. */
  peers(): readonly PeerName[];
  /** Ids of the requests that carry exactly this id, number or barcode. */
  withId(id: string, by: Caller): Promise<string[]>;
  /** One request as a list has it. */
  item(id: string, by: Caller): Promise<WorkItem | undefined>;
  /** Some requests as a list has them, in the order that they are named in; those of others are missing. */
  items(ids: readonly string[], by: Caller): Promise<WorkItem[]>;
  /** As it stands, or as it was at a moment: then nothing can be done with it. */
  get(id: string, by: Caller, asOf?: Instant): Promise<RequestDetail | undefined>;
  /** What the peer would get; nothing is committed. */
  preview(asked: { loan: string; act: Act }, by: Caller): Promise<Preview>;
  /** Takes a held act back, or sets aside one that was refused when its time came. */
  undo(asked: { loan: string; act: string }, by: Caller): Promise<HeldAnswer>;
  sendNow(asked: { loan: string; act: string }, by: Caller): Promise<HeldAnswer>;
}

/** A peer by its id, with `TYPE:VALUE` of each agency that it speaks for. */
export interface PeerName {
  id: string;
  name: string;
  agencies: readonly string[];
}

export interface WorkAsked {
  role?: Role;
  limit: number;
  /** A place that a page gave, and whether to go on before or after it. */
  before?: string;
  after?: string;
}

export interface WorkLookedFor {
  queue?: WorkQueue;
  state?: TransactionStateName;
  phase?: 'open' | 'closed' | 'withdrawn';
  peer?: string;
  type?: ServiceType;
  dueBefore?: Instant;
  text?: string;
}

/** One request of a list, with what can be done. */
export interface WorkItem {
  view: LoanView;
  placed?: Placed;
  deadlineAt?: Instant;
  /** What staff most likely want, where it is possible. */
  primary?: Verb;
  possible: readonly Verb[];
  peerName?: string;
}

export interface WorkList extends Omit<FoundWork, 'ids'> {
  items: WorkItem[];
}

/** A message of a request as it was kept. */
export interface MessageSeen {
  id: string;
  direction: 'in' | 'out';
  at: Instant;
  seq: number;
  peer?: string;
  what: string;
  edition?: string;
  /** The body with numbered holes; what stood in them is not here. */
  template: string;
  /** As it was read; missing where it was erased or cannot be read. */
  message?: Message;
  confirmation?: string;
}

export interface RequestDetail extends Omit<WorkItem, 'possible' | 'view'> {
  view: StoredLoan;
  /** The moment whose state this is, where it is not the present one. */
  asOf?: Instant;
  acts: PossibleActs;
  entries: readonly SealedEntry[];
  planned: readonly PlannedEvent[];
  messages: readonly MessageSeen[];
  /** What peers are called, by their id. */
  peerNames: ReadonlyMap<string, string>;
  /** What was said at calls, by the id of its sealed value; of whoever may work with the request. */
  calls: ReadonlyMap<string, string>;
  /** What was written of how the item looked, likewise. */
  looks: ReadonlyMap<string, string>;
  /** What its notices say, by their ids; for the same, and missing where the person is erased. */
  noticeTexts: ReadonlyMap<string, SealedNotice>;
}
