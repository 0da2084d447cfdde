import { present, without } from '../present.js';
import { NoticeState, type Notice } from './notice.js';

/** What came of handing a mail to the mail server. */
export type MailOutcome =
  /** It took it, for all but `refused` of its receivers. */
  | { class: 'taken'; refused: number; cause: string }
  /** It surely did not take it, and may do so later. */
  | { class: 'later'; cause: string }
  /** It will never take it. */
  | { class: 'refused'; cause: string }
  /** It may have taken it. */
  | { class: 'ambiguous'; cause: string };

/** Minutes after each attempt; then it is given up. Greylisting wants a few minutes, a broken server a night. */
const WAITS_MINUTES = [5, 15, 60, 180, 360, 720, 1_440, 1_440];
const MINUTE = 60_000;

/** A claim that is longer than any attempt can take: a mail that it covers is on no other way. */
const CLAIM_MINUTES = 30;

/** The notice as it is handed to the mail server. */
export function claimed(notice: Notice, now: Date): Notice {
  return {
    ...notice,
    state: NoticeState.Sending,
    attempts: notice.attempts + 1,
    dueAt: new Date(now.getTime() + CLAIM_MINUTES * MINUTE).toISOString(),
  };
}

/** The notice after an attempt. `afterQuiet` moves the next one out of the quiet hours. */
export function settled(
  notice: Notice,
  outcome: MailOutcome,
  { now, afterQuiet }: { now: Date; afterQuiet: (at: Date) => Date },
): Notice {
  if (outcome.class === 'later') {
    const minutes = WAITS_MINUTES[notice.attempts - 1];
    if (minutes === undefined)
      return ended(notice, NoticeState.Failed, { now, cause: `${outcome.cause}; given up` });
    const dueAt = afterQuiet(new Date(now.getTime() + minutes * MINUTE)).toISOString();
    return { ...notice, state: NoticeState.Queued, dueAt, cause: outcome.cause };
  }
  const state = endOf[outcome.class];
  const refused = outcome.class === 'taken' && outcome.refused > 0 ? outcome.refused : undefined;
  return present({ ...ended(notice, state, { now, cause: outcome.cause }), refused });
}

const endOf = {
  taken: NoticeState.Sent,
  refused: NoticeState.Failed,
  ambiguous: NoticeState.InDoubt,
} as const;

/** The notice in a state in which nothing happens by itself. */
export function ended(
  notice: Notice,
  state: NoticeState,
  { now, cause }: { now: Date; cause?: string },
): Notice {
  return present({ ...without(notice, 'dueAt', 'cause'), state, settledAt: now.toISOString(), cause });
}

/** A mail that cannot go becomes a letter that somebody prints. */
export function asLetter(notice: Notice, because: string): Notice {
  return { ...without(notice, 'dueAt'), way: 'letter', state: NoticeState.ToPrint, cause: because };
}

/** States that wait for somebody. */
export function needsPerson({ state }: Pick<Notice, 'state'>): boolean {
  return state === 'in-doubt' || state === 'bounced' || state === 'failed' || state === 'to-print';
}
