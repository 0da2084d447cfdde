import { computeJobState } from 'agenda';
import type { JobRepository, JobsOverview, JobsSort, JobState, JobWithState } from 'agenda';
import type { Sql } from '../../storage/sql.js';
import { Binds, selecting } from './job-conditions.js';
import type { JobRow } from './job-row.js';
import { allColumns, jobFromRow } from './job-row.js';

type Reads = Pick<
  JobRepository,
  'queryJobs' | 'getJobsOverview' | 'getDistinctJobNames' | 'getJobById' | 'getQueueSize'
>;

/** What Agenda and its dashboards read. A job's state is computed, so a filter by it pages in memory. */
export function sqlReads(sql: Sql): Reads {
  return {
    async queryJobs(options = {}) {
      const { state, sort, skip = 0, limit = 0, ids, id, ...selection } = options;
      const binds = new Binds();
      const where = selecting({ ...selection, ...(id && { id }), ...(ids && { ids }) }, sql.dialect, binds);
      const rows = await sql.all<JobRow>(
        `SELECT * FROM agenda_jobs ${whereAll(where)} ORDER BY ${ordering(sort)}`,
        binds.values,
      );
      const jobs = rows.map(withState).filter((job) => state === undefined || isIn(job, state));
      return { jobs: jobs.slice(skip, limit > 0 ? skip + limit : undefined), total: jobs.length };
    },

    async getJobsOverview() {
      const rows = await sql.all<JobRow>('SELECT * FROM agenda_jobs ORDER BY name');
      const jobs = rows.map(withState);
      return [...new Set(jobs.map(({ name }) => name))].map((name) =>
        overview(
          name,
          jobs.filter((job) => job.name === name),
        ),
      );
    },

    async getDistinctJobNames() {
      const rows = await sql.all<{ name: string }>('SELECT DISTINCT name FROM agenda_jobs ORDER BY name');
      return rows.map(({ name }) => name);
    },

    async getJobById(id) {
      const [row] = await sql.all<JobRow>('SELECT * FROM agenda_jobs WHERE id = $1', [id]);
      return row ? jobFromRow(row) : null;
    },

    async getQueueSize() {
      const [row] = await sql.all<{ n: string | number }>(
        'SELECT COUNT(*) AS n FROM agenda_jobs WHERE next_run_at < $1',
        [Date.now()],
      );
      return Number(row?.n ?? 0);
    },
  };
}

export function whereAll(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

function ordering(sort: JobsSort = {}): string {
  const terms = Object.entries(sort).flatMap(([field, direction]) => {
    const column = allColumns.find((each) => each.field === field)?.column;
    return column ? [`${column} ${direction === 'asc' ? 'ASC' : 'DESC'}`] : [];
  });
  return [...(terms.length > 0 ? terms : ['next_run_at DESC', 'last_run_at DESC']), 'id'].join(', ');
}

function withState(row: JobRow): JobWithState {
  const job = jobFromRow(row);
  return { ...job, state: computeJobState(job) } as JobWithState;
}

function isIn(job: JobWithState, state: JobState): boolean {
  return state === 'paused' ? job.disabled === true : job.state === state;
}

function overview(name: string, jobs: readonly JobWithState[]): JobsOverview {
  const count = (state: JobState) => jobs.filter((job) => isIn(job, state)).length;
  return {
    name,
    total: jobs.length,
    running: count('running'),
    scheduled: count('scheduled'),
    queued: count('queued'),
    completed: count('completed'),
    failed: count('failed'),
    repeating: count('repeating'),
    paused: count('paused'),
  };
}
