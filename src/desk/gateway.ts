import type { LoanFacts } from '../storage/index.js';
import type { ConformDesk } from './peers/conform-desk.js';
import type { Caller } from '../access/index.js';
import type { EraseDesk, ExportDesk, Verification } from '../audit/index.js';
import type { DeliveryActResult, PauseAnswer, PeerVerdict } from '../exchange/deliveries/index.js';
import type { ChoiceAnswer, ActAnswer, ActResult } from '../exchange/index.js';
import type { Admission, Answered, Incoming, TurnedAway } from '../inbound/index.js';
import type { Fault } from '../intake/index.js';
import type { ErrorData, ServiceType } from '../iso18626/index.js';
import type { HabitsDesk } from './peers/habits-views.js';
import type { Actor } from '../ledger/index.js';
import type {
  Act,
  Attention,
  Claim,
  Delivery,
  DeliveryStateName,
  Difference,
  Instant,
  LoanRecord,
  PlannedEvent,
  PossibleActs,
  Queue,
  Role,
  Shipment,
  Transaction,
  TransactionStateName,
} from '../loan/index.js';
import type { LibraryEvent, PeerAnswer } from '../outbound/index.js';
import type { CredentialKind, PeersImported, Presented } from '../peers/index.js';
import type { ClaimDesk } from './claims/claims.js';
import type { FileDesk } from './files/files.js';
import type { LoanReference } from './loans/loan-reference.js';
import type { RotaView } from './loans/rota.js';
import type { CredentialDesk } from './peers/credentials.js';
import type { JobsDesk } from './house/jobs.js';
import type { CarrierDesk } from './parcels/carrier-desk.js';
import type { NoticeBoard } from './notices/notices.js';
import type { ParcelDesk } from './parcels/parcels.js';
import type { PolicyDesk } from './terms/policies.js';
import type { RevealDesk } from './loans/reveal-desk.js';
import type { RuleDesk } from './terms/rule-desk.js';
import type { WebhookDesk } from './webhooks/webhooks.js';
import type { WorkDesk } from './loans/work.js';

export type { LibraryEvent } from '../outbound/index.js';
export type { LoanReference } from './loans/loan-reference.js';

/**
 * Everything that the HTTP edge asks of the gateway. It throws `StoreBusy` and the like, which carry
 * `retryAfterSeconds`, when nothing can be written now; everything expected is a value.
 */
export interface Gateway {
  /** Whether a body is read from whoever posts, by what they show before it. Throws as the rest does. */
  admit(presented: Presented): Admission | Promise<Admission>;
  /** A body from a peer. Never throws. */
  receive(incoming: Incoming): Promise<Answered>;
  /** A body from a peer was refused before it was read. Never throws. */
  turnAway(refused: TurnedAway): Promise<void>;
  loanRecords: LoanRecordDesk;
  claims: ClaimDesk;
  rota: RotaDesk;
  policies: PolicyDesk;
  work: WorkDesk;
  reveal: RevealDesk;
  files: FileDesk;
  deliveries: DeliveryDesk;
  notices: NoticeBoard;
  parcels: ParcelDesk;
  carriers: CarrierDesk;
  ledger: LedgerDesk;
  peers: PeerDesk;
  credentials: CredentialDesk;
  conformance: ConformDesk;
  webhooks: WebhookDesk;
  rules: RuleDesk;
  jobs: JobsDesk;
  exports: ExportDesk;
  erasures: EraseDesk;
  verification: Verification;
  /** One request as a page that needs nothing else. Throws `OperatorError` where there is none. */
  caseFolder(loan: string, shows: { photos: boolean }): Promise<string>;
  readiness(): Promise<Readiness>;
  gauges(): Promise<Gauges>;
}

/**
 * A caller's agencies, where they are given, bound every call: what belongs to others is not found. A library's own id
 * without its agency throws `AgencyNeeded` where several have a record under it.
 */
