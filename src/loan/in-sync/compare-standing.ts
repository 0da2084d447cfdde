import { formatInstant, instantOf, type Status } from '../../iso18626/index.js';
import { askedState, nowOf } from '../case.js';
import type { Reaction } from '../happening.js';
import type { RequesterTransaction } from '../model/transaction.js';
import { present } from '../present.js';
import { rowOf } from '../receive/requester/requester-event.js';
import type { HeardAnswer } from '../receive/requester/requester-heard.js';
import { requesterReceivesTable, type PlainEffect } from '../tables/requester-receives-table.js';
import { isDifference, type InSync, type SyncVerdict } from './in-sync.js';
import { kept } from './keep-finding.js';

const DAY = 86_400_000;

/** What a cell of table 3.6 says of a status that was asked for, held against ours as it is after the message. */
const verdicts: Record<PlainEffect | 'move', SyncVerdict> = {
  move: 'agrees',
  refresh: 'agrees',
  // They write while the item is on its way back to them: it settles itself.
  'while-returning': 'agrees',
  'set-due': 'agrees',
  note: 'agrees',
  sync: 'agrees',
  regression: 'behind',
  'back-on-loan': 'behind',
  impossible: 'contradicts',
  'clear-cancel': 'contradicts',
  'back-with-due': 'behind',
};

/**
 * A supplier's message with what it shows of whether both sides agree: the answer to how it stands is held against what
 * we know, by table 3.6; any other message that fits ends a difference that was found before. The state itself moves by
 * the tables alone.
 */
export function withStandingCompared(reaction: Reaction, heard: HeardAnswer): Reaction {
  const inSync = foundBy(reaction, heard);
  return inSync === undefined ? reaction : kept(reaction, { inSync, c: heard.c });
}

/** Where our transaction stands once the first happening is done. */
function stateAfter({ happenings: [first] }: Reaction, { c }: HeardAnswer): RequesterTransaction {
  const after = first?.transactions?.[c.transaction];
  return after?.role === 'requester' ? after : c.state;
}

function foundBy(reaction: Reaction, heard: HeardAnswer): InSync | undefined {
  const { c, event, message } = heard;
  const { status } = message.statusInfo;
  if (event === 'StatusRequestResponse' && status !== undefined) return compared(reaction, { heard, status });
  if (!isDifference(c.state.inSync) || status === undefined || event === 'Notification') return undefined;
  const fits = reaction.confirmation.ok && verdictOf(status, c.state) === 'agrees' && !isUnmoved(reaction);
  if (!fits) return undefined;
  return found(heard, { verdict: 'agrees', by: 'evidence', after: stateAfter(reaction, heard) });
}

/** A message that was overtaken shows how they stood, not how they stand. */
function isUnmoved({ happenings: [first] }: Reaction): boolean {
  return first?.facts?.['late'] === true;
}

function verdictOf(status: Status, state: RequesterTransaction): SyncVerdict {
  return verdicts[requesterReceivesTable[rowOf(status)][askedState(state)].effect];
}

function compared(reaction: Reaction, asked: { heard: HeardAnswer; status: Status }): InSync {
  const { heard, status } = asked;
  const after = stateAfter(reaction, heard);
  // Overtaken by its own time stamp, a status moves nothing here: what the table would have moved is a difference.
  const known = isUnmoved(reaction) ? verdictOfUnmoved(status, heard) : verdictOf(status, heard.c.state);
  const verdict = known === 'agrees' && hasOtherDueDate(heard, after) ? 'due-date' : known;
  return found(heard, { verdict, by: heard.c.state.inSync?.by ?? 'evidence', after });
}

function verdictOfUnmoved(status: Status, { c }: HeardAnswer): SyncVerdict {
  const { effect } = requesterReceivesTable[rowOf(status)][askedState(c.state)];
  return effect === 'move' ? 'contradicts' : verdicts[effect];
}

/** By more than a day: libraries mean the same day by different hours. */
function hasOtherDueDate({ message }: HeardAnswer, { dueDate }: RequesterTransaction): boolean {
  const theirs = instantOf(message.statusInfo.dueDate ?? '');
  const ours = instantOf(dueDate ?? '');
  return theirs !== undefined && ours !== undefined && Math.abs(theirs - ours) >= DAY;
}

function found(
  { c, message }: HeardAnswer,
  { verdict, by, after }: { verdict: SyncVerdict; by: InSync['by']; after: RequesterTransaction },
): InSync {
  const theirDue = instantOf(message.statusInfo.dueDate ?? '');
  const before = c.state.state;
  return present({
    by,
    askedAt: c.state.inSync?.askedAt,
    foundAt: nowOf(c.ctx),
    verdict,
    ours: present({ status: after.state, dueDate: after.dueDate }),
    theirs: present({
      status: message.statusInfo.status ?? '',
      dueDate: theirDue === undefined ? undefined : formatInstant(theirDue),
    }),
    followedFrom: verdict === 'agrees' && after.state !== before ? before : undefined,
  });
}
