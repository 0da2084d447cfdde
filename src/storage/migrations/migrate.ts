import { Umzug } from 'umzug';
import type { Database, Writer } from '../sql/database.js';
import { agendaJobs } from './agenda-jobs.js';
import type { Migration } from './migration.js';
import { tables0001 } from './0001-tables.js';

/** In the order of their numbers; one that has landed is never edited. */
const migrations: readonly Migration[] = [tables0001, agendaJobs];

/** Brings the database to its newest shape and answers the names of the migrations that ran. */
export async function migrateUp(database: Database): Promise<string[]> {
  return (await umzugOf(database).up()).map(({ name }) => name);
}

/** Takes the newest migration back, or all down to one that is named, and answers their names. */
export async function migrateDown(database: Database, to?: string): Promise<string[]> {
  const done = await umzugOf(database).down(to === undefined ? {} : { to });
  return done.map(({ name }) => name);
}

/** Names of the migrations that have not run. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return (await umzugOf(database).pending()).map(({ name }) => name);
}

function umzugOf(database: Database): Umzug<Database> {
  return new Umzug<Database>({
    context: database,
    logger: undefined,
    migrations: migrations.map(({ name, up, down }) => ({
      name,
      up: () => inOneCommit(database, up),
      down: () => inOneCommit(database, down),
    })),
    storage: {
      logMigration: ({ name }) =>
        note(database, (writer) => writer.run('INSERT INTO migrations (name) VALUES ($1)', [name])),
      unlogMigration: ({ name }) =>
        note(database, (writer) => writer.run('DELETE FROM migrations WHERE name = $1', [name])),
      executed: async () => {
        await note(database, (writer) =>
          writer.run('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)'),
        );
        const rows = await database.turn((writer) =>
          writer.all<{ name: string }>('SELECT name FROM migrations ORDER BY name'),
        );
        return rows.map(({ name }) => name);
      },
    },
  });
}

async function note(database: Database, work: (writer: Writer) => Promise<unknown>): Promise<void> {
  await database.turn(work);
}

function inOneCommit(database: Database, statements: readonly string[]): Promise<void> {
  return database.turn(async (writer) => {
    await writer.run('BEGIN IMMEDIATE');
    try {
      for (const statement of statements) await writer.run(statement);
      await writer.run('COMMIT');
    } catch (thrown) {
      await writer.run('ROLLBACK');
      throw thrown;
    }
  });
}
