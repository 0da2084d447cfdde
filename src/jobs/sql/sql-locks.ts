import { randomUUID } from 'node:crypto';
import type { JobRepository } from 'agenda';
import { LendwireError } from '../../platform/index.js';
import type { Sql } from '../../storage/sql.js';
import { Binds } from './job-conditions.js';
import type { HeldJob, JobRow } from './job-row.js';
import { cast, jobFromRow, lockToken, runColumns, sqlValue } from './job-row.js';

type Locks = Pick<JobRepository, 'getNextJobToRun' | 'lockJob' | 'saveJobState' | 'unlockJob' | 'unlockJobs'>;

// No `next_run_at IS NOT NULL` in the second half: a one-time job whose process died has none, and runs again.
const due = `name = $1 AND disabled = 0
  AND ((locked_at IS NULL AND next_run_at <= CAST($2 AS BIGINT)) OR locked_at <= CAST($3 AS BIGINT))`;

const byUrgency = 'ORDER BY next_run_at ASC NULLS LAST, priority DESC, id';

/** Taking, keeping and giving back a job's lock: each one statement, so that no two workers hold one job. */
export function sqlLocks(sql: Sql): Locks {
  return {
    async getNextJobToRun(...[name, nextScanAt, lockDeadline, now = new Date(), options]) {
      const bind = [name, nextScanAt.getTime(), lockDeadline.getTime()];
      // A look first: reading waits for no writer, and most scans find nothing.
      const waiting = await sql.all(`SELECT id FROM agenda_jobs WHERE ${due} LIMIT 1`, bind);
      if (waiting.length === 0) return undefined;

      const turn = sql.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
      return take(sql, `id = (SELECT id FROM agenda_jobs WHERE ${due} ${byUrgency} LIMIT 1 ${turn})`, {
        bind,
        now,
        by: options?.lastModifiedBy,
      });
    },

    async lockJob(job, options) {
      if (!job._id) return undefined;
      return take(
        sql,
        `id = $1 AND name = $2 AND locked_at IS NULL AND disabled = 0
          AND next_run_at IS NOT DISTINCT FROM CAST($3 AS BIGINT)`,
        {
          bind: [job._id, job.name, job.nextRunAt?.getTime() ?? null],
          now: new Date(),
          by: options?.lastModifiedBy,
        },
      );
    },

    async saveJobState(job, options) {
      await saveRun(sql, job, options?.lastModifiedBy);
    },

    async unlockJob(job: HeldJob) {
      // A one-time job that runs has no next run: it stays locked, or it would never run again after a crash.
      await sql.run(
        `UPDATE agenda_jobs SET locked_at = NULL, lock_token = NULL
          WHERE id = $1 AND next_run_at IS NOT NULL AND lock_token IS NOT DISTINCT FROM CAST($2 AS TEXT)`,
        [job._id, job[lockToken] ?? null],
      );
    },

    async unlockJobs(ids) {
      if (ids.length === 0) return;
      const binds = new Binds();
      await sql.run(
        `UPDATE agenda_jobs SET locked_at = NULL, lock_token = NULL WHERE id IN (${binds.list(ids.map(String))})`,
        binds.values,
      );
    },
  };
}

interface Taking {
  bind: readonly unknown[];
  now: Date;
  by: string | undefined;
}

async function take(sql: Sql, which: string, { bind, now, by }: Taking): Promise<HeldJob | undefined> {
  const [row] = await sql.all<JobRow>(
    `UPDATE agenda_jobs
        SET locked_at = CAST($4 AS BIGINT), lock_token = CAST($5 AS TEXT), last_modified_by = CAST($6 AS TEXT),
            holder_next_run_at = next_run_at
      WHERE ${which} RETURNING *`,
    [...bind, now.getTime(), randomUUID(), by ?? null],
  );
  return row ? jobFromRow(row) : undefined;
}

const unchanged = '(lock_token IS NULL OR next_run_at IS NOT DISTINCT FROM holder_next_run_at)';

/**
 * What a run says of itself: begun, still alive, finished. Refused to a run whose lock has passed to another, which must
 * neither free the new holder's lock nor move its next run. A next run that someone else set meanwhile is kept, and told
 * to the caller's job: Agenda removes a finished job that has none.
 */
async function saveRun(sql: Sql, job: HeldJob, by: string | undefined): Promise<void> {
  const binds = new Binds();
  const lockedAt = `CAST(${binds.add(job.lockedAt?.getTime() ?? null)} AS BIGINT)`;
  const nextRunAt = `CAST(${binds.add(job.nextRunAt?.getTime() ?? null)} AS BIGINT)`;
  const facts = runColumns.map(
    (each) => `${each.column} = ${cast(binds.add(sqlValue(each, job[each.field])), each)}`,
  );
  const [saved] = await sql.all<{ next_run_at: string | number | null }>(
    `UPDATE agenda_jobs
        SET ${facts.join(', ')}, locked_at = ${lockedAt},
            lock_token = CASE WHEN ${lockedAt} IS NULL THEN NULL ELSE lock_token END,
            next_run_at = CASE WHEN ${unchanged} THEN ${nextRunAt} ELSE next_run_at END,
            holder_next_run_at = CASE WHEN ${unchanged} THEN ${nextRunAt} ELSE holder_next_run_at END,
            last_modified_by = CAST(${binds.add(by ?? null)} AS TEXT)
      WHERE id = ${binds.add(job._id ?? null)} AND name = ${binds.add(job.name)}
        AND lock_token IS NOT DISTINCT FROM CAST(${binds.add(job[lockToken] ?? null)} AS TEXT)
      RETURNING next_run_at`,
    binds.values,
  );
  if (!saved) throw new LockLost(job.name);
  job.nextRunAt = saved.next_run_at === null ? null : new Date(Number(saved.next_run_at));
}

/** A run tried to save itself and holds the job no longer, or the job is gone. */
export class LockLost extends LendwireError {
  constructor(job: string) {
    super(`the job ${job} is gone or held by another run`);
  }
}
