import type { Tile, TreeHead } from '../tree.js';

export const FindingKind = {
  Altered: 'altered',
  Missing: 'missing',
  Reordered: 'reordered',
  Inserted: 'inserted',
  Truncated: 'truncated',
  ReSigned: 're-signed',
  NotCanonical: 'not-canonical',
  TileAltered: 'tile-altered',
  HeadAltered: 'head-altered',
  CheckpointAltered: 'checkpoint-altered',
  OtherLedger: 'other-ledger',
  Unsigned: 'unsigned',
  FileAltered: 'file-altered',
} as const;
export type FindingKind = (typeof FindingKind)[keyof typeof FindingKind];

/** What is wrong and where: one entry, or the narrowest range, first and last, that the evidence allows. */
export interface Finding {
  kind: FindingKind;
  seq: number | [number, number];
  detail: string;
}

/** An entry as its holder has it: `seq` is the holder's own number for it, `leafHash` (hex) what lies beside its text. */
export interface EntryLine {
  seq: number;
  text: string;
  leafHash?: string;
}

/**
 * Whoever holds the lines of a ledger. Every method can be called more than once and streams from the start. A holder
 * that goes on growing shows one moment in all of them, the one of its head: nothing that was sealed after it.
 */
export interface LedgerSource {
  /** The entries in the holder's order. */
  entries(): AsyncIterable<EntryLine>;
  /** The full tiles by level, then index. A holder without tiles gives `leafHashes` instead. */
  tiles(): AsyncIterable<Tile>;
  /** Leaf hashes (hex) kept apart from the entries, in order. */
  leafHashes?(): AsyncIterable<string>;
  head(): Promise<(TreeHead & { root: string }) | undefined>;
  /** The signed notes that lie with the ledger, oldest first. */
  checkpoints(): AsyncIterable<string>;
  /** Verifier keys that lie with the ledger; those that its entries announce need not be among them. */
  verifierKeys?(): Promise<string[]>;
  /** What the holder's own bookkeeping says is damaged. */
  damage?(): Promise<Finding[]>;
}

/** What was kept outside: checkpoint notes, and the fingerprint of the key that signed first. */
export interface Expected {
  checkpoints?: readonly string[];
  keyFingerprint?: string;
}

export type VerifyReport =
  | {
      whole: true;
      size: number;
      root: string;
      checkpointsVerified: number;
      /** How many entries the largest verified checkpoint covers; what comes after it has no signature yet. */
      signedSize: number;
      /** Of the key that signed the newest verified checkpoint. */
      keyFingerprint?: string;
    }
  | { whole: false; size: number; findings: Finding[] };

/** The first entry that a finding speaks of. */
export function firstSeq(finding: Finding): number {
  return typeof finding.seq === 'number' ? finding.seq : finding.seq[0];
}

/** One number where a range holds one entry. */
export function seqRange(from: number, to: number): number | [number, number] {
  return to <= from ? from : [from, to];
}

/** The largest of sizes, 0 where there are none; unlike Math.max it takes any number of them. */
export function largest(sizes: readonly number[]): number {
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}
