import type { ConditionGiven } from '../conditions/condition-given.js';
import type { DocumentGiven } from '../documents/document.js';
import type { Posted } from '../shipments/posted.js';
import type { Instant } from '../model/transaction.js';

/** How a parcel travels. `expectedAt` is a day or a moment. */
export interface Parcel extends Omit<Posted, 'itemId' | 'moreItemIds' | 'insurance'> {
  /** What it is insured for: an amount with its currency, such as `500.00 SEK`. */
  insuredFor?: string;
}

/** A price, exact: digits with a point. Without a currency it is in the one that was asked in. */
export interface OfferedCost {
  value: string;
  currency?: string;
}

/** Money as it was written; a currency only where it is not the house's. */
export interface Sum {
  amount?: string;
  currency?: string;
}

/**
 * What a person does with a loan. `confirmed` is the second look that some acts want (table 3.7, mark a): sending back
 * what never arrived here, what the supplier asked us to hold, or what was settled as lost.
 */
export type Act =
  | { verb: 'will-supply'; expectedAt?: Instant; note?: string }
  | { verb: 'expect'; expectedAt?: Instant; note?: string }
  | {
      verb: 'conditional';
      conditions?: string[];
      cost?: OfferedCost;
      paymentMethod?: string;
      dueDate?: Instant;
      answerBy?: Instant;
      note?: string;
    }
  | {
      verb: 'ask-retry';
      reasonRetry?: string;
      /** In the element that goes with the reason: conditions, editions, volumes, formats, … */
      offered?: string[];
      courier?: string[];
      cost?: OfferedCost;
      retryAfter?: Instant;
      retryBefore?: Instant;
      note?: string;
    }
  | { verb: 'cannot-supply'; reasonUnfilled?: string; note?: string }
  | ({
      verb: 'ship';
      dueDate?: Instant;
      itemId?: string;
      returnTo?: string;
      moreItemIds?: readonly string[];
      /** Several items of one loan, with what staff call them; instead of the item ids. */
      volumes?: readonly { itemId: string; volume?: string }[];
      condition?: ConditionGiven;
      note?: string;
    } & Parcel)
  | ({ verb: 'send-further'; itemId?: string; note?: string } & Parcel)
  | ({
      verb: 'supply-copy';
      url?: string;
      /** The copy itself: the other side gets a link to it. */
      document?: DocumentGiven;
      itemId?: string;
      note?: string;
    } & Parcel)
  | { verb: 'receive'; itemIds?: readonly string[]; condition?: ConditionGiven; note?: string }
  | ({
      verb: 'return';
      confirmed?: boolean;
      itemIds?: readonly string[];
      condition?: ConditionGiven;
      note?: string;
    } & Parcel)
  | { verb: 'check-in'; itemIds?: readonly string[]; condition?: ConditionGiven; note?: string }
  | { verb: 'accept-condition'; currency?: string; note?: string }
  | { verb: 'decline-condition'; note?: string }
  | { verb: 'retry'; offered?: string[]; cost?: OfferedCost; note?: string }
  | { verb: 'cancel'; note?: string }
  | { verb: 'answer-cancel'; answer?: 'yes' | 'no'; note?: string }
  | { verb: 'extend'; dueDate?: Instant; note?: string }
  | { verb: 'answer-renewal'; answer?: 'yes' | 'no'; dueDate?: Instant; note?: string }
  | { verb: 'recall'; dueDate?: Instant; note?: string }
  | { verb: 'withdraw-recall'; dueDate?: Instant; note?: string }
  | { verb: 'overdue-notice'; note?: string }
  | { verb: 'hold-return'; note?: string }
  | { verb: 'release-hold'; note?: string }
  | { verb: 'not-arrived'; note?: string }
  | { verb: 'close-without-return'; note?: string }
  | { verb: 'renew'; note?: string }
  | { verb: 'remind' }
  | { verb: 'not-received'; note?: string }
  | ({ verb: 'forward'; confirmed?: boolean; note?: string } & Parcel)
  | { verb: 'report-lost'; itemIds?: readonly string[]; note?: string }
  | { verb: 'report-damaged'; condition?: ConditionGiven; note?: string }
  /** How the item looks, written down after the act that had it in hand. */
  | { verb: 'report-condition'; when?: string; condition?: ConditionGiven }
  | { verb: 'shelf-check'; outcome?: 'found' | 'not-found'; note?: string }
  | { verb: 'found'; itemIds?: readonly string[]; note?: string }
  | ({ verb: 'settle-damage'; decision?: 'accepted' | 'waived' | 'claimed'; note?: string } & Sum)
  | ({ verb: 'draft-claim'; cause?: 'lost' | 'damaged' } & Sum)
  | ({ verb: 'record-claim'; cause?: 'lost' | 'damaged'; fee?: string; note?: string } & Sum)
  | { verb: 'approve-claim' }
  | { verb: 'send-claim'; note?: string }
  | { verb: 'dispute-claim'; note?: string }
  | { verb: 'agree-claim'; amount?: string; note?: string }
  | { verb: 'record-payment'; amount?: string; means?: string; vouchers?: string; note?: string }
  | { verb: 'waive-claim'; note?: string }
  | { verb: 'withdraw-claim'; note?: string }
  | { verb: 'refund-claim'; amount?: string; note?: string }
  | { verb: 'undo-claim-step'; note?: string }
  | { verb: 'ask-status'; note?: string }
  | { verb: 'note'; note?: string }
  | { verb: 'release-holdup' }
  | {
      verb: 'log-call';
      party?: string;
      direction?: string;
      channel?: string;
      result?: string;
      /** The day on which to ask again. */
      followUpOn?: string;
      note?: string;
    }
  | { verb: 'send-notice'; template?: string; language?: string; way?: string; note?: string }
  /** A planned event's id, or `ladder`; the next one, or all, where none is named. */
  | { verb: 'hold-clock'; clock?: string }
  | { verb: 'release-clock'; clock?: string }
  | { verb: 'next-supplier' }
  | { verb: 'withdraw' };

