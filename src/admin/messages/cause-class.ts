import type { DeliveryStateName } from '../../loan/index.js';

/** Causes that ask for the same thing of staff. */
export const CauseClass = {
  Unreachable: 'unreachable',
  Certificate: 'certificate',
  NotAllowed: 'not-allowed',
  Busy: 'busy',
  ServerFault: 'server-fault',
  NoAnswer: 'no-answer',
  NoConfirmation: 'no-confirmation',
  Keys: 'keys',
  Address: 'address',
  TurnedAway: 'turned-away',
  NotUnderstood: 'not-understood',
  UnknownElement: 'unknown-element',
  UnknownValue: 'unknown-value',
  NotSupported: 'not-supported',
  NotMade: 'not-made',
  Other: 'other',
} as const;
export type CauseClass = (typeof CauseClass)[keyof typeof CauseClass];

/** The first that fits decides. The causes are those that an attempt is judged with. */
const signs: readonly (readonly [RegExp, CauseClass])[] = [
  [/^(connection refused|name not|host unreachable|network unreachable|connection timed out)/, 'unreachable'],
  [/^address not available/, 'unreachable'],
  [/^TLS failure/, 'certificate'],
  [/not allowed$/, 'not-allowed'],
  [/without a confirmation$/, 'no-confirmation'],
  [/^HTTP (408|425|429|503)$/, 'busy'],
  [/^HTTP 5/, 'server-fault'],
  [/^HTTP 40[13]$/, 'keys'],
  [/^HTTP (404|410)$/, 'address'],
  [/^HTTP [34]/, 'turned-away'],
  [/^(no answer in time|connection broken|the gateway stopped|answer too large)/, 'no-answer'],
  [/^BadlyFormedMessage$/, 'not-understood'],
  [/^UnrecognisedDataElement$/, 'unknown-element'],
  [/^UnrecognisedDataValue$/, 'unknown-value'],
  [/^Unsupported/, 'not-supported'],
  [/^(peer unknown|message cannot be opened|keys cannot be opened)/, 'not-made'],
];

/** What a cause asks of staff. */
export function causeClassOf(cause: string): CauseClass {
  return signs.find(([sign]) => sign.test(cause))?.[1] ?? CauseClass.Other;
}

export const decisions = ['send-again', 'compose-anew', 'probe', 'drop'] as const;
export type Decision = (typeof decisions)[number];

/** What staff may decide about a message that stands like this, the likeliest first. Each can still be refused for one of them. */
export const decisionsFor: Readonly<Record<DeliveryStateName, readonly Decision[]>> = {
  owed: ['send-again', 'compose-anew', 'drop'],
  undecided: ['probe', 'send-again', 'drop'],
  stopped: ['send-again', 'compose-anew', 'drop'],
  'given-up': ['send-again', 'compose-anew', 'drop'],
  refused: [],
  answered: [],
  dropped: [],
  replaced: [],
};

/** Where the message itself has to become another: sending the same again would fail again. */
const needsAnew: ReadonlySet<CauseClass> = new Set([
  CauseClass.NotUnderstood,
  CauseClass.UnknownElement,
  CauseClass.NotMade,
  CauseClass.TurnedAway,
]);

/** The same for messages that failed for one cause: what helps comes first. */
export function decisionsAbout(state: DeliveryStateName, kind: CauseClass): readonly Decision[] {
  const usual = decisionsFor[state];
  if (!needsAnew.has(kind) || !usual.includes('compose-anew')) return usual;
  return ['compose-anew', ...usual.filter((verb) => verb !== 'compose-anew')];
}

/** States that the board shows, the most pressing first. */
export const boardStates = ['undecided', 'stopped', 'given-up', 'refused', 'owed'] as const;
export type BoardState = (typeof boardStates)[number];
