import type { Action, Status } from '../iso18626/index.js';
import type { Verb } from './acts/act.js';
import type { PlanRule } from './clocks/planned.js';
import type { Happening, HappeningKind } from './happening.js';
import type { ParcelVerb } from './shipments/parcel-acts.js';
import type { CarrierStatus } from './shipments/shipment.js';

/** What a message says, as the other side's word and as ours. */
interface Said {
  they: string;
  we: string;
}

const actions: Record<Action, Said> = {
  StatusRequest: { they: 'asks how it stands', we: 'ask how it stands' },
  Received: { they: 'has received the item', we: 'have received the item' },
  Cancel: { they: 'asks to cancel', we: 'ask to cancel' },
  Renew: { they: 'asks to renew the loan', we: 'ask to renew the loan' },
  ShippedReturn: { they: 'has sent the item back', we: 'have sent the item back' },
  ShippedForward: { they: 'has sent the item on', we: 'have sent the item on' },
  Notification: { they: 'writes a note', we: 'write a note' },
  HoldReturn: { they: 'cannot return the item for now', we: 'cannot return the item for now' },
  Lost: { they: 'reports the item lost', we: 'report the item lost' },
};

const statuses: Record<Status, Said> = {
  RequestReceived: { they: 'has the request', we: 'have the request' },
  ExpectToSupply: { they: 'expects to supply', we: 'expect to supply' },
  WillSupply: { they: 'will supply', we: 'will supply' },
  Loaned: { they: 'has lent the item', we: 'have lent the item' },
  Overdue: { they: 'says that the item is overdue', we: 'remind that the item is overdue' },
  Recalled: { they: 'wants the item back', we: 'want the item back' },
  RetryPossible: { they: 'may be asked again in another way', we: 'may be asked again in another way' },
  Unfilled: { they: 'cannot supply', we: 'cannot supply' },
  HoldReturn: { they: 'asks not to send the item back for now', we: 'ask not to send the item back for now' },
  ReleaseHoldReturn: { they: 'takes the item back again', we: 'take the item back again' },
  CopyCompleted: { they: 'has sent the copy', we: 'have sent the copy' },
  LoanCompleted: { they: 'has the item back', we: 'have the item back' },
  CompletedWithoutReturn: { they: 'closes the loan without the item', we: 'close the loan without the item' },
  Cancelled: { they: 'has cancelled', we: 'have cancelled' },
};

const kinds: Record<HappeningKind, string> = {
  'loan-record-accepted': 'The loan record is accepted.',
  'loan-record-changed': 'The loan record is changed.',
  'loan-record-withdrawn': 'The library withdraws the loan record.',
  'request-owed': 'We ask the first supplier.',
  'request-received': 'A request has come in.',
  'message-received': 'A message has come in.',
  'message-owed': 'We answer.',
  'message-confirmed': 'The other side has confirmed.',
  act: 'Staff have acted.',
  'parcel-changed': 'Something has become of the parcel.',
  'carrier-told': 'The carrier has told where the parcel is.',
  'clock-struck': 'A date has passed.',
  'act-held': 'Staff have acted; it can still be taken back.',
  'act-withdrawn': 'Staff have taken an act back.',
  'act-decided': 'The time to take the act back is over.',
  'act-refused': 'What staff asked for was not possible any more.',
  'condition-reported': 'Staff have written down how the item looks.',
  'document-fetched': 'The copy was fetched by its link.',
  'document-destroyed': 'The file of the copy is destroyed.',
  'next-supplier-asked': 'We ask the next supplier.',
  'notice-queued': 'A notice is written.',
  'notice-claimed': 'A notice goes out.',
  'notice-settled': 'A notice has been sent, or could not be.',
  'notice-decided': 'Staff have decided about a notice.',
  'notice-bounced': 'A notice has come back.',
  'suppliers-sought': 'Catalogues are asked who holds it.',
  'holdings-heard': 'Catalogues have answered who holds it.',
  'rota-made': 'The suppliers are put in order.',
  'suppliers-ordered': 'Staff put the suppliers in order.',
};

