import type { SealedEntry } from '../ledger/index.js';
import type { Role } from '../loan/index.js';
import type { LoanFacts } from '../storage/index.js';

/** Which of the two times of an entry a period speaks of. */
export const TimeKind = { Recorded: 'recorded', Event: 'event' } as const;
export type TimeKind = (typeof TimeKind)[keyof typeof TimeKind];

/** Which entries an auditor wants. What is missing does not narrow. */
export interface Selection {
  /** Instants: at or after `from`, and before `before`. */
  from?: string;
  before?: string;
  time?: TimeKind;
  side?: Role;
  peer?: string;
  serviceType?: string;
  /** Of the request's newest transaction, as it is today. */
  state?: string;
  kind?: string;
  /** `kind:id`, or the id alone. */
  actor?: string;
  failedOnly?: boolean;
  /** One request, by the id of its loan record. */
  request?: string;
  firstSeq?: number;
  lastSeq?: number;
  /** Keys of our agencies that whoever asks may see; missing means all, and entries that concern none of them. */
  agencies?: readonly string[];
}

/** Whether every entry between `firstSeq` and `lastSeq` is wanted, so that none has to be read to know. */
export function isBySeqAlone(selection: Selection): boolean {
  return Object.entries(selection).every(
    ([name, value]) => value === undefined || name === 'firstSeq' || name === 'lastSeq',
  );
}

/** Whether columns of the database tell which entries are wanted. */
export function isByColumnsAlone(selection: Selection): boolean {
  const { from: _from, before: _before, time, ...rest } = selection;
  return time !== TimeKind.Event && isBySeqAlone(rest);
}

/** Whether the loan of an entry has to be looked up to tell. */
export function asksOfLoan({ side, serviceType, state }: Selection): boolean {
  return side !== undefined || serviceType !== undefined || state !== undefined;
}

/** Whether an entry is wanted. `loan` is what is known of its loan; an entry without one fits no filter on loans. */
export function isSelected(selection: Selection, entry: SealedEntry, loan: LoanFacts | undefined): boolean {
  return (
    isInPlace(selection, entry) &&
    isInTime(selection, entry) &&
    isOfLoan(selection, loan) &&
    isBy(selection, entry) &&
    (selection.failedOnly !== true || hasFailed(entry))
  );
}

function isInPlace({ firstSeq = 1, lastSeq = Infinity, agencies, request }: Selection, entry: SealedEntry) {
  return (
    entry.seq >= firstSeq &&
    entry.seq <= lastSeq &&
    (agencies === undefined || (entry.agency !== undefined && agencies.includes(entry.agency))) &&
    (request === undefined || entry.loan === request)
  );
}

function isInTime({ from = '', before, time }: Selection, entry: SealedEntry): boolean {
  const at = time === TimeKind.Event ? eventTime(entry) : entry.at;
  return at >= from && (before === undefined || at < before);
}

function isOfLoan({ side, serviceType, state }: Selection, loan: LoanFacts | undefined): boolean {
  return (
    (side === undefined || loan?.role === side) &&
    (serviceType === undefined || loan?.serviceType === serviceType) &&
    (state === undefined || loan?.state === state)
  );
}

function isBy({ kind, peer, actor }: Selection, entry: SealedEntry): boolean {
  return (
    (kind === undefined || entry.kind === kind) &&
    (peer === undefined || entry.peer === peer) &&
    (actor === undefined || entry.actor.id === actor || `${entry.actor.kind}:${entry.actor.id}` === actor)
  );
}

const inUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

/** When it happened, as far as the other side says so: the time stamp of a message that came; else when it was recorded. */
export function eventTime(entry: SealedEntry): string {
  const stamp = entry.facts?.['timestamp'];
  if (typeof stamp !== 'string') return entry.at;
  // As messages are written; whatever else a peer wrote takes the long way.
  if (inUtc.test(stamp)) return stamp.length === 24 ? stamp : `${stamp.slice(0, 19)}.000Z`;
  const instant = Date.parse(stamp);
  return Number.isNaN(instant) ? entry.at : new Date(instant).toISOString();
}

const failedKinds: ReadonlySet<string> = new Set([
  'message-rejected',
  'messages-rejected',
  'message-refused',
  'delivery-given-up',
  'act-refused',
  'sign-in-failed',
  'denied',
]);
const failedClasses: ReadonlySet<unknown> = new Set(['transient', 'ambiguous', 'permanent', 'refused']);

/** Whether an entry tells of something that did not work. */
export function hasFailed({ kind, facts = {} }: SealedEntry): boolean {
  return failedKinds.has(kind) || facts['confirmed'] === 'ERROR' || failedClasses.has(facts['class']);
}

/** The selection as parts of a sentence, for people, manifests and entries. */
export function selectionWords(selection: Selection): string {
  const parts = Object.entries(words).flatMap(([name, say]) => {
    const value = selection[name as keyof Selection];
    return value === undefined || value === false ? [] : [say(String(value), selection)];
  });
  return parts.length === 0 ? 'all entries' : parts.join(', ');
}

const words: Record<Exclude<keyof Selection, 'time'>, (value: string, selection: Selection) => string> = {
  from: (value, { time }) => `${time === TimeKind.Event ? 'happened' : 'recorded'} from ${value}`,
  before: (value, { time }) => `${time === TimeKind.Event ? 'happened' : 'recorded'} before ${value}`,
  side: (value) => `as ${value}`,
  peer: (value) => `with ${value}`,
  serviceType: (value) => `of type ${value}`,
  state: (value) => `of requests in the state ${value}`,
  kind: (value) => `of the kind ${value}`,
  actor: (value) => `by ${value}`,
  failedOnly: () => 'that failed',
  request: (value) => `of request ${value}`,
  firstSeq: (value) => `from entry ${value}`,
  lastSeq: (value) => `up to entry ${value}`,
  agencies: (value) => `of ${value}`,
};
