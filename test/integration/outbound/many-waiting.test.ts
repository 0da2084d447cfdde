import { expect } from 'chai';
import type { Redelivered } from '../../../src/outbound/index.js';
import type { LoanKey } from '../../../src/storage/index.js';
import { openCrowd, type Crowd } from '../../support/gateway-crowd.js';
import type { Statement } from '../../support/gateway-statements.js';

const MANY = 50_000;
const FEW = 100;
/** What may be read whole: a row a peer or a name, or what the statement itself brought along. */
const SMALL = /^SCAN (json_each|k|asked|peer_lines|roots|ledger_head|meta|\d+ )/;

const DUE_PEERS = 'ORDER BY d.head_due_at LIMIT 1';
const DUE_HEADS = 'ORDER BY head_due_at LIMIT $3';

const commitsIn = (statements: readonly Statement[]): number =>
  statements.filter(({ sql }) => sql === 'COMMIT').length;
const claimsIn = (statements: readonly Statement[]): Statement[] =>
  statements.filter(({ sql }) => sql.includes(DUE_HEADS));

/** The same story of a house where many wait and of one where few do: each step costs both the same. */
describe('fifty thousand messages that wait for a dead peer', function () {
  this.timeout(60_000);
  let many: Crowd;
  let few: Crowd;
  const seen = new Set<string>();

  before(async () => {
    [many, few] = await Promise.all([openCrowd(MANY), openCrowd(FEW)]);
    const counted = 'SELECT COUNT(*) AS count FROM deliveries WHERE head_due_at IS NOT NULL';
    const { database } = many.library.app.storage;
    expect(await database.all(counted)).to.deep.equal([{ count: MANY }]);
    many.statements.take();
  });
  after(async () => {
    await many.close();
    await few.close();
  });

  const statementsOf = (crowd: Crowd): Statement[] => {
    const statements = crowd.statements.take();
    for (const { sql } of statements) seen.add(sql);
    return statements;
  };
  const entriesOf = ({ library }: Crowd): Promise<number> => library.app.storage.readers.ledger.size();

  /** One run of the job, until all that it sent is settled; with what it cost. */
  async function redeliver(crowd: Crowd): Promise<{ told: Redelivered; cost: Statement[]; entries: number }> {
    const before = await entriesOf(crowd);
    crowd.statements.take();
    const told = await crowd.library.app.pump.redeliver(crowd.clock.now());
    await crowd.library.app.pump.idle();
    const cost = statementsOf(crowd);
    return { told, cost, entries: (await entriesOf(crowd)) - before };
  }

  /** A record by the API, until its message has left and is settled. */
  async function handIn(crowd: Crowd, id: string): Promise<Statement[]> {
    const arrived = crowd.neighbour.arrived.length;
    crowd.statements.take();
    const { status } = await crowd.library.api('POST', '/api/v1/loan-records', {
      id,
      patron: { reference: 'P-1' },
      item: { title: 'Kallocain' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-SOUTH'],
    });
    expect(status).to.equal(201);
    await crowd.library.app.pump.idle();
    expect(crowd.neighbour.arrived).to.have.length(arrived + 1);
    return statementsOf(crowd);
  }

  it('have a dozen tried at most, eight at once, and the breaker opens', async () => {
    for (const crowd of [few, many]) {
      const { told, cost, entries } = await redeliver(crowd);
      expect(told).to.deep.equal({ peersDue: 1, peersTried: 1, claimed: 8 });
      // Four failures free a place each before the fifth opens the breaker.
      expect(entries).to.be.within(8, 12);
      // One more than there is room for tells that more waits.
      for (const { rows } of claimsIn(cost)) expect(rows).to.be.within(1, 9);
      expect((await crowd.library.app.storage.readers.peers.lines()).get('gone')?.openUntil).to.be.a(
        'string',
      );
    }
  });

  it('cost two reads a run while the breaker is open, no commit and no entry', async () => {
    for (let second = 0; second < 20; second += 1)
      for (const crowd of [few, many]) {
        crowd.clock.move(1_000);
        const { told, cost, entries } = await redeliver(crowd);
        expect(told).to.deep.equal({ peersDue: 1, peersTried: 0, claimed: 0 });
        expect(cost.map(({ rows }) => rows)).to.deep.equal([1, 1]);
        expect(entries).to.equal(0);
      }
  });

  it('have one tried when the breaker tries again, for which many cost what few cost', async () => {
    const costs: Statement[][] = [];
    for (const crowd of [few, many]) {
      crowd.clock.move(60_000);
      const { told, cost, entries } = await redeliver(crowd);
      expect(told).to.deep.equal({ peersDue: 1, peersTried: 1, claimed: 1 });
      expect(claimsIn(cost).map(({ rows }) => rows)).to.deep.equal([50]);
      expect(commitsIn(cost)).to.equal(2);
      expect(entries).to.equal(1);
      costs.push(cost);
    }
    expect(costs[1]).to.deep.equal(costs[0]);
  });

  it('keep no neighbour waiting: its message leaves in the turn that owed it, without any job', async () => {
    const costs = [await handIn(few, 'at once'), await handIn(many, 'at once')];
    for (const cost of costs) {
      // Taken in, claimed, settled.
      expect(commitsIn(cost)).to.equal(3);
      expect(claimsIn(cost)).to.deep.equal([]);
    }
    expect(costs[1]).to.deep.equal(costs[0]);
  });

  it('keep no neighbour waiting whom nobody woke: one claim takes its message and the one that the breaker tries', async () => {
    for (const crowd of [few, many]) {
      await crowd.owe('ISIL:SE-SOUTH');
      crowd.clock.move(300_000);
      const arrived = crowd.neighbour.arrived.length;
      const { told, cost } = await redeliver(crowd);
      expect(told).to.deep.equal({ peersDue: 2, peersTried: 2, claimed: 2 });
      expect(claimsIn(cost).map(({ rows }) => rows)).to.have.members([1, 50]);
      expect(crowd.neighbour.arrived).to.have.length(arrived + 1);
    }
  });

  /** One of the copies, which no batch has left: it has to be read. */
  async function readOne({ library, statements }: Crowd): Promise<void> {
    const { database, committer } = library.app.storage;
    const [row] = await database.all<{ id: string }>(
      `SELECT id FROM loan_records WHERE library_id LIKE 'N-1-%'`,
    );
    const key: LoanKey = { by: 'id', id: row?.id ?? '' };
    statements.take();
    const read = await committer.commit({
      name: 'read',
      source: 'people',
      needs: { loans: [key] },
      decide: (loaded) => ({ result: loaded.loan(key)?.id }),
    });
    expect(read).to.equal(row?.id);
    statementsOf(many);
  }

  it('are found by indexes: nothing of all that was asked reads a table of loans whole, or sorts what waits', async () => {
    await readOne(many);
    const asked = [...seen].filter((sql) => /^\s*(SELECT|WITH)/.test(sql));
    for (const words of [DUE_PEERS, DUE_HEADS, 'FROM sealed_values'])
      expect(asked.join('\n')).to.include(words);
    for (const sql of asked) {
      const plan = await many.statements.planOf(sql);
      const whole = plan.filter((step) => step.startsWith('SCAN') && !SMALL.test(step));
      expect(whole, sql).to.deep.equal([]);
    }
    for (const sql of asked.filter((one) => one.includes(DUE_PEERS) || one.includes(DUE_HEADS)))
      expect((await many.statements.planOf(sql)).join('\n'), sql)
        .to.include('USING INDEX deliveries_head')
        .and.not.include('TEMP B-TREE');
  });
});
