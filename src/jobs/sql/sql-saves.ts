import { toJobId } from 'agenda';
import type { DebounceOptions, JobParameters, JobRepository, RemoveJobsOptions } from 'agenda';
import { v7 as timeOrderedId } from 'uuid';
import type { Sql } from '../../storage/sql.js';
import { Binds, matchingUnique, selecting } from './job-conditions.js';
import type { JobRow } from './job-row.js';
import { cast, jobFromRow, scheduleColumns, sqlValue } from './job-row.js';

type Saves = Pick<JobRepository, 'saveJob' | 'removeJobs' | 'disableJobs' | 'enableJobs' | 'purgeAllJobs'>;

/**
 * Scheduling, changing and removing jobs. Nothing here touches a lock or what a run wrote, so that scheduling a job that
 * runs frees nobody's lock. Inserts return nothing and are read back: RETURNING is safe in an UPDATE only, because
 * Sequelize loses an INSERT's rows on SQLite.
 */
export function sqlSaves(sql: Sql): Saves {
  return {
    async saveJob<D>(job: JobParameters<D>, options?: { lastModifiedBy?: string }) {
      const saved = await save(sql, job, options?.lastModifiedBy ?? null);
      return saved as JobParameters<D>;
    },
    removeJobs: (options) => changeSelected(sql, 'DELETE FROM agenda_jobs', options),
    disableJobs: (options) => changeSelected(sql, 'UPDATE agenda_jobs SET disabled = 1', options),
    enableJobs: (options) => changeSelected(sql, 'UPDATE agenda_jobs SET disabled = 0', options),
    purgeAllJobs: () => sql.run('DELETE FROM agenda_jobs'),
  };
}

/** Nothing selected means nothing changed; everything must be asked for by name. */
async function changeSelected(sql: Sql, change: string, options: RemoveJobsOptions): Promise<number> {
  const { id, ids, ...selection } = options;
  const binds = new Binds();
  const where = selecting(
    { ...selection, ...(id && { id: String(id) }), ...(ids && { ids: ids.map(String) }) },
    sql.dialect,
    binds,
  );
  return where.length > 0 ? sql.run(`${change} WHERE ${where.join(' AND ')}`, binds.values) : 0;
}

async function save(sql: Sql, job: JobParameters, by: string | null): Promise<JobParameters> {
  if (job._id) return (await update(sql, job, { by, which: byIdAndName })) ?? job;
  if (job.type === 'single') return saveSingle(sql, job, by);
  if (job.unique) return saveUnique(sql, job, by);

  const { id, binds, columns, values } = insertion(job, by);
  await sql.run(`INSERT INTO agenda_jobs (${columns}) VALUES (${values})`, binds.values);
  return readBack(sql, 'id = $1', id);
}

/** One row a name. A next run that lies in the past does not move the stored one: it says *as planned*, not *now*. */
async function saveSingle(sql: Sql, job: JobParameters, by: string | null): Promise<JobParameters> {
  const { binds, columns, values } = insertion(job, by);
  const now = `CAST(${binds.add(Date.now())} AS BIGINT)`;
  const changes = [...scheduleColumns.map(({ column }) => column), 'last_modified_by'].map((column) =>
    column === 'next_run_at'
      ? `next_run_at = CASE WHEN excluded.next_run_at <= ${now}
           THEN COALESCE(agenda_jobs.next_run_at, excluded.next_run_at) ELSE excluded.next_run_at END`
      : `${column} = excluded.${column}`,
  );
  await sql.run(
    `INSERT INTO agenda_jobs (${columns}) VALUES (${values})
      ON CONFLICT (name) WHERE type = 'single' DO UPDATE SET ${changes.join(', ')}`,
    binds.values,
  );
  return readBack(sql, `name = $1 AND type = 'single'`, job.name);
}

/**
 * Inserted unless a job matches, else that one is changed. The insert is one statement, so it is atomic on SQLite; on
 * PostgreSQL two processes that save the same at once may both insert.
 */
