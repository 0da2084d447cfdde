import { leafHash, renumbered } from '../entry.js';
import type { TreeHead } from '../tree.js';
import { GrowingTree, peakSizes, rootOf } from '../tree.js';
import type { Finding, LedgerSource } from './report.js';
import { FindingKind, largest, seqRange } from './report.js';
import type { Walk } from './walk.js';

/** Something outside the entries that says which root they had at a size. */
export interface Claim {
  size: number;
  root: string;
  by: 'head' | 'checkpoint' | 'kept checkpoint';
}

export interface RootVerdict {
  /** The largest size, before what is broken, whose root a claim vouches for. */
  provenSize: number;
  /** The first claim after it that the entries do not fit. */
  broken: Claim | undefined;
  /** Claims that contradict a root which a later and no weaker claim vouches for: it is they that were changed. */
  refuted: Claim[];
  /** The claim that speaks of more entries than there are. */
  beyond: Claim | undefined;
}

/** What a head claims: each of its peaks from the left fixes the root at one more size. */
export function claimsOfHead(head: (TreeHead & { root: string }) | undefined): Claim[] {
  if (head === undefined || !isHeadSound(head)) return [];
  let size = 0;
  return peakSizes(head.size).map((width, at) => {
    size += width;
    return { size, root: rootOf({ size, peaks: head.peaks.slice(0, at + 1) }).toString('hex'), by: 'head' };
  });
}

/** Whether a head agrees with itself: as many peaks as its size asks for, and the root that follows from them. */
export function isHeadSound(head: TreeHead & { root: string }): boolean {
  return (
    Number.isSafeInteger(head.size) &&
    head.size >= 0 &&
    head.peaks.length === peakSizes(head.size).length &&
    head.peaks.every((peak) => /^[0-9a-f]{64}$/.test(peak)) &&
    rootOf(head).toString('hex') === head.root
  );
}

// Whoever rewrites a ledger rewrites its head, and with the signing key its checkpoints; what was kept elsewhere stays.
const strengthOf: Record<Claim['by'], number> = { head: 1, checkpoint: 2, 'kept checkpoint': 3 };

/** Holds the claims against the roots that the entries have. A claim outweighs only what is no stronger than itself. */
export function judgeRoots(walk: Walk, claims: readonly Claim[]): RootVerdict {
  const inside = claims.filter(({ size }) => size <= walk.size);
  const fitting = inside.filter(({ size, root }) => walk.roots.get(size) === root);
  const wrong = inside.filter(({ size, root }) => walk.roots.get(size) !== root);
  const refutes = reachOf(fitting);
  const isRefuted = ({ size, by }: Claim) => refutes[by] > size;
  const [broken] = wrong.filter((claim) => !isRefuted(claim)).sort((one, other) => one.size - other.size);
  const vouching = broken
    ? fitting.filter((claim) => claim.size < broken.size && isAsStrong(claim, broken))
    : fitting;
  const [beyond] = claims.filter(({ size }) => size > walk.size).sort((one, other) => other.size - one.size);
  return {
    provenSize: largest(vouching.map(({ size }) => size)),
    broken,
    refuted: wrong.filter(isRefuted),
    beyond,
  };
}

/** For each strength, how far a claim at least as strong vouches. */
function reachOf(fitting: readonly Claim[]): Record<Claim['by'], number> {
  const reach = (by: Claim['by']) =>
    largest(fitting.filter((claim) => strengthOf[claim.by] >= strengthOf[by]).map(({ size }) => size));
  return {
    head: reach('head'),
    checkpoint: reach('checkpoint'),
    'kept checkpoint': reach('kept checkpoint'),
  };
}

function isAsStrong(claim: Claim, other: Claim): boolean {
  return strengthOf[claim.by] >= strengthOf[other.by];
}

