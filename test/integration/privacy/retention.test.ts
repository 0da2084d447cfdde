import { expect } from 'chai';
import { closeLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';
import { knownToEachOther, personalRecord } from './busy-libraries.js';

const DAY = 86_400_000;

describe('what is kept for a while', function () {
  this.timeout(60_000);
  let two: Libraries;
  let loan: Lending;

  before(async () => {
    two = await knownToEachOther({ forWholeSuite: true });
    loan = await two.ask({ id: 'R-1', ...personalRecord });
    await two.act('south', loan, 'ship');
    await two.act('north', loan, 'receive');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
  });
  // Closing holds each message against its bytes, and some are gone.
  after(() => closeLibraries(two).catch(() => undefined));

  it('keeps messages as they came until a checkpoint tells of them, however old they are', async () => {
    await sql().run('DELETE FROM checkpoints');
    const before = await originals();
    expect(before).to.be.above(0);
    await retain(500);
    expect(await originals()).to.equal(before);
  });

  it('keeps them for thirteen months, and no longer', async () => {
    const before = await originals();
    await two.north.app.jobs.runOne('checkpoint', two.clock.now());
    // Ids tell real time, whatever the gateway's own clock says.
    await sql().run('UPDATE checkpoints SET made_at = $1', [new Date(Date.now() + 0.1 * DAY).toISOString()]);
    await retain(394);
    expect(await originals()).to.equal(before);
    await retain(396);
    expect(await originals()).to.equal(0);
  });

  it('drops sessions a day after they ended, by real time', async () => {
    const now = Date.now();
    const at = (daysAgo: number): string => new Date(now - daysAgo * DAY).toISOString();
    await session('ended-long-ago', { signedIn: at(1.5), ended: at(1.1) });
    await session('ended-today', { signedIn: at(0.9), ended: at(0.8) });
    await session('never-ended', { signedIn: at(2.1), ended: null });
    await session('living', { signedIn: at(0.2), ended: null });
    await retain(1);
    const left = (table: string, id: string) =>
      sql().all<{ id: string }>(`SELECT ${id} AS id FROM ${table} ORDER BY ${id}`);
    const expected = [{ id: 'ended-today' }, { id: 'living' }];
    expect(await left('sessions', 'id')).to.deep.equal(expected);
    expect(await left('session_uses', 'session_id')).to.deep.equal(expected);
  });

  const sql = () => two.north.app.storage.database.sql;
  const retain = (days: number): Promise<unknown> =>
    two.north.app.jobs.runOne('retain', new Date(Date.now() + days * DAY));
  const originals = async (): Promise<number> => {
    const [row] = await sql().all<{ kept: number | string }>(
      `SELECT COUNT(*) AS kept FROM sealed_values WHERE purpose IN ('holes', 'canonical')`,
    );
    return Number(row?.kept);
  };
  const session = async (id: string, { signedIn, ended }: { signedIn: string; ended: string | null }) => {
    await sql().run(
      `INSERT INTO sessions (id, user_id, generation, signed_in_by, signed_in_at, ended_at)
       VALUES ($1, 'user', 0, 'password', $2, $3)`,
      [id, signedIn, ended],
    );
    await sql().run('INSERT INTO session_uses (session_id, used_at) VALUES ($1, $2)', [id, signedIn]);
  };
});