async function saveUnique(sql: Sql, job: JobParameters, by: string | null): Promise<JobParameters> {
  const unique = job.unique ?? {};
  const debounce = job.uniqueOpts?.debounce;
  const matching = (binds: Binds) =>
    ['name = ' + binds.add(job.name), ...matchingUnique(unique, sql.dialect, binds)].join(' AND ');

  const { id, binds, columns, values } = insertion(debounce ? firstOfWindow(job, debounce) : job, by);
  await sql.run(
    `INSERT INTO agenda_jobs (${columns})
     SELECT ${values} WHERE NOT EXISTS (SELECT 1 FROM agenda_jobs WHERE ${matching(binds)})`,
    binds.values,
  );
  const [inserted] = await sql.all<JobRow>('SELECT * FROM agenda_jobs WHERE id = $1', [id]);
  if (inserted) return jobFromRow(inserted);

  const which = (each: Binds) =>
    `id = (SELECT id FROM agenda_jobs WHERE ${matching(each)} ORDER BY id LIMIT 1)`;
  if (debounce) return (await update(sql, job, { by, which, debounce })) ?? job;
  return (await (job.uniqueOpts?.insertOnly ? find(sql, which) : update(sql, job, { by, which }))) ?? job;
}

async function find(sql: Sql, which: (binds: Binds) => string): Promise<JobParameters | undefined> {
  const binds = new Binds();
  const [row] = await sql.all<JobRow>(`SELECT * FROM agenda_jobs WHERE ${which(binds)}`, binds.values);
  return row && jobFromRow(row);
}

function firstOfWindow(job: JobParameters, { strategy, delay }: DebounceOptions): JobParameters {
  const now = Date.now();
  return {
    ...job,
    debounceStartedAt: new Date(now),
    nextRunAt: strategy === 'leading' ? job.nextRunAt : new Date(now + delay),
  };
}

interface Update {
  by: string | null;
  which(binds: Binds, job: JobParameters): string;
  debounce?: DebounceOptions;
}

async function update(sql: Sql, job: JobParameters, how: Update): Promise<JobParameters | undefined> {
  const binds = new Binds();
  const special = how.debounce ? debounced(job, how.debounce, binds) : {};
  const changes = scheduleColumns.map((each) => {
    const value = special[each.column] ?? cast(binds.add(sqlValue(each, job[each.field])), each);
    return `${each.column} = ${value}`;
  });
  const [row] = await sql.all<JobRow>(
    `UPDATE agenda_jobs SET ${changes.join(', ')}, last_modified_by = CAST(${binds.add(how.by)} AS TEXT)
      WHERE ${how.which(binds, job)} RETURNING *`,
    binds.values,
  );
  return row && jobFromRow(row);
}

function byIdAndName(binds: Binds, job: JobParameters): string {
  return `id = ${binds.add(job._id)} AND name = ${binds.add(job.name)}`;
}

/** The columns that a repeat within a debounce window does not simply overwrite. A job that has run opens a new window. */
function debounced(
  job: JobParameters,
  { delay, maxWait, strategy }: DebounceOptions,
  binds: Binds,
): Record<string, string> {
  const at = Date.now();
  const time = (ms: number) => `CAST(${binds.add(ms)} AS BIGINT)`;
  const now = time(at);
  const started = `COALESCE(debounce_started_at, ${now})`;
  if (strategy === 'leading') {
    const over = `(next_run_at IS NULL AND ${now} - ${started} >= ${time(delay)})`;
    return {
      next_run_at: `CASE WHEN ${over} THEN ${time(job.nextRunAt?.getTime() ?? at)} ELSE next_run_at END`,
      debounce_started_at: `CASE WHEN ${over} THEN ${now} ELSE ${started} END`,
    };
  }
  const windowStart = `CASE WHEN next_run_at IS NULL THEN ${now} ELSE ${started} END`;
  const over = maxWait ? `${now} - (${windowStart}) >= ${time(maxWait)}` : '1 = 0';
  return {
    next_run_at: `CASE WHEN ${over} THEN ${now} ELSE ${time(at + delay)} END`,
    debounce_started_at: `CASE WHEN ${over} THEN NULL ELSE ${windowStart} END`,
  };
}

function insertion(job: JobParameters, by: string | null) {
  const id = toJobId(timeOrderedId());
  const binds = new Binds();
  const values = scheduleColumns.map((each) => cast(binds.add(sqlValue(each, job[each.field])), each));
  return {
    id,
    binds,
    columns: ['id', ...scheduleColumns.map(({ column }) => column), 'last_modified_by'].join(', '),
    values: [`CAST(${binds.add(id)} AS TEXT)`, ...values, `CAST(${binds.add(by)} AS TEXT)`].join(', '),
  };
}

async function readBack(sql: Sql, where: string, value: string): Promise<JobParameters> {
  const [row] = await sql.all<JobRow>(`SELECT * FROM agenda_jobs WHERE ${where}`, [value]);
  if (!row) throw new Error(`a job was removed while it was saved: ${value}`);
  return jobFromRow(row);
}
