import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isTree, over, type Tree } from './tree.js';

/** Ready-made policies, each a file of `config/policies` that says what differs from `default`. */
export const policyProfileNames = ['default', 'us-ala', 'uk-fil', 'se-kb', 'consortium-free'] as const;
export type PolicyProfileName = (typeof policyProfileNames)[number];

export interface PolicyProfile {
  name: PolicyProfileName;
  /** For whom it is, in a sentence, and where its numbers come from. */
  about: string;
  source: string;
  /** What it changes of `default`. */
  policy: Tree;
}

const folder = new URL('../../config/policies/', import.meta.url);
const read = new Map<PolicyProfileName, PolicyProfile>();

export function isPolicyProfile(name: unknown): name is PolicyProfileName {
  return policyProfileNames.some((known) => known === name);
}

/** A ready-made policy as its file holds it; read once. */
export function policyProfile(name: PolicyProfileName): PolicyProfile {
  const known = read.get(name);
  if (known !== undefined) return known;
  const file = fileURLToPath(new URL(`${name}.json`, folder));
  const { about, source, policy } = JSON.parse(readFileSync(file, 'utf8')) as Tree;
  if (typeof about !== 'string' || typeof source !== 'string' || !isTree(policy))
    throw new Error(`${file} is no policy: it needs about, source and policy`);
  const profile = { name, about, source, policy };
  read.set(name, profile);
  return profile;
}

/** The whole of a ready-made policy: what it says laid over `default`. Unchecked. */
export function policyTree(name: PolicyProfileName): Tree {
  return over(policyProfile('default').policy, policyProfile(name).policy);
}
