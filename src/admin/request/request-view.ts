import { rotaViewOf, type ParcelView, type RequestDetail } from '../../desk/index.js';
import type { Costs } from '../../iso18626/index.js';
import { kindsOfSide, type Verb } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import type { ActFormView } from '../acts/act-form.js';
import { letterOf } from '../acts/act-form.js';
import {
  besideTheStory,
  fieldOfRefusal,
  fieldsShown,
  type FieldName,
  type FieldValues,
} from '../acts/act-fields.js';
import { outcomeView, type OutcomeView, type OutcomeWord } from '../acts/outcome-notice.js';
import { moneyView, type MoneyView } from '../claims/claim-view.js';
import { conditionsView, type ConditionsView } from '../conditions/condition-view.js';
import type { Tone } from '../frame/parts.js';
import type { Reader } from '../frame/reader.js';
import { dateText, dateTimeText } from '../frame/times.js';
import type { NoticeView } from '../notices/notice-view.js';
import { noticesSent } from '../notices/notices-sent.js';
import type { DeadlineView } from '../work/deadline-words.js';
import {
  deadlineIn,
  formatOf,
  queueTone,
  sideText,
  titleOf,
  typeOf,
  whyText,
  type RowView,
} from '../work/row.js';
import { wordOf } from '../words/word-of.js';
import { deliveryOf, type DeliveryView } from './delivery-view.js';
import { inSyncView, type InSyncView } from './in-sync-view.js';
import { messageView, type MessageView } from './message-view.js';
import { chainOf, offerView, type OfferView } from './offer-view.js';
import { rotaPageView, type RotaPageView } from './rota-view.js';
import {
  canHoldLadder,
  sentenceOf,
  timelineOf,
  type TimelineFilter,
  type TimelineLine,
} from './timeline-view.js';

/** An act that was tried and refused: its form is shown again with what was filled in. */
export interface Tried {
  verb: Verb;
  values: FieldValues;
  refusal: string;
}

export interface FactView {
  name: string;
  value: string | undefined;
}

export interface RequestView {
  id: string;
  /** The moment whose state is shown, where it is not the present one. */
  asOf?: string;
  title: string;
  author?: string;
  type: RowView['type'];
  format?: string;
  side: string;
  sideIcon: RowView['sideIcon'];
  state?: { text: string; standard: string };
  queue?: { text: string; tone: Tone };
  agency: string;
  why: RowView['why'];
  deadline?: DeadlineView;
  outcome?: OutcomeView;
  /** An act that was tried and is not offered any more, so that no form can say why it was refused. */
  refused?: { verb: string; why: string };
  inSync?: InSyncView;
  /** What is offered beside what was asked, and the chain of retries. */
  offer?: OfferView;
  chain: readonly string[];
  primary?: ActFormView;
  others: readonly ActFormView[];
  whyNot?: { verb: string; why: string };
  whyNotOthers: readonly { verb: string; why: string }[];
  item: readonly FactView[];
  service: readonly FactView[];
  numbers: readonly FactView[];
  /** On the asking side only. */
  rota?: RotaPageView;
  parcels: readonly ParcelView[];
  deliveries: readonly DeliveryView[];
  notices: readonly NoticeView[];
  messages: readonly MessageView[];
  timeline: readonly TimelineLine[];
  filter: TimelineFilter;
  canHoldLadder: boolean;
  money?: MoneyView;
  conditions?: ConditionsView;
  hasPatron: boolean;
  isStuck: boolean;
}

