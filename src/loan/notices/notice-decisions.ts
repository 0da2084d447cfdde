import { byId, withId } from '../by-id.js';
import { present, without } from '../present.js';
import type { LoanView } from '../happening.js';
import { NoticeState, type Notice } from './notice.js';
import { asLetter, ended } from './notice-steps.js';
import { untrueBecause } from './still-true.js';

/** What a person may do with a notice. */
export const noticeDecisions = [
  'send-again',
  'to-letter',
  'was-sent',
  'printed',
  'not-printed',
  'withdraw',
] as const;
export type NoticeDecision = (typeof noticeDecisions)[number];

/** In which states each is possible. `send-again` of one in doubt is the person's word that nobody has it. */
const possibleIn: Readonly<Record<NoticeDecision, readonly NoticeState[]>> = {
  'send-again': ['in-doubt', 'bounced', 'failed'],
  'to-letter': ['queued', 'in-doubt', 'bounced', 'failed'],
  'was-sent': ['in-doubt'],
  withdraw: ['queued', 'to-print', 'in-doubt', 'failed', 'bounced'],
  printed: ['to-print', 'printed'],
  'not-printed': ['printed'],
};

export function isPossible(decision: NoticeDecision, { state }: Pick<Notice, 'state'>): boolean {
  return possibleIn[decision].includes(state);
}

/** What staff may do with it, in the order in which it helps. */
export function possibleDecisions(notice: Pick<Notice, 'state'>): NoticeDecision[] {
  return noticeDecisions.filter((decision) => isPossible(decision, notice));
}

export const NoticeRefusal = {
  NotInThisState: 'not-in-this-state',
  /** The loan has moved on: a new notice says what holds now. */
  NotTrue: 'not-true-any-more',
  /** The person's data is erased, and its text with it. */
  Erased: 'text-erased',
  AddressUnreadable: 'address-unreadable',
} as const;
export type NoticeRefusal = (typeof NoticeRefusal)[keyof typeof NoticeRefusal];

/** A sentence each, for staff. */
export const noticeRefusalText: Readonly<Record<NoticeRefusal, string>> = {
  'not-in-this-state': 'This is not possible with the notice as it stands now.',
  'not-true-any-more': 'What it says does not hold any more: send a new notice instead.',
  'text-erased': 'Its text is erased with the person’s data.',
  'address-unreadable': 'That is no e-mail address of a reader.',
};

export interface Deciding {
  view: LoanView;
  /** The person's data is erased: no text can be read any more. */
  isErased: boolean;
  now: Date;
  newId: () => string;
  /** The first moment outside the quiet hours. */
  afterQuiet: (at: Date) => Date;
}

/** What follows from a decision: the notice as it is then, and one that goes in its place. */
export type NoticeDecided =
  { ok: true; notices: Record<string, Notice>; because: string } | { ok: false; refusal: NoticeRefusal };

/** A person decides about a notice. Refused in a state that does not allow it, and for what is not true any more. */
export function decideNotice(
  { id, notice }: { id: string; notice: Notice },
  decision: NoticeDecision,
  deciding: Deciding,
): NoticeDecided {
  if (!isPossible(decision, notice)) return { ok: false, refusal: NoticeRefusal.NotInThisState };
  if (goesOut.has(decision)) {
    if (deciding.isErased || notice.sealed === undefined) return { ok: false, refusal: NoticeRefusal.Erased };
    if (untrueBecause(notice, deciding.view) !== undefined)
      return { ok: false, refusal: NoticeRefusal.NotTrue };
  }
  const { notices, because } = decisions[decision]({ id, notice }, deciding);
  return { ok: true, notices, because };
}

/** Those after which somebody reads it. */
const goesOut: ReadonlySet<NoticeDecision> = new Set(['send-again', 'to-letter', 'printed']);

type Decide = (
  subject: { id: string; notice: Notice },
  deciding: Deciding,
) => { notices: Record<string, Notice>; because: string };

const decisions: Readonly<Record<NoticeDecision, Decide>> = {
  'send-again'({ id, notice }, { now, newId, afterQuiet }) {
    const because = 'a person sends it again';
    const again: Notice = {
      ...without(notice, 'settledAt', 'cause', 'refused'),
      state: NoticeState.Queued,
      madeAt: now.toISOString(),
      dueAt: afterQuiet(now).toISOString(),
      attempts: 0,
      again: id,
    };
    const before = ended(notice, NoticeState.Replaced, { now, cause: after(because, notice) });
    return { notices: withId(byId<Notice>(id, before), newId(), again), because };
  },
  'to-letter': ({ id, notice }) => {
    const because = 'a person prints it as a letter';
    return { notices: byId(id, asLetter(notice, after(because, notice))), because };
  },
  'was-sent': ends(NoticeState.Sent, 'a person knows that it came'),
  withdraw: ends(NoticeState.Withdrawn, 'a person took it back'),
  printed: ({ id, notice }, { now }) => {
    const isAgain = notice.state === NoticeState.Printed;
    const because = isAgain ? 'a person printed it again' : 'a person printed it';
    return { notices: byId(id, printed(notice, now)), because };
  },
  'not-printed': ({ id, notice }) => {
    const because = 'a person says that it was not printed';
    return { notices: byId(id, asLetter(without(notice, 'settledAt'), because)), because };
  },
};

function ends(state: NoticeState, because: string): Decide {
  return ({ id, notice }, { now }) => ({
    notices: byId(id, ended(notice, state, { now, cause: after(because, notice) })),
    because,
  });
}

/** Each printing counts as an attempt, so that a second one is seen. */
function printed(notice: Notice, now: Date): Notice {
  return present({
    ...notice,
    state: NoticeState.Printed,
    settledAt: now.toISOString(),
    attempts: notice.attempts + 1,
  });
}

/** Why it is as it is, and what was wrong before: neither names anybody. */
function after(because: string, { cause }: Notice): string {
  return cause === undefined ? because : `${because}; before: ${cause}`;
}

/** An address as a mail server can be given it; whether somebody reads there it does not say. */
export function isMailAddress(text: string): boolean {
  return /^[^\s@<>(),;:"\\]{1,64}@[^\s@<>(),;:"\\]{1,190}$/.test(text);
}
