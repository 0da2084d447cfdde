import { byId } from '../../by-id.js';
import type { SupplyingAgencyMessage } from '../../../iso18626/index.js';
import { withAnomaly } from '../../model/anomaly.js';
import { nowOf } from '../../case.js';
import { ask } from '../../compose/ask.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import { isLink } from '../../link.js';
import type { LoanRecord } from '../../model/loan-record.js';
import { isDeclined } from '../../offers/offer.js';
import { present, without } from '../../present.js';
import { askNext, pickSupplier, type Picked } from '../../record/next-supplier.js';
import { closed, completed, supplierName, supplierOf, withOutcome } from '../../record/suppliers.js';
import { withDecided } from '../../model/reports.js';
import { allArrived } from '../../shipments/under-way.js';
import type { AskedState } from '../../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { isAnyLost, moved } from '../../model/volumes.js';
import { changed, isCurrent, lookAt, refreshed, type HeardAnswer } from './requester-heard.js';

export interface Ended {
  to: AskedState;
  because: string;
}
type Ending = (heard: HeardAnswer, end: Ended) => Happening[];

/** What follows when a status ends the transaction; the states that are not here do not end one. */
export const endings: Partial<Record<AskedState, Ending>> = {
  RetryPossible: retryPossible,
  Unfilled: unfilled,
  CopyCompleted: copyCompleted,
  LoanCompleted: loanCompleted,
  CompletedWithoutReturn: withoutReturn,
  Cancelled: cancelled,
};

/** The questions that the end answers are not asked any more; only a copy that crossed a Cancel leaves it waiting. */
function endState(heard: HeardAnswer, to: AskedState): RequesterTransaction {
  const { state, ctx } = heard.c;
  const moved = { ...refreshed(state, heard.message), state: to, closedAt: nowOf(ctx) };
  const answered = without(moved, 'renewPending', 'conditionPending');
  return to === 'CopyCompleted' ? answered : without(answered, 'cancelPending');
}

/** Only what ends the newest transaction can end the record. */
function onRecord(heard: HeardAnswer, change: (record: LoanRecord) => LoanRecord): LoanRecord | undefined {
  return isCurrent(heard) ? change(heard.c.view.record) : undefined;
}

function retryPossible(heard: HeardAnswer, { to, because }: Ended): Happening[] {
  const reason = codeIn(heard.message.messageInfo.reasonRetry?.value);
  const record = onRecord(heard, (known) =>
    withOutcome(known, heard.c.transaction, { outcome: 'retry-possible', because: reason }),
  );
  return [
    changed(heard, endState(heard, to), {
      because: reason === undefined ? because : `${because} Reason: ${reason}.`,
      record,
      event: lookAt('The supplier may be asked again in another way.'),
    }),
  ];
}

function unfilled(heard: HeardAnswer, { to, because }: Ended): Happening[] {
  const { view, transaction, state } = heard.c;
  const reason = codeIn(heard.message.messageInfo.reasonUnfilled?.value);
  const said = reason === undefined ? because : `${because} Reason: ${reason}.`;
  if (!isCurrent(heard)) return [changed(heard, endState(heard, to), { because: said })];
  const record = withOutcome(view.record, transaction, { outcome: 'unfilled', because: reason });
  // What we asked to cancel because nobody answered is still wanted, of somebody else.
  const isWanted =
    (state.cancelPending === undefined || state.expiredAt !== undefined) && record.withdrawnAt === undefined;
  return goOn(heard, { to, because: said }, { record, isWanted, why: whyNot(record, transaction, reason) });
}

/** Asks the next supplier where the item is still wanted; closes where it is not, or nobody is left. */
function goOn(
  heard: HeardAnswer,
  { to, because }: Ended,
  left: { record: LoanRecord; isWanted: boolean; why: string },
): Happening[] {
  const { view, ctx } = heard.c;
  const { record, isWanted, why } = left;
  const after = endState(heard, to);
  const picked: Picked = isWanted
    ? pickSupplier(record, ctx)
    : { record, next: undefined, skipped: [], closed: [] };
  if (picked.next === undefined)
    return [nobodyLeft(heard, { after, said: because, isWanted, record: picked.record })];
  return [changed(heard, after, { because, record }), ...askNext(view, { ...picked, why }, ctx)];
}

/** Closes the request, unless catalogues are still asked: then it stays open for what they find. */
function nobodyLeft(
  heard: HeardAnswer,
  left: { after: RequesterTransaction; said: string; isWanted: boolean; record: LoanRecord },
): Happening {
  const { after, said, isWanted, record } = left;
  if (isWanted && record.sourcing?.askAt !== undefined)
    return changed(heard, after, { because: said, record });
  return changed(heard, after, {
    because: isWanted ? `${said} Nobody is left on the list.` : said,
    record: closed(record, nowOf(heard.c.ctx)),
    event: { type: 'closed', outcome: after.state },
  });
}

function whyNot(record: LoanRecord, transaction: string, reason: string | undefined): string {
  const supplier = supplierOf(record, transaction)?.[1];
  const name = supplier === undefined ? 'The supplier' : supplierName(supplier);
  return `${name} cannot supply${reason === undefined ? '' : `: ${reason}`}`;
}

