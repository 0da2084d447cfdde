import { openCode, type Costs, type SchemeValue, type SupplyingAgencyMessage } from '../../iso18626/index.js';
import { endOfDay } from '../compose/timestamps.js';
import type { LoanRecord } from '../model/loan-record.js';
import { present } from '../present.js';
import { hasConditions } from '../receive/conditions.js';
import { isPositive } from './costs.js';
import { OfferPractice, type OfferRemark, type OfferTerms } from './offer.js';

/** What a supplier's message offers, before anybody has answered. */
export interface HeardOffer {
  practice: OfferPractice;
  reason?: string;
  terms: OfferTerms;
}

interface Hearing {
  record: LoanRecord;
  /** How this peer names conditions, beside RetryPossible. */
  practice: OfferPractice;
  remarks: readonly OfferRemark[];
}

/** The offer in a supplier's message, whatever practice said it; undefined where it offers nothing. Source: iso18626.md 3.10, 3.11. */
export function offerIn(message: SupplyingAgencyMessage, hearing: Hearing): HeardOffer | undefined {
  const { reasonForMessage, reasonRetry } = message.messageInfo;
  const { status } = message.statusInfo;
  const terms = termsIn(message);
  if (status === 'RetryPossible' && reasonForMessage !== 'Notification')
    return present({ practice: OfferPractice.Retry, reason: codeIn(reasonRetry?.value), terms });
  if (status !== undefined && endsWithout.has(status) && reasonForMessage !== 'Notification')
    return undefined;
  return isTied(message, hearing) ? { practice: hearing.practice, terms } : undefined;
}

const endsWithout: ReadonlySet<string> = new Set([
  'Unfilled',
  'Cancelled',
  'LoanCompleted',
  'CompletedWithoutReturn',
]);

function isTied(message: SupplyingAgencyMessage, { record, practice, remarks }: Hearing): boolean {
  if (hasConditions(message, record) || dueIn(message) !== undefined) return true;
  // These two name a price only where they want an answer to it.
  const wantsAnswer = practice === OfferPractice.Markers || practice === OfferPractice.AcceptReject;
  return (
    wantsAnswer && (remarks.includes('added') || (message.retryInfo?.offeredCosts ?? []).some(isPositive))
  );
}

function termsIn(message: SupplyingAgencyMessage): OfferTerms {
  const { loanCondition: _conditions, offeredCosts: _costs, ...rest } = message.retryInfo ?? {};
  const conditions = conditionsIn(message);
  const costs = costsIn(message);
  return present({
    ...openParts(rest),
    serviceType: rest.serviceType ?? serviceTypeIn(message),
    loanCondition: conditions.length === 0 ? undefined : conditions,
    offeredCosts: costs.length === 0 ? undefined : costs,
    dueDate: dueIn(message),
  });
}

function conditionsIn(message: SupplyingAgencyMessage): SchemeValue[] {
  const { retryInfo = {}, deliveryInfo = {} } = message;
  const named = [retryInfo.loanCondition, deliveryInfo.loanCondition].flatMap((each) => each ?? []);
  return named.length === 0 ? [] : distinct([...named, ...furtherIn(message)]);
}

function costsIn({ retryInfo = {}, deliveryInfo = {} }: SupplyingAgencyMessage): Costs[] {
  return [retryInfo.offeredCosts, deliveryInfo.deliveryCosts]
    .flatMap((each) => each ?? [])
    .filter(isPositive);
}

/** 2017 says with one code what 2021 says with two elements. Source: iso18626.md 2.4. */
function serviceTypeIn({ messageInfo }: SupplyingAgencyMessage): 'Loan' | undefined {
  return messageInfo.reasonRetry?.value === 'LoanPossible' ? 'Loan' : undefined;
}

/** Codes as they are registered. What is no code may be free text: it stays in the message, and reads as `other` here. */
function distinct(conditions: readonly SchemeValue[]): SchemeValue[] {
  const codes = conditions.map(({ value }) => openCode('loanCondition', value) ?? codeIn(value) ?? 'other');
  return [...new Set(codes)].map((value) => ({ value }));
}

const conditionsLine = /^On these conditions: (.+)\.$/m;

/** An edition that has room for one condition has the others in the note: only what is a code of the list counts. */
function furtherIn({ messageInfo: { note } }: SupplyingAgencyMessage): SchemeValue[] {
  const said = note === undefined ? undefined : conditionsLine.exec(note)?.[1];
  return (said ?? '').split(', ').flatMap((word) => {
    const value = openCode('loanCondition', word);
    return value === undefined ? [] : [{ value }];
  });
}

type Rest = Omit<OfferTerms, 'loanCondition' | 'offeredCosts' | 'dueDate'>;

function openParts(rest: Rest): Rest {
  const { edition, volume } = rest;
  return present({ ...rest, edition: edition?.map(shortened), volume: volume?.map(shortened) });
}

function shortened(text: string): string {
  return text.trim().slice(0, 100);
}

/** An open code is one word; anything longer may be free text. */
function codeIn(value: string | undefined): string | undefined {
  return value !== undefined && /^[\p{L}\d-]{1,40}$/u.test(value.trim()) ? value.trim() : undefined;
}

const dueLine = /^Due back on (\d{4}-\d\d-\d\d)\.$/m;

/** No element of an offer has a due date: a line of the note says it, and another gateway reads it back. */
export function dueBackLine(dueDate: string | undefined): string | undefined {
  return dueDate === undefined ? undefined : `Due back on ${dueDate.slice(0, 10)}.`;
}

function dueIn({ messageInfo: { note } }: SupplyingAgencyMessage): string | undefined {
  const day = note === undefined ? undefined : dueLine.exec(note)?.[1];
  return day === undefined ? undefined : endOfDay(day);
}
