import { ActRefusal } from '../acts/act.js';
import { done, refused, type ActOutcome, type RecordRule } from '../acts/act-rule.js';
import { askToCancel } from '../acts/requester/requester-asks.js';
import { nowOf, requesterCase } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import type { LoanRecord } from '../model/loan-record.js';
import { recordChangeTable } from '../tables/record-change-table.js';
import { neverSent } from './change-record.js';
import { openDeliveries, standing } from './standing.js';
import { closed } from './suppliers.js';

/** The library does not want it any more: unsent is dropped, asked owes a Cancel, on loan or closed is refused. */
export const withdraw: RecordRule = {
  whyNot(view, ctx) {
    switch (recordChangeTable[standing(view, ctx)].withdraw) {
      case 'refuse-on-loan':
        return ActRefusal.OnLoan;
      case 'mark':
        return view.record.withdrawnAt === undefined ? undefined : ActRefusal.CancelWaits;
      case 'drop':
      case 'cancel':
      case 'close':
        return undefined;
      case 'refuse-closed':
      case 'refuse-sent':
      case 'replace':
        return ActRefusal.RecordClosed;
    }
  },
  perform(view, ctx) {
    const record: LoanRecord = { ...view.record, withdrawnAt: nowOf(ctx) };
    const effect = recordChangeTable[standing(view, ctx)].withdraw;
    if (effect === 'cancel') return done(cancelled(view, record, ctx));
    if (effect === 'mark') return done(told('The Cancel that waits for its answer decides.', { record }));
    return dropped(view, record, ctx);
  },
};

/** The library withdraws its record. */
export function withdrawRecord(view: LoanView, ctx: RuleContext): ActOutcome {
  if (view.record.role !== 'requester') return refused(ActRefusal.NotOurRole);
  const refusal = withdraw.whyNot(view, ctx);
  return refusal === undefined ? withdraw.perform(view, ctx, { verb: 'withdraw' }) : refused(refusal);
}

function cancelled(view: LoanView, record: LoanRecord, ctx: RuleContext): Happening {
  const c = requesterCase({ view, transaction: record.current ?? '' }, ctx);
  const because = 'The library has withdrawn its record: the supplier is asked to cancel.';
  return { ...askToCancel(c, { because, verb: 'withdraw', record }), kind: HappeningKind.RecordWithdrawn };
}

/** Nobody has it: what is still owed is ended with the record. */
function dropped(view: LoanView, record: LoanRecord, ctx: RuleContext): ActOutcome {
  const isUnsent = standing(view, ctx) === 'unsent';
  const happening = told(
    isUnsent
      ? 'The library has withdrawn its record before anything was sent.'
      : 'The library has withdrawn its record, and no supplier is at work on it.',
    {
      record: closed(record, nowOf(ctx)),
      transactions: isUnsent ? neverSent(view, ctx) : undefined,
      event: { type: 'closed', outcome: 'Withdrawn' },
    },
  );
  return { ok: true, happenings: [happening], drop: openDeliveries(view) };
}

function told(because: string, change: Omit<Parameters<typeof happened>[1], 'because'>): Happening {
  return happened(HappeningKind.RecordWithdrawn, { because, ...change, facts: { verb: 'withdraw' } });
}
