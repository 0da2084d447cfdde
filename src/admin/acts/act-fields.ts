import type { FileFault } from '../../files/index.js';
import {
  Packing,
  type Act,
  type ActRefusal,
  type ConditionGiven,
  type DocumentGiven,
  type PhotoGiven,
  type Verb,
} from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { manyIn, textIn } from '../page-parts.js';
import { offerParts } from './offer-fields.js';

/** What an act may say beyond its verb. */
export const fieldNames = [
  'answer',
  'reason',
  'dueDate',
  'itemId',
  'volumes',
  'itemIds',
  'returnTo',
  'url',
  'condition',
  'otherConditions',
  'paymentMethod',
  'backBy',
  'cost',
  'costCurrency',
  'currency',
  'answerBy',
  'retryReason',
  'offered',
  'courier',
  'retryAfter',
  'retryBefore',
  'carrier',
  'trackingId',
  'insuredFor',
  'boxed',
  'trackable',
  'insured',
  'expectedAt',
  'outcome',
  'decision',
  'cause',
  'amount',
  'fee',
  'means',
  'vouchers',
  'party',
  'direction',
  'channel',
  'result',
  'followUpOn',
  'template',
  'language',
  'way',
  'when',
  'marks',
  'looks',
  'photos',
  'tell',
  'clock',
  'document',
  'note',
  'confirmed',
] as const;
export type FieldName = (typeof fieldNames)[number];
export type FieldValues = Partial<Record<FieldName, string>>;

/** How the item looks, at an act that has it in hand. */
export const lookFields = ['marks', 'looks', 'photos', 'tell'] as const satisfies readonly FieldName[];

/** The fields of each verb's form, in their order. */
export const fieldsOf: Readonly<Record<Verb, readonly FieldName[]>> = {
  'will-supply': ['expectedAt', 'note'],
  expect: ['expectedAt', 'note'],
  conditional: [
    ...(['condition', 'otherConditions', 'cost', 'costCurrency', 'paymentMethod'] as const),
    ...(['backBy', 'answerBy', 'note'] as const),
  ],
  'ask-retry': [
    ...(['retryReason', 'offered', 'courier', 'cost', 'costCurrency'] as const),
    ...(['retryAfter', 'retryBefore', 'note'] as const),
  ],
  'accept-condition': ['note'],
  'decline-condition': ['note'],
  retry: ['offered', 'cost', 'costCurrency', 'note'],
  'cannot-supply': ['reason', 'note'],
  ship: [
    ...(['dueDate', 'itemId', 'volumes', 'carrier', 'trackingId', 'expectedAt', 'returnTo'] as const),
    ...(['insuredFor', 'boxed', 'trackable', 'insured', 'note'] as const),
    ...lookFields,
  ],
  'send-further': [
    ...(['itemId', 'carrier', 'trackingId', 'expectedAt', 'insuredFor'] as const),
    ...(['boxed', 'trackable', 'insured', 'note'] as const),
  ],
  'supply-copy': ['url', 'document', 'itemId', 'carrier', 'trackingId', 'expectedAt', 'insuredFor', 'note'],
  receive: ['note', ...lookFields],
  return: ['carrier', 'trackingId', 'expectedAt', 'insuredFor', 'note', ...lookFields],
  'check-in': ['note', ...lookFields],
  cancel: ['note'],
  'answer-cancel': ['answer', 'note'],
  extend: ['dueDate', 'note'],
  'answer-renewal': ['answer', 'dueDate', 'note'],
  recall: ['dueDate', 'note'],
  'withdraw-recall': ['dueDate', 'note'],
  'overdue-notice': ['note'],
  'hold-return': ['note'],
  'release-hold': ['note'],
  'not-arrived': ['note'],
  'close-without-return': ['note'],
  renew: ['note'],
  remind: [],
  'not-received': ['note'],
  forward: ['carrier', 'trackingId', 'expectedAt', 'insuredFor', 'note'],
  'report-lost': ['note'],
  'report-damaged': ['note', ...lookFields],
  'report-condition': ['when', ...lookFields],
  'shelf-check': ['outcome', 'note'],
  found: ['note'],
  'settle-damage': ['decision', 'amount', 'currency', 'note'],
  'draft-claim': ['cause', 'amount', 'currency'],
  'record-claim': ['cause', 'amount', 'fee', 'currency', 'note'],
  'approve-claim': [],
  'send-claim': ['note'],
  'dispute-claim': ['note'],
  'agree-claim': ['amount', 'note'],
  'record-payment': ['amount', 'means', 'vouchers', 'note'],
  'waive-claim': ['note'],
  'withdraw-claim': ['note'],
  'refund-claim': ['amount', 'note'],
  'undo-claim-step': ['note'],
  'ask-status': ['note'],
  note: ['note'],
  'release-holdup': [],
  'log-call': ['party', 'direction', 'channel', 'result', 'followUpOn', 'note'],
  'send-notice': ['template', 'language', 'way', 'note'],
  'hold-clock': ['clock'],
  'release-clock': ['clock'],
  'next-supplier': [],
  withdraw: [],
};

