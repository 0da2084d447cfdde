import { byId, withId } from '../by-id.js';
import type { BillingInfo, Costs, Request, ServiceInfo } from '../../iso18626/index.js';
import { composeRequest } from '../compose/compose-request.js';
import { noteOf } from '../compose/notes.js';
import { nextTimestamp } from '../compose/timestamps.js';
import { whatOf } from '../compose/what.js';
import type { Reach, RequesterCase } from '../context.js';
import { happened } from '../happened.js';
import type { Happening, HappeningKind } from '../happening.js';
import type { LoanRecord } from '../model/loan-record.js';
import { present } from '../present.js';
import { newTransaction } from '../record/next-supplier.js';
import { supplierOf } from '../record/suppliers.js';
import type { RequesterTransaction, Transaction } from '../model/transaction.js';
import { compareCosts } from './costs.js';
import type { OfferTerms } from './offer.js';

/** On what terms the same supplier is asked again, and who says so. */
export interface AskingAgain {
  terms: OfferTerms;
  /** How the old transaction is left: its offer has its answer. */
  before: RequesterTransaction;
  kind: HappeningKind;
  because: string;
  note?: string | undefined;
  facts: NonNullable<Happening['facts']>;
}

/** Where the supplier of a transaction is reached today; undefined where nobody knows. */
export function reachAgain({ state, ctx }: RequesterCase): Reach | undefined {
  const reach = ctx.reach(state.supplyingKey);
  return reach === undefined ? undefined : { ...reach, agencyId: state.supplyingAgencyId };
}

/**
 * A Retry: a new transaction under the same loan record with a new id, which names the old one; the old one stays
 * RetryPossible, and both know of each other. Source: iso18626.md 3.1, 3.7, 7.6 nr. 84.
 */
export function askAgain(c: RequesterCase, reach: Reach, asking: AskingAgain): Happening {
  const { ctx, view } = c;
  const { terms, before } = asking;
  const transaction = ctx.at.newId();
  const wanted = onTerms(view.record, terms, before);
  const state: RequesterTransaction = {
    ...newTransaction(view.id, { transaction, reach, record: wanted }, ctx),
    previous: c.transaction,
    agreed: terms,
  };
  const message = requestOf(c, { wanted, reach, state, asking });
  return happened(asking.kind, {
    because: asking.because,
    record: askedAgain(view.record, { from: c.transaction, to: transaction }),
    transactions: withId<Transaction>(byId(transaction, state), c.transaction, {
      ...before,
      retriedAs: transaction,
    }),
    owe: { transaction, peer: reach.peer, message, what: whatOf(message) },
    facts: asking.facts,
  });
}

function requestOf(
  { ctx }: RequesterCase,
  of: { wanted: LoanRecord; reach: Reach; state: RequesterTransaction; asking: AskingAgain },
): Request {
  const { wanted, reach, state, asking } = of;
  const wish = ctx.wish ?? {};
  const serviceNote = noteOf(wish.serviceNote, asking.note);
  const message = composeRequest(wanted, present({ ...wish, serviceNote }), {
    requestId: state.requestingAgencyRequestId,
    timestamp: nextTimestamp(ctx.at.now),
    requestingAgencyId: reach.requestingAgencyId,
    supplyingAgencyId: reach.agencyId,
    patronData: reach.patronData,
  });
  return withDelivery(message, asking.terms);
}

/** The record's wish as this one request says it; the record itself keeps what the library wants of everybody. */
function onTerms(record: LoanRecord, terms: OfferTerms, before: RequesterTransaction): LoanRecord {
  const { bibliographicInfo } = record;
  return present({
    ...record,
    bibliographicInfo: present({
      ...bibliographicInfo,
      edition: terms.edition?.[0] ?? bibliographicInfo.edition,
      volume: terms.volume ?? bibliographicInfo.volume,
    }),
    serviceInfo: serviceOn(record, terms, before),
    billingInfo: billingOn(record, terms),
  });
}

function serviceOn(
  { serviceInfo }: LoanRecord,
  terms: OfferTerms,
  before: RequesterTransaction,
): Omit<ServiceInfo, 'note'> {
  return present({
    ...serviceInfo,
    requestType: 'Retry' as const,
    requestingAgencyPreviousRequestId: before.requestingAgencyRequestId,
    serviceType: terms.serviceType ?? serviceInfo?.serviceType ?? before.serviceType ?? 'Loan',
    ...agreedService(terms),
  });
}

function agreedService({ serviceLevel, itemFormat, loanCondition }: OfferTerms): Partial<ServiceInfo> {
  return present({ serviceLevel: serviceLevel?.[0], itemFormat: itemFormat?.[0], loanCondition });
}

function billingOn(
  { billingInfo }: LoanRecord,
  { offeredCosts, paymentMethod }: OfferTerms,
): Pick<BillingInfo, 'maximumCosts' | 'paymentMethod' | 'billingMethod'> | undefined {
  const [costs] = offeredCosts ?? [];
  const billing = present({
    ...billingInfo,
    maximumCosts: atLeast(billingInfo?.maximumCosts, costs),
    paymentMethod: paymentMethod?.[0] ?? billingInfo?.paymentMethod,
  });
  return Object.keys(billing).length === 0 ? undefined : billing;
}

/** What we paid at most before, raised to the offer where that is more or in another currency. */
function atLeast(maximum: Costs | undefined, offered: Costs | undefined): Costs | undefined {
  if (maximum === undefined || offered === undefined) return offered ?? maximum;
  const compared = compareCosts(offered, maximum);
  return compared === 'less' || compared === 'equal' ? maximum : offered;
}

function withDelivery(message: Request, { deliveryMethod, courierName }: OfferTerms): Request {
  const asked = present({ deliveryMethod: deliveryMethod?.[0], courierName: courierName?.[0] });
  if (Object.keys(asked).length === 0) return message;
  const [first = {}, ...rest] = message.requestedDeliveryInfo ?? [];
  return { ...message, requestedDeliveryInfo: [{ ...first, ...asked }, ...rest] };
}

function askedAgain(record: LoanRecord, { from, to }: { from: string; to: string }): LoanRecord {
  const found = supplierOf(record, from);
  if (found === undefined) return { ...record, current: to };
  const [place, { because: _over, ...supplier }] = found;
  const asked = { ...supplier, transaction: to, outcome: 'asked' as const };
  return { ...record, current: to, suppliers: withId(record.suppliers, place, asked) };
}
