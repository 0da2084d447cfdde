import { z } from 'zod';
import {
  callChannels,
  callDirections,
  callParties,
  callResults,
  conditionMarks,
  ConditionMoment,
  noticeKinds,
  noticeLanguages,
  noticeWays,
  Packing,
  type Act,
  type NoticeKind,
  type Verb,
} from '../../../loan/index.js';

const note = z.string().trim().max(2_000).exactOptional();
const word = z.string().trim().min(1).max(200).exactOptional();
const moment = z.string().trim().max(40).exactOptional();
const words = z.array(z.string().trim().min(1).max(200)).max(20).exactOptional();
const parcel = {
  carrier: word,
  trackingId: word,
  moreTrackingIds: words,
  insuredFor: word,
  packing: z
    .array(z.enum(Object.values(Packing)))
    .max(3)
    .exactOptional(),
  expectedAt: moment,
};
const cause = z.enum(['lost', 'damaged']).exactOptional();
/** Money is text, so that no decimal is lost on the way. */
const amount = z.string().trim().max(20).exactOptional();
const sum = { amount, currency: z.string().trim().max(10).exactOptional() };
const cost = z
  .strictObject({ value: z.string().trim().max(20), currency: z.string().trim().max(8).exactOptional() })
  .exactOptional();
const offeredWords = z.array(z.string().trim().min(1).max(100)).max(20).exactOptional();
/** How the item looks; its photos come as parts of a form beside it. */
const condition = z
  .strictObject({
    marks: z.array(z.enum(conditionMarks)).max(conditionMarks.length).exactOptional(),
    looks: z.string().trim().max(2_000).exactOptional(),
    itemId: word,
    tell: z.boolean().exactOptional(),
  })
  .exactOptional();
const noteOnly = <V extends Verb>(verb: V) => z.strictObject({ verb: z.literal(verb), note });

/**
 * What each act may say, as the API writes it. Whether a date can be read and a reason is enough, the rules judge, in
 * the same words for every door. Source: practice.md 3.4.
 */