/** What is only written down: nothing leaves the house, so there is no undo time to wait for. */
export const atOnce: ReadonlySet<Verb> = new Set([
  'log-call',
  'report-condition',
  'hold-clock',
  'release-clock',
]);

/** What is done beside each planned line of the story instead of by a form of its own. */
export const besideTheStory: ReadonlySet<Verb> = new Set(['hold-clock', 'release-clock']);

/** Verbs that may be about some of several volumes; the others are about all of them. */
const ofSomeVolumes: ReadonlySet<Verb> = new Set([
  ...(['receive', 'return', 'check-in', 'report-lost', 'found'] as const),
]);

/** Verbs whose form may bring photos. */
export function takesPhotos(verb: Verb): boolean {
  return fieldsOf[verb].includes('photos');
}

/** Verbs whose form may bring files of any kind. */
export function takesFiles(verb: Verb): boolean {
  return takesPhotos(verb) || fieldsOf[verb].includes('document');
}

/** Verbs that may want a second look before they are done. */
const secondLook: ReadonlySet<Verb> = new Set(['return', 'forward']);

export const verbs = Object.keys(fieldsOf) as readonly Verb[];

/** Which field a refusal is about, where it is about one. */
export const fieldOfRefusal: Partial<Record<ActRefusal | FileFault, FieldName>> = {
  'reason-missing': 'reason',
  'answer-missing': 'answer',
  'note-missing': 'note',
  'date-unreadable': 'expectedAt',
  'due-date-in-the-past': 'dueDate',
  'due-date-not-later': 'dueDate',
  'due-date-not-sooner': 'dueDate',
  'agency-unreadable': 'returnTo',
  'item-unknown': 'itemIds',
  'url-unreadable': 'url',
  'outcome-missing': 'outcome',
  'decision-missing': 'decision',
  'amount-missing': 'amount',
  'amount-unreadable': 'amount',
  'amount-too-large': 'amount',
  'currency-unreadable': 'currency',
  'means-unreadable': 'means',
  'vouchers-unreadable': 'vouchers',
  'insurance-unreadable': 'insuredFor',
  'retry-reason-missing': 'retryReason',
  'cost-unreadable': 'cost',
  'costs-unclear': 'costCurrency',
  'offer-over': 'answerBy',
  'needs-confirmation': 'confirmed',
  'result-missing': 'result',
  'follow-up-in-the-past': 'followUpOn',
  'template-missing': 'template',
  'notice-value-missing': 'template',
  'condition-missing': 'marks',
  'condition-unreadable': 'when',
  'too-many-photos': 'photos',
  'files-full': 'photos',
  'url-or-file': 'document',
  'no-public-address': 'document',
  'file-empty': 'photos',
  'file-too-large': 'photos',
  'file-of-unknown-type': 'photos',
  'file-of-other-type': 'photos',
  'file-damaged': 'photos',
  'file-of-too-many-pixels': 'photos',
  'file-animated': 'photos',
};

/** The fields of a form as it is shown: with what its refusal asks for, and with the second look that it wants. */
export function fieldsShown(
  verb: Verb,
  shown: { wantsSecondLook: boolean; refusal: string | undefined; hasVolumes: boolean },
): readonly FieldName[] {
  const { wantsSecondLook, refusal, hasVolumes } = shown;
  return [
    ...(hasVolumes && ofSomeVolumes.has(verb) ? (['itemIds'] as const) : []),
    ...(verb === 'accept-condition' && refusal === 'costs-unclear' ? (['costCurrency'] as const) : []),
    ...fieldsOf[verb],
    ...(wantsSecondLook ? (['confirmed'] as const) : []),
  ];
}

