import {
  asLetter,
  byId,
  claimed,
  ended,
  needsPerson,
  NoticeState,
  untrueBecause,
  type Notice,
} from '../../loan/index.js';
import type { Loaded, Loan, Moment, Query, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { openedWish } from '../opened-wish.js';
import { storyOf, type Story } from '../tell.js';

/** A mail that is to go to the mail server now. */
export interface ClaimedNotice {
  id: string;
  loan: string;
  to: readonly string[];
  /** Id of its sealed text. */
  sealed: string;
}

export interface ClaimedNotices {
  mails: ClaimedNotice[];
  /** True when as many loans were due as were asked for: there may be more. */
  full: boolean;
}

export interface ClaimNoticesAsked {
  now: Date;
  limit: number;
  /** Addresses of staff. */
  staff: readonly string[];
  /** Ids of mails that this process has on the wire: their claims are not judged by the clock. */
  onTheWire: ReadonlySet<string>;
}

/**
 * Takes the notices that are due: mails are claimed, with their receivers opened for the moment of sending alone; what
 * cannot be mailed becomes a letter; what is not true any more is withdrawn; and a claim that ran out leaves a doubt,
 * since the mail server may have taken it.
 */
export function claimNotices(asked: ClaimNoticesAsked, context: ExchangeContext): UseCase<ClaimedNotices> {
  const query: Query = { name: 'notices-due', now: asked.now.toISOString(), limit: asked.limit };
  return {
    name: 'claim-notices',
    source: 'unbounded',
    needs: { find: [query] },
    decide(loaded, at) {
      // A loan of which several are due is found as often, and told of once.
      const due = [...new Map(loaded.found(query).map((loan) => [loan.id, loan])).values()];
      const mails: ClaimedNotice[] = [];
      const stories = due.map((loan) => takeDue(loan, { asked, loaded, at, context, mails }));
      return {
        result: { mails, full: loaded.found(query).length >= asked.limit },
        entries: stories.flatMap(({ entries }) => entries),
        keep: { dataKeys: stories.flatMap(({ keep }) => keep.dataKeys ?? []) },
      };
    },
  };
}

interface Here {
  asked: ClaimNoticesAsked;
  loaded: Loaded;
  at: Moment;
  context: ExchangeContext;
  mails: ClaimedNotice[];
}

function takeDue(loan: Loan, here: Here): Story {
  const { at, context, loaded, asked } = here;
  const peers = context.directoryOf(loaded.directory);
  const story = storyOf(loan, { actor: { kind: 'clock', id: 'notify' }, at, peers, context });
  const now = at.now.toISOString();
  for (const [id, notice] of loan.notices) {
    if (notice.dueAt === undefined || notice.dueAt > now || asked.onTheWire.has(id)) continue;
    const taken = take({ id, notice, loan }, here);
    story.tell(
      {
        kind: taken.notice.state === NoticeState.Sending ? 'notice-claimed' : 'notice-settled',
        because: taken.because,
        notices: byId(id, taken.notice),
        ...(needsPerson(taken.notice) ? { event: { type: 'needs-attention', text: taken.because } } : {}),
        facts: { notice: notice.kind, to: notice.to, noticeState: taken.notice.state },
      },
      { ...(notice.transaction === undefined ? {} : { transaction: notice.transaction }) },
    );
  }
  return story;
}

interface Subject {
  id: string;
  notice: Notice;
  loan: Loan;
}

function take({ id, notice, loan }: Subject, here: Here): { notice: Notice; because: string } {
  const { now } = here.at;
  const end = (state: NoticeState, because: string): { notice: Notice; because: string } => ({
    notice: ended(notice, state, { now, cause: because }),
    because,
  });
  if (notice.state === NoticeState.Sending)
    return end(
      NoticeState.InDoubt,
      'the process ended while the mail was on its way: the mail server may have it',
    );
  if (loan.isErased || notice.sealed === undefined)
    return end(NoticeState.Withdrawn, 'the person’s data is erased');
  const untrue = untrueBecause(notice, loan);
  if (untrue !== undefined) return end(NoticeState.Withdrawn, untrue);
  const letter = letterBecause(notice, { loan, here });
  if (letter !== undefined) return { notice: asLetter(notice, letter), because: letter };
  here.mails.push({ id, loan: loan.id, to: receiversOf(notice, { loan, here }), sealed: notice.sealed });
  return { notice: claimed(notice, now), because: 'its time has come' };
}

function letterBecause(notice: Notice, of: { loan: Loan; here: Here }): string | undefined {
  if (notice.way === 'letter') return 'it goes out as a letter';
  if (notice.to === 'patron' && openedWish(of.loan)?.patron?.notices === 'letter')
    return 'the reader wants letters';
  return receiversOf(notice, of).length === 0 ? noAddress[notice.to] : undefined;
}

const noAddress: Readonly<Record<Notice['to'], string>> = {
  patron: 'the reader has no e-mail address',
  staff: 'the settings give no address of staff',
  peer: 'the peer’s record has no e-mail address',
};

function receiversOf(notice: Notice, { loan, here }: { loan: Loan; here: Here }): readonly string[] {
  switch (notice.to) {
    case 'patron':
      return one(openedWish(loan)?.patron?.email);
    case 'staff':
      return here.asked.staff;
    case 'peer':
      return one(mailboxOfPeer(notice, { loan, here }));
  }
}

/** The mailbox that the record of the loan's peer names. */
function mailboxOfPeer(
  { transaction = '' }: Notice,
  { loan, here }: { loan: Loan; here: Here },
): string | undefined {
  const peers = here.context.directoryOf(here.loaded.directory);
  const peer = loan.transactions.get(transaction)?.peer;
  return peer === undefined ? undefined : peers.peer(peer)?.contact?.email;
}

function one(address: string | undefined): readonly string[] {
  return address === undefined || address === '' ? [] : [address];
}
