/**
 * Agenda's table: the schedule and who holds which job. Not folded and in no ledger entry; what it loses is written anew.
 * Times are milliseconds since 1970, flags 0 or 1, `data`, `skip_days` and `repeat_interval` JSON. `lock_token` names one
 * taking of the lock, `holder_next_run_at` is the next run as its holder knows it: what differs from it is a wake-up.
 */
export const agendaJobs = {
  name: '0002-agenda-jobs',
  up: [
    `CREATE TABLE agenda_jobs (
       id TEXT PRIMARY KEY,
       name TEXT NOT NULL,
       type TEXT NOT NULL CHECK (type IN ('normal', 'single')),
       priority INTEGER NOT NULL DEFAULT 0,
       data TEXT,
       next_run_at BIGINT,
       locked_at BIGINT,
       lock_token TEXT,
       holder_next_run_at BIGINT,
       last_run_at BIGINT,
       last_finished_at BIGINT,
       failed_at BIGINT,
       fail_count INTEGER,
       fail_reason TEXT,
       progress DOUBLE PRECISION,
       repeat_interval TEXT,
       repeat_timezone TEXT,
       repeat_at TEXT,
       start_date BIGINT,
       end_date BIGINT,
       skip_days TEXT,
       disabled SMALLINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
       fork SMALLINT NOT NULL DEFAULT 0 CHECK (fork IN (0, 1)),
       debounce_started_at BIGINT,
       last_modified_by TEXT
     )`,
    `CREATE INDEX agenda_jobs_due ON agenda_jobs (name, next_run_at, priority)`,
    `CREATE INDEX agenda_jobs_locked ON agenda_jobs (name, locked_at) WHERE locked_at IS NOT NULL`,
    `CREATE UNIQUE INDEX agenda_jobs_single ON agenda_jobs (name) WHERE type = 'single'`,
  ],
  down: [`DROP TABLE agenda_jobs`],
};
