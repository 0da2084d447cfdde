/**
 * What is durable: entries, the rows that follow from them, and what stands beside them. Use cases say what they need
 * and what happened, one committer writes many with one fsync, readers read. Decides nothing about a loan, and nothing
 * else in the gateway writes. Steps 3 and 5 of architecture §3.
 */
export * from './use-case.js';
export { enterFact } from './enter-fact.js';
export * from './change.js';
export * from './sql.js';
export * from './store-trouble.js';
export type { Derive, Derived } from './engine/columns.js';
export { readDirectory } from './engine/directory.js';
export type { Bounds } from './engine/queue.js';
export type { Faults, FaultPoint } from './engine/committer.js';
export * from './build.js';
export * from './readers/index.js';
export * from './ledger-source.js';
export * from './older-copy.js';
export * from './copy-database.js';
export * from './export-log.js';
export * from './erasure-proposals.js';
export * from './webhook-lines.js';
export * from './rebuild/rebuild.js';
export * from './keys/key-files.js';
export * from './keys/announce-signing-key.js';
export { shredKeys } from './keys/shred-keys.js';
export * from './keys/gateway-key.js';
export * from './keys/settle-rotation.js';
export { openDatabase } from './sql/database.js';
export { DatabaseError } from './sql/connected.js';
export { openReadOnly } from './sql/read-only.js';
export type { Database } from './sql/connected.js';
export { AlreadyServed, lockForServing } from './sql/process-lock.js';
export { lockAlone, lockToServe } from './serving.js';
export { isPostgres, nameOfPlace } from './place.js';
export { migrateDown, migrateUp, pendingMigrations } from './migrations/migrate.js';
