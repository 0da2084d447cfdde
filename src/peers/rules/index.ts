import { addressRules } from './addresses.js';
import { answerRules } from './answers.js';
import { codeRules } from './codes.js';
import { conditionRules } from './conditions.js';
import { costRules } from './costs.js';
import { identifierRules } from './identifiers.js';
import { linkRules } from './links.js';
import { markerRules } from './markers.js';
import type { Rule } from './rule.js';
import { statusRules } from './statuses.js';
import { volumeRules } from './volumes.js';

/** By what they are about. What stands outermost in a note comes first. */
const groups: readonly (readonly Rule[])[] = [
  identifierRules,
  markerRules,
  addressRules,
  volumeRules,
  linkRules,
  costRules,
  conditionRules,
  codeRules,
  statusRules,
  answerRules,
];

/** Every habit of a peer that the gateway knows, by name. */
export const ruleTable: ReadonlyMap<string, Rule> = new Map(groups.flat().map((rule) => [rule.name, rule]));

/** Whatever the order of a profile: what stands outermost in a note is taken off first. */
export const incomingOrder: readonly string[] = groups.flat().map(({ name }) => name);

/** And put on last. */
export const outgoingOrder: readonly string[] = groups
  .toReversed()
  .flat()
  .map(({ name }) => name);

export * from './rule.js';
export { sequenceAskedIn, sequenceIn } from './markers.js';
export { hasPlaceholders, withAgencies } from './identifiers.js';
export type { Placeholders } from './identifiers.js';
