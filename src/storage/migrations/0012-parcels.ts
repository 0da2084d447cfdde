import type { Migration } from './migration.js';

/**
 * What travels together, and every number under which a carrier knows it: folded, so that spaces and case do not matter.
 * What is still away, and what has arrived lately, are found by themselves.
 */
export const parcels0012: Migration = {
  name: '0012-parcels',
  up: [
    'ALTER TABLE shipments ADD COLUMN parcel TEXT',
    'ALTER TABLE shipments ADD COLUMN tracking TEXT',
    'ALTER TABLE shipments ADD COLUMN more_numbers TEXT',
    'ALTER TABLE shipments ADD COLUMN lost_at TEXT',
    `UPDATE shipments SET parcel = id,
       tracking = UPPER(REPLACE(REPLACE(tracking_id, ' ', ''), '-', ''))`,
    'CREATE INDEX shipments_parcel ON shipments (parcel)',
    'CREATE INDEX shipments_numbers ON shipments (tracking) WHERE tracking IS NOT NULL',
    'CREATE INDEX shipments_more_numbers ON shipments (id) WHERE more_numbers IS NOT NULL',
    'CREATE INDEX shipments_away ON shipments (sent_at) WHERE arrived_at IS NULL',
    'CREATE INDEX shipments_arrived ON shipments (arrived_at) WHERE arrived_at IS NOT NULL',
  ],
  down: [
    'DROP INDEX shipments_arrived',
    'DROP INDEX shipments_away',
    'DROP INDEX shipments_more_numbers',
    'DROP INDEX shipments_numbers',
    'DROP INDEX shipments_parcel',
    'ALTER TABLE shipments DROP COLUMN lost_at',
    'ALTER TABLE shipments DROP COLUMN more_numbers',
    'ALTER TABLE shipments DROP COLUMN tracking',
    'ALTER TABLE shipments DROP COLUMN parcel',
  ],
};
