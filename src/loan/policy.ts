import type { Calendar } from './clocks/calendar.js';
import type { SpanText } from './clocks/span.js';

/** A span, or `off` for a clock that is not wanted. */
export type Rung = SpanText;

export const ladderStops = ['renewed', 'returned', 'lost', 'disputed'] as const;
export type LadderStop = (typeof ladderStops)[number];

export const settlements = ['money', 'ifla-voucher', 'replacement-copy', 'waive'] as const;
export type SettleBy = (typeof settlements)[number];

/**
 * The clocks of the house, and what they do. Spans count in the calendar of the library that has to act; amounts are
 * exact decimals as text. Source: practice.md 5.3.
 */
export interface Policy {
  /** To answer a request, by its service level. */
  respond: {
    standard: SpanText;
    rush: SpanText;
    express: SpanText;
    /** The share of the time after which whoever waits is warned. */
    warnAt: number;
    /** How long a supplier that was reminded is left in peace. */
    remindEvery: SpanText;
    onExpiry: 'next-supplier' | 'ask-staff';
  };
  condition: { answer: SpanText; onExpiry: 'decline' | 'ask-staff' };
  /** To answer a peer that asks to cancel. */
  cancel: { answer: SpanText };
  loan: {
    days: SpanText;
    transitOutDays: SpanText;
    transitBackDays: SpanText;
    /** What the due date means: the day on which it is back, or on which it is sent back. */
    dueIs: 'back-at-supplier' | 'sent-back';
  };
  renewal: {
    max: number;
    /** A span, or `same-as-loan`. */
    days: SpanText;
    answer: SpanText;
    /** What a requester makes of a supplier that does not answer. */
    noAnswer: 'ask-staff' | 'assume-granted';
  };
  transit: {
    /** After the day on which a parcel is expected. */
    lateAfter: SpanText;
    /** After it was sent, where nobody knows when it comes. */
    notReceived: { loan: SpanText; copy: SpanText };
    /** After it was late: when it is traced, and when it counts as lost on its way. */
    trace: Rung;
    lostInTransit: Rung;
    /** From when on the requester answers for the item. */
    riskFrom: 'dispatch' | 'receipt';
  };
  /** From the due date on; a negative one lies before it. */
  overdue: {
    reminder: Rung;
    n1: Rung;
    n2: Rung;
    n3: Rung;
    finalNotice: Rung;
    assumedLost: Rung;
    /** How long the ladder rests when the other side has said something. */
    pauseOnReply: Rung;
    stopOn: readonly LadderStop[];
  };
  recall: { returnWithin: SpanText };
  /** After the item was sent back. */
  returned: { checkInReminder: Rung; problemAfter: Rung };
  claim: {
    /** In which the amounts below are meant; amounts in another are never compared with them. */
    currency: string;
    autoDraftAt: 'assumedLost' | 'off';
    send: 'needs-approval';
    /** After the claim was sent. */
    payWithin: SpanText;
    /** After the due date, or what was due last: no claim is made any more. */
    latest: SpanText;
    lost: {
      cost: 'replacement' | 'none';
      fallback: { book: string; av: string; other: string };
      processingFee: string;
      feeRefundable: boolean;
    };
    foundRefundWithin: SpanText;
    /** How long damage can be reported after the item arrived or was checked in. */
    damageReport: { arrived: SpanText; checkedIn: SpanText; photosRequired: boolean };
    settleBy: readonly SettleBy[];
    fourEyesAbove: string;
  };
  /** To decide about a damage report. */
  damage: { decideWithin: SpanText };
  /** Asking suppliers how quiet requests stand. Source: practice.md 7 nr. 14. */
  inSync: {
    /** How long nothing was heard. */
    askAfter: Rung;
    /** By night: hours `HH:MM` on the wall in our zone; `until` may lie after midnight. */
    from: string;
    until: string;
    /** At most so many a peer and night, and a night; after a restore, an hour. */
    perPeer: number;
    perNight: number;
  };
  /** Never by itself: written down so that nobody looks for the switch. */
  service: { autoSuspendPeer: false };
}

/** Whose working days count: our library's, and the one's that this transaction is with. */
export interface Calendars {
  ours: Calendar;
  theirs: Calendar;
}

/** The policy that holds for one loan and peer, and the calendars that it counts in. */
export interface Terms {
  policy: Policy;
  calendars: Calendars;
}
