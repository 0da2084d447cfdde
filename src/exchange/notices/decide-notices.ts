import type { Actor } from '../../ledger/index.js';
import {
  decideNotice,
  isMailAddress,
  noticeRefusalText,
  type LoanRecord,
  type NoticeState,
  type Notice,
  type NoticeDecision,
  type NoticeRefusal,
  type SealedWish,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Loan, LoanKey, Moment, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { keptBy } from '../shipments/act-on-parcel.js';
import { openedWish } from '../opened-wish.js';
import { storyOf, type Story } from '../tell.js';
import { letterLines } from './letter-lines.js';

/** A notice, and the loan that it is about. */
export interface NoticePlace {
  notice: string;
  loan: string;
}

export interface NoticesAsked {
  notices: readonly NoticePlace[];
  decision: NoticeDecision;
  /** With `send-again` to a reader: their address from now on, for this request. */
  email?: string | undefined;
  actor: Actor;
  /** Keys of the agencies that the actor may act for; missing means all. */
  agencies?: readonly string[] | undefined;
  /** Whether the actor may see who a reader is, by the agency's key: else a letter to a reader has no name on it. */
  reveals: (agency: string) => boolean;
}

export type NoticeAnswer =
  | {
      kind: 'done';
      notice: string;
      loan: string;
      state: NoticeState;
      /** Sent in its place. */ again?: string;
    }
  | { kind: 'refused'; notice: string; refusal: NoticeRefusal; detail: string }
  | { kind: 'unknown-notice'; notice: string };

/** Whom a letter is for, a line each, opened for the moment of printing alone. */
export interface Addressed {
  notice: string;
  lines: readonly string[];
}

export interface NoticesDecided {
  /** One for each that was asked, in their order. */
  answers: readonly NoticeAnswer[];
  /** Of those that are printed by it. */
  letters: readonly Addressed[];
}

/**
 * A person decides about notices: each is done, in one commit and with who it was, or refused with the reason. Whoever
 * prints a letter to a reader sees who that is: the entry that says so is durable before the letter is shown.
 */
export function decideNotices(asked: NoticesAsked, context: ExchangeContext): UseCase<NoticesDecided> {
  const keyOf = (id: string): LoanKey => ({ by: 'id', id });
  return {
    name: `notice-${asked.decision}`,
    source: 'people',
    needs: { loans: [...new Set(asked.notices.map(({ loan }) => loan))].map(keyOf) },
    decide(loaded, at) {
      const peers = context.directoryOf(loaded.directory);
      const stories = new Map<string, Story>();
      const letters: Addressed[] = [];
      const answers = asked.notices.map(({ notice: id, loan: of }): NoticeAnswer => {
        const loan = loaded.loan(keyOf(of));
        const notice = loan?.notices.get(id);
        if (loan === undefined || notice === undefined) return { kind: 'unknown-notice', notice: id };
        if (asked.agencies?.includes(loan.record.agency) === false)
          return { kind: 'unknown-notice', notice: id };
        const story = stories.get(of) ?? storyOf(loan, { actor: asked.actor, at, peers, context });
        stories.set(of, story);
        const desk = peers.notices(loan.record.agency);
        const afterQuiet = (moment: Date): Date => desk?.afterQuiet(moment) ?? moment;
        const lines =
          asked.decision === 'printed' ? letterLines(notice, { loan, peers, reveals: asked.reveals }) : [];
        const answer = tell({ id, notice, loan }, { asked, story, at, afterQuiet, lines });
        if (answer.kind === 'done' && asked.decision === 'printed') letters.push({ notice: id, lines });
        return answer;
      });
      const told = [...stories.values()];
      return {
        result: { answers, letters },
        entries: told.flatMap(({ entries }) => entries),
        keep: keptBy(told.filter(({ entries }) => entries.length > 0)),
      };
    },
  };
}

interface Here {
  asked: NoticesAsked;
  story: Story;
  at: Moment;
  afterQuiet: (at: Date) => Date;
  lines: readonly string[];
}

interface Subject {
  id: string;
  notice: Notice;
  loan: Loan;
}

function tell({ id, notice, loan }: Subject, here: Here): NoticeAnswer {
  const { asked, story, at, afterQuiet, lines } = here;
  const { isErased } = loan;
  const deciding = { view: loan, isErased, now: at.now, newId: () => at.newId(), afterQuiet };
  const decided = decideNotice({ id, notice }, asked.decision, deciding);
  if (!decided.ok) return refused(id, decided.refusal);
  const record = corrected({ id, notice, loan }, here);
  if (record === 'unreadable') return refused(id, 'address-unreadable');
  const state = decided.notices[id]?.state ?? notice.state;
  const facts = {
    ...{ notice: notice.kind, to: notice.to, decision: asked.decision, noticeState: state },
    ...(record === undefined ? {} : { corrected: true }),
    ...(notice.to === 'patron' && lines.length > 0 ? { revealed: true } : {}),
  };
  story.tell(
    present({
      ...{ kind: 'notice-decided' as const, because: decided.because, facts },
      ...{ notices: decided.notices, record },
    }),
    present({ transaction: notice.transaction }),
  );
  const again = Object.keys(decided.notices).find((other) => other !== id);
  return { kind: 'done', notice: id, loan: loan.id, state, ...(again === undefined ? {} : { again }) };
}

function refused(notice: string, refusal: NoticeRefusal): NoticeAnswer {
  return { kind: 'refused', notice, refusal, detail: noticeRefusalText[refusal] };
}

/** The record with the reader's new address, which is sealed; nothing where none is given. */
function corrected(
  { notice, loan }: Subject,
  { asked: { email, decision }, story }: Here,
): LoanRecord | 'unreadable' | undefined {
  if (email === undefined || decision !== 'send-again') return undefined;
  const wish = openedWish(loan);
  if (notice.to !== 'patron' || wish === undefined || !isMailAddress(email)) return 'unreadable';
  const sealedWish = story.keepSealed(
    'wish',
    JSON.stringify({ ...wish, patron: { ...wish.patron, email } } satisfies SealedWish),
  );
  return { ...loan.record, sealedWish };
}
