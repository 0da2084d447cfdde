import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptLoanRecord } from '../../src/exchange/index.js';
import { buildGround } from '../../src/composition/ground.js';
import { agencyIdFrom } from '../../src/peers/index.js';
import { silentLogger, VirtualClock } from '../../src/platform/index.js';
import { openLibrary, type Library } from './library.js';
import { watchStatements, type Statements } from './gateway-statements.js';
import { scriptedPeer, type ScriptedPeer } from './scripted-peer.js';
import { introduce } from './two-libraries.js';

/** A library with a peer that is gone, for which many messages wait, and one that answers. */
export interface Crowd {
  library: Library;
  clock: VirtualClock;
  /** The peer that answers: `ISIL:SE-SOUTH`. */
  neighbour: ScriptedPeer;
  statements: Statements;
  /** Takes a record in whose message nobody wakes, as where the process ended right after the commit. */
  owe(agency: string): Promise<void>;
  close(): Promise<void>;
}

/** So many are real loans; the committer makes some hundreds of them a second, too few for a test of many. */
const REAL_LOANS = 100;

/**
 * A library with so many Requests owed to `ISIL:SE-GONE`, whose port nobody listens to. The first hundred came by the
 * real committer and stand in the ledger; the others are copies of their rows made by SQL, which stand behind them in the
 * index and have no entries, no bodies and no keys.
 */
export async function openCrowd(waiting: number): Promise<Crowd> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-crowd-'));
  const clock = new VirtualClock();
  const agencies = [{ id: 'ISIL:SE-NORTH' }];
  const library = await openLibrary({ name: 'north', folder, agencies, clock, spoilt: true });
  const [neighbour, gone] = await Promise.all([scriptedPeer(), scriptedPeer()]);
  await gone.close();
  await introduce(library, { as: 'south', agencies: ['ISIL:SE-SOUTH'], url: neighbour.url });
  await introduce(library, { as: 'gone', agencies: ['ISIL:SE-GONE'], url: gone.url });
  const owe = oweFrom(library, clock);
  await Promise.all(Array.from({ length: REAL_LOANS }, () => owe('ISIL:SE-GONE')));
  await copyWaiting(library, waiting / REAL_LOANS - 1);
  return {
    ...{ library, clock, neighbour, owe },
    statements: watchStatements(library.app.storage.database),
    async close() {
      await library.app.stop();
      await neighbour.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function oweFrom({ app, settings }: Library, clock: VirtualClock): Crowd['owe'] {
  const { context, directoryOf } = buildGround(settings, { clock, log: silentLogger });
  let records = 0;
  return async (agency) => {
    const libraryId = `N-${(records += 1)}`;
    const directory = directoryOf(app.storage.directory());
    const agencyId = agencyIdFrom(agency);
    const supplier = directory.agency(agencyId)?.key;
    const ours = directory.ourAgencies[0]?.key;
    if (supplier === undefined || ours === undefined) throw new Error(`nobody knows ${agency}`);
    const record = {
      ...{ agency: ours, libraryId },
      bibliographicInfo: { title: 'Kallocain' },
      serviceInfo: { serviceType: 'Loan' as const },
      suppliers: [{ agency: supplier, agencyId }],
      wish: { patron: { reference: 'P-1' } },
    };
    const actor = { kind: 'person', id: 'the tests' } as const;
    const useCase = acceptLoanRecord({ record, handedIn: libraryId, actor, source: 'imports' }, context);
    const { kind } = await app.storage.committer.commit(useCase);
    if (kind !== 'accepted') throw new Error(kind);
  };
}

/** Rows of the tables that `redeliver` looks through, so many times more. */
async function copyWaiting({ app }: Library, times: number): Promise<void> {
  const { database } = app.storage;
  const named = (column: string): string => `substr(t.${column}, 1, 28) || printf('%08x', n.i)`;
  const ids = { id: named('id'), loan_id: named('loan_id'), transaction_id: named('transaction_id') };
  const copied: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    loan_records: { id: named('id'), library_id: `t.library_id || '-' || n.i` },
    transactions: { ...ids, request_id: `t.request_id || '-' || n.i` },
    deliveries: ids,
    sealed_values: { id: named('id'), holder: named('holder') },
  };
  for (const [table, over] of Object.entries(copied)) {
    const columns = await database.all<{ name: string }>(`SELECT name FROM pragma_table_info($1)`, [table]);
    const names = columns.map(({ name }) => name);
    // One pass over the copies a loan, in its order, so that the index holds the real ones first.
    await database.turn((writer) =>
      writer.run(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
         INSERT INTO ${table} (${names.join(', ')})
         SELECT ${names.map((name) => over[name] ?? `t.${name}`).join(', ')}
           FROM (SELECT * FROM ${table}) t CROSS JOIN n WHERE $1 > 0`,
        [times],
      ),
    );
  }
}
