import { Umzug } from 'umzug';
import { OperatorError } from '../../platform/index.js';
import type { Database } from '../sql/connected.js';
import { agendaJobs } from './agenda-jobs.js';
import { statementsOf, type Migration, type Step } from './migration.js';
import { tables0001 } from './0001-tables.js';
import { users0003 } from './0003-users.js';
import { exports0004 } from './0004-exports.js';
import { webhooks0005 } from './0005-webhooks.js';
import { queues0006 } from './0006-queues.js';
import { erasures0007 } from './0007-erasures.js';
import { words0008 } from './0008-words.js';
import { claimsAndNotices0009 } from './0009-claims-and-notices.js';
import { sourcing0010 } from './0010-sourcing.js';
import { parcels0012 } from './0012-parcels.js';
import { noticeList0014 } from './0014-notice-list.js';
import { loanPatrons0016 } from './0016-loan-patrons.js';
import { standings0017 } from './0017-standings.js';

/** In the order of their numbers; one that has landed is never edited. */
const migrations: readonly Migration[] = [
  tables0001,
  agendaJobs,
  users0003,
  exports0004,
  webhooks0005,
  queues0006,
  erasures0007,
  words0008,
  claimsAndNotices0009,
  sourcing0010,
  parcels0012,
  noticeList0014,
  loanPatrons0016,
  standings0017,
];

/** A database of a shape that this program does not know. */
export class NewerDatabase extends OperatorError {}

/** Brings the database to its newest shape and answers the names of the migrations that ran. */
export async function migrateUp(database: Database): Promise<string[]> {
  return database.whileAlone(async () => {
    const made: Step = 'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)';
    await inOneCommit(database, [made]);
    return (await umzugOf(database).up()).map(({ name }) => name);
  });
}

/** Takes the newest migration back, or all down to one that is named, and answers their names. */
export async function migrateDown(database: Database, to?: string): Promise<string[]> {
  return database.whileAlone(async () => {
    const done = await umzugOf(database).down(to === undefined ? {} : { to });
    return done.map(({ name }) => name);
  });
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
      up: () => inOneCommit(database, [...up, `INSERT INTO migrations (name) VALUES ('${name}')`]),
      down: () => inOneCommit(database, [...down, `DELETE FROM migrations WHERE name = '${name}'`]),
    })),
    storage: {
      // What has run is written in the migration's own commit: a crash leaves both or neither.
      logMigration: () => Promise.resolve(),
      unlogMigration: () => Promise.resolve(),
      executed: () => executed(database),
    },
  });
}

async function executed(database: Database): Promise<string[]> {
  const found = await database.turn((writer) => writer.all(database.dialect.tableNamed, ['migrations']));
  if (found.length === 0) return [];
  const rows = await database.turn((writer) =>
    writer.all<{ name: string }>('SELECT name FROM migrations ORDER BY name'),
  );
  const names = rows.map(({ name }) => name);
  const unknown = names.filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0)
    throw new NewerDatabase(
      `The database ${database.path} was made by a newer lendwire (${unknown.join(', ')}): use that version, or a backup.`,
    );
  return names;
}

function inOneCommit(database: Database, steps: readonly Step[]): Promise<void> {
  return database.inOneCommit(async (writer) => {
    for (const statement of statementsOf(steps, database.dialect.name)) await writer.run(statement);
  });
}
