import type { Instant } from '../model/transaction.js';
import type { NoticeWay } from './notice.js';
import type { NoticeKind, NoticeLanguage, NoticeReceiver, NoticeValue } from './notice-kinds.js';

export type NoticeValues = Partial<Record<NoticeValue, string | number>>;

/** What the house says about notices, and how one is written. Made by the composition root; all of it is pure. */
export interface NoticeRules {
  /** How a kind goes out by itself; `off` where only a person sends it. */
  wayOf(kind: NoticeKind): NoticeWay | 'off';
  /** Whether mail can be sent at all; else everything is a letter. */
  hasMail: boolean;
  /** The language of the house and its staff. */
  language: NoticeLanguage;
  write(asked: {
    kind: NoticeKind;
    language: NoticeLanguage;
    values: NoticeValues;
    ownWords?: string;
  }): WrittenNotice;
  /** The first moment from `at` on that lies outside the quiet hours. */
  afterQuiet(at: Date): Date;
  /** A day as it is written in a language, in the zone of the library. */
  dayIn(language: NoticeLanguage, at: Instant): string;
  /** Days by which a reader's loan ends before the supplier wants the item back. */
  patronDaysBefore: number;
  /** Days for which an item is kept for its reader. */
  pickupDays: number;
  /** Days until an answer is hoped for. */
  answerDays: number;
  /** Address of the staff page of a request, where the gateway knows its own. */
  pageOf(loan: string): string | undefined;
}

export type WrittenNotice =
  | { ok: true; subject: string; text: string }
  /** Values without which the kind cannot be written. */
  | { ok: false; missing: readonly NoticeValue[] };

/** The rules beside what the directory knows of this loan's two sides. */
export interface NoticeDesk extends NoticeRules {
  library: string;
  /** What a peer is called, and which language its people read; undefined for one that is gone. */
  peerOf(id: string): { name: string; language?: NoticeLanguage } | undefined;
}

/** The language in which a receiver of this loan is written to. */
export function languageFor(
  to: NoticeReceiver,
  known: { desk: NoticeDesk; patron?: NoticeLanguage | undefined; peer?: string | undefined },
): NoticeLanguage {
  const { desk, patron, peer } = known;
  if (to === 'patron') return patron ?? desk.language;
  if (to === 'staff') return desk.language;
  return (peer === undefined ? undefined : desk.peerOf(peer)?.language) ?? desk.language;
}
