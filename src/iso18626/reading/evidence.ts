import { compileEdition } from '../edition.js';
import type { CompiledMember, CompiledStructure, Edition } from '../edition.js';
import { EDITION_IDS, editions } from '../editions/editions.js';
import type { EditionId } from '../editions/editions.js';

/** How sure it is that a message is of an edition: told by the peer's record, or found in what it looks like. */
export const Sureness = {
  /** The caller named it. */
  Told: 'told',
  /** No other edition has what the message has. */
  Certain: 'certain',
  /** It mixes editions, or only its version attribute tells; this one fits best. */
  Likely: 'likely',
  /** Nothing tells. */
  Guessed: 'guessed',
} as const;
export type Sureness = (typeof Sureness)[keyof typeof Sureness];

/** The edition that a reading went by. */
export interface FoundEdition {
  id: string;
  sureness: Sureness;
}

/** What a message looked like: how many there were at each path, in the order in which they first came. */
export interface Appearance {
  seen: ReadonlyMap<string, number>;
  /** Closed codes as they stood, by path. */
  codes: ReadonlyMap<string, string>;
  /** Of the `version` attribute. */
  version: string | undefined;
}

/** Notes what a message looks like while it is read. */
export class Sketch {
  readonly seen = new Map<string, number>();
  readonly codes = new Map<string, string>();

  clear(): void {
    this.seen.clear();
    this.codes.clear();
  }

  element(path: string): void {
    this.seen.set(path, (this.seen.get(path) ?? 0) + 1);
  }

  leaf(path: string, member: CompiledMember, text: string): void {
    if (member.type.kind === 'code') this.codes.set(path, text.trim());
    if (path === 'request/header/multipleItemRequestId' && text.trim() === '') this.element(emptyGroup);
  }
}

export interface FoundByStructure extends FoundEdition {
  id: EditionId;
  /** What spoke against the other editions: paths, and what is odd about each. */
  because: string[];
}

/** Where nothing else decides: what most peers write. */
const byFrequency: readonly EditionId[] = ['2017', '2021', '2014'];
const versions: readonly [RegExp, EditionId][] = [
  [/^\s*v?1[._][01]/i, '2014'],
  [/^\s*v?1[._]2/i, '2017'],
  [/^\s*(?:v?2021|v?1[._]3)/i, '2021'],
];

/**
 * The edition that a message is written in, by its structure: an element, a repeat, an order or a code that an edition
 * does not have speaks against it, and a little less what it demands and the message lacks. The version attribute is
 * only a last hint: peers write anything there. Source: iso18626.md 0.3, 0.4, 1.2, 7.1 nr. 5.
 */
export function findEdition(appearance: Appearance): FoundByStructure {
  const judged = EDITION_IDS.map((id) => {
    const against = objections(editions[id], appearance);
    const odds = against.reduce((sum, { weight }) => sum + weight, 0);
    return { id, against, odds, fit: odds + hint(id, appearance.version) };
  });
  const least = Math.min(...judged.map(({ fit }) => fit));
  const best = judged.filter(({ fit }) => fit === least);
  const id = byFrequency.find((one) => best.some((each) => each.id === one)) ?? '2017';
  const chosen = judged.find((one) => one.id === id);
  const rivals = judged.filter((one) => one.id !== id && one.odds === 0);
  const isClean = chosen?.odds === 0;
  const sureness =
    isClean && rivals.length === 0
      ? Sureness.Certain
      : best.length === 1
        ? Sureness.Likely
        : Sureness.Guessed;
  const others = judged.filter((one) => one.id !== id).flatMap(({ against }) => against);
  return { id, sureness, because: [...new Set(others.map(({ what }) => what))] };
}

/** Nobody names a newer schema than the one that it writes. */
function hint(id: EditionId, version: string | undefined): number {
  const named = versions.find(([pattern]) => pattern.test(version ?? ''))?.[1];
  if (named === undefined) return 0;
  if (named === id) return -0.5;
  return id < named ? 1 : 0;
}

interface Objection {
  what: string;
  weight: number;
}