const verbs: Record<Verb, string> = {
  'will-supply': 'Staff will supply it',
  expect: 'Staff expect to supply it',
  conditional: 'Staff will supply it on conditions',
  'ask-retry': 'Staff tell how it may be asked again',
  'cannot-supply': 'Staff cannot supply it',
  ship: 'Staff have sent the item',
  'send-further': 'Staff have sent another parcel of the loan',
  'supply-copy': 'Staff have sent a copy',
  receive: 'Staff have received the item',
  return: 'Staff have sent the item back',
  'check-in': 'Staff have checked the item in',
  'accept-condition': 'Staff accept what the supplier offers',
  'decline-condition': 'Staff decline what the supplier offers',
  retry: 'Staff ask the same supplier again',
  cancel: 'Staff ask to cancel',
  'answer-cancel': 'Staff have answered the cancellation',
  extend: 'Staff extend the loan',
  'answer-renewal': 'Staff have answered the renewal',
  recall: 'Staff recall the item',
  'withdraw-recall': 'Staff withdraw the recall',
  'overdue-notice': 'Staff remind that the item is overdue',
  'hold-return': 'Staff ask to wait with the return',
  'release-hold': 'Staff take the item back again',
  'not-arrived': 'Staff miss the item that was sent back',
  'close-without-return': 'Staff close the loan without the item',
  renew: 'Staff ask to renew the loan',
  remind: 'Staff remind the supplier of the request',
  'not-received': 'Staff miss the item',
  forward: 'Staff have sent the item on to another library',
  'report-lost': 'Staff report the item lost',
  'report-damaged': 'Staff report the item damaged',
  'report-condition': 'Staff have written down how the item looks',
  'shelf-check': 'Staff have looked for the item on our shelves',
  found: 'Staff have found the item',
  'settle-damage': 'Staff have decided about the damage',
  'draft-claim': 'Staff draft a claim',
  'record-claim': 'Staff write down what the other side claims',
  'approve-claim': 'Staff approve the claim',
  'send-claim': 'Staff send the claim',
  'dispute-claim': 'The claim is disputed',
  'agree-claim': 'The claim is agreed',
  'record-payment': 'The claim is settled, in whole or in part',
  'waive-claim': 'The claim is waived',
  'withdraw-claim': 'The claim is withdrawn',
  'refund-claim': 'What was paid for the claim is refunded',
  'undo-claim-step': 'Staff take the last step of the claim back',
  'ask-status': 'Staff ask how it stands',
  note: 'Staff write a note',
  'release-holdup': 'Staff let the request go',
  'log-call': 'Staff have written down a call',
  'send-notice': 'Staff send a notice',
  'hold-clock': 'Staff hold what is planned',
  'release-clock': 'Staff let go what they held',
  'next-supplier': 'Staff turn to the next supplier',
  withdraw: 'The library withdraws the loan record',
};

const parcelVerbs: Record<ParcelVerb, string> = {
  join: 'Staff have put it into one parcel with others',
  split: 'Staff have taken it out of the parcel',
  'add-tracking': 'Staff have scanned another number of the parcel',
  arrived: 'Staff have the parcel in hand',
  trace: 'Staff have asked the carrier to search for the parcel',
  lost: 'Staff count the parcel as lost on its way',
  found: 'The parcel that was lost has turned up',
};

const carrierStatuses: Record<CarrierStatus | 'unscanned', string> = {
  accepted: 'The carrier has the parcel',
  'in-transit': 'The parcel is on its way',
  'out-for-delivery': 'The parcel is out for delivery',
  delivered: 'The carrier has delivered the parcel',
  exception: 'The carrier has trouble with the parcel',
  unscanned: 'The parcel was delivered, and nobody has scanned it',
};

