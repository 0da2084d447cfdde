import { byId } from '../by-id.js';
import type { ErrorData } from '../../iso18626/index.js';
import { withAnomaly } from '../model/anomaly.js';
import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import type { Delivery } from '../model/delivery.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import { asksStanding, standingUnanswered } from '../in-sync/standing-refused.js';
import { without } from '../present.js';
import { closed, withOutcome } from '../record/suppliers.js';
import type { RequesterTransaction, Transaction } from '../model/transaction.js';
import { isRequest } from './evidence.js';

export type ConfirmationOutcome = { ok: true } | { ok: false; errors: readonly ErrorData[] };

/** What the peer's confirmation of a delivery does to the loan; empty when it changes nothing. */
export function confirmed(
  view: LoanView,
  settled: { delivery: Delivery; outcome: ConfirmationOutcome },
  ctx: RuleContext,
): Happening[] {
  const { delivery, outcome } = settled;
  const state = view.transactions.get(delivery.transaction);
  if (state === undefined) return [];
  if (outcome.ok) return isRequest(delivery) ? requestArrived(delivery, state, ctx) : [];
  const error = outcome.errors.map(({ errorType }) => errorType).join(', ') || 'no reason given';
  const why = `The peer refused it (${error}).`;
  if (asksStanding(delivery, state))
    return standingUnanswered({ delivery, state, why, errors: outcome.errors }, ctx);
  return failed(view, { delivery, state, requestIs: 'Rejected', why }, ctx);
}

/** What it means for the loan that a delivery was given up, stopped or dropped by a person; `why` is its cause in words. */
export function notDelivered(
  view: LoanView,
  failure: { delivery: Delivery; why: string },
  ctx: RuleContext,
): Happening[] {
  const state = view.transactions.get(failure.delivery.transaction);
  if (asksStanding(failure.delivery, state)) return standingUnanswered({ ...failure, state }, ctx);
  return state === undefined ? [] : failed(view, { ...failure, state, requestIs: 'SendFailed' }, ctx);
}

/** A doubt that ends well, or a Request that is dropped and confirmed after all, makes it sent too. */
function requestArrived(delivery: Delivery, state: Transaction, ctx: RuleContext): Happening[] {
  if (state.role !== 'requester' || state.closedAt !== undefined) return [];
  if (state.state !== 'Queued' && state.state !== 'SendFailed') return [];
  return [
    happened(HappeningKind.Confirmed, {
      because: 'The supplier has confirmed our request.',
      transactions: byId(delivery.transaction, { ...state, state: 'Sent', askedAt: nowOf(ctx) }),
      event: { type: 'sent' },
      facts: { what: delivery.what },
    }),
  ];
}

interface Failed {
  delivery: Delivery;
  state: Transaction;
  requestIs: 'Rejected' | 'SendFailed';
  why: string;
}

function failed(view: LoanView, failure: Failed, ctx: RuleContext): Happening[] {
  return isRequest(failure.delivery) ? requestFailed(view, failure, ctx) : messageFailed(failure, ctx);
}

/** Evidence is stronger: what the supplier has answered it has, and what is closed stays closed. */
function requestFailed(view: LoanView, failure: Failed, ctx: RuleContext): Happening[] {
  const { delivery, state, requestIs, why } = failure;
  const isWaiting = state.state === 'Queued' || state.state === 'SendFailed';
  if (state.role !== 'requester' || !isWaiting || state.closedAt !== undefined) return [];
  if (requestIs === 'Rejected') return rejected(view, { delivery, state, why }, ctx);
  return [
    happened(HappeningKind.Confirmed, {
      because: why,
      transactions: byId(delivery.transaction, { ...state, state: requestIs }),
      event: { type: 'needs-attention', text: `Our request did not get through. ${why}` },
      facts: { what: delivery.what },
    }),
  ];
}

/** A refused request that nobody wants any more is cancelled by that. */
function rejected(
  view: LoanView,
  refused: { delivery: Delivery; state: RequesterTransaction; why: string },
  ctx: RuleContext,
): Happening[] {
  const { delivery, state, why } = refused;
  const at = nowOf(ctx);
  const record = withOutcome(view.record, delivery.transaction, { outcome: 'rejected', because: why });
  const isUnwanted = state.cancelPending !== undefined || record.withdrawnAt !== undefined;
  const after: RequesterTransaction = without({ ...state, state: 'Rejected', closedAt: at }, 'cancelPending');
  return [
    happened(HappeningKind.Confirmed, {
      because: why,
      record: isUnwanted ? closed(record, at) : record,
      transactions: byId(delivery.transaction, after),
      event: isUnwanted
        ? { type: 'closed', outcome: 'Cancelled' }
        : { type: 'needs-attention', text: `Our request was refused. ${why}` },
      facts: { what: delivery.what },
    }),
  ];
}

/** The peer does not know what we told it: staff look at it, and a question of ours that it refused does not wait on. */
function messageFailed({ delivery, state, why }: Failed, ctx: RuleContext): Happening[] {
  const text = `${delivery.what} did not get through. ${why}`;
  const freed = without(state, ...questionsOf(delivery));
  return [
    happened(HappeningKind.Confirmed, {
      because: why,
      transactions: byId(
        delivery.transaction,
        withAnomaly(freed, `failed-${delivery.what}`, { text, at: nowOf(ctx) }),
      ),
      event: { type: 'needs-attention', text },
      facts: { what: delivery.what },
    }),
  ];
}

function questionsOf(delivery: Delivery): ('cancelPending' | 'renewPending')[] {
  if (delivery.message !== 'requestingAgencyMessage') return [];
  if (delivery.what === 'Cancel') return ['cancelPending'];
  return delivery.what === 'Renew' ? ['renewPending'] : [];
}
