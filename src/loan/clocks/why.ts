/** Words that a reason's sentence takes in. */
export interface WhyFacts {
  what?: string;
  cause?: string;
  text?: string;
  verb?: string;
}

/** A sentence for each reason why a loan stands in its queue, for staff. */
const sentences = {
  'act-refused': 'What staff asked for was not possible any more when its time came.',
  'delivery-undecided': 'may or may not have arrived',
  'delivery-stopped': 'could not be delivered',
  'delivery-given-up': 'was given up',
  anomaly: '',
  'out-of-sync': 'The two sides do not agree how it stands.',
  'unknown-there': 'The supplier says that it does not have the request.',
  'assumed-lost': 'Long overdue: assumed lost.',
  'no-answer': 'The supplier has not answered in time.',
  'cancel-unanswered': 'The supplier has not answered whether it cancels.',
  'condition-expired': 'The condition was not answered in time.',
  'renewal-unanswered': 'The supplier has not answered whether it renews.',
  'recall-over': 'The recalled item should be back.',
  'not-checked-in': 'Sent back and never checked in.',
  'claim-due': 'The next step of a claim is due.',
  'lost-by-us': 'Reported lost by us.',
  'lost-by-them': 'Reported lost by the other side.',
  'damaged-by-us': 'Reported damaged by us.',
  'damaged-by-them': 'Reported damaged by the other side.',
  'photos-wanted': 'Photos of the damage are asked for.',
  'parcel-late': 'The parcel is late.',
  'return-late': 'The parcel back is late.',
  'notice-bounced': 'A notice has come back.',
  'notice-failed': 'A notice could not be sent.',
  'notice-in-doubt': 'A notice may or may not have been sent.',
  'follow-up': 'Staff wanted to ask again.',
  'received-early': 'The requester has the item, and the loan is not recorded.',
  'new-request': 'A new request.',
  expected: 'Expected to be supplied.',
  promised: 'Promised, and not sent yet.',
  'overdue-reminded': 'Overdue; the requester has been reminded.',
  'cancel-asked': 'The requester asks to cancel.',
  'renewal-asked': 'The requester asks to renew.',
  'request-refused': 'The supplier refused the request.',
  'request-not-delivered': 'The request could not be delivered.',
  'retry-possible': 'The supplier may be asked again in another way.',
  cancelled: 'The supplier has cancelled.',
  'nobody-left': 'Nobody is asked at the moment.',
  'nobody-found': 'No catalogue names a library that could supply it.',
  seeking: 'Catalogues are asked who holds it.',
  'catalogues-silent': 'A catalogue does not answer; it is asked again.',
  'overdue-told': 'Overdue: the supplier wants it back.',
  recalled: 'Recalled: the supplier wants it back.',
  condition: 'The supplier names conditions or costs.',
  'due-over': 'The due date is over.',
  'due-soon': 'The due date is near.',
  asked: 'The supplier has been asked.',
  'to-be-sent': 'The request is on its way to the supplier.',
  'supplier-has-it': 'The supplier has the request.',
  'supplier-promised': 'The supplier will send it.',
  'on-its-way': 'The supplier has sent it.',
  here: 'The item is here, or with the reader.',
  'held-by-supplier': 'The supplier asks to keep it for now.',
  'going-back': 'The item is on its way back.',
  'held-duplicate': 'Held: the same reader has asked for the same work already.',
  'held-patron-limit': 'Held: the reader has as many open requests as the rules allow.',
  'our-conditions': 'Our conditions wait for the requester’s answer.',
  'asked-another-way': 'The requester may ask again in another way.',
  'on-loan': 'The requester has it.',
  'recalled-by-us': 'We want it back.',
  'kept-by-requester': 'The requester cannot return it for now.',
  'coming-back': 'The item is on its way back to us.',
  'all-said': 'Everything has been said; the request closes when it has been delivered.',
} as const;
export type Why = keyof typeof sentences;

export const whys = Object.keys(sentences) as readonly Why[];

/** The reason as an English sentence. */
export function reasonOf(why: Why, { what = '', cause, text }: WhyFacts = {}): string {
  if (why === 'anomaly') return text ?? '';
  const isDelivery =
    why === 'delivery-undecided' || why === 'delivery-stopped' || why === 'delivery-given-up';
  if (!isDelivery) return sentences[why];
  return `${what} ${sentences[why]}${cause === undefined ? '' : ` (${cause})`}.`;
}
