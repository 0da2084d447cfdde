import { byId } from '../by-id.js';
import type { Action, ReportKind } from '../../iso18626/index.js';
import { nowOf } from '../case.js';
import { autoDraft } from '../claims/auto-draft.js';
import { claimsThatEnd } from '../claims/find-claim.js';
import { foundClaims } from '../claims/found-again.js';
import { noteOf, reportNote } from '../compose/notes.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import type { LoanRecord } from '../model/loan-record.js';
import { present, without } from '../present.js';
import { openReports, withDecided, withReport } from '../model/reports.js';
import { foundAgain, lost } from '../shipments/under-way.js';
import type { TransactionStateName } from '../model/states.js';
import type { Transaction } from '../model/transaction.js';
import { foundVolumes, isAnyLost, losable, lostIn, lostVolumes, type Volumes } from '../model/volumes.js';
import { ActRefusal, type ActOf } from './act.js';
import { done, refused, sendCell, type ActCase, type ActOutcome, type EitherRule } from './act-rule.js';
import { isRequester, notify, whyNotNotify } from './notify.js';

/** An item that is with a library or between two can be lost; a copy cannot. */
const onLoan: readonly TransactionStateName[] = ['Loaned', 'Overdue', 'Recalled', 'HoldReturn'];
/** Damage is also found when the item has come back. */
const seen: ReadonlySet<TransactionStateName> = new Set([
  ...onLoan,
  'Received',
  'ShippedReturn',
  'LoanCompleted',
]);
const away: ReadonlySet<TransactionStateName> = new Set(onLoan);

/** Lost; the conversion says it to whoever speaks an older edition. What follows, the two sides settle. Source: iso18626.md 3.9. */
export const reportLost: EitherRule<'report-lost'> = {
  whyNot: (c) => whyNotLost(c) ?? (losable(c.state.volumes).length > 0 ? undefined : whyNotAgain(c, 'lost')),
  perform(c, act) {
    const { itemIds } = act;
    if (areLostAlready(c, itemIds)) return refused(ActRefusal.AlreadyReported);
    const gone = lostVolumes(c.state.volumes, { itemIds, at: nowOf(c.ctx) });
    if (gone === undefined) return refused(ActRefusal.ItemUnknown);
    const state = { ...c.state, ...present({ volumes: gone.volumes }) };
    const named = itemIds === undefined ? undefined : `Lost: ${itemIds.join(', ')}.`;
    const said = present({ verb: act.verb, note: noteOf(named, act.note) });
    return done(report({ ...c, state } as ActCase, 'lost', said));
  },
};

/** Damaged: no edition has a code for it, so a note says it. Source: iso18626.md 3.9. */
export const reportDamaged: EitherRule<'report-damaged'> = {
  whyNot: (c) => (seen.has(c.state.state) ? whyNotAgain(c, 'damaged') : ActRefusal.NotInThisState),
  perform: (c, act) => done(report(c, 'damaged', act)),
};

/**
 * An item that was reported or assumed lost has turned up: the report is settled, and the other side is told. Of several
 * volumes those that are named; as long as another one is missing the report and the claim stay open.
 */
export const found: EitherRule<'found'> = {
  whyNot: (c) =>
    isMissing(c) || claimsThatEnd(c.view, nowOf(c.ctx)).length > 0
      ? whyNotNotify(c)
      : ActRefusal.NothingReported,
  perform(c, act) {
    const { itemIds } = act;
    const there = volumesFound(c, itemIds);
    if (there === undefined) return refused(ActRefusal.ItemUnknown);
    if (itemIds !== undefined && isAnyLost(there.volumes)) return someTurnedUp(c, act, there.volumes);
    return done(turnedUp(c, { verb: act.verb, ...present({ note: act.note }), record: c.view.record }));
  },
};

/** Reported or assumed lost, and not settled; a volume that the others left behind also when the loan is over. */
export function isMissing({ state, view: { record } }: ActCase): boolean {
  if (isAnyLost(state.volumes)) return true;
  return isOpen(state) && (openReports(record, 'lost').length > 0 || record.assumedLostAt !== undefined);
}

