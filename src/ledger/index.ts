// The ledger: the text of an entry, the Merkle tree over entries, checkpoints, proofs, and the judgement whether a
// ledger is whole; and how state follows from entries (architecture section 4, step 5 of section 3).
// It refuses to know who holds the lines: it reads entries from any source, and writes an export through any sink.
// Nothing here decides what happened, and nothing here opens what the vault sealed.
export { canonicalText } from './canonical-text.js';
export * from './entry.js';
export * from './merge-patch.js';
export * from './fold.js';
export * from './tree.js';
export * from './signing-key.js';
export * from './checkpoint.js';
export * from './proof.js';
export * from './subtrees.js';
export * from './verify/report.js';
export { verifyLedger } from './verify/verify-ledger.js';
export * from './export.js';
export { folderReader, folderSink } from './export-folder.js';
