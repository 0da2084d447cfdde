import type { Instant } from '../model/transaction.js';
import type { NoticeKind, NoticeLanguage, NoticeReceiver } from './notice-kinds.js';

export const NoticeState = {
  Queued: 'queued',
  /** Claimed: it may be on the wire. */
  Sending: 'sending',
  Sent: 'sent',
  /** The mail server may have taken it: a person decides, so that nobody gets it twice. */
  InDoubt: 'in-doubt',
  Bounced: 'bounced',
  /** Refused for good, or given up. */
  Failed: 'failed',
  /** What it says was not true any more when it was to go, or a person took it back. */
  Withdrawn: 'withdrawn',
  /** A person sent it again: what became of that one stands with it. */
  Replaced: 'replaced',
  ToPrint: 'to-print',
  Printed: 'printed',
} as const;
export type NoticeState = (typeof NoticeState)[keyof typeof NoticeState];

/** How a notice goes out. */
export const noticeWays = ['mail', 'letter'] as const;
export type NoticeWay = (typeof noticeWays)[number];

/** An e-mail or letter to a reader, to staff or to people at a peer. Its text is sealed; the state names nobody. */
export interface Notice {
  loan: string;
  /** The transaction that it was written about. */
  transaction?: string;
  to: NoticeReceiver;
  kind: NoticeKind;
  language: NoticeLanguage;
  way: NoticeWay;
  state: NoticeState;
  madeAt: Instant;
  /** When it is to be sent or tried again; while it is being sent, when its claim runs out. */
  dueAt?: Instant;
  /** Id of the sealed value that holds its text (`SealedNotice`). */
  sealed?: string;
  /** Due date that it speaks of: when it moves, an unsent notice is not true any more. */
  dueDate?: Instant;
  attempts: number;
  settledAt?: Instant;
  /** Why it is as it is, without any address. */
  cause?: string;
  /** Of several receivers, how many the mail server refused. */
  refused?: number;
  /** The one in whose place it was sent again. */
  again?: string;
}

/** What is sealed of a notice. To whom it goes is looked up only when it is sent. */
export interface SealedNotice {
  subject: string;
  text: string;
}
