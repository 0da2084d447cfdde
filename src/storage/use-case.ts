import type { Entry } from '../ledger/index.js';
import type { LoanView, Role } from '../loan/index.js';
import type { DataKey } from '../vault/index.js';

/** How a use case names a loan: by an id of ours, or by what the outside knows. */
export type LoanKey =
  | { by: 'id'; id: string }
  | { by: 'library-id'; agency: string; libraryId: string }
  | { by: 'delivery'; id: string }
  | ({ by: 'transaction' } & TransactionKey);

/** iso18626.md 4.6: role, both agencies (folded keys) and the requester's id. */
export interface TransactionKey {
  role: Role;
  requestingKey: string;
  supplyingKey: string;
  requestId: string;
}

/** Named queries live in storage; each finds loans. */
export type Query =
  | { name: 'due-heads'; peer: string; now: string; limit: number }
  | { name: 'clocks-due'; now: string; limit: number }
  /** Requests of one patron by the look-up, the newest first. */
  | { name: 'same-patron'; patron: string; limit: number }
  | { name: 'parcel'; parcel: string; limit: number }
  | { name: 'tracking'; trackingId: string; limit: number }
  | { name: 'notices-due'; now: string; limit: number }
  | { name: 'stale-claims'; process: string; now: string; limit: number };

export interface Needs {
  loans?: readonly LoanKey[];
  /** Natural identities of messages: those already received under them are loaded with their loans. */
  identities?: readonly string[];
  /** Idempotency keys of acts. */
  answers?: readonly string[];
  /** Aggregates that stand alone, such as peers. */
  roots?: readonly RootKey[];
  find?: readonly Query[];
}

export interface RootKey {
  aggregate: RootAggregate;
  id: string;
}
export const rootAggregates = [
  'peer',
  'agency',
  'signing-key',
  'user',
  'webhook',
  'policy',
  'calendar',
  'carrier',
  'rule',
] as const;
export type RootAggregate = (typeof rootAggregates)[number];
/** What a loan is made of: each a row of its own, read and locked with the loan record. */
export const loanParts = ['loan-record', 'transaction', 'shipment', 'claim', 'notice', 'delivery'] as const;
export type LoanPart = (typeof loanParts)[number];
export type Aggregate = RootAggregate | LoanPart;

/** The moment that a use case decides at. */
export interface Moment {
  now: Date;
  /** By the clock of a store that several processes share: leases go by it. Missing where `now` is the only one. */
  storeNow?: Date;
  /** UUID v7. */
  newId: () => string;
  randomBytes: (size: number) => Buffer;
}

export interface Row<State> {
  id: string;
  version: number;
  state: State;
}

/** A claim on a delivery: by which start of which process, until when. Outside the fold. */
export interface Lease {
  process: string;
  until: string;
}

/** A loan read whole: everything under the loan record's lock. */
export interface Loan extends LoanView {
  /** Version of each aggregate under this loan, by id. */
  versions: ReadonlyMap<string, number>;
  /** Order of the entries that owed the open deliveries, by delivery id. */
  owedOrder: ReadonlyMap<string, number>;
  leases: ReadonlyMap<string, Lease>;
  /** It has no data key any more: nothing of it can be opened. */
  isErased: boolean;
  /** The loan's living data key, unwrapped when it is first asked for; undefined once erased. */
  dataKey: () => DataKey | undefined;
  /** Sealed values of the loan record itself (its wish), by id. */
  sealed: ReadonlyMap<string, string>;
}

/** A message that was received before under some natural identity, with the confirmation that it got. */
export interface ReceivedMessage {
  identity: string;
  /** Keyed hash of the canonical body. */
  hash: string;
  loan: string;
  confirmation: string;
}

export interface StoredAnswer {
  key: string;
  /** Keyed hash of what was asked, so that a key used twice for different acts is told. */
  request: string;
  answer: string;
}

/** A peer's sending line: breaker and pause. Outside the fold. */
export interface PeerLine {
  peer: string;
  failures: number;
  openUntil?: string;
  openedAt?: string;
  pausedAt?: string;
  lastGoodAt?: string;
}

/** What a use case sees: the shared identity map of its batch. */
export interface Loaded {
  /** By any key that it named in `needs` (or made earlier in the batch). */
  loan(key: LoanKey): Loan | undefined;
  /** Loans that a named query found, in its order; they show what the batch has changed meanwhile. */
  found(query: Query): Loan[];
  received(identity: string): readonly ReceivedMessage[];
  answer(key: string): StoredAnswer | undefined;
  root<State>(key: RootKey): Row<State> | undefined;
  /** All rows of a root aggregate as the process holds them in memory; a new object when any has changed. */
  directory: Directory;
  line(peer: string): PeerLine | undefined;
}

