import type { Migration } from './migration.js';

/** The ledger, the rows that follow from it, and what stands beside both. Never edited once landed. */
export const tables0001: Migration = {
  name: '0001-tables',
  up: [
    `CREATE TABLE ledger_head (
       id INTEGER PRIMARY KEY CHECK (id = 1),
       size BIGINT NOT NULL CHECK (size >= 0),
       peaks TEXT NOT NULL
     )`,
    `INSERT INTO ledger_head (id, size, peaks) VALUES (1, 0, '[]')`,
    `CREATE TABLE entries (
       seq INTEGER PRIMARY KEY CHECK (seq > 0),
       kind TEXT NOT NULL,
       at TEXT NOT NULL,
       loan_id TEXT,
       transaction_id TEXT,
       event TEXT,
       leaf_hash TEXT NOT NULL,
       text TEXT NOT NULL
     )`,
    `CREATE INDEX entries_loan ON entries (loan_id, seq) WHERE loan_id IS NOT NULL`,
    `CREATE INDEX entries_event ON entries (seq) WHERE event IS NOT NULL`,
    {
      sqlite: `CREATE TRIGGER entries_not_changed BEFORE UPDATE ON entries
       BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END`,
      postgres: [
        `CREATE FUNCTION refuse_to_touch_entries() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'an entry of the ledger is never changed'; END $$`,
        `CREATE TRIGGER entries_not_changed BEFORE UPDATE ON entries
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_touch_entries()`,
      ],
    },
    {
      sqlite: `CREATE TRIGGER entries_not_removed BEFORE DELETE ON entries
       BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END`,
      postgres: [
        `CREATE FUNCTION refuse_to_remove_entries() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'an entry of the ledger is never removed'; END $$`,
        `CREATE TRIGGER entries_not_removed BEFORE DELETE OR TRUNCATE ON entries
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_remove_entries()`,
        `REVOKE UPDATE, DELETE, TRUNCATE ON entries FROM PUBLIC, CURRENT_USER`,
      ],
    },
    `CREATE TABLE entry_changes (
       aggregate TEXT NOT NULL,
       id TEXT NOT NULL,
       version INTEGER NOT NULL CHECK (version > 0),
       seq INTEGER NOT NULL,
       PRIMARY KEY (aggregate, id, version)
     ) WITHOUT ROWID`,
    `CREATE TABLE tiles (
       level INTEGER NOT NULL,
       idx INTEGER NOT NULL,
       hashes TEXT NOT NULL,
       PRIMARY KEY (level, idx)
     ) WITHOUT ROWID`,
    `CREATE TABLE checkpoints (size BIGINT PRIMARY KEY, made_at TEXT NOT NULL, note TEXT NOT NULL)`,
    `CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE roots (
       aggregate TEXT NOT NULL CHECK (aggregate IN ('peer', 'agency', 'signing-key')),
       id TEXT NOT NULL,
       version INTEGER NOT NULL,
       state TEXT NOT NULL,
       PRIMARY KEY (aggregate, id)
     ) WITHOUT ROWID`,
    `CREATE TABLE loan_records (
       id TEXT PRIMARY KEY,
       version INTEGER NOT NULL,
       role TEXT NOT NULL CHECK (role IN ('requester', 'supplier')),
       agency TEXT NOT NULL,
       phase TEXT NOT NULL CHECK (phase IN ('open', 'closed', 'withdrawn')),
       library_id TEXT,
       title TEXT NOT NULL,
       current_state TEXT,
       peer TEXT,
       request_id TEXT,
       due_date TEXT,
       created_at TEXT NOT NULL,
       closed_at TEXT,
       next_clock_at TEXT,
       attention TEXT,
       state TEXT NOT NULL
     )`,
    `CREATE UNIQUE INDEX loan_records_library_id ON loan_records (agency, library_id) WHERE library_id IS NOT NULL`,
    `CREATE INDEX loan_records_clock ON loan_records (next_clock_at) WHERE next_clock_at IS NOT NULL`,
    `CREATE INDEX loan_records_attention ON loan_records (attention, id) WHERE attention IS NOT NULL`,
    `CREATE INDEX loan_records_state ON loan_records (current_state, id)`,
    `CREATE TABLE transactions (
       id TEXT PRIMARY KEY,
       version INTEGER NOT NULL,
       loan_id TEXT NOT NULL REFERENCES loan_records (id),
       role TEXT NOT NULL CHECK (role IN ('requester', 'supplier')),
       requesting_key TEXT NOT NULL,
       supplying_key TEXT NOT NULL,
       request_id TEXT NOT NULL,
       peer TEXT NOT NULL,
       state_name TEXT NOT NULL,
       state TEXT NOT NULL
     )`,
    `CREATE UNIQUE INDEX transactions_key ON transactions (request_id, requesting_key, supplying_key, role)`,
    `CREATE INDEX transactions_loan ON transactions (loan_id)`,
    `CREATE TABLE shipments (
       id TEXT PRIMARY KEY,
       version INTEGER NOT NULL,
       loan_id TEXT NOT NULL REFERENCES loan_records (id),
       transaction_id TEXT NOT NULL,
       direction TEXT NOT NULL CHECK (direction IN ('out', 'return')),
       tracking_id TEXT,
       sent_at TEXT NOT NULL,
       expected_at TEXT,
       arrived_at TEXT,
       state TEXT NOT NULL
     )`,
    `CREATE INDEX shipments_loan ON shipments (loan_id)`,
    `CREATE INDEX shipments_tracking ON shipments (tracking_id) WHERE tracking_id IS NOT NULL`,
    `CREATE TABLE deliveries (
       id TEXT PRIMARY KEY,
       version INTEGER NOT NULL,
       loan_id TEXT NOT NULL REFERENCES loan_records (id),
       transaction_id TEXT NOT NULL,
       peer TEXT NOT NULL,
       state_name TEXT NOT NULL CHECK (state_name IN
         ('owed', 'undecided', 'answered', 'refused', 'stopped', 'given-up', 'dropped', 'replaced')),
       cause TEXT,
       owed_seq BIGINT NOT NULL,
       owed_at TEXT NOT NULL,
       due_at TEXT NOT NULL,
       head_due_at TEXT,
       claim_process TEXT,
       claim_until TEXT,
       state TEXT NOT NULL
     )`,
    `CREATE INDEX deliveries_loan ON deliveries (loan_id)`,
    `CREATE INDEX deliveries_head ON deliveries (peer, head_due_at) WHERE head_due_at IS NOT NULL AND claim_process IS NULL`,
    `CREATE INDEX deliveries_claimed ON deliveries (claim_process) WHERE claim_process IS NOT NULL`,
    `CREATE INDEX deliveries_open ON deliveries (state_name, cause, id)
       WHERE state_name IN ('owed', 'undecided', 'refused', 'stopped', 'given-up')`,
    `CREATE TABLE bodies (
       id TEXT PRIMARY KEY,
       loan_id TEXT,
       transaction_id TEXT,
       direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
       template TEXT NOT NULL,
       encoding TEXT NOT NULL,
       holes TEXT,
       canonical TEXT
     )`,
    `CREATE TABLE confirmations (body_id TEXT PRIMARY KEY REFERENCES bodies (id), confirmation TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE received (
       identity TEXT NOT NULL,
       hash TEXT NOT NULL,
       loan_id TEXT NOT NULL REFERENCES loan_records (id),
       body_id TEXT NOT NULL,
       confirmation TEXT NOT NULL,
       PRIMARY KEY (identity, hash)
     ) WITHOUT ROWID`,
    `CREATE TABLE sealed_values (
       id TEXT PRIMARY KEY,
       holder TEXT NOT NULL,
       purpose TEXT NOT NULL CHECK (purpose IN ('wish', 'holes', 'canonical', 'act', 'credential')),
       value TEXT NOT NULL
     )`,
    `CREATE INDEX sealed_values_asked ON sealed_values (holder) WHERE purpose IN ('wish', 'act', 'credential')`,
    `CREATE TABLE data_keys (holder TEXT PRIMARY KEY, wrapped TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE answers (key TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE peer_lines (peer TEXT PRIMARY KEY, line TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE tokens (
       id TEXT PRIMARY KEY,
       hash TEXT NOT NULL UNIQUE,
       name TEXT NOT NULL,
       scopes TEXT NOT NULL,
       agency TEXT,
       created_at TEXT NOT NULL,
       revoked_at TEXT
     )`,
  ],
  down: [
    ...[
      'tokens',
      'peer_lines',
      'answers',
      'data_keys',
      'sealed_values',
      'received',
      'confirmations',
      'bodies',
      'deliveries',
      'shipments',
      'transactions',
      'loan_records',
      'roots',
      'meta',
      'checkpoints',
      'tiles',
      'entry_changes',
      'entries',
      'ledger_head',
    ].map((table) => `DROP TABLE ${table}`),
    {
      sqlite: [],
      postgres: ['DROP FUNCTION refuse_to_touch_entries', 'DROP FUNCTION refuse_to_remove_entries'],
    },
  ],
};