/** What roots alone can say, when no single row contradicts anything. */
export async function rootFindings(
  source: LedgerSource,
  walk: Walk,
  verdict: RootVerdict,
): Promise<Finding[]> {
  const { broken, beyond, provenSize } = verdict;
  if (broken !== undefined) return [await rewritten(source, walk, { ...verdict, broken })];
  const expected = Math.max(beyond?.size ?? 0, walk.sealedSize);
  if (expected <= walk.size) return [];
  const by = beyond === undefined ? 'a tile' : `a ${beyond.by}`;
  const detail = `${by} speaks of ${expected} entries, ${walk.size} are there, and ${provenSize} of them fit a root`;
  return [{ kind: FindingKind.Truncated, seq: seqRange(walk.size + 1, expected), detail }];
}

async function rewritten(
  source: LedgerSource,
  walk: Walk,
  at: RootVerdict & { broken: Claim },
): Promise<Finding> {
  const { provenSize, broken, beyond } = at;
  const range = seqRange(provenSize + 1, broken.size);
  const between = `between the roots at ${provenSize} and ${broken.size} (${broken.by})`;
  const missing = beyond !== undefined && beyond.size > walk.size;
  if (missing) return { kind: FindingKind.Missing, seq: range, detail: `entries went away ${between}` };
  const seq = await findInserted(source, { provenSize, claim: broken });
  if (seq !== undefined)
    return {
      kind: FindingKind.Inserted,
      seq,
      detail: `without it the root at ${broken.size} is the one of the ${broken.by}`,
    };
  return {
    kind: FindingKind.Altered,
    seq: range,
    detail: `the entries do not have the root that they had ${between}`,
  };
}

interface Suspicion {
  provenSize: number;
  claim: Claim;
  /** Where an entry may have been put in; everywhere after the proven size, when it is not said. */
  candidates?: readonly number[];
}

/** Tries each entry as the one that was put in. It is tried only where all trials together stay near a second. */
const mostTrialHashes = 1_000_000;
const mostTrialEntries = 65_536;

/** The entry without which the others, numbered as before, have the claimed root; nothing where there is none. */
export async function findInserted(source: LedgerSource, suspicion: Suspicion): Promise<number | undefined> {
  const { provenSize, claim } = suspicion;
  const width = claim.size - provenSize + 1;
  const trials = suspicion.candidates?.length ?? width;
  if (trials * width > mostTrialHashes || width > mostTrialEntries) return undefined;
  const { tree, leaves, shifted } = await leavesAfter(source, provenSize, claim.size + 1);
  if (leaves.length < width) return undefined;
  const isCandidate = (seq: number) => suspicion.candidates?.includes(seq) ?? true;
  for (const [at, leaf] of leaves.entries()) {
    const seq = provenSize + 1 + at;
    if (isCandidate(seq) && rootWith(tree, shifted.slice(at + 1)) === claim.root) return seq;
    tree.push(leaf);
  }
  return undefined;
}

function rootWith(tree: GrowingTree, leaves: readonly Buffer[]): string {
  const trial = new GrowingTree(tree.head());
  for (const leaf of leaves) trial.push(leaf);
  return trial.root().toString('hex');
}

interface Leaves {
  /** The tree over the entries before. */
  tree: GrowingTree;
  leaves: Buffer[];
  /** The same entries' leaf hashes, each numbered one less. */
  shifted: Buffer[];
}

async function leavesAfter(source: LedgerSource, provenSize: number, end: number): Promise<Leaves> {
  const tree = new GrowingTree();
  const [leaves, shifted]: [Buffer[], Buffer[]] = [[], []];
  let seq = 0;
  for await (const { text } of source.entries()) {
    seq += 1;
    if (seq > end) break;
    if (seq <= provenSize) tree.push(leafHash(text));
    else {
      leaves.push(leafHash(text));
      shifted.push(leafHash(renumbered(text, Math.max(1, seq - 1))));
    }
  }
  return { tree, leaves, shifted };
}
