import type { Migration } from './migration.js';

/**
 * By which patron a loan can be looked up: a keyed hash, removed with the loan's data key. And what a peer has open is
 * counted without reading all that it ever asked.
 */
export const loanPatrons0016: Migration = {
  name: '0016-loan-patrons',
  up: [
    'CREATE TABLE loan_patrons (loan_id TEXT PRIMARY KEY, patron TEXT NOT NULL)',
    'CREATE INDEX loan_patrons_patron ON loan_patrons (patron, loan_id)',
    `CREATE INDEX loan_records_open_of_peer ON loan_records (peer) WHERE role = 'supplier' AND phase = 'open'`,
  ],
  down: ['DROP INDEX loan_records_open_of_peer', 'DROP TABLE loan_patrons'],
};
