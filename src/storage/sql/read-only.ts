import { QueryTypes, Sequelize } from 'sequelize';
import sqlite3 from 'sqlite3';
import { reasonOf } from '../../platform/index.js';
import type { Asking } from '../sql.js';
import { DatabaseError } from './database.js';
import { isPostgres } from '../place.js';
import { Statements } from './statements.js';

/** One connection that cannot write, for whoever reads long beside a gateway that goes on. */
export interface ReadOnly extends Asking {
  close(): Promise<void>;
}

/** Opens a gateway's database for reading alone. Refuses where there is none. */
export async function openReadOnly(path: string): Promise<ReadOnly> {
  if (isPostgres(path)) return (await import('../postgres/postgres-database.js')).openPostgresReader(path);
  const sequelize = new Sequelize({
    dialect: 'sqlite',
    storage: path,
    logging: false,
    dialectOptions: { mode: sqlite3.OPEN_READONLY },
    dialectModule: sqlite3,
    retry: { max: 1 },
  });
  try {
    await sequelize.query('SELECT 1 FROM ledger_head', { type: QueryTypes.SELECT });
  } catch (thrown) {
    throw new DatabaseError(`The database ${path} cannot be read: ${reasonOf(thrown)}`, { cause: thrown });
  }
  const statements = new Statements(sequelize);
  return { all: (sql, bind) => statements.all(sql, bind), close: () => statements.close() };
}
