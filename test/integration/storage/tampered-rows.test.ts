import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLedger } from '../../../src/ledger/index.js';
import { ledgerSource, migrateUp, openDatabase, type Database } from '../../../src/storage/index.js';
import { writeRows } from '../../../src/storage/sql/write-rows.js';
import { onPostgres, placeOf } from '../../support/place.js';
import { buildLedger, keyFrom, randomFrom, upTo, type Held } from '../../unit/ledger/sample-ledger.js';
import { changes } from '../../unit/ledger/tamper.js';

const [key, otherKey] = [keyFrom(11), keyFrom(12)];
const seed = Number(process.env['LEDGER_SEED'] ?? Date.now() % 1_000_000);

/** Writes a ledger's rows as somebody with the database's file would: triggers dropped, committer unasked. */
async function write(database: Database, held: Held): Promise<void> {
  await database.inOneCommit(async (writer) => {
    const on = { writer, dialect: database.dialect };
    for (const table of ['entries', 'tiles', 'checkpoints']) await writer.run(`DELETE FROM ${table}`);
    const unused = { kind: 'x', at: 'x', loan_id: null, transaction_id: null, event: null };
    await writeRows(
      on,
      'entries',
      held.rows.map(({ seq, leafHash, text }) => ({ ...unused, seq, leaf_hash: leafHash, text })),
    );
    await writeRows(
      on,
      'tiles',
      held.tiles.map(({ level, index, hashes }) => ({ level, idx: index, hashes })),
    );
    await writer.run('UPDATE ledger_head SET size = $1, peaks = $2', [
      held.head.size,
      JSON.stringify(held.head.peaks),
    ]);
    for (const note of held.checkpoints)
      await writer.run(
        `INSERT INTO checkpoints (size, made_at, note) VALUES ($1, 'x', $2)
          ON CONFLICT (size) DO UPDATE SET note = excluded.note`,
        [Number(note.split('\n')[1]), note],
      );
  });
}

describe(`the rows of a ledger that someone changed in the database (seed ${seed}, LEDGER_SEED repeats it)`, () => {
  let folder: string;
  let database: Database;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lendwire-tampered-'));
    database = await openDatabase(placeOf(join(folder, 'ledger.sqlite')));
    await migrateUp(database);
    await database.turn(async (writer) => {
      await writer.run(`DROP TRIGGER entries_not_changed${onPostgres ? ' ON entries' : ''}`);
      await writer.run(`DROP TRIGGER entries_not_removed${onPostgres ? ' ON entries' : ''}`);
    });
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const honest = [37, 300, 640].map((size) => buildLedger(size, { key, checkpointsAt: [size >> 1] }));

  it('are whole before anyone touches them', async () => {
    for (const held of honest) {
      await write(database, held);
      expect(await verifyLedger(await ledgerSource(database))).to.include({ whole: true });
    }
  });

  it('are caught in 200 random changes, located and named', async () => {
    const random = randomFrom(seed);
    for (let run = 1; run <= 200; run += 1) {
      const held = honest[upTo(random, honest.length)]!;
      const change = changes[upTo(random, changes.length)]!(held, { random, key, otherKey });
      // Entry 1 tells which key signs, and the rows hold that key nowhere else: whoever forges it may be told as re-signed.
      if (change.seq === 1) change.kinds.push('re-signed');
      await write(database, change.held);
      const report = await verifyLedger(await ledgerSource(database), change.expected);
      const found = report.whole ? undefined : report.findings[0];
      const told = `run ${run}: ${change.name} at ${change.seq} was told as ${JSON.stringify(found)}`;
      expect(found, told).to.not.equal(undefined);
      const [from, to] = typeof found!.seq === 'number' ? [found!.seq, found!.seq] : found!.seq;
      expect(change.kinds, told).to.include(found!.kind);
      expect(from <= change.seq && change.seq <= to, told).to.equal(true);
    }
  }).timeout(90_000);

  it('are caught where an entry stands beyond the head, or the head was set back behind a checkpoint', async () => {
    const held = honest[1]!;
    await write(database, held);
    await database.turn((writer) =>
      writer.run(`INSERT INTO entries (seq, kind, at, leaf_hash, text) VALUES (301, 'x', 'x', 'x', '{}')`),
    );
    const beyond = await verifyLedger(await ledgerSource(database));
    expect(beyond.whole || beyond.findings[0]).to.deep.include({ kind: 'inserted', seq: 301 });
    const short = buildLedger(100, { key, checkpointsAt: [] });
    await write(database, { ...short, checkpoints: held.checkpoints });
    const cut = await verifyLedger(await ledgerSource(database));
    expect(cut.whole || cut.findings.map(({ kind }) => kind)).to.include('truncated');
  });
});
