import { z } from 'zod';
import type { ErrorData, Initiating } from '../../iso18626/index.js';

/**
 * What a peer's message says beside the standard's elements, as a rule made it out. A code only, never the peer's words:
 * it stands in entries and in the timeline.
 */
export const remarkCodes = [
  'condition-added',
  'condition-waits',
  'condition-assumed',
  'condition-accepted',
  'condition-refused',
  'cost-told',
  'reported-lost',
  'reported-damaged',
  'link-given',
  'several-volumes',
  'return-address-given',
  'ship-address-given',
  'supplier-named',
  'vendor-named',
  'supplier-declined',
  'supplier-changed',
  'status-ignored',
  'answer-contradicts-status',
  'abort-asked',
  'field-changed',
  'moved-elsewhere',
  'agency-filled-in',
  'zone-assumed',
  'sequence-asked',
  'marker-neutralised',
  'note-shortened',
] as const;
export type RemarkCode = (typeof remarkCodes)[number];

/** Remarks that a person has to look at: what they mean for the loan no rule decides. */
export const remarksForStaff: ReadonlySet<RemarkCode> = new Set([
  'condition-added',
  'condition-accepted',
  'condition-refused',
  'condition-assumed',
  'abort-asked',
  'field-changed',
  'supplier-changed',
]);

/** A message after a rule, and what the rule has to say about it. */
export interface Applied {
  message: Initiating;
  remarks?: readonly RemarkCode[];
  /** Canonical paths of what the peer will not be told. */
  losses?: readonly string[];
}

/** What a peer answered to one message of ours. */
export interface PeerAnswer {
  statusCode: number;
  ok: boolean | undefined;
  errors: readonly ErrorData[];
  /** What was sent, in the standard's words. */
  what: string;
}

/** What an answer means for this peer, where it does not mean what the standard says. */
export interface AnswerMeaning {
  class: 'answered' | 'ambiguous' | 'transient';
  cause: string;
}

/** Why a message cannot go to a peer now; nothing is sent. */
export type Hindrance = 'their-id-unknown';

/**
 * One habit of a peer, with what it does to the canonical message: `outgoing` before it is written in the peer's edition,
 * `incoming` after it was read. Pure. A rule holds only for peers whose profile names it, so that nobody else's words mean
 * anything.
 */
export interface Rule<P = unknown> {
  name: string;
  /** Where the habit is told of. */
  source: string;
  /** One sentence, for the list of rules. */
  does: string;
  parameters: z.ZodType<P>;
  outgoing?(message: Initiating, parameters: P): Applied;
  incoming?(message: Initiating, parameters: P): Applied;
  answered?(answer: PeerAnswer, parameters: P): AnswerMeaning | undefined;
  hindered?(message: Initiating, parameters: P): Hindrance | undefined;
  /** Markers that the peer reads in notes: a person's words that look like one are made harmless before they go out. */
  reads?: readonly RegExp[];
}

const noParameters = z.strictObject({});

/** A rule without parameters. */
export function plainRule(rule: Omit<Rule<object>, 'parameters'>): Rule {
  return { ...rule, parameters: noParameters };
}

/** A rule with parameters, which every profile that names it gives or leaves to their defaults. */
export function ruleWith<P>(rule: Rule<P>): Rule {
  return rule;
}
