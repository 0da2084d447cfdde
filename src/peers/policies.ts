import {
  isPolicyProfile,
  over,
  policySchema,
  policyTree,
  type CalendarSettings,
  type PolicyProfileName,
  type Tree,
} from '../config/index.js';
import type { Policy } from '../loan/index.js';
import type { Directory } from '../storage/index.js';

/** The row of what holds for the whole house; a peer's own is `peer:ID`. */
export const HOUSE = 'house';

export function policyOfPeer(peer: string): string {
  return `peer:${peer}`;
}

/** What was changed of a policy: another ready-made one below it, and single keys over it. An aggregate `policy`. */
export interface PolicyChange {
  profile?: PolicyProfileName;
  set: Tree;
}

/** What was changed of one of our calendars. An aggregate `calendar`, by our agency's key or `house`. */
export type CalendarChange = Partial<CalendarSettings>;

export interface TermsChanges {
  /** By row id. */
  policies: ReadonlyMap<string, PolicyChange>;
  calendars: ReadonlyMap<string, CalendarChange>;
}

/** What the rows say over the settings. */
export function changesIn(rows: Partial<Pick<Directory, 'roots'>>): TermsChanges {
  return {
    policies: (rows.roots?.('policy') ?? new Map()) as TermsChanges['policies'],
    calendars: (rows.roots?.('calendar') ?? new Map()) as TermsChanges['calendars'],
  };
}

/** A policy with a change over it, or what is wrong with that, a sentence a key. */
export function changedPolicy(
  base: Policy,
  change: PolicyChange | undefined,
): { policy: Policy } | { faults: string[] } {
  if (change === undefined) return { policy: base };
  const below = isPolicyProfile(change.profile) ? policyTree(change.profile) : (base as unknown as Tree);
  const checked = policySchema.safeParse(over(below, change.set));
  if (checked.success) return { policy: checked.data };
  return { faults: checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

/** The policy for each peer, made once; a row that cannot be used any more counts as none. */
export function policiesIn(
  settings: Policy,
  changes: TermsChanges['policies'],
): (peer: string | undefined) => Policy {
  const house = usable(settings, changes.get(HOUSE));
  const known = new Map<string, Policy>();
  return (peer) => {
    const own = peer === undefined ? undefined : changes.get(policyOfPeer(peer));
    if (peer === undefined || own === undefined) return house;
    const before = known.get(peer) ?? usable(house, own);
    known.set(peer, before);
    return before;
  };
}

function usable(base: Policy, change: PolicyChange | undefined): Policy {
  const changed = changedPolicy(base, change);
  return 'policy' in changed ? changed.policy : base;
}

/** A difference between two policies or calendars: the key, and what stood and stands there. */
export interface TermsDifference {
  key: string;
  before?: string;
  after?: string;
}

/** What differs between two documents, key by key, values as text. */
export function differencesOf(before: unknown, after: unknown, at = ''): TermsDifference[] {
  if (!isPart(before) || !isPart(after)) {
    const [was, is] = [textOf(before), textOf(after)];
    if (was === is) return [];
    return [
      { key: at, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => differencesOf(before[key], after[key], at === '' ? key : `${at}.${key}`));
}

function isPart(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
