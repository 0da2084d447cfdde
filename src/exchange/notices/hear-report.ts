import type { Actor } from '../../ledger/index.js';
import {
  byId,
  reported,
  type Happening,
  type MailReport,
  type Notice,
  type Reported,
} from '../../loan/index.js';
import type { Loan, LoanKey, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf } from '../tell.js';
import type { NoticePlace } from './decide-notices.js';

/** A report of a mail server about the mail of a notice. */
export interface ReportHeard extends NoticePlace {
  report: MailReport;
  actor: Actor;
  /** Keys of the agencies that the actor may act for; missing means all. */
  agencies?: readonly string[] | undefined;
}

export type ReportAnswer =
  { kind: Reported['kind']; notice: string; loan: string } | { kind: 'unknown-notice' };

const says: Readonly<Record<'patron' | 'staff' | 'peer', string>> = {
  patron: 'correct the address of the reader and send it again, or print a letter',
  staff: 'correct the address of staff in the settings and send it again, or print it',
  peer: 'correct the address in the peer’s record and send it again, or print a letter',
};

/** What a mail server reports of a notice: it has come back, and somebody has to act; or a doubt is settled by it. */
export function hearReport(heard: ReportHeard, context: ExchangeContext): UseCase<ReportAnswer> {
  const key: LoanKey = { by: 'id', id: heard.loan };
  return {
    name: 'hear-report',
    source: 'people',
    needs: { loans: [key] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      const notice = loan?.notices.get(heard.notice);
      if (loan === undefined || notice === undefined || !isTheirs(loan, heard))
        return { result: { kind: 'unknown-notice' } };
      const next = reported(notice, heard.report, at.now);
      const result: ReportAnswer = { kind: next.kind, notice: heard.notice, loan: loan.id };
      if (!('notice' in next)) return { result };
      const peers = context.directoryOf(loaded.directory);
      const story = storyOf(loan, { actor: heard.actor, at, peers, context });
      story.tell(
        happeningOf(next, heard),
        notice.transaction === undefined ? {} : { transaction: notice.transaction },
      );
      return { result, entries: story.entries, keep: story.keep };
    },
  };
}

function isTheirs({ record }: Loan, { agencies }: ReportHeard): boolean {
  return agencies?.includes(record.agency) !== false;
}

function happeningOf(
  { kind, notice, cause }: Extract<Reported, { notice: Notice }>,
  { notice: id, report: { action, code } }: ReportHeard,
): Happening {
  const facts = {
    ...{ notice: notice.kind, to: notice.to, noticeState: notice.state, action },
    ...(code === '' ? {} : { code }),
  };
  const told = { because: cause, notices: byId(id, notice), facts };
  if (kind === 'doubt-settled') return { kind: 'notice-settled', ...told };
  const text = `A notice has come back: ${says[notice.to]}.`;
  return { kind: 'notice-bounced', ...told, event: { type: 'needs-attention', text } };
}
