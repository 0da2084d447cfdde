import type { Migration } from './migration.js';

/**
 * What staff look for and sort by: the queue of each request with its deadline, and the barcode in a parcel. Rows that
 * stand already have it once they change, or after `lendwire rebuild`.
 */
export const queues0006: Migration = {
  name: '0006-queues',
  up: [
    'ALTER TABLE loan_records ADD COLUMN queue TEXT',
    'ALTER TABLE loan_records ADD COLUMN deadline_at TEXT',
    'ALTER TABLE loan_records ADD COLUMN service_type TEXT',
    'CREATE INDEX loan_records_queue ON loan_records (queue, role, agency, deadline_at) WHERE queue IS NOT NULL',
    'CREATE INDEX loan_records_deadline ON loan_records (deadline_at, id) WHERE queue IS NOT NULL',
    'CREATE INDEX loan_records_request ON loan_records (request_id) WHERE request_id IS NOT NULL',
    'CREATE INDEX loan_records_library ON loan_records (library_id) WHERE library_id IS NOT NULL',
    'ALTER TABLE shipments ADD COLUMN item_id TEXT',
    'CREATE INDEX shipments_item ON shipments (item_id) WHERE item_id IS NOT NULL',
  ],
  down: [
    'DROP INDEX shipments_item',
    'ALTER TABLE shipments DROP COLUMN item_id',
    'DROP INDEX loan_records_library',
    'DROP INDEX loan_records_request',
    'DROP INDEX loan_records_deadline',
    'DROP INDEX loan_records_queue',
    'ALTER TABLE loan_records DROP COLUMN service_type',
    'ALTER TABLE loan_records DROP COLUMN deadline_at',
    'ALTER TABLE loan_records DROP COLUMN queue',
  ],
};
