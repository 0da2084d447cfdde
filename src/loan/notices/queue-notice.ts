import { byId } from '../by-id.js';
import type { SealedText } from '../happening.js';
import { present } from '../present.js';
import { languageFor, type NoticeDesk } from './notice-desk.js';
import {
  noticeKindOf,
  noticeLanguageOf,
  type NoticeKind,
  type NoticeLanguage,
  type NoticeValue,
} from './notice-kinds.js';
import { NoticeState, type Notice, type NoticeWay, type SealedNotice } from './notice.js';
import { noticeValues, type NoticeAbout } from './notice-values.js';

export interface NoticeAsked {
  kind: NoticeKind;
  way: NoticeWay;
  language?: NoticeLanguage | undefined;
  ownWords?: string | undefined;
  /** The transaction's id. */
  transaction?: string | undefined;
  /** Written again for a person who sends it once more. */
  again?: string | undefined;
}

export type Drafted =
  | { ok: true; notice: Omit<Notice, 'sealed'>; text: SealedNotice }
  | { ok: false; missing: readonly NoticeValue[] };

/** A notice as it would be sent, and nothing done about it yet. */
export function draftNotice(about: NoticeAbout, asked: NoticeAsked, desk: NoticeDesk): Drafted {
  const { kind, ownWords } = asked;
  const { to } = noticeKindOf(kind);
  const patron = noticeLanguageOf(about.wish?.patron?.language);
  const language = asked.language ?? languageFor(to, { desk, patron, peer: about.transaction?.peer });
  const values = noticeValues(about, { to, language, desk });
  const written = desk.write({ kind, language, values, ...(ownWords === undefined ? {} : { ownWords }) });
  if (!written.ok) return { ok: false, missing: written.missing };
  const way = desk.hasMail ? asked.way : 'letter';
  const notice = present({
    loan: about.loan,
    transaction: asked.transaction,
    to,
    kind,
    language,
    way,
    state: NoticeState.Queued,
    madeAt: about.now.toISOString(),
    dueAt: (way === 'mail' ? desk.afterQuiet(about.now) : about.now).toISOString(),
    dueDate: about.transaction?.dueDate,
    attempts: 0,
    again: asked.again,
  });
  return { ok: true, notice, text: { subject: written.subject, text: written.text } };
}

/** The same as rows and sealed texts of a happening. */
export function queuedAs(
  drafted: Extract<Drafted, { ok: true }>,
  newId: () => string,
): { notices: Record<string, Notice>; sealed: Record<string, SealedText> } {
  const [id, sealed] = [newId(), newId()];
  return {
    notices: byId(id, { ...drafted.notice, sealed }),
    sealed: byId(sealed, { purpose: 'notice', value: JSON.stringify(drafted.text) }),
  };
}
