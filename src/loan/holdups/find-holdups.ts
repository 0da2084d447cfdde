import type { BibliographicInfo } from '../../iso18626/index.js';
import { nowOf } from '../case.js';
import { addDays, millisecondsOf } from '../compose/timestamps.js';
import type { RuleContext } from '../context.js';
import type { LoanView } from '../happening.js';
import type { Role } from '../model/states.js';
import { freeIntake, type Holdup } from './intake-rules.js';
import { isSameWork } from './same-work.js';

/** A wish as it comes in. */
export interface ComingIn {
  role: Role;
  agency: string;
  bibliographicInfo: BibliographicInfo;
  serviceType: string | undefined;
  needBeforeDate?: string | undefined;
}

/** What a wish is held against: requests of the same patron, and how many the same peer has open. */
export interface HeldAgainst {
  ofPatron: readonly LoanView[];
  openOfPeer?: number;
}

/** Why a wish should wait for a person, or be flagged; empty where nothing speaks against it. */
export function findHoldups(wish: ComingIn, against: HeldAgainst, ctx: RuleContext): Holdup[] {
  const rules = ctx.intake ?? freeIntake;
  const mine = against.ofPatron.filter(
    ({ record }) => record.role === wish.role && record.agency === wish.agency,
  );
  return [
    ...duplicate(wish, mine, ctx),
    ...patronLimit(mine, rules.limits.openPerPatron),
    ...peerLimit(against.openOfPeer, rules.limits.openPerPeer),
    ...needBefore(wish, ctx),
  ];
}

function duplicate(wish: ComingIn, mine: readonly LoanView[], ctx: RuleContext): Holdup[] {
  const { withinDays } = (ctx.intake ?? freeIntake).duplicates;
  if (withinDays === 0) return [];
  const since = addDays(nowOf(ctx), -withinDays);
  const before = mine.find(
    (view) =>
      view.record.createdAt >= since &&
      isAlive(view) &&
      view.record.serviceInfo?.serviceType === wish.serviceType &&
      isSameWork(wish.bibliographicInfo, view.record.bibliographicInfo),
  );
  return before === undefined ? [] : [{ kind: 'duplicate', of: before.id, ofNumber: numberOf(before) }];
}

const gone: ReadonlySet<string> = new Set([
  'Unfilled',
  'Cancelled',
  'Rejected',
  'SendFailed',
  'RetryPossible',
]);

/** What came to nothing may be asked for again. */
function isAlive({ record, transactions }: LoanView): boolean {
  if (record.phase === 'withdrawn') return false;
  const state = transactions.get(record.current ?? '')?.state;
  return record.phase === 'open' || (state !== undefined && !gone.has(state));
}

/** By what staff know it. */
function numberOf({ id, record, transactions }: LoanView): string {
  return record.libraryId ?? transactions.get(record.current ?? '')?.requestingAgencyRequestId ?? id;
}

function patronLimit(mine: readonly LoanView[], limit: number): Holdup[] {
  if (limit === 0) return [];
  const open = mine.filter(({ record }) => record.phase === 'open').length;
  return open >= limit ? [{ kind: 'patron-limit', limit }] : [];
}

function peerLimit(open: number | undefined, limit: number): Holdup[] {
  return limit > 0 && open !== undefined && open >= limit ? [{ kind: 'peer-limit', limit }] : [];
}

/** On our own side the library knows its reader's day; a peer's is told to staff or answered. Source: iso18626.md 7.4 nr. 61. */
function needBefore({ role, needBeforeDate }: ComingIn, ctx: RuleContext): Holdup[] {
  if (role !== 'supplier' || needBeforeDate === undefined) return [];
  const end = /^\d{4}-\d\d-\d\d$/.test(needBeforeDate.trim())
    ? `${needBeforeDate.trim()}T23:59:59Z`
    : needBeforeDate;
  const at = millisecondsOf(end);
  return at > 0 && at < ctx.at.now.getTime() ? [{ kind: 'need-before-passed' }] : [];
}
