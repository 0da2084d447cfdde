import type { Response } from 'express';
import type { DeliveryRefusal } from '../exchange/deliveries/index.js';
import type { ActRefusal, NoticeRefusal, ParcelRefusal } from '../loan/index.js';

/** What the API answers instead of a result: an RFC 9457 problem document. */
export interface Problem {
  /** The last part of the problem's URN: stable, for programs. */
  name: string;
  status: number;
  title: string;
}

/** One fault among several. */
export interface ProblemFault {
  detail: string;
  /** Where in the body it lies, as a JSON pointer or column name. */
  field?: string;
  parameter?: string;
  header?: string;
  at?: string;
}

export interface ProblemDetails {
  detail?: string;
  errors?: readonly ProblemFault[];
  /** Further members, named by the problem's own type. */
  more?: Readonly<Record<string, unknown>>;
}

/** Thrown by a route that has to give up; whoever asked sees the problem and nothing else. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly details: ProblemDetails;

  constructor(problem: Problem, details: ProblemDetails = {}) {
    super(problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
    this.details = details;
  }
}

export const problems = {
  badQuery: { name: 'bad-query', status: 400, title: 'The query cannot be read' },
  badBody: { name: 'bad-body', status: 422, title: 'The body does not say what is needed' },
  notJson: { name: 'not-json', status: 400, title: 'The body is not JSON' },
  badRequest: { name: 'bad-request', status: 400, title: 'The request cannot be read' },
  agencyNeeded: {
    name: 'agency-needed',
    status: 400,
    title: 'Several of our agencies have a record under this id',
  },
  keyMissing: { name: 'idempotency-key-missing', status: 400, title: 'An act needs an Idempotency-Key' },
  keyUsed: {
    name: 'idempotency-key-used',
    status: 409,
    title: 'The Idempotency-Key was used for another act',
  },
  tokenMissing: { name: 'token-missing', status: 401, title: 'A token is needed' },
  tokenUnknown: { name: 'token-unknown', status: 401, title: 'The token is not known here' },
  scopeMissing: { name: 'scope-missing', status: 403, title: 'The token may not do this' },
  notFound: { name: 'not-found', status: 404, title: 'There is nothing here' },
  noCheckpoint: { name: 'no-checkpoint', status: 404, title: 'No checkpoint has been signed yet' },
  recordConflict: {
    name: 'record-conflict',
    status: 409,
    title: 'The loan record stands with other content',
  },
  recordRefused: { name: 'record-refused', status: 422, title: 'The loan record cannot be used' },
  peersFile: { name: 'peers-file', status: 422, title: 'The peers file cannot be used' },
  noTestLine: { name: 'no-test-line', status: 409, title: 'The peer cannot be tested at this moment' },
  peerTestRuns: { name: 'peer-test-runs', status: 409, title: 'The peer is being tested at this moment' },
  credentialRefused: { name: 'credential-refused', status: 422, title: 'The credential cannot be used' },
  noSuchProfile: { name: 'no-such-profile', status: 422, title: 'There is no such profile' },
  webhookRefused: { name: 'webhook-refused', status: 422, title: 'The webhook cannot be used' },
  webhooksFull: { name: 'webhooks-full', status: 409, title: 'There are as many webhooks as there may be' },
  secondPerson: { name: 'second-person-needed', status: 409, title: 'Another person has to approve it' },
  ranOut: { name: 'ran-out', status: 409, title: 'Its time is over' },
  changedMeanwhile: {
    name: 'changed-meanwhile',
    status: 409,
    title: 'Somebody else has changed it at the same moment',
  },
  tooLarge: { name: 'too-large', status: 413, title: 'The body is too large' },
  formUnreadable: { name: 'form-unreadable', status: 400, title: 'The form cannot be read' },
  fileRefused: { name: 'file-refused', status: 422, title: 'A file cannot be taken' },
  fileDestroyed: { name: 'file-destroyed', status: 410, title: 'The file was destroyed' },
  copyOver: {
    name: 'copy-over',
    status: 410,
    title: 'The link is over: the copy cannot be fetched any more',
  },
  tooOften: { name: 'too-often', status: 429, title: 'Too often; ask again in a minute' },
  notOurType: { name: 'content-type', status: 415, title: 'The body is of a type that is not read here' },
  reportNotOurs: { name: 'report-not-ours', status: 422, title: 'The report is about no notice of ours' },
  encoding: { name: 'content-encoding', status: 415, title: 'The body is encoded in a way that is not read' },
  unavailable: {
    name: 'unavailable',
    status: 503,
    title: 'Nothing can be written at the moment; ask again later',
  },
  unexpected: { name: 'unexpected', status: 500, title: 'Something unexpected went wrong' },
} as const satisfies Record<string, Problem>;

/** How each refusal of an act looks outside: 409 is of the state, 422 of what was asked. */
export const actProblems: Record<ActRefusal, Problem> = {
  'not-our-role': actProblem('not-our-role', 409, 'This is for the other side of the loan'),
  'no-transaction': actProblem('no-transaction', 409, 'No supplier has been asked yet'),
  'record-closed': actProblem('record-closed', 409, 'The request is closed'),
  'not-in-this-state': actProblem('not-in-this-state', 409, 'Not possible in the present state'),
  'nothing-sent-yet': actProblem('nothing-sent-yet', 409, 'Nothing was sent yet'),
  'not-sent-yet': actProblem('not-sent-yet', 409, 'The supplier does not have the request'),
  'their-id-unknown': actProblem('their-id-unknown', 409, 'The supplier has to answer first'),
  'not-a-loan': actProblem('not-a-loan', 409, 'A copy was asked for'),
  'not-a-copy': actProblem('not-a-copy', 409, 'A loan was asked for'),
  'cancel-waits': actProblem('cancel-waits', 409, 'A cancellation waits for its answer'),
  'no-cancel-waits': actProblem('no-cancel-waits', 409, 'No cancellation waits for an answer'),
  'renewal-waits': actProblem('renewal-waits', 409, 'A renewal waits for its answer'),
  'no-renewal-waits': actProblem('no-renewal-waits', 409, 'No renewal waits for an answer'),
  'already-received': actProblem('already-received', 409, 'The item has been received'),
  'already-returned': actProblem('already-returned', 409, 'The item has been sent back'),
  'not-returned-yet': actProblem('not-returned-yet', 409, 'The item has not been sent back yet'),
  'not-due-yet': actProblem('not-due-yet', 409, 'The item is not due yet'),
  held: actProblem('held', 409, 'The requester cannot return it for now'),
  'reminded-lately': actProblem('reminded-lately', 409, 'The supplier has been reminded lately'),
  'nowhere-to-forward': actProblem('nowhere-to-forward', 409, 'No other library is named to send it on to'),
  'already-reported': actProblem('already-reported', 409, 'That has been reported already'),
  'nothing-reported': actProblem('nothing-reported', 409, 'Nothing has been reported lost'),
  'no-damage-open': actProblem('no-damage-open', 409, 'No damage waits for a decision'),
  'shelf-check-first': actProblem('shelf-check-first', 409, 'Somebody has to look on the shelves first'),
  'nothing-to-claim': actProblem('nothing-to-claim', 409, 'Nothing has been reported lost or damaged'),
  'claim-open': actProblem('claim-open', 409, 'There is a claim that is not settled'),
  'no-claim': actProblem('no-claim', 409, 'There is no claim that this could be done with'),
  'nothing-planned': actProblem('nothing-planned', 409, 'Nothing is planned that could be held'),
  'nothing-held': actProblem('nothing-held', 409, 'Nothing that is planned is held'),
  'clock-unknown': actProblem('clock-unknown', 422, 'That is not planned for this request'),
  'nothing-to-undo': actProblem('nothing-to-undo', 409, 'There is nothing to take back'),
  'supervisor-needed': actProblem('supervisor-needed', 409, 'Somebody who may decide about money is needed'),
  'second-person-needed': actProblem('second-person-needed', 409, 'A second person is needed'),
  'approval-missing': actProblem('approval-missing', 409, 'The claim has to be approved first'),
  'outcome-missing': actProblem('outcome-missing', 422, 'An outcome is needed'),
  'decision-missing': actProblem('decision-missing', 422, 'A decision is needed'),
  'amount-missing': actProblem('amount-missing', 422, 'An amount is needed'),
  'amount-unreadable': actProblem('amount-unreadable', 422, 'The amount cannot be read'),
  'amount-too-large': actProblem('amount-too-large', 422, 'The amount is more than is open'),
  'currency-unreadable': actProblem('currency-unreadable', 422, 'The currency cannot be read'),
  'means-unreadable': actProblem('means-unreadable', 422, 'That is no way to settle'),
  'vouchers-unreadable': actProblem('vouchers-unreadable', 422, 'The number of vouchers cannot be read'),
  'on-loan': actProblem('on-loan', 409, 'The item is on loan'),
  'nobody-left': actProblem('nobody-left', 409, 'No other supplier is left to ask'),
  'needs-confirmation': actProblem('needs-confirmation', 409, 'This has to be confirmed'),
  'reason-missing': actProblem('reason-missing', 422, 'A reason is needed'),
  'answer-missing': actProblem('answer-missing', 422, 'An answer is needed'),
  'note-missing': actProblem('note-missing', 422, 'A note needs a text'),
  'date-unreadable': actProblem('date-unreadable', 422, 'A date cannot be read'),
  'due-date-in-the-past': actProblem('due-date-in-the-past', 422, 'The due date lies in the past'),
  'due-date-not-later': actProblem('due-date-not-later', 422, 'The due date is no later than before'),
  'due-date-not-sooner': actProblem('due-date-not-sooner', 422, 'The due date is later than before'),
  'agency-unreadable': actProblem('agency-unreadable', 422, 'The library cannot be read'),
  'item-unknown': actProblem('item-unknown', 422, 'That is none of the volumes of this loan'),
  'url-unreadable': actProblem('url-unreadable', 422, 'The address cannot be read'),
  'insurance-unreadable': actProblem('insurance-unreadable', 422, 'The insured amount cannot be read'),
  'nothing-held-up': actProblem('nothing-held-up', 409, 'The request does not wait for anybody'),
  'held-up': actProblem('held-up', 409, 'The request waits for a person'),
  'terms-missing': actProblem('terms-missing', 422, 'Nothing is offered'),
  'retry-reason-missing': actProblem('retry-reason-missing', 422, 'A reason for the retry is needed'),
  'cost-unreadable': actProblem('cost-unreadable', 422, 'The price cannot be read'),
  'costs-unclear': actProblem('costs-unclear', 422, 'Several prices are offered'),
  'no-offer': actProblem('no-offer', 409, 'No offer waits for an answer'),
  'offer-over': actProblem('offer-over', 409, 'The time to answer is over'),
  'retry-too-early': actProblem('retry-too-early', 409, 'The supplier is not to be asked yet'),
  'no-catalogue': actProblem('no-catalogue', 409, 'No catalogue can be asked'),
  'asked-already': actProblem('asked-already', 422, 'That supplier has been asked already'),
  'call-unreadable': actProblem('call-unreadable', 422, 'Whom, which way or by what cannot be read'),
  'result-missing': actProblem('result-missing', 422, 'A result or a word is needed'),
  'follow-up-in-the-past': actProblem('follow-up-in-the-past', 422, 'The day to ask again is over'),
  'notices-off': actProblem('notices-off', 409, 'This library sends no notices'),
  'condition-missing': actProblem('condition-missing', 422, 'Nothing is said of how the item looks'),
  'condition-unreadable': actProblem('condition-unreadable', 422, 'A mark or a moment is not known'),
  'too-many-photos': actProblem('too-many-photos', 422, 'There are too many photos'),
  'files-full': actProblem('files-full', 422, 'The files of the request have no more room'),
  'url-or-file': actProblem('url-or-file', 422, 'An address or a file, not both'),
  'no-public-address': actProblem('no-public-address', 409, 'Nobody outside could fetch a file'),
  'template-missing': actProblem('template-missing', 422, 'A notice of this side is needed'),
  'notice-unreadable': actProblem('notice-unreadable', 422, 'The way or the language cannot be read'),
  'notice-value-missing': actProblem('notice-value-missing', 422, 'The notice lacks a value'),
};

