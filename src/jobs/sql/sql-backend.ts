import { InMemoryNotificationChannel } from 'agenda';
import type { AgendaBackend } from 'agenda';
import type { Sql } from '../../storage/sql.js';
import { sqlLocks } from './sql-locks.js';
import { sqlReads } from './sql-reads.js';
import { sqlSaves } from './sql-saves.js';

/**
 * Agenda's store on the gateway's own SQL database, in the table `agenda_jobs`. It does not own the connection and makes
 * no table; `connect` only proves that the table can be read. Jobs that are saved in this process start at once, those of
 * other processes with the next scan. Source: stack.md 1.5.
 */
export function sqlBackend(sql: Sql): AgendaBackend {
  const connect = async () => {
    await sql.all('SELECT id FROM agenda_jobs LIMIT 1');
  };
  return {
    name: sql.dialect,
    repository: { connect, ...sqlReads(sql), ...sqlLocks(sql), ...sqlSaves(sql) },
    notificationChannel: new InMemoryNotificationChannel(),
    ownsConnection: false,
    connect,
    disconnect: () => Promise.resolve(),
  };
}