const rules: Record<PlanRule, string> = {
  'answer-warning': 'The time to answer is running out',
  'answer-late': 'The time to answer is over',
  'no-answer': 'The supplier has not answered in time',
  'question-late': 'The requester still waits for an answer',
  'cancel-unanswered': 'The supplier has not answered whether it cancels',
  'condition-warning': 'The time to answer the condition is running out',
  'condition-expired': 'The condition was not answered in time',
  'offer-lapsed': 'What we offered lapses',
  'renewal-unanswered': 'The supplier has not answered whether it renews',
  'parcel-trace': 'The carrier is to be asked where the parcel is',
  'parcel-lost': 'The item counts as lost on its way',
  'due-reminder': 'The item is due soon',
  'final-notice': 'The requester is reminded for the last time',
  'recall-over': 'The recalled item should be back',
  'check-in-reminder': 'The item was sent back and is not checked in',
  'return-problem': 'The item was sent back and is nowhere',
  'damage-window': 'The days in which damage can be reported run out',
  'claim-due': 'The next step of the claim is due',
  'parcel-late': 'The parcel is late',
  'return-late': 'The parcel back is late',
  'overdue-notice': 'The loan is overdue and the requester is reminded',
  'assumed-lost': 'The item is assumed lost',
  'damage-photos': 'Photos of the damage are asked for',
  'damage-undecided': 'The damage report still needs a decision',
  'follow-up': 'The day has come to ask again',
  'held-act': 'The time to take the act back is over',
};

/** One sentence in a librarian's words for what happened, from the open facts alone. */
export function sentenceOf(happening: Pick<Happening, 'kind' | 'facts'>): string {
  const { kind, facts = {} } = happening;
  const told = tellers[kind]?.(facts);
  return told === undefined ? kinds[kind] : `${told}.`;
}

type Facts = NonNullable<Happening['facts']>;

/** Kinds whose facts say more than the kind alone. */
const tellers: Partial<Record<HappeningKind, (facts: Facts) => string | undefined>> = {
  'message-received': (facts) => {
    const what = word(facts['what']);
    return what === undefined ? undefined : `${heard(what)}${aside(facts)}`;
  },
  'message-owed': (facts) => {
    const what = word(facts['what']);
    return what === undefined ? undefined : told(what);
  },
  'message-confirmed': (facts) => {
    const what = word(facts['what']);
    return what === undefined ? undefined : `The other side has answered our ${what}`;
  },
  act: (facts) => known(verbs, word(facts['verb'])),
  'parcel-changed': (facts) => known(parcelVerbs, word(facts['parcel'])),
  'carrier-told': (facts) => known(carrierStatuses, word(facts['status'])),
  'clock-struck': (facts) => known(rules, word(facts['rule'])),
};

function word(fact: Facts[string] | undefined): string | undefined {
  return typeof fact === 'string' ? fact : undefined;
}

function known(sentences: Record<string, string>, name: string | undefined): string | undefined {
  return name === undefined ? undefined : sentences[name];
}

function aside(facts: Facts): string {
  if (facts['refused'] === true) return ', which is not possible now: we answered with an error';
  if (facts['late'] === true) return ', too late to matter';
  return facts['ignored'] === true ? ', which we knew to be over' : '';
}

function heard(what: string): string {
  const [first = '', ...rest] = what.split(' ');
  if (isAction(what)) return `The requester ${actions[what].they}`;
  if (first === 'Request') return 'The requester asks again';
  return `The supplier ${answer(first, rest, 'they') ?? `says ${what}`}`;
}

function told(what: string): string {
  const [first = '', ...rest] = what.split(' ');
  if (isAction(what)) return `We ${actions[what].we}`;
  if (first === 'Request') return 'We ask for the item';
  return `We ${answer(first, rest, 'we') ?? `say ${what}`}`;
}

/** What a supplier's message says: the answer where it is one, a note, or the status. */
function answer(reason: string, rest: string[], side: keyof Said): string | undefined {
  const [first = ''] = rest;
  const isThey = side === 'they';
  if (reason === 'Notification') return actions.Notification[side];
  if (reason === 'CancelResponse')
    return yesOrNo(first, isThey ? ['agrees', 'does'] : ['agree', 'do'], 'cancel');
  if (reason === 'RenewResponse')
    return yesOrNo(first, isThey ? ['agrees', 'does'] : ['agree', 'do'], 'renew');
  return isStatus(first) ? statuses[first][side] : undefined;
}

function yesOrNo(answered: string, [yes, no]: [string, string], what: string): string {
  return answered === 'Y' ? `${yes} to ${what}` : `${no} not ${what}`;
}

function isAction(what: string): what is Action {
  return Object.hasOwn(actions, what);
}

function isStatus(what: string): what is Status {
  return Object.hasOwn(statuses, what);
}
