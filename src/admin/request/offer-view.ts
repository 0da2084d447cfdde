import type { RequestDetail } from '../../desk/index.js';
import {
  differenceOf,
  OfferField,
  type Offer,
  type TermDifference,
  type Transaction,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateText, dateTimeText } from '../frame/times.js';
import { deadlineView, type DeadlineView } from '../work/deadline-words.js';
import { wordOf } from '../words/word-of.js';

/** One line of the table: what was asked beside what is offered. */
export interface TermView {
  field: string;
  asked: string;
  offered: string;
  verdict: string;
  tone: Tone;
}

export interface OfferView {
  state: { text: string; tone: Tone };
  who: string;
  answered?: string;
  reason?: string;
  rule?: string;
  deadline?: DeadlineView;
  terms: readonly TermView[];
}

/** The newest offer of a request, with the countdown while it waits; undefined where none was made. */
export function offerView({ view }: RequestDetail, reader: Reader): OfferView | undefined {
  const offer = view.transactions.get(view.record.current ?? '')?.offer;
  if (offer === undefined) return undefined;
  const { t } = reader;
  const { by, at, state, answeredBy, reason, rule, answerBy } = offer;
  return present({
    state: { text: t(`offer.state.${state}`), tone: stateTones[state] },
    who: t(`offer.from.${by}`, { when: dateTimeText(at, reader) }),
    answered: answeredBy === undefined ? undefined : t(`offer.answered.${answeredBy}`),
    reason:
      reason === undefined ? undefined : t('offer.reason', { reason: wordOf(t, 'retry-reason', reason) }),
    rule: rule === undefined ? undefined : t('offer.rule', { rule }),
    deadline:
      state === 'open'
        ? deadlineView(by === 'us' ? 'waiting-for-requester' : 'condition-to-answer', answerBy, reader)
        : undefined,
    terms: differenceOf(view.record, offer.terms).map((difference) => termView(difference, reader)),
  });
}

const stateTones: Readonly<Record<Offer['state'], Tone>> = {
  open: 'warn',
  accepted: 'good',
  declined: 'plain',
  lapsed: 'plain',
};

const verdictTones: Readonly<Record<TermDifference['verdict'], Tone>> = {
  same: 'good',
  within: 'good',
  beyond: 'bad',
  new: 'warn',
  other: 'warn',
  'not-comparable': 'bad',
};

function termView({ field, asked, offered, verdict }: TermDifference, reader: Reader): TermView {
  const { t } = reader;
  const said = (values: readonly string[]): string =>
    values.length === 0
      ? t('offer.nothing-asked')
      : values.map((value) => valueText(field, value, reader)).join(', ');
  return {
    field: t(`offer.on.${field}`),
    asked: said(asked),
    offered: said(offered),
    verdict: t(`offer.verdict.${verdict}`),
    tone: verdictTones[verdict],
  };
}

const days: ReadonlySet<string> = new Set([
  OfferField.DueDate,
  OfferField.RetryAfter,
  OfferField.RetryBefore,
]);

/** Where a value is a code that has a word. */
const wordsFor: Partial<Record<OfferField, string>> = {
  loanCondition: 'condition',
  serviceType: 'type',
  serviceLevel: 'level',
};

function valueText(field: OfferField, value: string, reader: Reader): string {
  if (days.has(field)) return dateText(value, reader);
  const prefix = wordsFor[field];
  return prefix === undefined ? value : wordOf(reader.t, prefix, value);
}

/** The chain of retries around the newest transaction, by the numbers that go on the wire. */
export function chainOf({ view }: RequestDetail, { t }: Reader): string[] {
  const numberOf = (id: string): string => view.transactions.get(id)?.requestingAgencyRequestId ?? id;
  return [...view.transactions.values()].flatMap((state: Transaction) =>
    state.previous === undefined
      ? []
      : [`${state.requestingAgencyRequestId}: ${t('offer.asks-again', { id: numberOf(state.previous) })}`],
  );
}
