import type { Migration } from './migration.js';

/** When catalogues are asked for a request, and what came of a supplier's former ones. */
export const sourcing0010: Migration = {
  name: '0010-sourcing',
  up: [
    'ALTER TABLE loan_records ADD COLUMN sourcing_at TEXT',
    'CREATE INDEX loan_records_sourcing ON loan_records (sourcing_at) WHERE sourcing_at IS NOT NULL',
    "CREATE INDEX transactions_supplier ON transactions (supplying_key, id) WHERE role = 'requester'",
  ],
  down: [
    'DROP INDEX transactions_supplier',
    'DROP INDEX loan_records_sourcing',
    'ALTER TABLE loan_records DROP COLUMN sourcing_at',
  ],
};
