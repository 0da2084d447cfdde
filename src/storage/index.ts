/**
 * What is durable: entries, the rows that follow from them, and what stands beside them. Use cases say what they need
 * and what happened, one committer writes many with one fsync, readers read. Decides nothing about a loan, and nothing
 * else in the gateway writes. Steps 3 and 5 of architecture §3.
 */
export * from './use-case.js';
export * from './change.js';
export * from './sql.js';
export * from './store-trouble.js';
export type { Derive, Derived } from './engine/columns.js';
export type { Bounds } from './engine/queue.js';
export type { Faults, FaultPoint } from './engine/committer.js';
