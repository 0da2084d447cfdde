import type { Migration } from './migration.js';

/**
 * Erasures that wait for a second person, by the ids of the requests; the entries say for ever that they were proposed and
 * approved. And the erasures of the ledger are found without reading all of it.
 */
export const erasures0007: Migration = {
  name: '0007-erasures',
  up: [
    `CREATE TABLE erasure_proposals (
       id TEXT PRIMARY KEY,
       proposed_at TEXT NOT NULL,
       proposed_by TEXT NOT NULL,
       until TEXT NOT NULL,
       because TEXT NOT NULL,
       agencies TEXT NOT NULL,
       loans TEXT NOT NULL
     )`,
    `CREATE INDEX entries_erasure ON entries (seq) WHERE kind = 'erasure'`,
  ],
  down: ['DROP INDEX entries_erasure', 'DROP TABLE erasure_proposals'],
};
