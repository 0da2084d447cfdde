import { byId, withId } from '../by-id.js';
import type { AgencyId, Request } from '../../iso18626/index.js';
import { withAnomaly } from '../model/anomaly.js';
import { hearingState, nowOf, supplierCase } from '../case.js';
import { wireId } from '../compose/wire-id.js';
import type { Place, RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Reaction } from '../happening.js';
import type { LoanRecord, SealedWish } from '../model/loan-record.js';
import { retriedBy } from '../offers/hear-answer.js';
import { present, without } from '../present.js';
import { supplierReceivesTable } from '../tables/supplier-receives-table.js';
import type { SupplierTransaction } from '../model/transaction.js';
import { refuse, unrecognisedValue } from './reaction.js';
import { bibliographyOf, wishOf } from './request-wish.js';
import { supplierEffects } from './supplier/supplier-effects.js';

/** Who asks whom, as the directory recognized them. */
export interface RequestOrigin {
  peer: string;
  edition: string;
  /** Key of our own agency, the supplier. */
  agency: string;
  requestingKey: string;
  supplyingKey: string;
  /** For a Retry: the transaction that it names as the previous one, when we have it. */
  previous?: Place;
}

export interface RequestReaction extends Reaction {
  /** The loan record that holds the new transaction; missing when the request was refused. */
  loan?: string;
  transaction?: string;
  /** What names a person in the request, to be sealed under the id `sealed`. */
  sealed?: { id: string; wish: SealedWish };
}

/** A request of a peer: makes our supplying loan record and its transaction, or for a Retry the next transaction of one. */
export function receiveRequest(message: Request, origin: RequestOrigin, ctx: RuleContext): RequestReaction {
  const { supplyingAgencyId } = message.header;
  if (supplyingAgencyId === undefined) return refuse(message, unrecognisedValue('supplyingAgencyId'));
  const type = message.serviceInfo?.requestType ?? 'New';
  if (type === 'Reminder') {
    const id = message.header.requestingAgencyRequestId;
    return refuse(message, unrecognisedValue(`requestingAgencyRequestId: ${id}`));
  }
  const incoming = { message, origin, supplyingAgencyId };
  return type === 'Retry' ? retried(incoming, ctx) : opened(incoming, ctx);
}

interface Incoming {
  message: Request;
  origin: RequestOrigin;
  supplyingAgencyId: AgencyId;
}

function retried(incoming: Incoming, ctx: RuleContext): RequestReaction {
  const { message, origin } = incoming;
  const { previous } = origin;
  if (previous === undefined) {
    const id = message.serviceInfo?.requestingAgencyPreviousRequestId ?? '';
    return refuse(message, unrecognisedValue(`requestingAgencyPreviousRequestId: ${id}`));
  }
  const c = supplierCase(previous, ctx);
  const effect = supplierReceivesTable.Retry[hearingState(c.state.state)];
  if (effect !== 'new-transaction') return supplierEffects[effect]({ c, message });
  const { record } = previous.view;
  return made(incoming, {
    ctx,
    loan: previous.view.id,
    record: without(record, 'closedAt'),
    previous: { transaction: previous.transaction, state: c.state },
  });
}

function opened(incoming: Incoming, ctx: RuleContext): RequestReaction {
  const record: LoanRecord = {
    role: 'supplier',
    agency: incoming.origin.agency,
    phase: 'open',
    createdAt: nowOf(ctx),
    bibliographicInfo: {},
    suppliers: {},
    reports: {},
    struck: {},
    held: {},
  };
  return made(incoming, { ctx, loan: ctx.at.newId(), record });
}

function made(
  incoming: Incoming,
  into: {
    ctx: RuleContext;
    loan: string;
    record: LoanRecord;
    previous?: { transaction: string; state: SupplierTransaction };
  },
): RequestReaction {
  const { ctx, loan } = into;
  const { message } = incoming;
  const transaction = ctx.at.newId();
  const wish = wishOf(message);
  const sealed = wish === undefined ? undefined : { id: ctx.at.newId(), wish };
  const isRetry = message.serviceInfo?.requestType === 'Retry';
  const happening = happened(HappeningKind.RequestReceived, {
    because: isRetry ? 'The requester asks again.' : 'The requester asks for an item.',
    record: recordOf(message, { record: into.record, current: transaction, sealedWish: sealed?.id }),
    transactions: chained(transactionOf(incoming, { loan, transaction, ctx }), {
      transaction,
      message,
      at: nowOf(ctx),
      previous: into.previous,
    }),
    event: { type: 'needs-attention', text: 'A request has come in.' },
    facts: { what: isRetry ? 'Request Retry' : 'Request' },
  });
  return present({
    confirmation: { ok: true as const },
    happenings: [happening],
    loan,
    transaction,
    sealed,
  });
}

/** A retry and the request that it repeats know of each other. Source: iso18626.md 7.4 nr. 58. */
function chained(
  state: SupplierTransaction,
  made: {
    transaction: string;
    message: Request;
    at: string;
    previous: { transaction: string; state: SupplierTransaction } | undefined;
  },
): Record<string, SupplierTransaction> {
  const { transaction, previous } = made;
  if (previous === undefined) return byId(transaction, state);
  const asked = byId(transaction, { ...state, previous: previous.transaction });
  return withId<SupplierTransaction>(asked, previous.transaction, retriedBy(previous.state, made));
}

function recordOf(
  message: Request,
  change: { record: LoanRecord; current: string; sealedWish: string | undefined },
): LoanRecord {
  const { publicationInfo, serviceInfo, billingInfo } = message;
  return present({
    ...change.record,
    phase: 'open' as const,
    current: change.current,
    sealedWish: change.sealedWish,
    bibliographicInfo: bibliographyOf(message),
    publicationInfo,
    serviceInfo: serviceInfo === undefined ? undefined : without(serviceInfo, 'note'),
    billingInfo:
      billingInfo === undefined
        ? undefined
        : present({
            maximumCosts: billingInfo.maximumCosts,
            paymentMethod: billingInfo.paymentMethod,
            billingMethod: billingInfo.billingMethod,
          }),
  });
}

function transactionOf(
  { message, origin, supplyingAgencyId }: Incoming,
  made: { loan: string; transaction: string; ctx: RuleContext },
): SupplierTransaction {
  const { header, serviceInfo } = message;
  const at = nowOf(made.ctx);
  const state: SupplierTransaction = present({
    role: 'supplier' as const,
    state: 'RequestReceived' as const,
    loan: made.loan,
    peer: origin.peer,
    edition: origin.edition,
    requestingAgencyId: header.requestingAgencyId,
    supplyingAgencyId,
    requestingKey: origin.requestingKey,
    supplyingKey: origin.supplyingKey,
    requestingAgencyRequestId: header.requestingAgencyRequestId,
    supplyingAgencyRequestId: wireId(made.transaction),
    serviceType: serviceInfo?.serviceType,
    openedAt: at,
  });
  if (serviceInfo !== undefined) return state;
  const text = 'The request does not say whether a loan or a copy is wanted.';
  return withAnomaly(state, 'service-type-missing', { text, at });
}
