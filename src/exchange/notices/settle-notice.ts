import { byId, needsPerson, NoticeState, settled, type MailOutcome, type Notice } from '../../loan/index.js';
import type { LoanKey, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf } from '../tell.js';

/** An attempt to hand a mail to the mail server that is over. */
export interface MailTried {
  notice: string;
  loan: string;
  outcome: MailOutcome;
  durationMs: number;
}

/** Makes the outcome of an attempt durable. Answers the notice; undefined where it was settled in another way before. */
export function settleNotice(tried: MailTried, context: ExchangeContext): UseCase<Notice | undefined> {
  const key: LoanKey = { by: 'id', id: tried.loan };
  return {
    name: 'settle-notice',
    source: 'unbounded',
    needs: { loans: [key] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      const before = loan?.notices.get(tried.notice);
      if (loan === undefined || before === undefined || !mayFollow(before, tried.outcome))
        return { result: undefined };
      const peers = context.directoryOf(loaded.directory);
      const desk = peers.notices(loan.record.agency);
      const afterQuiet = (moment: Date): Date => desk?.afterQuiet(moment) ?? moment;
      const notice = settled(before, tried.outcome, { now: at.now, afterQuiet });
      const story = storyOf(loan, { actor: { kind: 'clock', id: 'notify' }, at, peers, context });
      story.tell(
        {
          kind: 'notice-settled',
          because: tried.outcome.cause,
          notices: byId(tried.notice, notice),
          ...(needsPerson(notice)
            ? {
                event: {
                  type: 'needs-attention',
                  text: `A notice could not be sent: ${tried.outcome.cause}.`,
                },
              }
            : {}),
          facts: {
            notice: notice.kind,
            to: notice.to,
            noticeState: notice.state,
            attempt: notice.attempts,
            cause: tried.outcome.cause,
            durationMs: tried.durationMs,
          },
        },
        { ...(notice.transaction === undefined ? {} : { transaction: notice.transaction }) },
      );
      return { result: notice, entries: story.entries, keep: story.keep };
    },
  };
}

/** What was in doubt meanwhile is settled by the mail server's word all the same. */
function mayFollow({ state }: Notice, outcome: MailOutcome): boolean {
  if (state === NoticeState.Sending) return true;
  return state === NoticeState.InDoubt && outcome.class !== 'ambiguous';
}
