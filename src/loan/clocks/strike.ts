import { autoDraft } from '../claims/auto-draft.js';
import { nowOf, supplierCase } from '../case.js';
import { tell } from '../compose/tell.js';
import type { RuleContext } from '../context.js';
import { happened, type Change } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import type { LoanRecord } from '../loan-record.js';
import type { Shipment } from '../shipments/shipment.js';
import type { SupplierTransaction } from '../transaction.js';
import { noticesOf, plan, type PlannedEvent, type PlanRule } from './plan.js';

/**
 * What a planned event does when its time has come; empty when the loan does not plan it any more or it is not due yet.
 * A held act is not struck here: whoever can open it performs it.
 */
export function strike(view: LoanView, planned: PlannedEvent, ctx: RuleContext): Happening[] {
  const now = nowOf(ctx);
  const due = plan(view, ctx).filter(({ at }) => at <= now);
  const known = due.find(({ id }) => id === planned.id);
  return known === undefined ? [] : strikes[known.rule]({ view, planned: known, due }, ctx);
}

interface Striking {
  view: LoanView;
  planned: PlannedEvent;
  /** All that is due now: notices that were missed while nobody looked go out as one. */
  due: PlannedEvent[];
}

const strikes: Record<PlanRule, (striking: Striking, ctx: RuleContext) => Happening[]> = {
  'parcel-late': parcelLate,
  'return-late': parcelLate,
  'overdue-notice': overdueNotice,
  'assumed-lost': assumedLost,
  'damage-undecided': damageUndecided,
  'held-act': () => [],
};

function struck({ view, planned }: Striking, change: Omit<Change, 'because' | 'facts'>): Happening {
  return happened(HappeningKind.Struck, {
    ...change,
    because: planned.because,
    record: change.record ?? view.record,
    facts: { rule: planned.rule },
  });
}

function withStruck(record: LoanRecord, ids: readonly string[], ctx: RuleContext): LoanRecord {
  const at = nowOf(ctx);
  return { ...record, struck: { ...record.struck, ...Object.fromEntries(ids.map((id) => [id, at])) } };
}

function parcelLate(striking: Striking, ctx: RuleContext): Happening[] {
  const { view, planned } = striking;
  const shipment = view.shipments.get(planned.subject);
  if (shipment === undefined) return [];
  return [
    struck(striking, {
      record: withStruck(view.record, [planned.id], ctx),
      shipments: { [planned.subject]: { ...shipment, lateAt: nowOf(ctx) } },
      event: { type: 'needs-attention', text: `The parcel is late. ${lateAdvice(shipment)}` },
    }),
  ];
}

/** What staff do first about a parcel that does not come, by whose it is. Source: practice.md 5.4. */
function lateAdvice({ ours, direction, trackingId }: Shipment): string {
  const track = trackingId === undefined ? '' : `Track ${trackingId}; `;
  if (!ours) return `${track}look on your shelves, then ask the other side for proof of posting.`;
  return direction === 'out'
    ? `${track}ask the requester whether it arrived without a word, then the carrier.`
    : `${track}ask the supplier to look on its shelves, then the carrier.`;
}

function overdueNotice(striking: Striking, ctx: RuleContext): Happening[] {
  const { view, planned, due } = striking;
  const c = supplierCase({ view, transaction: planned.subject }, ctx);
  const series = noticesOf(planned.subject, c.state.dueDate ?? '');
  const ids = due.filter(({ id }) => id.startsWith(series)).map(({ id }) => id);
  const state: SupplierTransaction = { ...c.state, state: 'Overdue' };
  const told = tell({ ...c, state }, { reasonForMessage: 'StatusChange' });
  return [
    struck(striking, {
      record: withStruck(view.record, ids, ctx),
      transactions: { [planned.subject]: told.state },
      owe: told.owe,
      event: { type: 'overdue', ...(state.dueDate === undefined ? {} : { dueDate: state.dueDate }) },
    }),
  ];
}

function assumedLost(striking: Striking, ctx: RuleContext): Happening[] {
  const { view, planned } = striking;
  const text =
    'Assumed lost. Look on your shelves once more, then write to the requester and settle with it what the loss costs.';
  return [
    struck(striking, {
      record: { ...withStruck(view.record, [planned.id], ctx), assumedLostAt: nowOf(ctx) },
      claims: autoDraft({ view, transaction: planned.subject }, ctx),
      event: { type: 'lost', text },
    }),
  ];
}

function damageUndecided(striking: Striking, ctx: RuleContext): Happening[] {
  const { view, planned } = striking;
  const text =
    'Nobody has decided about the damage yet: look at the item and agree with the other side what follows.';
  return [
    struck(striking, {
      record: withStruck(view.record, [planned.id], ctx),
      event: { type: 'needs-attention', text },
    }),
  ];
}