export function requestView(
  detail: RequestDetail,
  shown: {
    filter: TimelineFilter;
    word?: OutcomeWord | undefined;
    tried?: Tried | undefined;
    orderFault?: RotaPageView['fault'] | undefined;
    agencyName: (key: string) => string;
    parcels: readonly ParcelView[];
  },
  reader: Reader,
): RequestView {
  const { view, placed, acts } = detail;
  const { record } = view;
  const { t } = reader;
  const current = view.transactions.get(record.current ?? '');
  const possible = acts.possible.map(({ verb }) => verb);
  const outcome = outcomeView({ view, possible }, shown.word, reader);
  const hasVolumes = current?.volumes !== undefined;
  const inForms = acts.possible.filter(({ verb }) => !besideTheStory.has(verb));
  const forms = inForms.map((act) => ({
    ...formView(act, { tried: shown.tried, hasVolumes }, reader),
    ...(act.verb === 'send-notice' ? { templates: kindsOfSide(view) } : {}),
  }));
  const missing = inOrderOfUse(acts.missing).map(({ verb, refusal }) => ({
    verb: t(`verb.${verb}`),
    why: t(`refusal.${refusal}`),
  }));
  return present({
    id: view.id,
    asOf: detail.asOf,
    title: titleOf(detail, reader),
    author: record.bibliographicInfo.author ?? record.bibliographicInfo.authorOfComponent,
    type: typeOf(detail, reader),
    format: formatOf(detail, reader),
    side: sideText(detail, reader),
    sideIcon: record.role === 'supplier' ? ('out' as const) : ('in' as const),
    state: current === undefined ? undefined : { text: t(`state.${current.state}`), standard: current.state },
    queue: placed === undefined ? undefined : { text: t(`queue.${placed.queue}`), tone: queueTone(placed) },
    agency: shown.agencyName(record.agency),
    why: whyText(detail, reader),
    deadline: deadlineIn(detail, reader),
    outcome: withBetween(outcome, detail, reader),
    refused: refusedWithoutForm(shown.tried, acts, reader),
    inSync: inSyncView(detail, reader),
    offer: offerView(detail, reader),
    chain: chainOf(detail, reader),
    primary: forms.find(({ isPrimary }) => isPrimary),
    others: forms.filter(({ isPrimary }) => !isPrimary),
    whyNot: missing[0],
    whyNotOthers: missing.slice(1),
    item: itemFacts(detail, reader),
    service: serviceFacts(detail, reader),
    numbers: numberFacts(detail, reader),
    rota: rotaOf(detail, shown.orderFault, reader),
    parcels: shown.parcels,
    deliveries: [...view.allDeliveries].map(([id, delivery]) => deliveryOf({ id, delivery, detail }, reader)),
    notices: noticesSent(detail, reader),
    messages: detail.messages.map((message) => messageView(message, reader)).reverse(),
    timeline: timelineOf(detail, shown.filter, reader),
    filter: shown.filter,
    canHoldLadder: canHoldLadder(detail),
    money: moneyView(view, possible, reader),
    conditions: conditionsView(detail, reader),
    hasPatron: record.sealedWish !== undefined,
    isStuck: placed?.why.startsWith('delivery-') === true,
  });
}

/** The loan has moved on since the form was shown: nothing else on the page would say what became of it. */
function refusedWithoutForm(
  tried: Tried | undefined,
  { possible }: RequestDetail['acts'],
  { t }: Reader,
): RequestView['refused'] {
  if (tried === undefined || possible.some(({ verb }) => verb === tried.verb)) return undefined;
  return { verb: t(`verb.${tried.verb}`), why: wordOf(t, 'refusal', tried.refusal) };
}

/** What came between an act that was held and the moment that refused it. */
function withBetween(
  outcome: OutcomeView | undefined,
  { view, entries }: RequestDetail,
  reader: Reader,
): OutcomeView | undefined {
  const { refusedAct } = view.record;
  if (outcome?.refused === undefined || refusedAct === undefined) return outcome;
  const from = entries.findLastIndex(({ kind, at }) => kind === 'act-held' && at === refusedAct.heldAt);
  const to = entries.findLastIndex(({ kind }) => kind === 'act-decided');
  const between = entries.slice(from + 1, to).map((entry) => sentenceOf(entry, reader));
  return { ...outcome, refused: { ...outcome.refused, between } };
}

/** What staff ask for most, and so wonder most where it is. */
const useOfVerbs: readonly Verb[] = [
  'ship',
  'receive',
  'return',
  'check-in',
  'will-supply',
  'cancel',
  'supply-copy',
];

function inOrderOfUse<Item extends { verb: Verb }>(items: readonly Item[]): Item[] {
  const rank = ({ verb }: Item): number => useOfVerbs.indexOf(verb) + 1 || useOfVerbs.length + 1;
  return [...items].sort((one, other) => rank(one) - rank(other));
}