export const actBodies = {
  'will-supply': z
    .strictObject({ verb: z.literal('will-supply'), expectedDeliveryDate: moment, note })
    .transform(({ expectedDeliveryDate, ...rest }): Act => ({
      ...rest,
      ...(expectedDeliveryDate === undefined ? {} : { expectedAt: expectedDeliveryDate }),
    })),
  expect: z
    .strictObject({ verb: z.literal('expect'), expectedDeliveryDate: moment, note })
    .transform(({ expectedDeliveryDate, ...rest }): Act => ({
      ...rest,
      ...(expectedDeliveryDate === undefined ? {} : { expectedAt: expectedDeliveryDate }),
    })),
  conditional: z.strictObject({
    verb: z.literal('conditional'),
    conditions: offeredWords,
    cost,
    paymentMethod: word,
    dueDate: moment,
    answerBy: moment,
    note,
  }),
  'ask-retry': z
    .strictObject({
      verb: z.literal('ask-retry'),
      reason: word,
      offered: offeredWords,
      courier: offeredWords,
      cost,
      retryAfter: moment,
      retryBefore: moment,
      note,
    })
    .transform(({ reason, ...rest }): Act => ({
      ...rest,
      ...(reason === undefined ? {} : { reasonRetry: reason }),
    })),
  'accept-condition': z.strictObject({ verb: z.literal('accept-condition'), currency: word, note }),
  'decline-condition': noteOnly('decline-condition'),
  retry: z.strictObject({ verb: z.literal('retry'), offered: offeredWords, cost, note }),
  'cannot-supply': z
    .strictObject({ verb: z.literal('cannot-supply'), reason: word, note })
    .transform(({ reason, ...rest }): Act => ({
      ...rest,
      ...(reason === undefined ? {} : { reasonUnfilled: reason }),
    })),
  ship: z.strictObject({
    verb: z.literal('ship'),
    dueDate: moment,
    itemId: word,
    returnTo: word,
    moreItemIds: words,
    volumes: z
      .array(z.strictObject({ itemId: z.string().trim().min(1).max(200), volume: word }))
      .max(100)
      .exactOptional(),
    condition,
    ...parcel,
    note,
  }),
  'send-further': z.strictObject({ verb: z.literal('send-further'), itemId: word, ...parcel, note }),
  'supply-copy': z.strictObject({
    verb: z.literal('supply-copy'),
    url: z.string().trim().max(2_000).exactOptional(),
    itemId: word,
    ...parcel,
    note,
  }),
  receive: z.strictObject({ verb: z.literal('receive'), itemIds: words, condition, note }),
  return: z.strictObject({
    verb: z.literal('return'),
    confirmed: z.boolean().exactOptional(),
    itemIds: words,
    condition,
    ...parcel,
    note,
  }),
  'check-in': z.strictObject({ verb: z.literal('check-in'), itemIds: words, condition, note }),
  cancel: noteOnly('cancel'),
  'answer-cancel': z
    .strictObject({ verb: z.literal('answer-cancel'), answer: z.enum(['Y', 'N']).exactOptional(), note })
    .transform(({ answer, ...rest }): Act => ({
      ...rest,
      ...(answer === undefined ? {} : { answer: answer === 'Y' ? 'yes' : 'no' }),
    })),
  extend: z.strictObject({ verb: z.literal('extend'), dueDate: moment, note }),
  'answer-renewal': z
    .strictObject({
      verb: z.literal('answer-renewal'),
      answer: z.enum(['Y', 'N']).exactOptional(),
      dueDate: moment,
      note,
    })
    .transform(({ answer, ...rest }): Act => ({
      ...rest,
      ...(answer === undefined ? {} : { answer: answer === 'Y' ? 'yes' : 'no' }),
    })),
  recall: z.strictObject({ verb: z.literal('recall'), dueDate: moment, note }),
  'withdraw-recall': z.strictObject({ verb: z.literal('withdraw-recall'), dueDate: moment, note }),
  'overdue-notice': noteOnly('overdue-notice'),
  'hold-return': noteOnly('hold-return'),
  'release-hold': noteOnly('release-hold'),
  'not-arrived': noteOnly('not-arrived'),
  'close-without-return': noteOnly('close-without-return'),
  renew: noteOnly('renew'),
  remind: z.strictObject({ verb: z.literal('remind') }),
  'not-received': noteOnly('not-received'),
  forward: z.strictObject({
    verb: z.literal('forward'),
    confirmed: z.boolean().exactOptional(),
    ...parcel,
    note,
  }),
  'report-lost': z.strictObject({ verb: z.literal('report-lost'), itemIds: words, note }),
  'report-damaged': z.strictObject({ verb: z.literal('report-damaged'), condition, note }),
  'report-condition': z.strictObject({
    verb: z.literal('report-condition'),
    when: z.enum(Object.values(ConditionMoment)).exactOptional(),
    condition,
  }),
  'shelf-check': z.strictObject({
    verb: z.literal('shelf-check'),
    outcome: z.enum(['found', 'not-found']).exactOptional(),
    note,
  }),
  found: z.strictObject({ verb: z.literal('found'), itemIds: words, note }),
  'settle-damage': z.strictObject({
    verb: z.literal('settle-damage'),
    decision: z.enum(['accepted', 'waived', 'claimed']).exactOptional(),
    ...sum,
    note,
  }),
  'draft-claim': z.strictObject({ verb: z.literal('draft-claim'), cause, ...sum }),
  'record-claim': z.strictObject({ verb: z.literal('record-claim'), cause, fee: amount, ...sum, note }),
  'approve-claim': z.strictObject({ verb: z.literal('approve-claim') }),
  'send-claim': noteOnly('send-claim'),
  'dispute-claim': noteOnly('dispute-claim'),
  'agree-claim': z.strictObject({ verb: z.literal('agree-claim'), amount, note }),
  'record-payment': z.strictObject({
    verb: z.literal('record-payment'),
    amount,
    means: word,
    vouchers: amount,
    note,
  }),
  'waive-claim': noteOnly('waive-claim'),
  'withdraw-claim': noteOnly('withdraw-claim'),
  'refund-claim': z.strictObject({ verb: z.literal('refund-claim'), amount, note }),
  'undo-claim-step': noteOnly('undo-claim-step'),
  'ask-status': noteOnly('ask-status'),
  note: z
    .strictObject({ verb: z.literal('note'), text: note })
    .transform(({ verb, text }): Act => ({ verb, ...(text === undefined ? {} : { note: text }) })),
  'release-holdup': z.strictObject({ verb: z.literal('release-holdup') }),
  'log-call': z.strictObject({
    verb: z.literal('log-call'),
    party: z.enum(callParties).exactOptional(),
    direction: z.enum(callDirections).exactOptional(),
    channel: z.enum(callChannels).exactOptional(),
    result: z.enum(callResults).exactOptional(),
    followUpOn: moment,
    note,
  }),
  'send-notice': z.strictObject({
    verb: z.literal('send-notice'),
    template: z.enum(Object.keys(noticeKinds) as [NoticeKind, ...NoticeKind[]]),
    language: z.enum(noticeLanguages).exactOptional(),
    way: z.enum(noticeWays).exactOptional(),
    note,
  }),
  'hold-clock': z.strictObject({ verb: z.literal('hold-clock'), clock: word }),
  'release-clock': z.strictObject({ verb: z.literal('release-clock'), clock: word }),
  'next-supplier': z.strictObject({ verb: z.literal('next-supplier') }),
  withdraw: z.strictObject({ verb: z.literal('withdraw') }),
} satisfies Record<Verb, z.ZodType<Act>>;

const verbs = Object.keys(actBodies) as [Verb, ...Verb[]];

/** The body of an act: which verb it names, before its other fields are looked at. */
export const verbOfBody = z.looseObject({
  verb: z.enum(verbs, `one of: ${verbs.join(', ')}`),
});
