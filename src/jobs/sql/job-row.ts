import type { JobParameters } from 'agenda';

type SqlType = 'TEXT' | 'BIGINT' | 'INTEGER' | 'SMALLINT' | 'DOUBLE PRECISION';

interface Kind {
  sqlType: SqlType;
  toSql(value: unknown): unknown;
  fromSql(value: string | number): unknown;
}

const kinds = {
  text: { sqlType: 'TEXT', toSql: asText, fromSql: String },
  json: {
    sqlType: 'TEXT',
    toSql: (value) => JSON.stringify(value),
    fromSql: (text) => JSON.parse(String(text)) as unknown,
  },
  time: { sqlType: 'BIGINT', toSql: asMilliseconds, fromSql: (ms) => new Date(Number(ms)) },
  count: { sqlType: 'INTEGER', toSql: Number, fromSql: Number },
  number: { sqlType: 'DOUBLE PRECISION', toSql: Number, fromSql: Number },
  flag: {
    sqlType: 'SMALLINT',
    toSql: (value) => (value === true ? 1 : 0),
    fromSql: (value) => Number(value) === 1,
  },
} satisfies Record<string, Kind>;

export interface JobColumn {
  field: keyof JobParameters;
  column: string;
  kind: keyof typeof kinds;
}

/** What whoever schedules a job may write. */
export const scheduleColumns: readonly JobColumn[] = [
  { field: 'name', column: 'name', kind: 'text' },
  { field: 'type', column: 'type', kind: 'text' },
  { field: 'priority', column: 'priority', kind: 'count' },
  { field: 'data', column: 'data', kind: 'json' },
  { field: 'nextRunAt', column: 'next_run_at', kind: 'time' },
  { field: 'repeatInterval', column: 'repeat_interval', kind: 'json' },
  { field: 'repeatTimezone', column: 'repeat_timezone', kind: 'text' },
  { field: 'repeatAt', column: 'repeat_at', kind: 'text' },
  { field: 'startDate', column: 'start_date', kind: 'time' },
  { field: 'endDate', column: 'end_date', kind: 'time' },
  { field: 'skipDays', column: 'skip_days', kind: 'json' },
  { field: 'disabled', column: 'disabled', kind: 'flag' },
  { field: 'fork', column: 'fork', kind: 'flag' },
  { field: 'debounceStartedAt', column: 'debounce_started_at', kind: 'time' },
];

/** What only the holder of the lock writes; `locked_at` and `next_run_at` have rules of their own. */
export const runColumns: readonly JobColumn[] = [
  { field: 'lastRunAt', column: 'last_run_at', kind: 'time' },
  { field: 'lastFinishedAt', column: 'last_finished_at', kind: 'time' },
  { field: 'failedAt', column: 'failed_at', kind: 'time' },
  { field: 'failCount', column: 'fail_count', kind: 'count' },
  { field: 'failReason', column: 'fail_reason', kind: 'text' },
  { field: 'progress', column: 'progress', kind: 'number' },
];

export const allColumns: readonly JobColumn[] = [
  { field: '_id', column: 'id', kind: 'text' },
  ...scheduleColumns,
  ...runColumns,
  { field: 'lockedAt', column: 'locked_at', kind: 'time' },
  { field: 'lastModifiedBy', column: 'last_modified_by', kind: 'text' },
];

/** A row as the database gives it, by column. */
export type JobRow = Record<string, string | number | null>;

/** Names one taking of a job's lock. Agenda carries it from the lock to every save of that run, and no further. */
export const lockToken = Symbol('lock token');
export type HeldJob = JobParameters & { [lockToken]?: string };

/** A row as Agenda knows it; what is null in the row is absent, `nextRunAt` excepted. */
export function jobFromRow(row: JobRow): HeldJob {
  const job: Record<string | symbol, unknown> = { nextRunAt: null };
  for (const { field, column, kind } of allColumns) {
    const value = row[column];
    if (value !== null && value !== undefined) job[field] = kinds[kind].fromSql(value);
  }
  if (typeof row['lock_token'] === 'string') job[lockToken] = row['lock_token'];
  return job as unknown as HeldJob;
}

/** One field of a job as its column holds it; absent flags are 0, everything else absent is NULL. */
export function sqlValue({ kind }: JobColumn, value: unknown): unknown {
  if (value === undefined || value === null) return kind === 'flag' ? 0 : null;
  return kinds[kind].toSql(value);
}

/** PostgreSQL guesses the type of a bare marker from too little; SQLite takes the same words. */
export function cast(marker: string, { kind }: JobColumn): string {
  return `CAST(${marker} AS ${kinds[kind].sqlType})`;
}

/** Agenda's failReason can be an object at run time, which a driver refuses to bind. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.message;
  return JSON.stringify(value);
}

function asMilliseconds(value: unknown): number {
  return new Date(value as string | number | Date).getTime();
}