function formView(
  act: RequestDetail['acts']['possible'][number],
  shown: { tried: Tried | undefined; hasVolumes: boolean },
  { t }: Reader,
): ActFormView {
  const { verb, primary } = act;
  const { tried, hasVolumes } = shown;
  const isTried = tried?.verb === verb;
  const wantsSecondLook =
    act.needsConfirmation === true || (isTried && tried.refusal === 'needs-confirmation');
  const fields = fieldsShown(verb, {
    wantsSecondLook,
    refusal: isTried ? tried.refusal : undefined,
    hasVolumes,
  });
  return present({
    verb,
    label: t(`verb.${verb}`),
    about: t(`about.${verb}`),
    fields,
    letter: letterOf[verb],
    isPrimary: primary,
    values: isTried ? tried.values : {},
    fault: isTried ? faultOf(tried.refusal, fields, t) : undefined,
  });
}

function faultOf(
  refusal: string,
  fields: readonly FieldName[],
  t: Reader['t'],
): NonNullable<ActFormView['fault']> {
  const field = (fieldOfRefusal as Record<string, FieldName | undefined>)[refusal];
  const text = wordOf(t, 'refusal', refusal);
  return field === undefined || !fields.includes(field) ? { text } : { field, text };
}

function itemFacts({ view: { record } }: RequestDetail, reader: Reader): FactView[] {
  const { bibliographicInfo: info, publicationInfo: publication } = record;
  const { t } = reader;
  return [
    { name: t('item.title'), value: info.title },
    { name: t('item.subtitle'), value: info.subtitle },
    { name: t('item.author'), value: info.author },
    { name: t('item.component'), value: info.titleOfComponent },
    { name: t('item.component-author'), value: info.authorOfComponent },
    { name: t('item.volume'), value: info.volume?.join(', ') },
    { name: t('item.issue'), value: info.issue },
    { name: t('item.pages'), value: info.pagesRequested },
    { name: t('item.edition'), value: info.edition },
    { name: t('item.series'), value: info.seriesTitle },
    { name: t('item.publisher'), value: publication?.publisher },
    { name: t('item.place'), value: publication?.placeOfPublication },
    { name: t('item.year'), value: publication?.publicationDate },
    ...(info.bibliographicItemId ?? []).map(
      ({ bibliographicItemIdentifierCode: code, bibliographicItemIdentifier: id }) => ({
        name: code.value,
        value: id,
      }),
    ),
    ...(info.bibliographicRecordId ?? []).map(
      ({ bibliographicRecordIdentifierCode: code, bibliographicRecordIdentifier: id }) => ({
        name: code.value,
        value: id,
      }),
    ),
  ];
}

function serviceFacts(detail: RequestDetail, reader: Reader): FactView[] {
  const { record, transactions } = detail.view;
  const { t } = reader;
  const { dueDate, expectedDeliveryDate } = transactions.get(record.current ?? '') ?? {};
  const { needBeforeDate, serviceLevel, itemFormat } = record.serviceInfo ?? {};
  const day = (at: string | undefined): string | undefined =>
    at === undefined ? undefined : dateText(at, reader);
  return [
    { name: t('service.due'), value: day(dueDate) },
    { name: t('service.expected'), value: day(expectedDeliveryDate) },
    { name: t('service.need-before'), value: day(needBeforeDate) },
    { name: t('service.asked'), value: dateTimeText(record.createdAt, reader) },
    {
      name: t('service.level'),
      value: serviceLevel === undefined ? undefined : wordOf(t, 'level', serviceLevel.value),
    },
    { name: t('service.item-format'), value: itemFormat?.value },
    { name: t('service.cost'), value: costText(record.billingInfo?.maximumCosts) },
  ];
}

function costText(cost: Costs | undefined): string | undefined {
  return cost === undefined ? undefined : `${cost.monetaryValue} ${cost.currencyCode.value}`;
}

function numberFacts({ view: { id, record, transactions } }: RequestDetail, { t }: Reader): FactView[] {
  const current = transactions.get(record.current ?? '');
  return [
    { name: t('request.library-number'), value: record.libraryId },
    { name: t('request.wire-number'), value: current?.requestingAgencyRequestId },
    { name: t('request.their-number'), value: current?.supplyingAgencyRequestId },
    { name: t('request.our-number'), value: id },
  ];
}

function rotaOf(
  { view: { id, record }, asOf }: RequestDetail,
  fault: RotaPageView['fault'] | undefined,
  reader: Reader,
): RotaPageView | undefined {
  if (record.role !== 'requester') return undefined;
  // What was once cannot be put in another order.
  const isOpen = record.phase === 'open' && asOf === undefined;
  return rotaPageView(rotaViewOf(id, record, reader.now), { isOpen, fault }, reader);
}
