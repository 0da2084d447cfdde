import {
  NoticeState,
  possibleDecisions,
  type Notice,
  type NoticeDecision,
  type SealedNotice,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import type { WordKey } from '../words/catalogue.js';

/** What may be decided about a notice, as a form of one button. */
export interface NoticeActView {
  label: string;
  action: string;
  hidden: Readonly<Record<string, string>>;
  isFirst: boolean;
}

/** A notice, wherever it is shown. */
export interface NoticeView {
  id: string;
  /** For whom it is, and what it is about. */
  title: string;
  language: string;
  state: string;
  tone: Tone;
  at: string;
  /** When it is tried again. */
  nextAt?: string;
  attempts: number;
  /** The ledger's own words, which are English. */
  cause?: string;
  /** That some of its receivers were refused. */
  partly?: string;
  isAgain: boolean;
  /** What helps. */
  advice?: string;
  acts: readonly NoticeActView[];
  /** Where a reader's new address is sent, and where that leads back to. */
  correction?: { action: string; back: string };
  text?: SealedNotice;
}

const noticeTones: Readonly<Record<NoticeState, Tone>> = {
  queued: 'plain',
  sending: 'plain',
  sent: 'good',
  'in-doubt': 'warn',
  bounced: 'bad',
  failed: 'bad',
  withdrawn: 'plain',
  replaced: 'plain',
  'to-print': 'warn',
  printed: 'good',
};

export function toneOf(state: NoticeState): Tone {
  return noticeTones[state];
}

/** `back` is where a decision leads to; without it none is offered. */
export function noticeView(
  { id, notice, text }: { id: string; notice: Notice; text?: SealedNotice | undefined },
  back: string | undefined,
  reader: Reader,
): NoticeView {
  const { t } = reader;
  const { kind, to, state, language, madeAt, settledAt, dueAt, attempts, cause, refused } = notice;
  return present({
    id,
    title: t('notice.for', { receiver: t(`receiver.${to}`), notice: t(`notice-kind.${kind}`) }),
    language,
    state: t(`notice-state.${state}`),
    tone: refused === undefined ? toneOf(state) : 'warn',
    at: settledAt ?? madeAt,
    nextAt: state === NoticeState.Queued && attempts > 0 ? dueAt : undefined,
    attempts,
    cause: state === NoticeState.Sent && refused === undefined ? undefined : cause,
    partly: refused === undefined ? undefined : t('notices.partly', { n: refused }),
    isAgain: notice.again !== undefined,
    advice: adviceOf(notice, reader),
    acts: back === undefined ? [] : actsOf(id, { notice, back, reader }),
    correction: correctionOf(id, notice, back),
    text,
  });
}

/** Where a reader's address may be what is wrong. */
function correctionOf(id: string, { state, to }: Notice, back: string | undefined): NoticeView['correction'] {
  const mayBeWrong = to === 'patron' && (state === NoticeState.Bounced || state === NoticeState.Failed);
  return back === undefined || !mayBeWrong ? undefined : { action: `/notices/${id}/send-again`, back };
}

const advised: Partial<Record<NoticeState, WordKey>> = {
  failed: 'notice-advice.failed',
  'in-doubt': 'notice-advice.in-doubt',
  'to-print': 'notice-advice.to-print',
};

function adviceOf({ state, to }: Notice, { t }: Reader): string | undefined {
  const key = state === NoticeState.Bounced ? (`notice-bounced.${to}` as const) : advised[state];
  return key === undefined ? undefined : t(key);
}

function actsOf(
  id: string,
  { notice, back, reader }: { notice: Notice; back: string; reader: Reader },
): NoticeActView[] {
  return possibleDecisions(notice).map((decision) => ({
    label: reader.t(wordFor(decision, notice)),
    ...formOf(decision, id, back),
    isFirst: decision === 'printed' && notice.state === NoticeState.ToPrint,
  }));
}

function wordFor(decision: NoticeDecision, { state }: Notice): WordKey {
  return decision === 'printed' && state === NoticeState.Printed
    ? 'notice-do.reprint'
    : `notice-do.${decision}`;
}

/** Letters are printed, and put back, several at a time as well. */
function formOf(
  decision: NoticeDecision,
  id: string,
  back: string,
): Pick<NoticeActView, 'action' | 'hidden'> {
  if (decision === 'printed') return { action: '/notices/print', hidden: { id, back } };
  if (decision === 'not-printed') return { action: '/notices/not-printed', hidden: { id, back } };
  return { action: `/notices/${id}/${decision}`, hidden: { back } };
}