export type Verb = Act['verb'];
export type ActOf<V extends Verb> = Extract<Act, { verb: V }>;

export const ActRefusal = {
  NotOurRole: 'not-our-role',
  NoTransaction: 'no-transaction',
  RecordClosed: 'record-closed',
  NotInThisState: 'not-in-this-state',
  NotSentYet: 'not-sent-yet',
  NothingSentYet: 'nothing-sent-yet',
  TheirIdUnknown: 'their-id-unknown',
  NotALoan: 'not-a-loan',
  NotACopy: 'not-a-copy',
  CancelWaits: 'cancel-waits',
  NoCancelWaits: 'no-cancel-waits',
  RenewalWaits: 'renewal-waits',
  NoRenewalWaits: 'no-renewal-waits',
  AlreadyReceived: 'already-received',
  AlreadyReturned: 'already-returned',
  NotReturnedYet: 'not-returned-yet',
  NotDueYet: 'not-due-yet',
  Held: 'held',
  RemindedLately: 'reminded-lately',
  NowhereToForward: 'nowhere-to-forward',
  AlreadyReported: 'already-reported',
  NothingReported: 'nothing-reported',
  NoDamageOpen: 'no-damage-open',
  ShelfCheckFirst: 'shelf-check-first',
  NothingToClaim: 'nothing-to-claim',
  ClaimOpen: 'claim-open',
  NoClaim: 'no-claim',
  NothingToUndo: 'nothing-to-undo',
  NothingPlanned: 'nothing-planned',
  NothingHeld: 'nothing-held',
  ClockUnknown: 'clock-unknown',
  SupervisorNeeded: 'supervisor-needed',
  SecondPersonNeeded: 'second-person-needed',
  ApprovalMissing: 'approval-missing',
  OutcomeMissing: 'outcome-missing',
  DecisionMissing: 'decision-missing',
  AmountMissing: 'amount-missing',
  AmountUnreadable: 'amount-unreadable',
  AmountTooLarge: 'amount-too-large',
  CurrencyUnreadable: 'currency-unreadable',
  MeansUnreadable: 'means-unreadable',
  VouchersUnreadable: 'vouchers-unreadable',
  OnLoan: 'on-loan',
  NobodyLeft: 'nobody-left',
  NeedsConfirmation: 'needs-confirmation',
  ReasonMissing: 'reason-missing',
  AnswerMissing: 'answer-missing',
  NoteMissing: 'note-missing',
  DateUnreadable: 'date-unreadable',
  DueDateInThePast: 'due-date-in-the-past',
  DueDateNotLater: 'due-date-not-later',
  DueDateNotSooner: 'due-date-not-sooner',
  AgencyUnreadable: 'agency-unreadable',
  ItemUnknown: 'item-unknown',
  UrlUnreadable: 'url-unreadable',
  InsuranceUnreadable: 'insurance-unreadable',
  NothingHeldUp: 'nothing-held-up',
  HeldUp: 'held-up',
  TermsMissing: 'terms-missing',
  RetryReasonMissing: 'retry-reason-missing',
  CostUnreadable: 'cost-unreadable',
  CostsUnclear: 'costs-unclear',
  NoOffer: 'no-offer',
  OfferOver: 'offer-over',
  RetryTooEarly: 'retry-too-early',
  NoCatalogue: 'no-catalogue',
  AskedAlready: 'asked-already',
  CallUnreadable: 'call-unreadable',
  ResultMissing: 'result-missing',
  FollowUpInThePast: 'follow-up-in-the-past',
  NoticesOff: 'notices-off',
  ConditionMissing: 'condition-missing',
  ConditionUnreadable: 'condition-unreadable',
  TooManyPhotos: 'too-many-photos',
  FilesFull: 'files-full',
  UrlOrFile: 'url-or-file',
  NoPublicAddress: 'no-public-address',
  TemplateMissing: 'template-missing',
  NoticeUnreadable: 'notice-unreadable',
  NoticeValueMissing: 'notice-value-missing',
} as const;
export type ActRefusal = (typeof ActRefusal)[keyof typeof ActRefusal];

