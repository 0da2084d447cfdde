import { expect } from 'chai';
import { changeOf, type Database, type Token, type UseCase } from '../../../src/storage/index.js';
import { seal, createDataKey, wrapDataKey } from '../../../src/vault/index.js';
import {
  addPeer,
  changeDelivery,
  deliveryOf,
  entryOf,
  recordOf,
  requestKey,
  ring,
  sqlHouse,
  startAt,
  takeRequest,
  transactionOf,
} from './lending.js';

/** How the database goes about a statement of the committer, in its own words. */
async function planOf(database: Database, statement: string): Promise<string> {
  const explain = database.dialect.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
  const steps = await database.turn((writer) =>
    writer.all<Record<string, string>>(`${explain} ${statement}`),
  );
  return steps.map((step) => step['detail'] ?? step['QUERY PLAN']).join();
}

describe('the readers', () => {
  let house: Awaited<ReturnType<typeof sqlHouse>>;
  beforeEach(async () => (house = await sqlHouse()));
  afterEach(() => house.close());

  it('list loan records newest first, by keyset pages', async () => {
    const taken: string[] = [];
    for (const at of [1, 2, 3, 4, 5]) taken.push((await house.committer.commit(takeRequest(`r-${at}`))).loan);
    const { loans } = house.storage.readers;
    const first = await loans.list({ limit: 2 });
    const second = await loans.list({ limit: 2, after: first.next! });
    const third = await loans.list({ limit: 2, after: second.next! });
    expect([first, second, third].map((page) => page.loans.map(({ id }) => id))).to.deep.equal([
      [taken[4], taken[3]],
      [taken[2], taken[1]],
      [taken[0]],
    ]);
    expect(third.next).to.equal(undefined);
    expect(first.loans[0]?.current?.state).to.equal('New');
  });

  it('filter loan records by each column, and by words of the title without case', async () => {
    const sea = await house.committer.commit(takeRequest('r-1'));
    const bell = await house.committer.commit(
      takeRequest('r-2', {
        record: {
          bibliographicInfo: { title: 'Das ÉLOGE der 100 %' },
          agency: 'isil:east',
          phase: 'closed',
          libraryId: 'l-2',
        },
      }),
    );
    await house.committer.commit(
      changeDelivery(sea.delivery, (before) => ({ ...before, state: 'undecided' })),
    );
    const ids = async (filter: object): Promise<string[]> =>
      (await house.storage.readers.loans.list({ limit: 9, ...filter })).loans.map(({ id }) => id);
    expect(await ids({ phase: 'closed' })).to.deep.equal([bell.loan]);
    expect(await ids({ agencies: ['isil:south'] })).to.deep.equal([sea.loan]);
    expect(await ids({ libraryId: 'l-2' })).to.deep.equal([bell.loan]);
    expect(await ids({ attention: 'any' })).to.deep.equal([sea.loan]);
    expect(await ids({ attention: 'overdue' })).to.deep.equal([]);
    expect(await ids({ text: 'éloge das' })).to.deep.equal([bell.loan]);
    expect(await ids({ state: 'New', peer: 'north', role: 'supplier' })).to.deep.equal([bell.loan, sea.loan]);
    expect(await ids({ dueBefore: '2027-01-01T00:00:00.000Z' })).to.deep.equal([]);
  });

  it('read one loan whole with every delivery that it had, and its entries in order', async () => {
    const { loan, delivery, transaction } = await house.committer.commit(takeRequest('r-1'));
    await house.committer.commit(changeDelivery(delivery, (before) => ({ ...before, state: 'answered' })));
    const { loans } = house.storage.readers;
    const whole = await loans.whole(loan);
    expect([...(whole?.transactions.keys() ?? [])]).to.deep.equal([transaction]);
    expect([whole?.deliveries.size, whole?.allDeliveries.size]).to.deep.equal([0, 1]);
    expect((await loans.entries(loan, 9)).map(({ kind }) => kind)).to.deep.equal([
      'message-received',
      'message-owed',
      'delivery-attempted',
    ]);
    expect(await loans.idOfDelivery(delivery)).to.equal(loan);
    expect(await loans.whole('nobody')).to.equal(undefined);
  });

  it('read entries and events by cursor', async () => {
    await house.committer.commit(takeRequest('r-1'));
    await house.committer.commit(takeRequest('r-2'));
    const { ledger } = house.storage.readers;
    expect((await ledger.entries({ after: 1, limit: 2 })).map(({ seq }) => seq)).to.deep.equal([2, 3]);
    expect(
      (await ledger.events({ after: 2, limit: 9 })).map(({ seq, event }) => [seq, event?.type]),
    ).to.deep.equal([[4, 'sent']]);
    expect(await ledger.size()).to.equal(4);
  });

  it('open a body’s holes with the keys, and tell an erased one', async () => {
    const { loan, transaction } = await house.committer.commit(takeRequest('r-1'));
    const keep: UseCase<void> = {
      name: 'keep',
      source: 'people',
      needs: { loans: [requestKey('r-1')] },
      decide(loaded, at) {
        const dataKey = loaded.loan(requestKey('r-1'))!.dataKey();
        const sealed = (id: string, value: unknown) => ({
          id,
          holder: loan,
          purpose: 'holes' as const,
          value: seal(dataKey!, JSON.stringify(value), { context: id, random: at.randomBytes }),
        });
        return {
          result: undefined,
          keep: {
            sealed: [sealed('h-1', ['Iris', null]), sealed('c-1', { kind: 'request' })],
            bodies: [
              {
                id: 'b-1',
                loan,
                transaction,
                direction: 'out',
                template: '<a/>',
                encoding: 'utf-8',
                holes: 'h-1',
                canonical: 'c-1',
              },
            ],
            confirmations: [{ body: 'b-1', confirmation: '<ok/>' }],
          },
        };
      },
    };
    await house.committer.commit(keep);
    const { deliveries } = house.storage.readers;
    expect(await deliveries.body('b-1')).to.deep.equal({
      template: '<a/>',
      encoding: 'utf-8',
      holes: ['Iris', null],
      canonical: { kind: 'request' },
    });
    await house.storage.database.sql.run('DELETE FROM data_keys');
    expect((await deliveries.body('b-1'))?.holes).to.equal(undefined);
    expect(await deliveries.body('b-2')).to.equal(undefined);
  });

  it('find peers with a due head by a seek each, however many wait behind one dead peer', async () => {
    await house.committer.commit(addPeer('dead', 'Dead'));
    await house.committer.commit(addPeer('north', 'North'));
    const { loan, delivery } = await house.committer.commit(takeRequest('r-1'));
    const waiting: UseCase<void> = {
      name: 'owe-many',
      source: 'unbounded',
      needs: { loans: [requestKey('r-1')] },
      decide(_loaded, at) {
        const entries = Array.from({ length: 500 }, () => {
          const [id, other] = [at.newId(), at.newId()];
          const state = deliveryOf(loan, other, { peer: 'dead', dueAt: '2026-03-02T10:00:00.000Z' });
          return entryOf({
            loan,
            changes: [
              ...changeOf('transaction', undefined, { id: other, state: transactionOf(loan, other) }),
              ...changeOf('delivery', undefined, { id, state }),
            ],
          });
        });
        return { result: undefined, entries };
      },
    };
    await house.committer.commit(waiting);
    const { deliveries } = house.storage.readers;
    expect(await deliveries.peersWithDueHeads('2026-03-02T09:00:00.000Z')).to.deep.equal([
      { peer: 'north', earliestDueAt: '2026-03-02T08:00:00.000Z' },
    ]);
    const both = await deliveries.peersWithDueHeads('2026-03-02T11:00:00.000Z');
    expect(both.map(({ peer }) => peer)).to.deep.equal(['north', 'dead']);
    const plan = await planOf(
      house.storage.database,
      `SELECT loan_id FROM deliveries
        WHERE peer = 'north' AND head_due_at <= 'z' AND head_due_at IS NOT NULL AND claim_process IS NULL ORDER BY head_due_at LIMIT 5`,
    );
    expect(plan).to.include('deliveries_head').and.not.include('TEMP B-TREE').and.not.include('Sort');
    await house.committer.commit(
      changeDelivery(delivery, (before) => ({ ...before, state: 'stopped', cause: 'HTTP 400' })),
    );
    expect(await deliveries.causes()).to.deep.equal([
      {
        cause: 'HTTP 400',
        state: 'stopped',
        count: 1,
        peers: ['north'],
        oldestOwedAt: '2026-03-02T08:00:00.000Z',
      },
    ]);
    expect(await deliveries.undelivered()).to.deep.include({ peer: 'dead', state: 'owed', count: 500 });
    expect(
      (await deliveries.list({ state: 'stopped', limit: 5 })).deliveries.map(({ id }) => id),
    ).to.deep.equal([delivery]);
  });

  it('find a token by its hash, and an ended one as ended', async () => {
    const token: Token = {
      id: 't-1',
      hash: 'a'.repeat(64),
      name: 'catalogue',
      scopes: ['x:y'],
      createdAt: startAt,
    };
    const keepToken = (kept: Token): UseCase<void> => ({
      name: 'keep-token',
      source: 'people',
      needs: {},
      decide: () => ({ result: undefined, keep: { tokens: [kept] } }),
    });
    await house.committer.commit(keepToken(token));
    const { peers } = house.storage.readers;
    expect(await peers.tokenByHash(token.hash)).to.deep.equal(token);
    expect(await peers.tokenByHash('b'.repeat(64))).to.equal(undefined);
    const ended: Token = { ...token, agency: 'isil:south', revokedAt: startAt };
    await house.committer.commit(keepToken(ended));
    expect(await peers.tokens()).to.deep.equal([ended]);
  });

  it('open the newest credential of a holder', async () => {
    for (const secret of ['old', 'new']) {
      await house.committer.commit({
        name: 'credential',
        source: 'people',
        needs: {},
        decide(_loaded, at) {
          const dataKey = createDataKey('peer:north', at.randomBytes);
          const id = at.newId();
          return {
            result: 0,
            keep: {
              dataKeys: [
                { holder: 'peer:north', wrapped: wrapDataKey(dataKey, ring.current, at.randomBytes) },
              ],
              sealed: [
                {
                  id,
                  holder: 'peer:north',
                  purpose: 'credential',
                  value: seal(dataKey, secret, { context: id, random: at.randomBytes }),
                },
              ],
            },
          };
        },
      });
    }
    expect(await house.storage.readers.peers.credential('peer:north')).to.equal('new');
  });

  it('know the records under a library’s own id, each with its agency', async () => {
    const { loan } = await house.committer.commit(
      takeRequest('r-1', { record: recordOf({ libraryId: 'l-1' }), owe: false }),
    );
    const { loans } = house.storage.readers;
    expect(await loans.ofLibrary('l-1', ['isil:south'])).to.deep.equal([{ id: loan, agency: 'isil:south' }]);
    expect(await loans.ofLibrary('l-1', ['isil:east'])).to.deep.equal([]);
  });
});
