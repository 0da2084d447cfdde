import type { ErrorData, Message } from '../iso18626/index.js';
import type { Claim } from './claims/claim.js';
import type { Delivery } from './model/delivery.js';
import type { LoanRecord } from './model/loan-record.js';
import type { Notice } from './notices/notice.js';
import type { Shipment } from './shipments/shipment.js';
import type { Instant, Transaction } from './model/transaction.js';

/** A loan as its aggregates stand: what the rules read. Maps are by id. */
export interface LoanView {
  id: string;
  record: LoanRecord;
  transactions: ReadonlyMap<string, Transaction>;
  shipments: ReadonlyMap<string, Shipment>;
  claims: ReadonlyMap<string, Claim>;
  notices: ReadonlyMap<string, Notice>;
  /** Open deliveries only. */
  deliveries: ReadonlyMap<string, Delivery>;
}

/** The moment of a decision: the only source of time and of new ids. */
export interface RuleMoment {
  now: Date;
  newId(): string;
}

/** A message that a happening owes to the peer: canonical, complete, with its header time stamp. */
export interface Owed {
  transaction: string;
  peer: string;
  message: Message;
  what: string;
  probe?: boolean;
}

/** What the library's own system hears (`GET /api/v1/events`). */
export const LoanEventType = {
  Sent: 'sent',
  WillSupply: 'will-supply',
  Shipped: 'shipped',
  Arrived: 'arrived',
  DueChanged: 'due-changed',
  DueSoon: 'due-soon',
  Overdue: 'overdue',
  Lost: 'lost',
  Damaged: 'damaged',
  Found: 'found',
  Closed: 'closed',
  NeedsAttention: 'needs-attention',
} as const;
export type LoanEventType = (typeof LoanEventType)[keyof typeof LoanEventType];

export interface LoanEvent {
  type: LoanEventType;
  dueDate?: Instant;
  carrier?: string;
  trackingId?: string;
  expectedAt?: Instant;
  /** How it closed: `LoanCompleted`, `CopyCompleted`, `Unfilled`, `Cancelled`, … */
  outcome?: string;
  /** A sentence for staff, without any value that names a person. */
  text?: string;
}

/** What may name or show a person, on its way under the loan's data key: words, or the bytes of a file with their hash. */
export type SealedText =
  | { purpose: 'notice' | 'call' | 'report'; value: string }
  | { purpose: 'photo'; value: Uint8Array; sha256: string }
  /** Under a data key of its own. */
  | { purpose: 'document'; value: Uint8Array; sha256: string; holder: string };

/** One fact and what it changes: becomes one ledger entry. Whole new states, not patches; absent means unchanged. */
export interface Happening {
  kind: HappeningKind;
  because: string;
  record?: LoanRecord;
  /** By id; new ids make new rows. */
  transactions?: Record<string, Transaction>;
  shipments?: Record<string, Shipment>;
  claims?: Record<string, Claim>;
  notices?: Record<string, Notice>;
  /** What may name a person, by the id under which it is sealed; states and facts hold the id alone. */
  sealed?: Record<string, SealedText>;
  owe?: Owed;
  /** Where a copy that has come can be opened: for the notice that tells the reader, and written nowhere else. */
  link?: string;
  event?: LoanEvent;
  /** Open facts only: nothing that names a person. */
  facts?: Record<string, string | number | boolean>;
}

export const HappeningKind = {
  RecordAccepted: 'loan-record-accepted',
  RecordChanged: 'loan-record-changed',
  RecordWithdrawn: 'loan-record-withdrawn',
  RequestOwed: 'request-owed',
  RequestReceived: 'request-received',
  MessageReceived: 'message-received',
  MessageOwed: 'message-owed',
  Confirmed: 'message-confirmed',
  Act: 'act',
  Parcel: 'parcel-changed',
  Carrier: 'carrier-told',
  Struck: 'clock-struck',
  ActHeld: 'act-held',
  ActWithdrawn: 'act-withdrawn',
  ActDecided: 'act-decided',
  ActRefused: 'act-refused',
  ConditionReported: 'condition-reported',
  DocumentFetched: 'document-fetched',
  DocumentDestroyed: 'document-destroyed',
  NextSupplier: 'next-supplier-asked',
  NoticeQueued: 'notice-queued',
  NoticeClaimed: 'notice-claimed',
  NoticeSettled: 'notice-settled',
  NoticeDecided: 'notice-decided',
  NoticeBounced: 'notice-bounced',
  SuppliersSought: 'suppliers-sought',
  HoldingsHeard: 'holdings-heard',
  RotaMade: 'rota-made',
  SuppliersOrdered: 'suppliers-ordered',
} as const;
export type HappeningKind = (typeof HappeningKind)[keyof typeof HappeningKind];

/** What a peer's message does: the confirmation to give, and what happened. */
export interface Reaction {
  /** Errors beside OK are information, for a peer that asked for it. Source: iso18626.md 4.2. */
  confirmation: { ok: true; errors?: ErrorData[] } | { ok: false; errors: ErrorData[] };
  happenings: Happening[];
}
