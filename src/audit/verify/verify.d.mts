/** The verifier that lies in every bundle: one file of plain JavaScript without a dependency. */
export interface BundleReader {
  list(): Promise<string[]>;
  read(name: string): AsyncIterable<Uint8Array> | undefined;
}

export interface BundleFinding {
  kind: string;
  detail: string;
  /** The first bad entry, or the narrowest range. */
  seq?: number | [number, number];
}

export interface BundleReport {
  whole: boolean;
  /** The hardest first. */
  findings: BundleFinding[];
  says: { ok: boolean; text: string }[];
  size: number;
  root: string;
  isPinned: boolean;
}

/** `key` is the fingerprint to believe, `previous` are the notes that were kept. */
export function verifyBundle(
  files: BundleReader,
  asked?: { key?: string; previous?: readonly string[] },
): Promise<BundleReport>;
export function folderOf(folder: string): BundleReader;
export function wordsOf(report: BundleReport): string;

export class Tree {
  size: number;
  push(hash: Buffer, level?: number): void;
  root(): Buffer;
}
export function nodeHash(left: Buffer, right: Buffer): Buffer;
export function leafHash(text: string): Buffer;
export function levelsBetween(from: number, to: number): number[];
export function isIncluded(
  claim: { index: number; size: number; leaf: Buffer; root: Buffer },
  proof: readonly Buffer[],
): boolean;
export function isConsistent(
  claim: { oldSize: number; size: number; oldRoot: Buffer; root: Buffer },
  proof: readonly Buffer[],
): boolean;