/** A sentence each, for staff. */
export const refusalText: Record<ActRefusal, string> = {
  'not-our-role': 'This is for the other side of the loan to do.',
  'no-transaction': 'No supplier has been asked yet.',
  'record-closed': 'The request is closed.',
  'not-in-this-state': 'This is not possible in the present state.',
  'not-sent-yet': 'The supplier does not have our request.',
  'nothing-sent-yet': 'Nothing of the loan was sent from here in this direction.',
  'their-id-unknown':
    'This supplier takes messages only after it has answered for the first time: it knows the loan by its own number.',
  'not-a-loan': 'A copy was asked for, not a loan.',
  'not-a-copy': 'A loan was asked for, not a copy.',
  'cancel-waits': 'A cancellation waits for its answer.',
  'no-cancel-waits': 'No cancellation waits for an answer.',
  'renewal-waits': 'A renewal waits for its answer.',
  'no-renewal-waits': 'No renewal waits for an answer.',
  'already-received': 'The item has been received.',
  'already-returned': 'The item has been sent back.',
  'not-returned-yet': 'The item has not been sent back yet.',
  'not-due-yet': 'The item is not due yet.',
  held: 'The requester cannot return the item for the time being.',
  'reminded-lately': 'The supplier has been reminded of it lately.',
  'nowhere-to-forward': 'The loan names no other library to send the item on to.',
  'already-reported': 'That has been reported and is not settled yet.',
  'nothing-reported': 'Nothing has been reported lost.',
  'no-damage-open': 'No damage waits for a decision.',
  'shelf-check-first': 'Look on the shelves first, and write down what came of it.',
  'nothing-to-claim': 'Nothing has been reported lost or damaged that could be claimed for.',
  'claim-open': 'There is a claim already that is not settled.',
  'no-claim': 'There is no claim that this could be done with as it stands.',
  'nothing-planned': 'Nothing is planned that could be held.',
  'nothing-held': 'Nothing that is planned is held.',
  'clock-unknown': 'That is not planned for this request, or stands otherwise already.',
  'nothing-to-undo': 'There is no step of a claim that could be taken back.',
  'supervisor-needed': 'This is for somebody who may decide about money.',
  'second-person-needed': 'So much needs a second person: somebody else has to do this.',
  'approval-missing': 'So much has to be approved by a second person before it is sent.',
  'outcome-missing': 'What came of looking is needed: found or not found.',
  'decision-missing': 'A decision is needed: accepted, waived or claimed.',
  'amount-missing': 'An amount is needed.',
  'amount-unreadable': 'That is no amount that can be read: digits, with at most four decimals.',
  'amount-too-large': 'That is more than is open.',
  'currency-unreadable': 'That is no currency code of three letters.',
  'means-unreadable': 'That is no way to settle: money, ifla-voucher or replacement-copy.',
  'vouchers-unreadable': 'That is no number of vouchers: whole ones and halves.',
  'nobody-left': 'Nobody is left on the list who could be asked.',
  'on-loan': 'The item is on loan; it has to come back first.',
  'needs-confirmation': 'This is unusual here: confirm that it is meant.',
  'reason-missing': 'A reason is needed, such as NotOnShelf.',
  'answer-missing': 'An answer is needed: yes or no.',
  'note-missing': 'A note needs a text.',
  'date-unreadable': 'That is no date that can be read.',
  'due-date-in-the-past': 'The due date lies in the past.',
  'due-date-not-later': 'The due date is no later than before.',
  'due-date-not-sooner': 'The due date is later than before: a recall shortens the time.',
  'agency-unreadable': 'That names no library, as in ISIL:SE-LIBR.',
  'item-unknown': 'That is none of the volumes of this loan.',
  'url-unreadable': 'That is no http or https address.',
  'insurance-unreadable': 'That is no amount with its currency, such as 500.00 SEK.',
  'nothing-held-up': 'It does not wait for anybody.',
  'held-up': 'It waits for a person: let it go or withdraw it.',
  'terms-missing': 'Say what is offered: a condition, a price, a day, or what goes with the reason.',
  'retry-reason-missing': 'A reason of the standard’s list is needed, such as OnLoan.',
  'cost-unreadable': 'A price is digits with a point, and three letters for the currency.',
  'costs-unclear': 'Several prices are offered: name the one that is taken.',
  'no-offer': 'No offer waits for an answer.',
  'offer-over': 'The time to answer is over.',
  'retry-too-early': 'The supplier does not want to be asked again yet.',
  'no-catalogue': 'The settings name no catalogue that could be asked.',
  'asked-already': 'That supplier has been asked already.',
  'call-unreadable': 'Say with whom, which way and by what, in the words that are offered.',
  'result-missing': 'Say what came of it, or write a word about it.',
  'follow-up-in-the-past': 'The day on which to ask again is over.',
  'notices-off': 'This library sends no notices: its settings name no sender.',
  'condition-missing': 'Say how the item looks: by a mark, in words or with a photo.',
  'condition-unreadable': 'That is no mark or no moment at which this side has the item.',
  'too-many-photos': 'There are more photos than one report may have:',
  'files-full': 'The files of this request have all the room that the settings give them.',
  'url-or-file': 'Give an address or a file, not both.',
  'no-public-address': 'The settings name no address under which others could fetch a file.',
  'template-missing': 'Choose a notice that this side of the loan can send.',
  'notice-unreadable': 'A notice goes by mail or letter, in en, sv or de.',
  'notice-value-missing': 'This notice speaks of what nobody knows of this request:',
};

export interface Refused {
  ok: false;
  refusal: ActRefusal;
  /** The refusal's sentence, with what the present state adds to it. */
  detail: string;
}
