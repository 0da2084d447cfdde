import type { Actor, TreeHead } from '../../ledger/index.js';
import type { Selection } from '../selection.js';

export const bundleFormat = 'lendwire-ledger-bundle-1';

/** The files of a bundle. */
export const bundleFiles = {
  entries: 'ledger.jsonl',
  hashes: 'hashes.bin',
  leftOut: 'left-out.txt',
  messages: 'messages/messages.jsonl',
  ledgerCsv: 'csv/ledger.csv',
  requestsCsv: 'csv/requests.csv',
  deliveriesCsv: 'csv/deliveries.csv',
  workbook: 'ledger.xlsx',
  keys: 'proofs/keys.jsonl',
  consistency: 'proofs/consistency.json',
  erasures: 'erasures.jsonl',
  definitions: 'definitions.md',
  verifier: 'verify.mjs',
  manifest: 'manifest.json',
  signature: 'manifest.sig',
} as const;

/** How messages are given: with numbered holes where somebody may be named, as they came, or not at all. */
export const MessageForm = { Redacted: 'redacted', AsTheyCame: 'as-they-came', None: 'none' } as const;
export type MessageForm = (typeof MessageForm)[keyof typeof MessageForm];

export interface BundleCounts {
  /** Entries in `ledger.jsonl`. */
  entries: number;
  /** Entries between the first and the last of them that are not in it, by number in `left-out.txt`. */
  leftOut: number;
  /** Entries before and after that range, of which only the roots of subtrees are given. */
  before: number;
  after: number;
  messages: number;
  requests: number;
  deliveries: number;
  checkpoints: number;
  erasures: number;
}

/** Chain of custody: what was asked, by whom, what there is, and under which signed head. */
export interface BundleManifest {
  format: typeof bundleFormat;
  export: string;
  origin: string;
  exportedAt: string;
  exportedBy: Actor;
  because: string;
  selection: Selection;
  selectionWords: string;
  messages: MessageForm;
  head: TreeHead & { root: string };
  /** First and last seq whose leaf hashes are in `hashes.bin`; the last is before the first where there is none. */
  range: { first: number; last: number };
  /** Roots (hex) of the full subtrees before and after the range, in order. */
  before: string[];
  after: string[];
  counts: BundleCounts;
  verifierKeys: string[];
  files: Record<string, { bytes: number; sha256: string }>;
}

/** What the signing key signs of a manifest. */
export function manifestStatement(sha256: string): string {
  return `lendwire export manifest\n${sha256}\n`;
}