export interface LoanRecordDesk {
  /** One outcome for each record, in their order. */
  accept(records: readonly unknown[], by: Caller): Promise<RecordOutcome[]>;
  /** Refused where the record names another library id than the one that it stands under. */
  change(record: LoanReference, content: unknown, by: Caller): Promise<RecordOutcome | { status: 'unknown' }>;
  withdraw(record: LoanReference, by: Caller): Promise<ActAnswer>;
  /** `holdSeconds`: how long it can be taken back; without it the act is done at once. An act that is held before is decided first. */
  act(asked: {
    loan: LoanReference;
    act: Act;
    idempotencyKey: string;
    by: Caller;
    holdSeconds?: number;
  }): Promise<ActResult>;
  list(filter: LoanFilter, by: Caller): Promise<Page<LoanSummary>>;
  /** As it stands, or as it was at a moment: then nothing can be done with it. */
  get(record: LoanReference, by: Caller, asOf?: Instant): Promise<LoanDetail | undefined>;
}

export type RecordOutcome =
  | { status: 'accepted' | 'unchanged' | 'replaced'; id: string; libraryId: string; warnings?: Fault[] }
  | {
      status: 'conflict';
      id: string;
      libraryId: string;
      detail: string;
      difference: readonly Difference[];
    }
  | { status: 'refused'; libraryId?: string; faults: Fault[] };

export interface LoanFilter {
  role?: Role;
  phase?: LoanRecord['phase'];
  state?: TransactionStateName;
  peer?: string;
  type?: ServiceType;
  dueBefore?: Instant;
  attention?: Queue | 'any';
  /** Words of title, author and identifiers. */
  text?: string;
  libraryId?: string;
  limit: number;
  /** The cursor of the page before. */
  after?: string;
}

export interface Page<Item> {
  items: Item[];
  /** Cursor of the next page; missing on the last one. */
  next?: string;
}

export interface LoanSummary {
  id: string;
  libraryId?: string;
  role: Role;
  agency: string;
  phase: LoanRecord['phase'];
  createdAt: Instant;
  closedAt?: Instant;
  title?: string;
  author?: string;
  /** Of the newest transaction. */
  state?: TransactionStateName;
  peer?: string;
  serviceType?: ServiceType;
  dueDate?: Instant;
  attention?: Queue;
}

export interface LoanDetail {
  id: string;
  /** The moment whose state this is, where it is not the present one. */
  asOf?: Instant;
  record: LoanRecord;
  transactions: ({ id: string } & Transaction)[];
  shipments: ({ id: string } & Shipment)[];
  claims: ({ id: string } & Claim)[];
  /** Open ones. */
  deliveries: ({ id: string } & Delivery)[];
  attention?: Attention;
  acts: PossibleActs;
  /** Past entries, oldest first. */
  timeline: TimelineEntry[];
  planned: PlannedEvent[];
}

export interface TimelineEntry {
  seq: number;
  at: Instant;
  kind: string;
  /** A sentence in a librarian's words. */
  text: string;
  because: string;
  actor: Actor;
  transaction?: string;
  delivery?: string;
  peer?: string;
}

/** Who is asked for a request, in which order, and why. A caller's agencies, where they are given, bound every call. */
export interface RotaDesk {
  explain(record: LoanReference, by: Caller): Promise<RotaView | undefined>;
  /** Who is asked from now on, as `TYPE:VALUE`, in this order. */
  order(record: LoanReference, suppliers: readonly string[], by: Caller): Promise<ChoiceAnswer>;
  /** Has the catalogues asked again. */
  seek(record: LoanReference, by: Caller): Promise<ChoiceAnswer>;
}

/** What a person asks of a delivery; what composing anew needs beyond that, the gateway reads itself. */
export type DeliveryAsk =
  { verb: 'send-again' } | { verb: 'compose-anew' } | { verb: 'probe' } | { verb: 'drop'; reason: string };

export interface DeliveryFilter {
  state?: DeliveryStateName;
  peer?: string;
  cause?: string;
  limit: number;
  after?: string;
}

export interface DeliveryCause {
  cause: string;
  state: DeliveryStateName;
  count: number;
  peers: string[];
  oldestOwedAt: Instant;
}

export interface DeliveryDesk {
  list(filter: DeliveryFilter, by: Caller): Promise<Page<{ id: string } & Delivery>>;
  /** Of the deliveries that wait for another attempt or for a person. */
  causes(by: Caller): Promise<DeliveryCause[]>;
  act(asked: {
    delivery: string;
    ask: DeliveryAsk;
    idempotencyKey: string;
    by: Caller;
  }): Promise<DeliveryActResult>;
}