export const deliveryProblems: Record<DeliveryRefusal, Problem> = {
  'delivery-settled': deliveryProblem('delivery-settled', 409, 'The delivery is settled'),
  'delivery-in-flight': deliveryProblem(
    'delivery-in-flight',
    409,
    'The delivery is on its way at this moment',
  ),
  'delivery-in-doubt': deliveryProblem('delivery-in-doubt', 409, 'The peer may have the message'),
  'no-doubt-to-resolve': deliveryProblem('no-doubt-to-resolve', 409, 'Nothing is in doubt'),
  'only-a-requester-asks': deliveryProblem(
    'only-a-requester-asks',
    409,
    'Only a requester asks for the status',
  ),
  'probe-waits-already': deliveryProblem('probe-waits-already', 409, 'The status has been asked for already'),
  'reason-missing': deliveryProblem('reason-missing', 422, 'A reason is needed'),
  'canonical-missing': deliveryProblem('canonical-missing', 409, 'The message cannot be composed anew'),
};

export const parcelProblems: Record<ParcelRefusal, Problem> = {
  'arrived-already': parcelProblem('arrived-already', 'The parcel has arrived'),
  'lost-already': parcelProblem('lost-already', 'The parcel counts as lost'),
  'not-lost': parcelProblem('not-lost', 'The parcel does not count as lost'),
  'another-journey': parcelProblem('another-journey', 'The two do not go the same way'),
  'same-parcel': parcelProblem('same-parcel', 'They are one parcel already'),
  'not-in-parcel': parcelProblem('not-in-parcel', 'That is not in this parcel'),
  'alone-already': parcelProblem('alone-already', 'It travels alone already'),
  'nothing-new': parcelProblem('nothing-new', 'The numbers are known already'),
};

