import type { Migration } from './migration.js';

/**
 * What was exported, and who approved that persons may be named in it. Outside the fold: the entries say the same for
 * ever, these rows say how far an export has come and where its file lies.
 */
export const exports0004: Migration = {
  name: '0004-exports',
  up: [
    `CREATE TABLE exports (
       id TEXT PRIMARY KEY,
       asked_at TEXT NOT NULL,
       asked_by TEXT NOT NULL,
       selection TEXT NOT NULL,
       words TEXT NOT NULL,
       messages TEXT NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'gone')),
       entries INTEGER NOT NULL,
       size BIGINT NOT NULL,
       root TEXT,
       file TEXT,
       bytes BIGINT,
       ended_at TEXT,
       failure TEXT
     )`,
    `CREATE TABLE export_approvals (
       id TEXT PRIMARY KEY,
       approved_at TEXT NOT NULL,
       approved_by TEXT NOT NULL,
       until TEXT NOT NULL,
       selection TEXT NOT NULL
     )`,
  ],
  down: ['DROP TABLE export_approvals', 'DROP TABLE exports'],
};
