import { compileEdition } from '../edition.js';
import type { CompiledMember, CompiledStructure, Edition, MemberType } from '../edition.js';
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
const usual: EditionId = '2017';
const byFrequency: readonly EditionId[] = [usual, '2021', '2014'];
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
  const named = versions.find(([pattern]) => pattern.test(appearance.version ?? ''))?.[1];
  const judged = EDITION_IDS.map((id) => {
    const against = objections(editions[id], appearance);
    const odds = against.reduce((sum, { weight }) => sum + weight, 0);
    return { id, against, odds, fit: odds + hint(id, named) };
  });
  const least = Math.min(...judged.map(({ fit }) => fit));
  const best = judged.filter(({ fit }) => fit === least).map(({ id }) => id);
  const id = byFrequency.find((one) => best.includes(one)) ?? usual;
  const fitting = judged.filter(({ odds }) => odds === 0).map((one) => one.id);
  const others = judged.filter((one) => one.id !== id).flatMap(({ against }) => against);
  const sureness = surenessOf(id, { fitting, named, isAlone: best.length === 1 });
  return { id, sureness, because: [...new Set(others.map(({ what }) => what))] };
}

function surenessOf(
  id: EditionId,
  {
    fitting,
    named,
    isAlone,
  }: { fitting: readonly EditionId[]; named: EditionId | undefined; isAlone: boolean },
): Sureness {
  if (fitting.length === 1 && fitting[0] === id) return Sureness.Certain;
  const isContradicted = named !== undefined && named !== id;
  return isAlone && !isContradicted ? Sureness.Likely : Sureness.Guessed;
}

/** Nobody names a newer schema than the one that it writes. */
function hint(id: EditionId, named: EditionId | undefined): number {
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
  const against = [
    ...tooMany(rules, seen),
    ...missing(rules, seen),
    ...swappedPairs(rules, seen),
    ...foreignCodes(rules, codes),
  ];
  // The schema of 2017 demands it, so it is there, and says nothing.
  if (edition !== editions['2017'] && seen.has(emptyGroup)) against.push({ what: emptyGroup, weight: 1 });
  return against;
}

type Seen = Appearance['seen'];

/** What the edition does not have at all, or not so often. */
function tooMany({ most }: Rules, seen: Seen): Objection[] {
  const found: Objection[] = [];
  for (const [path, count] of seen) {
    const allowed = most.get(path);
    if (allowed === undefined ? knownAnywhere.has(path) : count > allowed)
      found.push({ what: path, weight: 2 });
  }
  return found;
}

/** What all editions demand tells nothing when it is missing. */
function missing({ demanded }: Rules, seen: Seen): Objection[] {
  return demanded
    .filter(([path, parent]) => seen.has(parent) && !seen.has(path) && isDemandedByFew(path))
    .map(([path]) => ({ what: `${path} missing`, weight: 1 }));
}

function swappedPairs({ orders }: Rules, seen: Seen): Objection[] {
  return orders
    .filter(([first, second]) => seen.has(first) && seen.has(second) && isAfter(first, second, seen))
    .map(([first]) => ({ what: `${first} second`, weight: 2 }));
}

function foreignCodes({ codes: known }: Rules, codes: Appearance['codes']): Objection[] {
  return [...codes]
    .filter(([path, code]) => known.get(path)?.has(code) === false && isKnownCode(path, code))
    .map(([path]) => ({ what: `code of ${path}`, weight: 2 }));
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
  const made: Writable = { most: new Map(), demanded: [], orders: [], codes: new Map() };
  for (const [kind, structure] of compileEdition(edition).messages) {
    made.most.set(kind, 1);
    addRules(made, { structure, path: kind, isRepeated: false, edition });
  }
  compiledRules.set(edition, made);
  return made;
}

interface Writable {
  most: Map<string, number>;
  demanded: [string, string][];
  orders: [string, string][];
  codes: Map<string, ReadonlySet<string>>;
}

interface Within {
  structure: CompiledStructure;
  path: string;
  isRepeated: boolean;
  edition: Edition;
}

function addRules(rules: Writable, { structure, path, isRepeated, edition }: Within): void {
  for (const member of structure.sent) {
    const { name, type, min, max, inner } = member;
    const here = `${path}/${name}`;
    rules.most.set(here, isRepeated ? Infinity : max);
    if (min === 1 && !structure.choice) rules.demanded.push([here, path]);
    addValueRules(rules, { type, here, edition });
    if (inner) addRules(rules, { structure: inner, path: here, isRepeated: isRepeated || max > 1, edition });
  }
  rules.orders.push(...ordersIn(structure, path));
}

function addValueRules(
  rules: Writable,
  { type, here, edition }: { type: MemberType; here: string; edition: Edition },
): void {
  if (type.kind === 'code') rules.codes.set(here, new Set(edition.codes[type.list] ?? []));
  if (type.kind === 'schemeValue' && !type.isPlain) rules.most.set(`${here}/@scheme`, Infinity);
}

function ordersIn({ sent }: CompiledStructure, path: string): [string, string][] {
  const names = sent.map(({ name }) => name);
  return swapped
    .filter((pair) => pair.every((name) => names.includes(name)))
    .map((pair) => [...pair].sort((one, other) => names.indexOf(one) - names.indexOf(other)))
    .map(([first = '', second = '']) => [`${path}/${first}`, `${path}/${second}`]);
}

const knownAnywhere: ReadonlySet<string> = new Set(
  EDITION_IDS.flatMap((id) => [...rulesOf(editions[id]).most.keys()]),
);
const demandedBy = EDITION_IDS.map((id) => new Set(rulesOf(editions[id]).demanded.map(([path]) => path)));

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
