import type { Migration } from './migration.js';

const narrower = `('peer', 'agency', 'signing-key')`;

/** The rows of root aggregates move to a table whose check lets others in: SQLite changes no check in place. */
function rootsThatAre(aggregates: string): string[] {
  return [
    `CREATE TABLE roots_anew (
       aggregate TEXT NOT NULL CHECK (aggregate IN ${aggregates}),
       id TEXT NOT NULL,
       version INTEGER NOT NULL,
       state TEXT NOT NULL,
       PRIMARY KEY (aggregate, id)
     )`,
    `INSERT INTO roots_anew (aggregate, id, version, state)
       SELECT aggregate, id, version, state FROM roots WHERE aggregate IN ${aggregates}`,
    `DROP TABLE roots`,
    `ALTER TABLE roots_anew RENAME TO roots`,
  ];
}

/**
 * People: what they sign in with, and their sessions, both outside the fold. `login` and `subject` are keyed hashes, a
 * session's id is the hash of its secret.
 */
export const users0003: Migration = {
  name: '0003-users',
  up: [
    ...rootsThatAre(`('peer', 'agency', 'signing-key', 'user', 'webhook')`),
    `CREATE TABLE user_credentials (
       user_id TEXT PRIMARY KEY,
       login TEXT NOT NULL,
       password TEXT,
       subject TEXT,
       changed_at TEXT NOT NULL
     )`,
    `CREATE UNIQUE INDEX user_credentials_login ON user_credentials (login)`,
    `CREATE UNIQUE INDEX user_credentials_subject ON user_credentials (subject) WHERE subject IS NOT NULL`,
    `CREATE TABLE sessions (
       id TEXT PRIMARY KEY,
       user_id TEXT NOT NULL,
       generation INTEGER NOT NULL,
       signed_in_by TEXT NOT NULL CHECK (signed_in_by IN ('password', 'provider')),
       signed_in_at TEXT NOT NULL,
       ended_at TEXT
     )`,
    `CREATE TABLE session_uses (session_id TEXT PRIMARY KEY, used_at TEXT NOT NULL)`,
  ],
  down: [
    `DROP TABLE session_uses`,
    `DROP TABLE sessions`,
    `DROP TABLE user_credentials`,
    ...rootsThatAre(narrower),
  ],
};