export const noticeProblems: Record<NoticeRefusal, Problem> = {
  'not-in-this-state': noticeProblem('not-in-this-state', 'Not possible with the notice as it stands'),
  'not-true-any-more': noticeProblem('not-true-any-more', 'What the notice says does not hold any more'),
  'text-erased': noticeProblem('text-erased', 'The text of the notice is erased'),
  'address-unreadable': {
    ...noticeProblem('address-unreadable', 'That is no e-mail address of a reader'),
    status: 422,
  },
};

function noticeProblem(refusal: NoticeRefusal, title: string): Problem {
  return { name: `notice-act-${refusal}`, status: 409, title };
}

function parcelProblem(refusal: ParcelRefusal, title: string): Problem {
  return { name: `parcel-act-${refusal}`, status: 409, title };
}

function actProblem(refusal: ActRefusal, status: 409 | 422, title: string): Problem {
  return { name: `act-${refusal}`, status, title };
}

function deliveryProblem(refusal: DeliveryRefusal, status: 409 | 422, title: string): Problem {
  return { name: `delivery-act-${refusal}`, status, title };
}

/** Answers a problem document. */
export function sendProblem(res: Response, problem: Problem, details: ProblemDetails = {}): void {
  const { detail, errors, more } = details;
  const document = {
    type: `urn:lendwire:problem:${problem.name}`,
    title: problem.title,
    status: problem.status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
    ...more,
  };
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(document));
}
