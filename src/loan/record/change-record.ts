import { byId } from '../by-id.js';
import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import type { LoanRecord, SealedWish } from '../model/loan-record.js';
import { present } from '../present.js';
import { recordChangeTable } from '../tables/record-change-table.js';
import type { Transaction } from '../model/transaction.js';
import { begin, nobodyReachable, type NewLoanRecord } from './accept-record.js';
import { differences, isContactOnly, type Difference } from './differences.js';
import { openDeliveries, standing } from './standing.js';

export type RecordChange =
  | { ok: true; changed: false }
  | {
      ok: true;
      changed: true;
      sealed: { id: string; wish: SealedWish };
      happenings: Happening[];
      /** Deliveries that end before they were ever attempted. */
      drop: string[];
    }
  | {
      ok: false;
      refusal: 'sent-already' | 'record-closed' | 'no-supplier-reachable';
      detail: string;
      difference: Difference[];
    };

/** The same library id with other content: replaces the record while nothing has been sent, else refused with the difference. */
export function changeRecord(view: LoanView, input: NewLoanRecord, ctx: RuleContext): RecordChange {
  if (view.record.content === input.content) return { ok: true, changed: false };
  const effect = recordChangeTable[standing(view, ctx)].change;
  if (effect === 'replace') return replaced(view, input, ctx);
  const contact = contactChange(view, input, ctx);
  if (contact !== undefined) return contact;
  const isClosed = effect === 'refuse-closed';
  return {
    ok: false,
    refusal: isClosed ? 'record-closed' : 'sent-already',
    detail: isClosed
      ? 'The record is closed, and its id stands for what it was.'
      : 'A supplier has been asked for what the record said before.',
    difference: differences({ record: view.record, wish: ctx.wish }, input),
  };
}

function replaced(view: LoanView, input: NewLoanRecord, ctx: RuleContext): RecordChange {
  const begun = begin(view.id, input, ctx);
  if (begun === undefined)
    return { ok: false, refusal: 'no-supplier-reachable', detail: nobodyReachable(input), difference: [] };
  const { record, request, sealed } = begun;
  const { createdAt, heldUp } = view.record;
  const kept: LoanRecord = present({ ...record, createdAt, heldUp });
  const changed = happened(HappeningKind.RecordChanged, {
    because: 'The library changed the record before anything was sent.',
    record: kept,
    transactions: neverSent(view, ctx),
  });
  // What waits for a person goes on waiting, whatever its new content.
  if (heldUp !== undefined) return { ok: true, changed: true, sealed, happenings: [changed], drop: [] };
  if (request === undefined)
    return { ok: true, changed: true, sealed, happenings: [changed], drop: openDeliveries(view) };
  const asked = { ...request, record: { ...(request.record ?? kept), createdAt: kept.createdAt } };
  return { ok: true, changed: true, sealed, happenings: [changed, asked], drop: openDeliveries(view) };
}

/** How the reader is reached may be corrected at any time: no supplier was told it. Nothing where more has changed. */
function contactChange(view: LoanView, input: NewLoanRecord, ctx: RuleContext): RecordChange | undefined {
  const { record } = view;
  if (ctx.wish === undefined || !isContactOnly({ record, wish: ctx.wish }, input)) return undefined;
  const id = ctx.at.newId();
  const changed = happened(HappeningKind.RecordChanged, {
    because: 'The library corrected how its reader is reached.',
    record: { ...record, content: input.content, sealedWish: id },
  });
  return { ok: true, changed: true, sealed: { id, wish: input.wish }, happenings: [changed], drop: [] };
}

/** The newest transaction, ended before its Request ever left. */
export function neverSent(view: LoanView, ctx: RuleContext): Record<string, Transaction> | undefined {
  const id = view.record.current;
  const state = id === undefined ? undefined : view.transactions.get(id);
  if (id === undefined || state?.role !== 'requester') return undefined;
  return byId(id, { ...state, state: 'SendFailed', closedAt: nowOf(ctx) });
}