function copyCompleted(heard: HeardAnswer, { to, because }: Ended): Happening[] {
  const { ctx, transaction, state } = heard.c;
  const at = nowOf(ctx);
  const copied: RequesterTransaction = { ...endState(heard, to), mode: 'Copy' };
  const text = 'A loan was asked for and a copy was sent: nothing has to come back.';
  const after = state.serviceType === 'Loan' ? withAnomaly(copied, 'copy-for-loan', { text, at }) : copied;
  const told = changed(heard, after, {
    because,
    record: onRecord(heard, (known) =>
      completed(withOutcome(known, transaction, { outcome: 'supplied' }), at),
    ),
    event: { type: 'closed', outcome: to },
    link: linkIn(heard.message),
  });
  return [told, ...heldBackCopy(heard, after)];
}

/** Where the copy can be opened; 2017 has no element for it, and says it as the item of a delivery by URL. */
function linkIn({ deliveryInfo }: SupplyingAgencyMessage): string | undefined {
  const isByUrl = deliveryInfo?.deliveryMethod?.value === 'URL';
  const link = (deliveryInfo?.URL ?? (isByUrl ? deliveryInfo.itemId?.[0] : undefined))?.trim();
  return link !== undefined && isLink(link) ? link : undefined;
}

function heldBackCopy(heard: HeardAnswer, after: RequesterTransaction): Happening[] {
  const at = after.receivedHeldBack;
  if (at === undefined) return [];
  const known: RequesterTransaction = without({ ...after, received: at }, 'receivedHeldBack');
  const { state, owe } = ask({ ...heard.c, state: known }, 'Received');
  const because = 'The copy had arrived before the supplier told that it sent it.';
  return [
    happened(HappeningKind.MessageOwed, { because, transactions: byId(heard.c.transaction, state), owe }),
  ];
}

function loanCompleted(heard: HeardAnswer, { to, because }: Ended): Happening[] {
  const { ctx, view, transaction } = heard.c;
  const at = nowOf(ctx);
  const volumes = moved(heard.c.state.volumes, 'back', { itemIds: undefined, at })?.volumes;
  const record = onRecord(heard, (known) => {
    const supplied = withOutcome(known, transaction, { outcome: 'supplied' });
    // A volume that is still lost: its library has ended the loan without it, and claims for it if it wants to.
    const decision = isAnyLost(volumes) ? ('written-off' as const) : ('found' as const);
    return completed(withDecided(supplied, 'lost', { decision, at }), at);
  });
  const after = without(endState(heard, to), 'lostReported', 'overdueWhileReturning');
  return [
    changed(
      heard,
      { ...after, ...present({ volumes }) },
      {
        because,
        record: record === undefined ? undefined : without(record, 'assumedLostAt'),
        shipments: allArrived(view, transaction, at),
        event: { type: 'closed', outcome: to },
      },
    ),
  ];
}

function withoutReturn(heard: HeardAnswer, { to, because }: Ended): Happening[] {
  const { ctx, transaction } = heard.c;
  const at = nowOf(ctx);
  const written = { decision: 'written-off' as const, at };
  return [
    changed(heard, endState(heard, to), {
      because,
      record: onRecord(heard, (known) => {
        const supplied = withOutcome(without(known, 'assumedLostAt'), transaction, { outcome: 'supplied' });
        return completed(withDecided(supplied, 'lost', written), at);
      }),
      event: { type: 'closed', outcome: to },
    }),
  ];
}

/** What we asked to cancel is over; what the supplier cancels by itself leaves the wish open, and staff decide. */
function cancelled(heard: HeardAnswer, { to, because }: Ended): Happening[] {
  const { ctx, transaction, state } = heard.c;
  const at = nowOf(ctx);
  const after = endState(heard, to);
  const isAsked = state.cancelPending !== undefined || heard.event === 'CancelResponseYes';
  const record = onRecord(heard, (known) => withOutcome(known, transaction, { outcome: 'cancelled' }));
  const why = record === undefined ? undefined : whyElsewhere(heard, record);
  if (record !== undefined && why !== undefined)
    return goOn(
      heard,
      { to, because: `The supplier agrees: ${why.meant}` },
      { record, isWanted: true, why: why.next },
    );
  if (isAsked)
    return [
      changed(heard, after, {
        because: heard.event === 'CancelResponseYes' ? 'The supplier agrees to cancel.' : because,
        record: record === undefined ? undefined : closed(record, at),
        event: { type: 'closed', outcome: to },
      }),
    ];
  const text = 'The supplier has cancelled although nobody asked it to.';
  return [
    changed(heard, withAnomaly(after, 'cancelled-unasked', { text, at }), {
      because,
      record,
      event: lookAt(text),
    }),
  ];
}

/** A Cancel that declined an offer, or a wait that was too long, was not meant for the wish. Source: iso18626.md 3.10. */
function whyElsewhere(
  { c: { state, transaction } }: HeardAnswer,
  record: LoanRecord,
): { meant: string; next: string } | undefined {
  if (record.withdrawnAt !== undefined) return undefined;
  const supplier = supplierOf(record, transaction)?.[1];
  const name = supplier === undefined ? 'The supplier' : supplierName(supplier);
  if (isDeclined(state.offer))
    return { meant: 'its offer was declined.', next: `${name} offers other terms than we take` };
  if (state.expiredAt === undefined) return undefined;
  return { meant: 'it had not answered in time.', next: `${name} has not answered in time` };
}

/** An open code is one word; anything longer may be free text, and stays in the message. */
function codeIn(value: string | undefined): string | undefined {
  return value !== undefined && /^[\p{L}\d-]{1,40}$/u.test(value.trim()) ? value.trim() : undefined;
}
