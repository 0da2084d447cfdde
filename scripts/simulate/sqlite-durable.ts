import { openDatabase, ledgerSource, migrateUp, buildReaders } from '../../src/storage/index.js';
import { tables } from '../../src/storage/engine/tables.js';
import type { RowOf, TableName } from '../../src/storage/engine/tables.js';
import type { Claim } from '../../src/loan/index.js';
import { parseEntry } from '../../src/ledger/index.js';
import { SqlStore } from '../../src/storage/sql/sql-store.js';
import type { WrappingKeyRing } from '../../src/vault/index.js';
import { isClosed, isUnderWay, type Durable } from './durable.js';

/** In a SQLite file. */
export async function sqliteDurable(path: string, ring: WrappingKeyRing): Promise<Durable> {
  const database = await openDatabase(path, {});
  await migrateUp(database);
  // What would be lost with the machine is no question here: a process that dies loses nothing by it.
  await database.turn((writer) => writer.run('PRAGMA synchronous = OFF'));
  const readers = buildReaders(database, ring);
  return {
    store: new SqlStore(database),
    // Held against memory, where they are kept.
    readsAnew: true,
    peersWithDueHeads: (now) => readers.deliveries.peersWithDueHeads(now),
    body: (id) => readers.deliveries.body(id),
    lines: () => readers.peers.lines(),
    transactions: (role, requestId) => readers.loans.transactions(role, requestId),
    async claims(loan) {
      const rows = await database.all<{ state: string }>('SELECT state FROM claims WHERE loan_id = $1', [
        loan,
      ]);
      return rows.map(({ state }) => JSON.parse(state) as Claim);
    },
    async isAtRest(loan) {
      const [record] = await database.all<{ phase: string }>('SELECT phase FROM loan_records WHERE id = $1', [
        loan,
      ]);
      const deliveries = await database.all<{ state_name: string }>(
        'SELECT state_name FROM deliveries WHERE loan_id = $1',
        [loan],
      );
      return isClosed(record) && !deliveries.some(isUnderWay);
    },
    async queueOf(loan) {
      const [row] = await database.all<{ queue: string | null }>(
        'SELECT queue FROM loan_records WHERE id = $1',
        [loan],
      );
      return row?.queue ?? undefined;
    },
    openIds: (limit, after) => readers.loans.openIds(limit, after),
    countOpen: () => readers.loans.countOpen(),
    async next() {
      const [row] = await database.all<{ clock: string | null; head: string | null }>(
        `SELECT (SELECT MIN(next_clock_at) FROM loan_records) AS clock,
                (SELECT MIN(head_due_at) FROM deliveries WHERE head_due_at IS NOT NULL AND claim_process IS NULL) AS head`,
      );
      return { clock: row?.clock ?? undefined, head: row?.head ?? undefined };
    },
    rows: <Name extends TableName>(name: Name) =>
      database.all<RowOf<Name>>(`SELECT * FROM ${name} ORDER BY ${tables[name].key.join(', ')}`),
    async entries(loan) {
      const rows = await database.all<{ text: string }>(
        loan === undefined
          ? 'SELECT text FROM entries ORDER BY seq'
          : 'SELECT text FROM entries WHERE loan_id = $1 ORDER BY seq',
        loan === undefined ? [] : [loan],
      );
      return rows.map(({ text }) => parseEntry(text));
    },
    ledger: () => ledgerSource(database),
    close: () => database.close(),
  };
}
