import type { Migration } from './migration.js';

/**
 * From when on a quiet request is asked about, and when it was asked last. Rows that stand already have it once they
 * change, or are counted anew after the next start. And whether an older copy was ever put back is found at once.
 */
export const standings0017: Migration = {
  name: '0017-standings',
  up: [
    'ALTER TABLE loan_records ADD COLUMN standing_due_at TEXT',
    'ALTER TABLE loan_records ADD COLUMN standing_asked_at TEXT',
    'CREATE INDEX loan_records_standing ON loan_records (standing_due_at) WHERE standing_due_at IS NOT NULL',
    'CREATE INDEX loan_records_standing_asked ON loan_records (standing_asked_at) WHERE standing_asked_at IS NOT NULL',
    `CREATE INDEX entries_restored ON entries (seq) WHERE kind = 'restored'`,
  ],
  down: [
    'DROP INDEX entries_restored',
    'DROP INDEX loan_records_standing_asked',
    'DROP INDEX loan_records_standing',
    'ALTER TABLE loan_records DROP COLUMN standing_asked_at',
    'ALTER TABLE loan_records DROP COLUMN standing_due_at',
  ],
};