/** What was filled in, as it came. */
export function valuesIn(form: unknown): FieldValues {
  const values = fieldNames.map((name) => [name, name === 'marks' ? marksIn(form) : textIn(form, name)]);
  return present(Object.fromEntries(values) as Record<FieldName, string | undefined>);
}

/** Marks are chips, any number of which may be chosen; shown again they are one text. */
function marksIn(form: unknown): string | undefined {
  const chosen = manyIn(form, 'marks');
  return chosen.length === 0 ? undefined : chosen.join(',');
}

/** The act that a form asks for. Whether it is possible and complete, the rules judge. */
export function actOf(verb: Verb, values: FieldValues, files: FilesGiven = { photos: [] }): Act {
  const said = saidIn(verb, values);
  const {
    reason,
    confirmed,
    answer,
    condition,
    otherConditions,
    cost,
    costCurrency,
    retryReason,
    offered,
    courier,
    backBy,
    marks,
    looks,
    tell,
    photos: _photos,
    document: _document,
    ...others
  } = Object.fromEntries(said);
  const { boxed: _b, trackable: _t, insured: _i, volumes, itemIds, trackingId, ...rest } = others;
  const packing = Object.values(Packing).filter((one) => said.has(one));
  const act = {
    verb,
    ...rest,
    ...offerParts(
      present({ condition, otherConditions, cost, costCurrency, retryReason, offered, courier, backBy }),
    ),
    ...numbersIn(trackingId),
    ...(reason === undefined ? {} : { reasonUnfilled: reason }),
    ...(confirmed === undefined || !secondLook.has(verb) ? {} : { confirmed: true }),
    ...(packing.length === 0 ? {} : { packing }),
    ...present({ volumes: volumesIn(volumes), itemIds: listIn(itemIds) }),
    ...conditionOf({ marks, looks, tell }, takesPhotos(verb) ? files.photos : []),
    ...(verb === 'supply-copy' ? present({ document: files.document }) : {}),
    ...(answer === 'yes' || answer === 'no' ? { answer } : {}),
  };
  // The verb's own fields, each a text but for an offer's, are what the type of its act has.
  return act as Act;
}

/** Files that came with a form, cleaned. */
export interface FilesGiven {
  photos: readonly PhotoGiven[];
  document?: DocumentGiven | undefined;
}

/** How the item looks, where anything was said of it. */
function conditionOf(
  { marks, looks, tell }: Partial<Record<'marks' | 'looks' | 'tell', string | undefined>>,
  photos: readonly PhotoGiven[],
): { condition?: ConditionGiven } {
  const condition: ConditionGiven = present({
    marks: listIn(marks),
    looks,
    photos: photos.length === 0 ? undefined : photos,
  });
  if (Object.keys(condition).length === 0) return {};
  return { condition: tell === undefined ? condition : { ...condition, tell: true } };
}

/** What was filled in of the fields that the verb's form may have. */
function saidIn(verb: Verb, values: FieldValues): ReadonlyMap<FieldName, string> {
  const said = new Map<FieldName, string>();
  const asked = verb === 'accept-condition' ? (['costCurrency'] as const) : [];
  const some = ofSomeVolumes.has(verb) ? (['itemIds'] as const) : [];
  for (const field of [...fieldsOf[verb], ...asked, ...some, 'confirmed'] as const) {
    const value = values[field];
    if (value !== undefined) said.set(field, value);
  }
  return said;
}

function listIn(text: string | undefined): string[] | undefined {
  const parts = (text ?? '').split(/[,\n]/).map((part) => part.trim());
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? undefined : said;
}

/** One number or several of a parcel, with commas. */
function numbersIn(text: string | undefined): { trackingId?: string; moreTrackingIds?: string[] } {
  const [trackingId, ...more] = listIn(text) ?? [];
  return present({ trackingId, moreTrackingIds: more.length === 0 ? undefined : more });
}

/** A line or a part between commas each: a barcode, and after `=` what the volume is called. */
function volumesIn(text: string | undefined): { itemId: string; volume?: string }[] | undefined {
  return listIn(text)?.map((one) => {
    const [itemId = '', ...named] = one.split('=').map((part) => part.trim());
    return named.length === 0 ? { itemId } : { itemId, volume: named.join('=') };
  });
}
