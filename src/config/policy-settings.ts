import { z } from 'zod';

const spanHint = 'write hours, days or working days, such as 2h, 14d or 4wd; a bare number is days';
const days = z.number().int().min(-3650).max(3650);
/** A span as text, within ten years; a bare number is days. */
const span = z.union([z.string().regex(/^(eta\+)?-?\d{1,4}(h|d|wd)$/, spanHint), days], spanHint);
const rung = z.union([z.literal('off'), span], `${spanHint}; "off" for none`);
const length = span.refine((text) => !String(text).includes('-'), 'a length of time is not negative');
const amount = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'an amount is written 75.00');

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time on the wall is written 01:30');

/** The whole of a policy. Its keys are practice's; each is explained in the README. */
export const policySchema = z.strictObject({
  respond: z.strictObject({
    standard: length,
    rush: length,
    express: length,
    warnAt: z.number().gt(0).lte(1),
    remindEvery: length,
    onExpiry: z.enum(['next-supplier', 'ask-staff']),
  }),
  condition: z.strictObject({ answer: length, onExpiry: z.enum(['decline', 'ask-staff']) }),
  cancel: z.strictObject({ answer: length }),
  loan: z.strictObject({
    days: length,
    transitOutDays: length,
    transitBackDays: length,
    dueIs: z.enum(['back-at-supplier', 'sent-back']),
  }),
  renewal: z.strictObject({
    max: z.number().int().min(0).max(99),
    days: z.union([z.literal('same-as-loan'), length], `${spanHint}; or "same-as-loan"`),
    answer: length,
    noAnswer: z.enum(['ask-staff', 'assume-granted']),
  }),
  transit: z.strictObject({
    lateAfter: length,
    notReceived: z.strictObject({ loan: length, copy: length }),
    trace: rung,
    lostInTransit: rung,
    riskFrom: z.enum(['dispatch', 'receipt']),
  }),
  overdue: z.strictObject({
    reminder: rung,
    n1: rung,
    n2: rung,
    n3: rung,
    finalNotice: rung,
    assumedLost: rung,
    pauseOnReply: rung,
    stopOn: z.array(z.enum(['renewed', 'returned', 'lost', 'disputed'])).max(4),
  }),
  recall: z.strictObject({ returnWithin: length }),
  returned: z.strictObject({ checkInReminder: rung, problemAfter: rung }),
  claim: z.strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters'),
    autoDraftAt: z.enum(['assumedLost', 'off']),
    send: z.literal('needs-approval', 'a claim is never sent without a person: needs-approval'),
    payWithin: length,
    latest: length,
    lost: z.strictObject({
      cost: z.enum(['replacement', 'none']),
      fallback: z.strictObject({ book: amount, av: amount, other: amount }),
      processingFee: amount,
      feeRefundable: z.boolean(),
    }),
    foundRefundWithin: length,
    damageReport: z.strictObject({ arrived: length, checkedIn: length, photosRequired: z.boolean() }),
    settleBy: z.array(z.enum(['money', 'ifla-voucher', 'replacement-copy', 'waive'])).max(4),
    fourEyesAbove: amount,
  }),
  damage: z.strictObject({ decideWithin: length }),
  inSync: z.strictObject({
    askAfter: z.union([z.literal('off'), length], `${spanHint}; "off" for none`),
    from: wallTime,
    until: wallTime,
    perPeer: z.number().int().min(1).max(10_000),
    perNight: z.number().int().min(1).max(100_000),
  }),
  service: z.strictObject({
    autoSuspendPeer: z.literal(false, 'a peer is never suspended by itself: false'),
  }),
});
export type PolicySettings = z.infer<typeof policySchema>;

/** A library's calendar; what its texts mean, the rules check. */
export const calendarSchema = z.strictObject({
  timeZone: z.string().min(1).max(60),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  holidays: z.record(z.string().max(40), z.string().max(100)),
  closures: z.record(z.string().max(40), z.string().max(100)),
});
export type CalendarSettings = z.infer<typeof calendarSchema>;
