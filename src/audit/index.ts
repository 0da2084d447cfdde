/**
 * What auditors take home: bundles that prove themselves, case folders, and the erasing of persons that leaves the proof
 * whole. Reads pages through a connection of its own; decides nothing about a loan, opens what names a person only where
 * privacy has approved, and writes nothing but files and the entries that say what was exported or erased.
 */
export * from './selection.js';
export * from './count.js';
export * from './bundle/manifest.js';
export * from './export/make-export.js';
export { countInThread, ExportFailed, type ThreadOptions } from './export/run-thread.js';
export type { BundleMade, Destination } from './export/export-job.js';
export * from './export/approval.js';
export * from './erase/certificates.js';
export * from './erase/erase-all.js';
export * from './erase/erase-desk.js';
export * from './erase/erasures-file.js';
export * from './erase/replay-erasures.js';
export * from './erase/retain.js';
export * from './erase/second-person.js';
export * from './export/export-desk.js';
export * from './verify/verification.js';
export { statementCsv } from './statement/statement-csv.js';
export { caseFolder, type CaseFolderReaders } from './case-folder/case-folder.js';
export * from './dry-run/dry-run.js';
