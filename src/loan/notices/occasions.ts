import type { Happening } from '../happening.js';
import type { Role } from '../model/states.js';
import type { NoticeKind } from './notice-kinds.js';

interface Occasion {
  /** What happened, as `occasionsIn` names it. */
  when: string;
  side: Role;
  kind: NoticeKind;
}

/**
 * Which notice follows from what happened to a loan. Switches of the house decide whether it is sent by itself. A peer
 * hears all of it by ISO 18626 first, so mails to peers are off until the house turns them on.
 */
export const occasions: readonly Occasion[] = [
  { when: 'event arrived', side: 'requester', kind: 'arrived' },
  { when: 'event closed CopyCompleted', side: 'requester', kind: 'link-ready' },
  { when: 'event overdue', side: 'requester', kind: 'overdue' },
  { when: 'event closed Unfilled', side: 'requester', kind: 'unfilled' },
  { when: 'event closed Cancelled', side: 'requester', kind: 'cancelled' },
  { when: 'heard RenewResponse Y', side: 'requester', kind: 'renewed' },
  { when: 'heard RenewResponse N', side: 'requester', kind: 'not-renewed' },
  { when: 'heard Recalled', side: 'requester', kind: 'recalled' },
  { when: 'event due-soon', side: 'requester', kind: 'due-soon' },
  { when: 'struck parcel-late', side: 'requester', kind: 'parcel-late' },
  { when: 'struck parcel-late', side: 'supplier', kind: 'parcel-late' },
  { when: 'struck return-late', side: 'requester', kind: 'parcel-late' },
  { when: 'struck return-late', side: 'supplier', kind: 'parcel-late' },
  { when: 'struck assumed-lost', side: 'requester', kind: 'assumed-lost' },
  { when: 'struck assumed-lost', side: 'supplier', kind: 'assumed-lost' },
  { when: 'struck overdue-notice 1', side: 'supplier', kind: 'overdue-1' },
  { when: 'struck overdue-notice 2', side: 'supplier', kind: 'overdue-2' },
  { when: 'struck overdue-notice 3', side: 'supplier', kind: 'overdue-3' },
  { when: 'struck final-notice', side: 'supplier', kind: 'overdue-final' },
  { when: 'act report-lost', side: 'requester', kind: 'lost-report' },
  { when: 'claim drafted', side: 'supplier', kind: 'claim-to-approve' },
  { when: 'claim sent', side: 'supplier', kind: 'claim-statement' },
];

/** Names of what a happening tells, from its open facts. */
export function occasionsIn({ event, claims = {}, facts = {}, kind }: Happening): string[] {
  return [
    ...Object.values(claims).map(({ state }) => `claim ${state}`),
    ...(event === undefined ? [] : eventNames(event)),
    ...(namesOf[kind]?.(facts) ?? []),
  ];
}

type Facts = NonNullable<Happening['facts']>;

/** What a kind of happening is called by its facts. */
const namesOf: Partial<Record<Happening['kind'], (facts: Facts) => string[]>> = {
  act: ({ verb }) => [`act ${String(verb)}`],
  'message-received': ({ what }) => heardNames(String(what)),
  'clock-struck': ({ rule, step }) => [`struck ${String(rule)}`, `struck ${String(rule)} ${String(step)}`],
};

function eventNames({ type, outcome }: NonNullable<Happening['event']>): string[] {
  return [`event ${type}`, ...(outcome === undefined ? [] : [`event ${type} ${outcome}`])];
}

/** `RenewResponse N Loaned` is heard as `RenewResponse N`, `StatusChange Recalled` as `Recalled`. */
function heardNames(what: string): string[] {
  const [reason = '', first = ''] = what.split(' ');
  return reason === 'RenewResponse' ? [`heard ${reason} ${first}`] : [`heard ${first}`];
}

/** The kinds of notices that follow from a happening for our side of the loan. */
export function kindsFor(happening: Happening, side: Role): NoticeKind[] {
  const names = occasionsIn(happening);
  return occasions.filter((one) => one.side === side && names.includes(one.when)).map(({ kind }) => kind);
}
