import type { Sql } from './sql.js';

export const ExportState = {
  Running: 'running',
  Done: 'done',
  Failed: 'failed',
  Cancelled: 'cancelled',
  /** Its file was removed when its time was over. */
  Gone: 'gone',
} as const;
export type ExportState = (typeof ExportState)[keyof typeof ExportState];

/** An export as it is listed. `selection` and `askedBy` are JSON of whoever asked. */
export interface LoggedExport {
  id: string;
  askedAt: string;
  askedBy: string;
  selection: string;
  words: string;
  messages: string;
  state: ExportState;
  entries: number;
  /** Of the ledger when it was asked for; of the signed head once it is done. */
  size: number;
  root?: string;
  file?: string;
  bytes?: number;
  endedAt?: string;
  failure?: string;
}

export interface ExportApproval {
  id: string;
  approvedAt: string;
  approvedBy: string;
  until: string;
  selection: string;
}

/** Past exports and approvals: rows beside the ledger, which has an entry of each. */
export interface ExportLog {
  add(row: LoggedExport): Promise<void>;
  end(id: string, how: Partial<LoggedExport> & Pick<LoggedExport, 'state' | 'endedAt'>): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<LoggedExport[]>;
  get(id: string): Promise<LoggedExport | undefined>;
  addApproval(row: ExportApproval): Promise<void>;
  approval(id: string): Promise<ExportApproval | undefined>;
}

interface ExportRow {
  id: string;
  asked_at: string;
  asked_by: string;
  selection: string;
  words: string;
  messages: string;
  state: ExportState;
  entries: number;
  size: number | string;
  root: string | null;
  file: string | null;
  bytes: number | string | null;
  ended_at: string | null;
  failure: string | null;
}

export function exportLog(sql: Sql): ExportLog {
  return {
    async add(row) {
      await sql.run(
        `INSERT INTO exports (id, asked_at, asked_by, selection, words, messages, state, entries, size, file)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          ...[row.id, row.askedAt, row.askedBy, row.selection, row.words, row.messages],
          ...[row.state, row.entries, row.size, row.file ?? null],
        ],
      );
    },
    async end(id, { state, endedAt, entries, size, root, bytes, failure }) {
      await sql.run(
        `UPDATE exports SET state = $2, ended_at = $3, failure = $4, root = COALESCE($5, root),
                bytes = COALESCE($6, bytes), size = COALESCE($7, size), entries = COALESCE($8, entries)
          WHERE id = $1`,
        [
          ...[id, state, endedAt ?? null, failure ?? null],
          ...[root ?? null, bytes ?? null, size ?? null, entries ?? null],
        ],
      );
    },
    async list(limit) {
      const rows = await sql.all<ExportRow>('SELECT * FROM exports ORDER BY id DESC LIMIT $1', [limit]);
      return rows.map(exportOf);
    },
    async get(id) {
      const [row] = await sql.all<ExportRow>('SELECT * FROM exports WHERE id = $1', [id]);
      return row === undefined ? undefined : exportOf(row);
    },
    async addApproval({ id, approvedAt, approvedBy, until, selection }) {
      await sql.run(
        'INSERT INTO export_approvals (id, approved_at, approved_by, until, selection) VALUES ($1, $2, $3, $4, $5)',
        [id, approvedAt, approvedBy, until, selection],
      );
    },
    async approval(id) {
      const [row] = await sql.all<ExportApproval>(
        `SELECT id, approved_at AS "approvedAt", approved_by AS "approvedBy", until, selection
           FROM export_approvals WHERE id = $1`,
        [id],
      );
      return row;
    },
  };
}

function exportOf(row: ExportRow): LoggedExport {
  return {
    id: row.id,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    selection: row.selection,
    words: row.words,
    messages: row.messages,
    state: row.state,
    entries: row.entries,
    size: Number(row.size),
    ...(row.root === null ? {} : { root: row.root }),
    ...(row.file === null ? {} : { file: row.file }),
    ...(row.bytes === null ? {} : { bytes: Number(row.bytes) }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.failure === null ? {} : { failure: row.failure }),
  };
}
