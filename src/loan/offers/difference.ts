import type { LoanRecord } from '../model/loan-record.js';
import { millisecondsOf } from '../compose/timestamps.js';
import { compareCosts, costsText } from './costs.js';
import type { OfferTerms } from './offer.js';

export const OfferField = {
  ServiceType: 'serviceType',
  LoanCondition: 'loanCondition',
  Costs: 'costs',
  PaymentMethod: 'paymentMethod',
  ServiceLevel: 'serviceLevel',
  ItemFormat: 'itemFormat',
  Edition: 'edition',
  Volume: 'volume',
  DeliveryMethod: 'deliveryMethod',
  CourierName: 'courierName',
  DueDate: 'dueDate',
  RetryAfter: 'retryAfter',
  RetryBefore: 'retryBefore',
} as const;
export type OfferField = (typeof OfferField)[keyof typeof OfferField];

/**
 * How what is offered stands to what was asked. `within` and `beyond` a limit, `same`, `other`, `new` where nothing was
 * asked about it, `not-comparable` where the currencies differ or an amount cannot be read: a person decides.
 */
export type Verdict = 'same' | 'within' | 'beyond' | 'new' | 'other' | 'not-comparable';

/** One field in which an offer speaks, beside what was asked. */
export interface TermDifference {
  field: OfferField;
  asked: readonly string[];
  offered: readonly string[];
  verdict: Verdict;
}

/** Asked and offered, field by field, in a fixed order; fields of which the offer says nothing are left out. */
export function differenceOf(record: LoanRecord, terms: OfferTerms): TermDifference[] {
  return Object.values(OfferField).flatMap((field) => {
    const offered = offeredIn[field](terms);
    if (offered.length === 0) return [];
    const asked = askedIn[field](record);
    return [{ field, asked, offered, verdict: verdictOn(field, { record, terms, asked, offered }) }];
  });
}

type Values = readonly string[];

const codes = (values: readonly { value: string }[] | undefined): Values =>
  (values ?? []).map(({ value }) => value);
const one = (value: string | undefined): Values => (value === undefined ? [] : [value]);

const offeredIn: Record<OfferField, (terms: OfferTerms) => Values> = {
  serviceType: ({ serviceType }) => one(serviceType),
  loanCondition: ({ loanCondition }) => codes(loanCondition),
  costs: ({ offeredCosts = [] }) => offeredCosts.map(costsText),
  paymentMethod: ({ paymentMethod }) => codes(paymentMethod),
  serviceLevel: ({ serviceLevel }) => codes(serviceLevel),
  itemFormat: ({ itemFormat }) => codes(itemFormat),
  edition: ({ edition = [] }) => edition,
  volume: ({ volume = [] }) => volume,
  deliveryMethod: ({ deliveryMethod }) => codes(deliveryMethod),
  courierName: ({ courierName }) => codes(courierName),
  dueDate: ({ dueDate }) => one(dueDate),
  retryAfter: ({ retryAfter }) => one(retryAfter),
  retryBefore: ({ retryBefore }) => one(retryBefore),
};

const nothing = (): Values => [];

const askedIn: Record<OfferField, (record: LoanRecord) => Values> = {
  serviceType: ({ serviceInfo }) => one(serviceInfo?.serviceType),
  loanCondition: ({ serviceInfo }) => codes(serviceInfo?.loanCondition),
  costs: ({ billingInfo }) =>
    billingInfo?.maximumCosts === undefined ? [] : [costsText(billingInfo.maximumCosts)],
  paymentMethod: ({ billingInfo }) => one(billingInfo?.paymentMethod?.value),
  serviceLevel: ({ serviceInfo }) => one(serviceInfo?.serviceLevel?.value),
  itemFormat: ({ serviceInfo }) => one(serviceInfo?.itemFormat?.value),
  edition: ({ bibliographicInfo }) => one(bibliographicInfo.edition),
  volume: ({ bibliographicInfo }) => bibliographicInfo.volume ?? [],
  deliveryMethod: nothing,
  courierName: nothing,
  dueDate: ({ serviceInfo }) => one(serviceInfo?.endDate),
  retryAfter: ({ serviceInfo }) => one(serviceInfo?.needBeforeDate),
  retryBefore: nothing,
};

interface Beside {
  record: LoanRecord;
  terms: OfferTerms;
  asked: Values;
  offered: Values;
}

function verdictOn(field: OfferField, beside: Beside): Verdict {
  if (beside.asked.length === 0) return 'new';
  if (field === OfferField.Costs) return onCosts(beside);
  if (field === OfferField.DueDate) return isLater(beside.asked, beside.offered) ? 'other' : 'beyond';
  if (field === OfferField.RetryAfter) return isLater(beside.asked, beside.offered) ? 'beyond' : 'within';
  const asked = new Set(beside.asked.map(folded));
  return beside.offered.every((value) => asked.has(folded(value))) ? 'same' : 'other';
}

/** The costs that can be compared decide, all of them; where none can, nobody but a person does. Source: iso18626.md 3.11. */
function onCosts({ record, terms }: Beside): Verdict {
  const maximum = record.billingInfo?.maximumCosts;
  if (maximum === undefined) return 'new';
  const compared = (terms.offeredCosts ?? []).map((costs) => compareCosts(costs, maximum));
  if (compared.includes('more')) return 'beyond';
  return compared.some((each) => each === 'less' || each === 'equal') ? 'within' : 'not-comparable';
}

/** Whether the first of the offered times comes after the first of those asked. */
function isLater([asked = '']: Values, [offered = '']: Values): boolean {
  return millisecondsOf(offered) > millisecondsOf(asked);
}

function folded(value: string): string {
  return value.trim().toLowerCase();
}
