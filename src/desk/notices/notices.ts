import type { Caller } from '../../access/index.js';
import type { NoticeAnswer, ReportAnswer } from '../../exchange/index.js';
import type {
  Instant,
  LintFinding,
  Notice,
  NoticeDecision,
  NoticeLanguage,
  NoticeReceiver,
  NoticeState,
  NoticeWay,
  SealedNotice,
} from '../../loan/index.js';
import type { ReportFault, ReportForm } from '../../notices/index.js';
import type { LoanReference } from '../loans/loan-reference.js';

/** A notice in a list. */
export interface NoticeSummary {
  id: string;
  notice: Notice;
  agency: string;
  /** Title of what the loan is about. */
  title?: string;
  libraryId?: string;
  /** Of the transaction that it was written about. */
  peer?: string;
  peerName?: string;
  /** What may be decided about it now. */
  possible: readonly NoticeDecision[];
}

/** With its text, for whoever may work with its loan; without it once the person is erased. */
export interface NoticeDetail extends NoticeSummary {
  text?: SealedNotice;
}

export interface NoticeFilter {
  state?: NoticeState;
  to?: NoticeReceiver;
  limit: number;
  /** Cursor of the page before. */
  after?: string;
}

/** A notice as it would go out now, by hand. */
export type NoticePreview =
  | ({
      kind: 'possible';
      notice: string;
      to: NoticeReceiver;
      language: NoticeLanguage;
      way: NoticeWay;
      /** What its words should perhaps not say. */
      warnings: readonly LintFinding[];
    } & SealedNotice)
  | { kind: 'refused'; refusal: string; detail: string }
  | { kind: 'unknown-loan' };

export interface PreviewAsked {
  template: string;
  language?: string;
  way?: string;
  note?: string;
}

/** A letter as it is printed. */
export interface Letter extends SealedNotice {
  id: string;
  language: NoticeLanguage;
  to: NoticeReceiver;
  /** Whom it is for, a line each; none where whoever prints may not know it. */
  lines: readonly string[];
  /** The return address, a line each. */
  letterhead: readonly string[];
  printedAt: Instant;
}

export interface Printed {
  letters: readonly Letter[];
  /** Those that cannot be printed, with the reason. */
  refused: readonly Exclude<NoticeAnswer, { kind: 'done' }>[];
}

/** What became of a delivery report. Nothing of it is ours where it is unreadable or names a notice that is not here. */
export type ReportTaken =
  | Exclude<ReportAnswer, { kind: 'unknown-notice' }>
  | { kind: 'not-ours'; fault: ReportFault | 'unknown-notice' };

/** E-mails and letters to people, over all loans. A caller's agencies, where they are given, bound every call. */
export interface NoticeBoard {
  list(filter: NoticeFilter, by: Caller): Promise<{ items: NoticeSummary[]; next?: string }>;
  /** How many there are in each state; those without any are missing. */
  counts(by: Caller): Promise<Partial<Record<NoticeState, number>>>;
  get(id: string, by: Caller): Promise<NoticeDetail | undefined>;
  preview(record: LoanReference, asked: PreviewAsked, by: Caller): Promise<NoticePreview>;
  /** One answer for each, in their order. `email` is a reader's address from now on, where it is sent again to them. */
  decide(
    ids: readonly string[],
    asked: { decision: NoticeDecision; email?: string },
    by: Caller,
  ): Promise<readonly NoticeAnswer[]>;
  /** Counts them as printed, and answers them with whom they are for. */
  print(ids: readonly string[], by: Caller): Promise<Printed>;
  /** A delivery report of unknown origin. What is not ours is an entry too. */
  hear(report: { bytes: Uint8Array; form: ReportForm }, by: Caller): Promise<ReportTaken>;
}
