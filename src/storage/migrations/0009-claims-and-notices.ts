import type { Migration } from './migration.js';

/** Rows of root aggregates and sealed values move to tables whose checks let others in: SQLite changes no check in place. */
function withChecks({ roots, sealed }: { roots: string; sealed: string }): string[] {
  return [
    `CREATE TABLE roots_anew (
       aggregate TEXT NOT NULL CHECK (aggregate IN ${roots}),
       id TEXT NOT NULL,
       version INTEGER NOT NULL,
       state TEXT NOT NULL,
       PRIMARY KEY (aggregate, id)
     )`,
    `INSERT INTO roots_anew (aggregate, id, version, state)
       SELECT aggregate, id, version, state FROM roots WHERE aggregate IN ${roots}`,
    `DROP TABLE roots`,
    `ALTER TABLE roots_anew RENAME TO roots`,
    `CREATE TABLE sealed_values_anew (
       id TEXT PRIMARY KEY,
       holder TEXT NOT NULL,
       purpose TEXT NOT NULL CHECK (purpose IN ${sealed}),
       value TEXT NOT NULL
     )`,
    `INSERT INTO sealed_values_anew (id, holder, purpose, value)
       SELECT id, holder, purpose, value FROM sealed_values WHERE purpose IN ${sealed}`,
    `DROP TABLE sealed_values`,
    `ALTER TABLE sealed_values_anew RENAME TO sealed_values`,
    `CREATE INDEX sealed_values_asked ON sealed_values (holder) WHERE purpose IN ('wish', 'act', 'credential')`,
  ];
}

/** What a loan grows in its second half: claims for what was lost or damaged, and notices to people. */
export const claimsAndNotices0009: Migration = {
  name: '0009-claims-and-notices',
  up: [
    ...withChecks({
      roots: `('peer', 'agency', 'signing-key', 'user', 'webhook', 'policy', 'calendar', 'carrier', 'rule')`,
      sealed: `('wish', 'holes', 'canonical', 'act', 'credential', 'notice', 'photo', 'call', 'document', 'report')`,
    }),
    `CREATE TABLE claims (
       id TEXT PRIMARY KEY,
       version INTEGER NOT NULL,
       loan_id TEXT NOT NULL REFERENCES loan_records (id),
       peer TEXT NOT NULL,
       state_name TEXT NOT NULL,
       due_at TEXT,
       state TEXT NOT NULL
     )`,
    `CREATE INDEX claims_loan ON claims (loan_id)`,
    `CREATE INDEX claims_peer ON claims (peer, state_name, id)`,
    `CREATE TABLE notices (
       id TEXT PRIMARY KEY,
       version INTEGER NOT NULL,
       loan_id TEXT NOT NULL REFERENCES loan_records (id),
       sent_to TEXT NOT NULL CHECK (sent_to IN ('patron', 'staff', 'peer')),
       state_name TEXT NOT NULL,
       due_at TEXT,
       state TEXT NOT NULL
     )`,
    `CREATE INDEX notices_loan ON notices (loan_id)`,
    `CREATE INDEX notices_due ON notices (due_at, id) WHERE due_at IS NOT NULL`,
  ],
  down: [
    'DROP TABLE notices',
    'DROP TABLE claims',
    ...withChecks({
      roots: `('peer', 'agency', 'signing-key', 'user', 'webhook')`,
      sealed: `('wish', 'holes', 'canonical', 'act', 'credential')`,
    }),
  ],
};
