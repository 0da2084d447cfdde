/**
 * The rules of a loan, pure: tables of what each side may say and hear, shipments, planned events, what staff must look
 * at, and the messages that follow. Knows no clock, no database and no promise. Step 4 of architecture §3.
 */
export * from './states.js';
export * from './transaction.js';
export * from './loan-record.js';
export * from './shipment.js';
export * from './delivery.js';
export * from './policy.js';
export * from './happening.js';
