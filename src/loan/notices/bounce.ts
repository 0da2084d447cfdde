import { NoticeState, type Notice } from './notice.js';
import { ended } from './notice-steps.js';

/** What a mail server on the way reports of a mail that ours has taken (RFC 3464). */
export interface MailReport {
  /** `failed` for good; the others prove only that the mail is on its way, or has come. */
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** RFC 3463, and the SMTP reply where one is told: `550 5.1.1`. Never words, since they name the receiver. */
  code: string;
  /** Of several receivers, how many it speaks of. */
  receivers: number;
}

/** What a report does to a notice: nothing where it was settled in another way, or is known already. */
export type Reported =
  | { kind: 'bounced' | 'doubt-settled'; notice: Notice; cause: string }
  | { kind: 'known-already' | 'settled-already' | 'no-bounce' };

/** States in which a mail may be on its way, or count as come; a claim to send it again is proved needless by a report. */
const onItsWay: ReadonlySet<NoticeState> = new Set(['sent', 'in-doubt', 'sending']);

/** The notice after a report about its mail. */
export function reported(notice: Notice, report: MailReport, now: Date): Reported {
  const { state, attempts } = notice;
  if (state === NoticeState.Bounced) return { kind: 'known-already' };
  const isOnItsWay = onItsWay.has(state) || (state === NoticeState.Queued && attempts > 0);
  if (!isOnItsWay) return { kind: 'settled-already' };
  if (report.action === 'failed') {
    const cause = bounceCause(report);
    return { kind: 'bounced', notice: ended(notice, NoticeState.Bounced, { now, cause }), cause };
  }
  if (state !== NoticeState.InDoubt) return { kind: 'no-bounce' };
  const cause = `a mail server reports that it has the mail (${report.action})`;
  return { kind: 'doubt-settled', notice: ended(notice, NoticeState.Sent, { now, cause }), cause };
}

function bounceCause({ code, receivers }: MailReport): string {
  const of = receivers > 1 ? ` for ${receivers} of its receivers` : '';
  return `the mail has come back${of}${code === '' ? '' : ` (${code})`}`;
}
