import { ruleTable, incomingOrder, outgoingOrder, type Rule } from '../rules/index.js';
import type { ProfileDocument, ProfileOverrides, RuleUse } from './profile.js';

/** A rule with its parameters. */
export interface BoundRule {
  rule: Rule;
  parameters: unknown;
}

/**
 * The habits of one peer, made out once for each version of its row: what its profile says, with what its record lays
 * over it. A peer that has none has no wire, and costs nothing.
 */
export interface Wire extends Pick<
  ProfileOverrides,
  'envelope' | 'times' | 'http' | 'reading' | 'limits' | 'calendar'
> {
  profile: string | undefined;
  /** Rules that do something to what comes in, and to what goes out, each in their order. */
  incoming: readonly BoundRule[];
  outgoing: readonly BoundRule[];
  answered: readonly BoundRule[];
  hindered: readonly BoundRule[];
  /** Markers that the peer reads in notes. */
  reads: readonly RegExp[];
  /** All of them, by name, with their parameters. */
  rules: ReadonlyMap<string, unknown>;
}

/** A profile with overrides over it: parts one by one, members of a part one by one, rules by their name. */
export function layered(
  profile: ProfileDocument | undefined,
  ...overrides: readonly (ProfileOverrides | undefined)[]
): ProfileOverrides {
  const { name: _name, about: _about, source: _source, ...under } = profile ?? unnamed;
  return overrides.reduce<ProfileOverrides>(oneLayer, under);
}

function oneLayer(below: ProfileOverrides, overrides: ProfileOverrides | undefined): ProfileOverrides {
  const { rules = [], ...under } = below;
  const { rules: added = [], without = [], ...over } = overrides ?? {};
  const named = new Map([...rules, ...added].map((use): [string, RuleUse] => [use.rule, use]));
  const parts = new Set([...Object.keys(under), ...Object.keys(over)]);
  const laid = [...parts].map((part) => [part, laidOver(partOf(under, part), partOf(over, part))] as const);
  return {
    ...Object.fromEntries(laid),
    rules: [...named.values()].filter(({ rule }) => !without.includes(rule)),
  };
}

const unnamed: ProfileDocument = { name: '', about: '', source: '' };

function partOf(parts: object, name: string): unknown {
  return (parts as Readonly<Record<string, unknown>>)[name];
}

/** Lists and single values are replaced whole. */
function laidOver(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isPart(under) || !isPart(over)) return over;
  const names = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...names].map((name) => [name, laidOver(under[name], over[name])]));
}

function isPart(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The wire of a peer; nothing where it would do nothing. */
export function wireOf(profile: string | undefined, said: ProfileOverrides): Wire | undefined {
  const { envelope, times, http, reading, limits, calendar, rules = [] } = said;
  const uses = new Map(rules.map(({ rule, parameters }): [string, unknown] => [rule, parameters]));
  const parts = { envelope, times, http, reading, limits, calendar };
  const given = Object.entries(parts).filter(([, part]) => part !== undefined && !isEmpty(part));
  if (uses.size === 0 && given.length === 0) return undefined;
  const bound = (order: readonly string[], does: keyof Rule): BoundRule[] =>
    order.flatMap((name) => {
      const rule = ruleTable.get(name);
      return rule?.[does] === undefined || !uses.has(name) ? [] : [{ rule, parameters: uses.get(name) }];
    });
  return {
    ...(Object.fromEntries(given) as typeof parts),
    profile,
    incoming: bound(incomingOrder, 'incoming'),
    outgoing: bound(outgoingOrder, 'outgoing'),
    answered: bound(incomingOrder, 'answered'),
    hindered: bound(incomingOrder, 'hindered'),
    reads: bound(incomingOrder, 'reads').flatMap(({ rule }) => rule.reads ?? []),
    rules: uses,
  };
}

function isEmpty(part: object): boolean {
  return Object.keys(part).length === 0;
}
