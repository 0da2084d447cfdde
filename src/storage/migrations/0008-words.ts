import type { Migration } from './migration.js';

/**
 * What a list is found by lies whole in its index: the rows of a hundred thousand requests take five times as long to pass
 * by.
 */
export const words0008: Migration = {
  name: '0008-words',
  up: [
    'CREATE INDEX loan_records_words ON loan_records (id, title)',
    'DROP INDEX loan_records_deadline',
    'CREATE INDEX loan_records_deadline ON loan_records (deadline_at, id, queue, role, agency) WHERE queue IS NOT NULL',
  ],
  down: [
    'DROP INDEX loan_records_deadline',
    'CREATE INDEX loan_records_deadline ON loan_records (deadline_at, id) WHERE queue IS NOT NULL',
    'DROP INDEX loan_records_words',
  ],
};