/** Volumes that turn up are where the others are. */
function volumesFound({ state, ctx }: ActCase, itemIds?: readonly string[]): ReturnType<typeof foundVolumes> {
  const isHere = state.received !== undefined;
  const to = isOpen(state) ? (isHere ? 'received' : 'out') : 'back';
  return foundVolumes(state.volumes, to, { itemIds, at: nowOf(ctx) });
}

function someTurnedUp(c: ActCase, act: ActOf<'found'>, volumes: Volumes | undefined): ActOutcome {
  const state = { ...c.state, ...present({ volumes }) };
  const said = `Found: ${(act.itemIds ?? []).join(', ')}. Still missing: ${lostIn(volumes).join(', ')}.`;
  const told = notify({ ...c, state } as ActCase, noteOf(said, act.note));
  return done(
    happened(HappeningKind.Act, {
      because: 'Staff have found some of the volumes.',
      transactions: byId(c.transaction, told.state),
      owe: told.owe,
      facts: { verb: act.verb },
    }),
  );
}

/** What an item that turns up changes: reports, parcels, and the claims for its loss, of which the other side reads. */
export function turnedUp(
  c: ActCase,
  { verb, note, record }: { verb: string; note?: string; record: LoanRecord },
): Happening {
  const at = nowOf(c.ctx);
  const state: Transaction = { ...without(c.state, 'lostReported'), ...present({ ...volumesFound(c) }) };
  const { claims, note: money } = foundClaims(c);
  const told = notify({ ...c, state } as ActCase, noteOf('The item has been found.', money, note));
  return happened(HappeningKind.Act, {
    because: 'Staff have found the item.',
    record: without(withDecided(record, 'lost', { decision: 'found', at }), 'assumedLostAt'),
    transactions: byId(c.transaction, told.state),
    shipments: foundAgain(c.view, c.transaction),
    claims,
    owe: told.owe,
    event: { type: 'found' },
    facts: { verb },
  });
}

/** A report about a loan that is settled is settled with it. */
function isOpen(state: Transaction): boolean {
  return state.closedAt === undefined;
}

function whyNotLost(c: ActCase): ActRefusal | undefined {
  if (!isRequester(c)) return away.has(c.state.state) ? undefined : ActRefusal.NotInThisState;
  const cell = sendCell(c, 'Lost');
  if (cell === undefined) return ActRefusal.NotSentYet;
  return cell === 'yes' ? undefined : ActRefusal.NotInThisState;
}

/** Of several volumes those that are named have to be missed for the first time. */
function areLostAlready({ state, view }: ActCase, itemIds: readonly string[] | undefined): boolean {
  if (itemIds === undefined || openReports(view.record, 'lost').length === 0) return false;
  const missing = lostIn(state.volumes);
  return itemIds.length > 0 && itemIds.every((id) => missing.includes(id));
}

function whyNotAgain({ view }: ActCase, kind: ReportKind): ActRefusal | undefined {
  return openReports(view.record, kind).some(([, { by }]) => by === 'us')
    ? ActRefusal.AlreadyReported
    : undefined;
}

function report(c: ActCase, kind: ReportKind, act: { verb: string; note?: string }): Happening {
  const at = nowOf(c.ctx);
  const flag = kind === 'lost' ? 'lostReported' : 'damageReported';
  const state: Transaction = { ...c.state, [flag]: c.state[flag] ?? at };
  const told = notify({ ...c, state } as ActCase, ...saying(c, kind, act.note));
  return happened(HappeningKind.Act, {
    because: `Staff report the item ${kind}.`,
    record: withReport(c.view.record, c.ctx.at.newId(), { kind, by: 'us', at }),
    transactions: byId(c.transaction, told.state),
    shipments: kind === 'lost' ? lost(c.view, c.transaction, at) : undefined,
    claims: kind === 'lost' ? autoDraft(c, c.ctx) : undefined,
    owe: told.owe,
    event: { type: kind },
    facts: { verb: act.verb },
  });
}

function saying(c: ActCase, kind: ReportKind, note: string | undefined): [string | undefined, Action?] {
  return kind === 'lost' && isRequester(c) ? [note, 'Lost'] : [reportNote(kind, note)];
}