export interface Directory {
  readonly peers: ReadonlyMap<string, unknown>;
  /** The states of one kind of root aggregate, by id. */
  roots(aggregate: RootAggregate): ReadonlyMap<string, unknown>;
  readonly version: number;
}

export type SealedPurpose =
  'wish' | 'holes' | 'canonical' | 'act' | 'credential' | 'notice' | 'photo' | 'call' | 'document' | 'report';

/** Bytes and sealed values that stand beside the ledger, held against the entries' hashes. */
export interface Kept {
  /** Holders whose data keys are destroyed: what was sealed under them is noise from then on. */
  destroyed?: readonly string[];
  dataKeys?: readonly { holder: string; wrapped: string }[];
  sealed?: readonly { id: string; holder: string; purpose: SealedPurpose; value: string }[];
  /** Redacted bytes of a message: in, or owed. `id` is the delivery's for what goes out. */
  bodies?: readonly KeptBody[];
  received?: readonly (ReceivedMessage & { body: string })[];
  answers?: readonly StoredAnswer[];
  /** Which patron a loan is for, as a keyed hash: in no entry, and gone with the loan's data key. */
  patrons?: readonly { loan: string; patron: string }[];
  /** A peer's confirmations of what we sent, by the body's id; a newer one replaces an older. */
  confirmations?: readonly { body: string; confirmation: string }[];
  tokens?: readonly Token[];
  credentials?: readonly UserCredential[];
  sessions?: readonly StoredSession[];
  sessionUses?: readonly { session: string; usedAt: string }[];
}

/** What a person signs in with; outside the fold. */
export interface UserCredential {
  user: string;
  /** Keyed hash of the name that they sign in with. */
  login: string;
  /** Salted and slow hash, with its parameters. */
  password?: string;
  /** Keyed hash of who they are at an identity provider. */
  subject?: string;
  changedAt: string;
}

/** One sign-in of one person in one browser; outside the fold. */
export interface StoredSession {
  /** Hash of the secret that the browser holds. */
  id: string;
  user: string;
  /** The user's generation of sessions at that time: an older one than today's is over. */
  generation: number;
  by: 'password' | 'provider';
  signedInAt: string;
  endedAt?: string;
}

/** A token of the API as it is kept: its hash only, and outside the fold. */
export interface Token {
  id: string;
  hash: string;
  name: string;
  scopes: readonly string[];
  /** Bound to one of our agencies. */
  agency?: string;
  createdAt: string;
  revokedAt?: string;
}

export interface KeptBody {
  id: string;
  loan?: string;
  transaction?: string;
  direction: 'in' | 'out';
  template: string;
  encoding: string;
  /** Id of the sealed value that holds the holes' values, where there are holes. */
  holes?: string;
  /** Id of the sealed canonical message, for what goes out. */
  canonical?: string;
  /** Our confirmation of what came in; the peer's of what went out is kept by `confirmations`. */
  confirmation?: string;
}

/** What changes outside the fold. */
export interface Unfolded {
  claims?: readonly { delivery: string; claim: Lease | undefined }[];
  lines?: readonly PeerLine[];
  /** Loans whose derived columns are to be made anew, for what they are derived by has changed. */
  rederived?: readonly string[];
}

export interface Outcome<Result> {
  result: Result;
  entries?: readonly Entry[];
  keep?: Kept;
  unfolded?: Unfolded;
}

/** Where the work comes from: the bound on what waits is counted per source (architecture §3 step 5). */
export type Source = 'peers' | 'people' | 'imports' | 'unbounded';

/**
 * What a piece of work needs and what it decides: synchronous, without I/O (architecture 3.1).
 * A `decide` that throws fails alone.
 */
export interface UseCase<Result> {
  name: string;
  source: Source;
  needs: Needs;
  decide(loaded: Loaded, at: Moment): Outcome<Result>;
}

/** Makes what use cases decide durable, many with one fsync. */
export interface Committer {
  /** Resolves when it is durable; rejects with `StoreUnavailable`, `StoreBusy` or what `decide` threw. */
  commit<Result>(useCase: UseCase<Result>): Promise<Result>;
}