export interface SeqPage<Item> {
  items: Item[];
  /** Where to go on: the last `seq` that was looked at, also where nothing of it was for the caller. */
  after: number;
  /** True when there is more right now. */
  more: boolean;
}

export interface SeqCursor {
  after: number;
  limit: number;
}

export interface LedgerLine {
  seq: number;
  /** RFC 6962 leaf hash of the text, hex. */
  leafHash: string;
  /** The entry's canonical text. */
  text: string;
}

export interface LedgerDesk {
  events(cursor: SeqCursor, by: Caller): Promise<SeqPage<LibraryEvent>>;
  entries(cursor: SeqCursor, by: Caller): Promise<SeqPage<LedgerLine>>;
  /** What a search may ask of the loans that entries belong to, by the loan's id. */
  loanFacts(ids: readonly string[]): Promise<ReadonlyMap<string, LoanFacts>>;
  /** The newest signed note; nothing before the first. */
  checkpoint(): Promise<string | undefined>;
}

export interface PeerView {
  id: string;
  name: string;
  url: string;
  edition: string;
  /** `TYPE:VALUE` of each agency that it speaks for. */
  agencies: string[];
  patronData: boolean;
  /** Failures in a row; the breaker is open until then. */
  failures: number;
  breakerOpenUntil?: Instant;
  pausedAt?: Instant;
  lastGoodAt?: Instant;
  undelivered: number;
  /** What it has to show, and what we show it, by kind. */
  demands: CredentialKind[];
  shows: CredentialKind[];
  /** The earliest end of a credential that is over, or soon will be. */
  credentialEndsAt?: Instant;
}

export interface PeerDesk extends HabitsDesk {
  list(by: Caller): Promise<PeerView[]>;
  /** Throws `PeersFileError` where the file cannot be used. */
  import(file: unknown, by: Caller): Promise<PeersImported>;
  pause(id: string, by: Caller): Promise<PauseAnswer>;
  resume(id: string, by: Caller): Promise<PauseAnswer>;
  /** Sends the peer one message that it can only answer, also while it is paused, and waits for the answer. */
  test(id: string, by: Caller): Promise<PeerTestAnswer>;
}

/** `running`: somebody tests this peer at this moment. */
export type PeerTestAnswer =
  { kind: 'unknown-peer' } | { kind: 'running' } | { kind: 'done'; test: PeerTestResult };

/** What was sent, what came back, and what it proves; keys of ours are holes in it. */
export interface PeerTestResult {
  peer: string;
  name: string;
  url: string;
  verdict: PeerVerdict;
  /** Normalised: `confirmed`, `UnrecognisedDataValue`, `connection refused`, `HTTP 401`. */
  cause: string;
  statusCode?: number;
  durationMs: number;
  errors: readonly ErrorData[];
  requestId: string;
  /** `TYPE:VALUE` of the agencies that it went between. */
  from: string;
  to: string;
  sent: string;
  answer?: PeerAnswer;
}

export interface Readiness {
  /** How many credentials and certificates have run out, or soon will; missing where none does. */
  credentialsEnding?: number;
  checks: Record<'database' | 'ledger' | 'jobs', { ok: boolean; detail?: string }>;
  oldestUndeliveredAt?: Instant;
}

/** What is measured when it is asked for. Peers and jobs are named, persons never. */
export interface Gauges {
  /** Use cases that wait to be committed, by source. */
  waiting: Readonly<Record<string, number>>;
  undelivered: readonly { peer: string; state: DeliveryStateName; count: number }[];
  oldestUndeliveredSeconds: number;
  ledgerEntries: number;
  /** `secondsSinceRun` is -1 where no run is known of; `lagSeconds` is how long a job is past due without being run. */
  jobs: readonly { name: string; secondsSinceRun: number; lagSeconds: number; failures: number }[];
  /** What runs out, within the time that is warned of ahead; negative where it has. */
  credentials?: readonly { peer: string; direction: string; kind: string; secondsLeft: number }[];
  /** Missing where nobody asked to be told. */
  webhooks?: readonly {
    name: string;
    failures: number;
    setAside: number;
    stopped: boolean;
    behind: number;
  }[];
}
