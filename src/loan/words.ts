import type { Action, Status } from '../iso18626/index.js';
import { HappeningKind, type Happening } from './happening.js';

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
  'clock-struck': 'A date has passed.',
  'act-held': 'Staff have acted; it can still be taken back.',
  'act-withdrawn': 'Staff have taken an act back.',
  'act-decided': 'The time to take the act back is over.',
  'act-refused': 'What staff asked for was not possible any more.',
  'next-supplier-asked': 'We ask the next supplier.',
};

/** One sentence in a librarian's words for what happened, from the open facts alone. */
export function sentenceOf(happening: Pick<Happening, 'kind' | 'facts'>): string {
  const { kind, facts = {} } = happening;
  const what = typeof facts['what'] === 'string' ? facts['what'] : undefined;
  if (kind === HappeningKind.MessageReceived && what !== undefined) return `${heard(what)}${aside(facts)}.`;
  if (kind === HappeningKind.Confirmed && what !== undefined) return `${kinds[kind].slice(0, -1)}: ${what}.`;
  const isOurs =
    kind === HappeningKind.MessageOwed || kind === HappeningKind.Act || kind === HappeningKind.Struck;
  if (isOurs && what !== undefined) return `${told(what)}.`;
  return kinds[kind];
}

function aside(facts: NonNullable<Happening['facts']>): string {
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
