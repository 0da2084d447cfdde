import type { ProfileOverrides } from '../profiles/profile.js';
import { ruleTable } from '../rules/index.js';
import type { Observation } from './observation.js';

/** A habit that a peer seems to have, for a person to adopt or not. */
export interface QuirkProposal {
  /** Stable: the same habit has the same id next time. */
  id: string;
  /** What was seen, such as `answers 201 in 31 of 31 cases`. */
  says: string;
  /** How often, of how many that could have shown it. */
  seen: number;
  of: number;
  /** What would be laid over the peer's profile. */
  change: ProfileOverrides;
}

interface Sign {
  id: string;
  /** The part of the sentence before `in 31 of 31 cases`. */
  says: string;
  /** Which observations could show it, and which do. */
  among(one: Observation): boolean;
  shows(one: Observation): boolean;
  /** Smallest part of them that has to show it; a marker is none that anybody writes by chance. */
  share: number;
  change: ProfileOverrides;
}

const LEAST = 2;
const isIn = ({ way }: Observation): boolean => way === 'in';
const isAnswer = ({ way }: Observation): boolean => way === 'answer';
const isNote = ({ way, what }: Observation): boolean => way === 'in' && /^Notification\b/.test(what);
const isConfirmed = (one: Observation): boolean => one.way === 'answer' && one.class === 'answered';
const rule = (name: string, parameters: object = {}): ProfileOverrides => ({
  rules: [{ rule: name, parameters }],
});
const warned = (code: string) => (one: Observation) => one.warnings.includes(code);
const refusedWith = (pattern: RegExp) => (one: Observation) =>
  one.errors.some(({ errorType, errorValue = '' }) => pattern.test(`${errorType} ${errorValue}`));

const last: ReadonlySet<string> = new Set(['Received', 'ShippedReturn', 'StatusRequest']);
const knownSignals = [
  'RequestIdAlreadyExists',
  'request with a given ID already exists',
  'there is already request with this id',
  'already exists',
] as const;

const signs: readonly Sign[] = [
  {
    ...{ id: 'answers-201', says: 'answers 201', among: isConfirmed, share: 0.9 },
    shows: ({ statusCode }) => statusCode === 201,
    change: rule('success-codes', { statusCodes: [200, 201] }),
  },
  ...knownSignals.map((signal): Sign => ({
    ...{ id: `already-have-${slug(signal)}`, says: `confirms duplicates as ERROR “${signal}”`, share: 0 },
    among: isAnswer,
    shows: ({ errors }) => errors.some(({ errorValue = '' }) => signalIn(errorValue) === signal),
    change: { alreadyHave: { statusCodes: [409], errorValueContains: [signal] } },
  })),
  {
    ...{
      id: 'closed-at-their-end',
      says: 'refuses what comes last in a loan as UnsupportedActionType',
      share: 0,
    },
    among: (one) => isAnswer(one) && last.has(one.what),
    shows: refusedWith(/^UnsupportedActionType/),
    change: rule('closed-at-their-end', { what: [...last] }),
  },
  {
    ...{ id: 'broker-could-not-pass-on', says: 'says that it could not send to another system', share: 0 },
    among: isAnswer,
    shows: refusedWith(/Could not send request to peer/),
    change: rule('broker-could-not-pass-on', { says: 'Could not send request to peer' }),
  },
  {
    ...{ id: 'attributes-unqualified', says: 'writes attributes unqualified', among: isIn, share: 0.9 },
    shows: warned('attr-unqualified'),
    change: { envelope: { attributes: 'unqualified' } },
  },
  {
    ...{ id: 'times-with-fractions', says: 'writes time stamps with fractions of a second', share: 0.9 },
    among: (one) => isIn(one) && one.timestamp !== undefined,
    shows: ({ timestamp = '' }) => /:\d\d\.\d+/.test(timestamp),
    change: { times: { precision: 'milliseconds' } },
  },
  {
    ...{ id: 'times-without-zone', says: 'writes time stamps without a zone', share: 0.5 },
    among: (one) => isIn(one) && one.timestamp !== undefined,
    shows: ({ timestamp = '' }) => /\d\d:\d\d:\d\d(\.\d+)?$/.test(timestamp),
    change: { times: { zone: 'UTC' } },
  },
  {
    ...{ id: 'empty-status', says: 'sends an empty status in notifications', among: isNote, share: 0.5 },
    shows: ({ what }) => what === 'Notification',
    change: rule('empty-status'),
  },
  {
    ...{
      id: 'notification-status-ignored',
      says: 'says RequestReceived in notifications',
      among: isNote,
      share: 0.9,
    },
    shows: ({ what }) => what === 'Notification RequestReceived',
    change: rule('notification-status-ignored'),
  },
  {
    ...{
      id: 'broker-unfilled-notification',
      says: 'says Unfilled in notifications',
      among: isNote,
      share: 0,
    },
    shows: ({ what }) => what === 'Notification Unfilled',
    change: rule('broker-unfilled-notification'),
  },
  {
    ...{ id: 'cancel-no-says-cancelled', says: 'answers No to a Cancel with the status Cancelled', share: 0 },
    among: (one) => isIn(one) && one.what.startsWith('CancelResponse N'),
    shows: ({ what }) => what === 'CancelResponse N Cancelled',
    change: rule('cancel-no-says-cancelled'),
  },
];

/** What a mark in a note means as a rule; rules that need parameters cannot be told from a mark. */
const markSigns: readonly Sign[] = [...ruleTable.keys()].map((name) => ({
  ...{ id: name, says: `writes what the rule ${name} reads`, among: isIn, share: 0 },
  shows: ({ marks }) => marks.includes(name),
  change: rule(name),
}));

/**
 * Habits that a peer shows and its profile does not say. Proposals only: a person adopts them. The commonest first.
 */
export function detectQuirks(
  observations: readonly Observation[],
  has: (change: ProfileOverrides) => boolean,
): QuirkProposal[] {
  const found = new Map<string, QuirkProposal>();
  for (const sign of [...signs, ...markSigns]) {
    const proposal = proposalOf(sign, observations);
    if (proposal !== undefined && !found.has(sign.id) && !has(sign.change)) found.set(sign.id, proposal);
  }
  return [...found.values()].sort((one, other) => other.seen - one.seen);
}

function proposalOf(sign: Sign, observations: readonly Observation[]): QuirkProposal | undefined {
  const among = observations.filter((one) => sign.among(one));
  const seen = among.filter((one) => sign.shows(one)).length;
  if (seen < LEAST || seen < sign.share * among.length) return undefined;
  const { id, change } = sign;
  return { id, says: `${sign.says} in ${seen} of ${among.length} cases`, seen, of: among.length, change };
}

/** The longest signal that a value holds: the shorter ones are parts of it. */
function signalIn(errorValue: string): string | undefined {
  const folded = errorValue.toLowerCase();
  return knownSignals.find((signal) => folded.includes(signal.toLowerCase()));
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
