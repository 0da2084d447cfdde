import type { Migration } from './migration.js';

/**
 * How far each address of the library's own systems has been told, and which process tells it. Outside the fold: the
 * ledger is what is told, this is a place in it.
 */
export const webhooks0005: Migration = {
  name: '0005-webhooks',
  up: [
    `CREATE TABLE webhook_lines (
       webhook TEXT PRIMARY KEY,
       line TEXT NOT NULL,
       claim_process TEXT,
       claim_until TEXT
     )`,
  ],
  down: ['DROP TABLE webhook_lines'],
};