function objections(edition: Edition, { seen, codes }: Appearance): Objection[] {
  const rules = rulesOf(edition);
  const against: Objection[] = [];
  for (const [path, count] of seen) {
    const most = rules.most.get(path);
    if (most === undefined) {
      if (knownAnywhere.has(path)) against.push({ what: path, weight: 2 });
    } else if (count > most) against.push({ what: `${path} repeated`, weight: 2 });
  }
  for (const [path, parent] of rules.demanded)
    if (seen.has(parent) && !seen.has(path) && isDemandedByFew(path))
      against.push({ what: `${path} missing`, weight: 1 });
  for (const [first, second] of rules.orders)
    if (seen.has(first) && seen.has(second) && isAfter(first, second, seen))
      against.push({ what: `${first} after its neighbour`, weight: 2 });
  for (const [path, code] of codes)
    if (rules.codes.get(path)?.has(code) === false && isKnownCode(path, code))
      against.push({ what: `${path} ${code}`, weight: 2 });
  // The schema of 2017 demands it, so it is there, and says nothing.
  if (edition !== editions['2017'] && seen.has(emptyGroup)) against.push({ what: emptyGroup, weight: 1 });
  return against;
}

/** The reader's mark for an empty `multipleItemRequestId`. */
export const emptyGroup = 'request/header/multipleItemRequestId/@empty';

interface Rules {
  /** Most that may stand at a path in one message, where that does not depend on how often its parent does. */
  most: ReadonlyMap<string, number>;
  demanded: readonly (readonly [path: string, parent: string])[];
  /** Pairs of which the first has to come first, where editions differ. */
  orders: readonly (readonly [string, string])[];
  codes: ReadonlyMap<string, ReadonlySet<string>>;
}

const swapped = [
  ['bibliographicItemIdentifierCode', 'bibliographicItemIdentifier'],
  ['retryBefore', 'retryAfter'],
] as const;

const compiledRules = new Map<Edition, Rules>();

function rulesOf(edition: Edition): Rules {
  const there = compiledRules.get(edition);
  if (there !== undefined) return there;
  const most = new Map<string, number>();
  const demanded: [string, string][] = [];
  const codes = new Map<string, ReadonlySet<string>>();
  const orders: [string, string][] = [];
  const walk = (structure: CompiledStructure, path: string, isRepeated: boolean): void => {
    for (const member of structure.sent) {
      const here = `${path}/${member.name}`;
      most.set(here, isRepeated ? Infinity : member.max);
      if (member.min === 1 && !structure.choice) demanded.push([here, path]);
      const { type } = member;
      if (type.kind === 'code') codes.set(here, new Set(edition.codes[type.list] ?? []));
      if (type.kind === 'schemeValue' && type.isPlain !== true) most.set(`${here}/@scheme`, Infinity);
      if (member.inner !== undefined) walk(member.inner, here, isRepeated || member.max > 1);
    }
    const names = structure.sent.map(({ name }) => name);
    for (const [one, other] of swapped) {
      const [from, to] = [names.indexOf(one), names.indexOf(other)];
      if (from === -1 || to === -1) continue;
      orders.push(
        from < to ? [`${path}/${one}`, `${path}/${other}`] : [`${path}/${other}`, `${path}/${one}`],
      );
    }
  };
  for (const [kind, structure] of compileEdition(edition).messages) {
    most.set(kind, 1);
    walk(structure, kind, false);
  }
  const made = { most, demanded, orders, codes };
  compiledRules.set(edition, made);
  return made;
}

const knownAnywhere: ReadonlySet<string> = new Set(
  EDITION_IDS.flatMap((id) => [...rulesOf(editions[id]).most.keys()]),
);
const demandedBy = EDITION_IDS.map((id) => new Set(rulesOf(editions[id]).demanded.map(([path]) => path)));

/** What all demand tells nothing when it is missing. */
function isDemandedByFew(path: string): boolean {
  return !demandedBy.every((demanded) => demanded.has(path));
}

function isKnownCode(path: string, code: string): boolean {
  return EDITION_IDS.some((id) => rulesOf(editions[id]).codes.get(path)?.has(code));
}

function isAfter(first: string, second: string, seen: ReadonlyMap<string, number>): boolean {
  for (const path of seen.keys()) {
    if (path === first) return false;
    if (path === second) return true;
  }
  return false;
}
