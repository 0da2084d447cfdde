import { byId, noneById } from '../../by-id.js';
import { nowOf } from '../../case.js';
import type { RuleContext } from '../../context.js';
import type { LoanView } from '../../happening.js';
import type { LoanRecord } from '../../model/loan-record.js';
import { askNext, pickSupplier } from '../../record/next-supplier.js';
import { openDeliveries, standing } from '../../record/standing.js';
import { supplierName, supplierOf } from '../../record/suppliers.js';
import type { RequesterTransaction, Transaction } from '../../model/transaction.js';
import { ActRefusal } from '../act.js';
import type { RecordRule } from '../act-rule.js';

/** Staff give the newest supplier up (it refused the request, cannot be reached, or wants it asked in another way). */
export const nextSupplier: RecordRule = {
  whyNot(view, ctx) {
    if (view.record.heldUp !== undefined) return ActRefusal.HeldUp;
    const now = standing(view, ctx);
    if (now === 'closed') return ActRefusal.RecordClosed;
    if (now !== 'between') return ActRefusal.NotInThisState;
    return pickSupplier(view.record, ctx).next === undefined ? ActRefusal.NobodyLeft : undefined;
  },
  perform(view, ctx) {
    const picked = pickSupplier(view.record, ctx);
    const [asked] = askNext(view, { ...picked, why: givenUp(view.record) }, ctx);
    if (asked === undefined) return { ok: true, happenings: [] };
    return {
      ok: true,
      happenings: [
        {
          ...asked,
          transactions: Object.assign(noneById<Transaction>(), asked.transactions, closedNow(view, ctx)),
          facts: { verb: 'next-supplier' },
        },
      ],
      drop: openDeliveries(view),
    };
  },
};

function givenUp(record: LoanRecord): string {
  const supplier = record.current === undefined ? undefined : supplierOf(record, record.current)?.[1];
  return `Staff ask no further at ${supplier === undefined ? 'the supplier before' : supplierName(supplier)}`;
}

function closedNow(view: LoanView, ctx: RuleContext): Record<string, RequesterTransaction> {
  const id = view.record.current ?? '';
  const state = view.transactions.get(id);
  if (state?.role !== 'requester' || state.closedAt !== undefined) return {};
  return byId(id, { ...state, closedAt: nowOf(ctx) });
}
