import { openCode, type RetryInfo, type SchemeValue } from '../../iso18626/index.js';
import type { OfferTerms } from './offer.js';

/** Elements of retryInfo that take a list of codes or words. */
type ListElement = Exclude<keyof RetryInfo, 'serviceType' | 'offeredCosts' | 'retryBefore' | 'retryAfter'>;

/** What a reason for a retry has to carry. `times`: may carry retryAfter and retryBefore. */
export type Carried = ListElement | 'serviceType' | 'offeredCosts' | 'times' | 'nothing';

/** Which retry reason goes with which element. Source: iso18626.md 2.4. */
export const carriedBy = {
  CostExceedsMaxCost: 'offeredCosts',
  MustMeetLoanCondition: 'loanCondition',
  MultiVolAvail: 'volume',
  ReqEditionNotPossible: 'edition',
  ReqFormatNotPossible: 'itemFormat',
  ReqServTypeNotPossible: 'serviceType',
  ReqServLevelNotSupp: 'serviceLevel',
  ReqDelMethodNotSupp: 'deliveryMethod',
  CourierNotSupp: 'courierName',
  ReqPayMethodNotSupported: 'paymentMethod',
  AtBindery: 'times',
  OnLoan: 'times',
  OnOrder: 'times',
  NotCurrentAvailableForILL: 'times',
  ReqDelDateNotPossible: 'times',
  NotFoundAsCited: 'nothing',
} as const satisfies Record<string, Carried>;
export type RetryReason = keyof typeof carriedBy;

export const retryReasons = Object.keys(carriedBy) as readonly RetryReason[];

/** The reason as it is registered; undefined where the list does not know it. */
export function retryReasonOf(text: string): RetryReason | undefined {
  const code = openCode('reasonRetry', text);
  return code !== undefined && Object.hasOwn(carriedBy, code) ? (code as RetryReason) : undefined;
}

/** What is offered for a reason, in its element; undefined where it needs something that is not there or cannot be. */
export function termsFor(reason: RetryReason, values: readonly string[]): OfferTerms | undefined {
  const carried: Carried = carriedBy[reason];
  if (carriesNoList.has(carried)) return {};
  if (carried === 'serviceType') return serviceTypeTerms(values);
  if (values.length === 0) return undefined;
  if (carried === 'edition' || carried === 'volume') return { [carried]: [...values] };
  return { [carried]: values.map((value) => coded(carried as keyof typeof listOf, value)) };
}

/** Times and prices are said apart; nothing is said of what cannot be found. */
const carriesNoList: ReadonlySet<Carried> = new Set(['times', 'nothing', 'offeredCosts']);

function serviceTypeTerms([value]: readonly string[]): OfferTerms | undefined {
  return value === 'Loan' || value === 'Copy' || value === 'CopyOrLoan' ? { serviceType: value } : undefined;
}

const listOf = {
  loanCondition: 'loanCondition',
  itemFormat: 'preferredFormat',
  serviceLevel: 'serviceLevel',
  deliveryMethod: 'sentVia',
  courierName: 'courierName',
  paymentMethod: 'paymentMethod',
} as const;

/** A value in its registered spelling, where its list knows it. */
export function coded(element: keyof typeof listOf, value: string): SchemeValue {
  return { value: openCode(listOf[element], value) ?? value.trim() };
}
