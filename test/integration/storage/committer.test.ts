import { expect } from 'chai';
import { append, emptyHead, leafHash, tileHashes, type TreeHead } from '../../../src/ledger/index.js';
import { StoreBusy, StoreUnavailable, type UseCase } from '../../../src/storage/index.js';
import { CannotWrite } from '../../../src/storage/engine/store.js';
import { open } from '../../../src/vault/index.js';
import {
  addPeer,
  changeDelivery,
  deliveryOf,
  entryOf,
  look,
  memoryHouse,
  renameRecord,
  requestKey,
  sqlHouse,
  takeRequest,
  type House,
  type HouseOptions,
} from './lending.js';

const kinds: [string, (options?: HouseOptions) => Promise<House>][] = [
  ['SQLite', sqlHouse],
  ['memory', memoryHouse],
];

for (const [name, open_] of kinds) {
  describe(`the committer over ${name}`, () => {
    let house: House;
    const begin = async (options?: HouseOptions): Promise<House> => (house = await open_(options));
    afterEach(() => house.close());

    const head = async (): Promise<TreeHead> => {
      const [row] = await house.rows('ledger_head');
      return { size: row?.size ?? 0, peaks: JSON.parse(row?.peaks ?? '[]') as string[] };
    };
    const failure = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );

    it('makes entries, rows and what stands beside them durable in one batch', async () => {
      const { committer } = await begin();
      const taken = await committer.commit(takeRequest('r-1'));
      const [record] = await house.rows('loan_records');
      expect(record).to.include({
        id: taken.loan,
        version: 1,
        title: 'the sea, the sea',
        current_state: 'New',
        peer: 'north',
        request_id: 'r-1',
        next_clock_at: '2026-03-03T08:00:00.000Z',
      });
      expect(await house.rows('transactions')).to.have.length(1);
      expect((await house.rows('deliveries'))[0]).to.include({
        owed_seq: 2,
        head_due_at: '2026-03-02T08:00:00.000Z',
      });
      expect((await house.rows('entries')).map(({ seq, event }) => [seq, event])).to.deep.equal([
        [1, null],
        [2, 'sent'],
      ]);
      for (const table of ['bodies', 'received', 'data_keys', 'sealed_values'] as const)
        expect(await house.rows(table), table).to.have.length(1);
      expect(await house.rows('entry_changes')).to.have.length(3);
    });

    it('numbers entries without gaps and seals them in one tree, across tiles', async () => {
      const { committer } = await begin();
      await Promise.all(Array.from({ length: 300 }, (_, at) => committer.commit(takeRequest(`r-${at}`))));
      const entries = await house.rows('entries');
      expect(entries.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: 600 }, (_, at) => at + 1));
      const leaves = entries.map(({ text }) => leafHash(text));
      expect(await head()).to.deep.equal(append(emptyHead, leaves));
      const tiles = await house.rows('tiles');
      expect(tiles.map(({ level, idx }) => [level, idx])).to.deep.equal([
        [0, 0],
        [0, 1],
      ]);
      expect(tileHashes(tiles[1]?.hashes ?? '')).to.deep.equal(leaves.slice(256, 512));
    });

    it('lets the second message of a batch see what the first did', async () => {
      const { committer } = await begin();
      const taken = await Promise.all(
        Array.from({ length: 10 }, () => committer.commit(takeRequest('same'))),
      );
      expect(taken.filter(({ repeated }) => !repeated)).to.have.length(1);
      expect(new Set(taken.map(({ loan }) => loan)).size).to.equal(1);
      expect(await house.rows('entries')).to.have.length(2);
    });

    it('applies several changes of one loan in order, each one version on', async () => {
      const { committer } = await begin();
      await committer.commit(takeRequest('r-1'));
      const versions = await Promise.all(
        ['a', 'b', 'c'].map((title) => committer.commit(renameRecord(requestKey('r-1'), title))),
      );
      expect(versions).to.deep.equal([2, 3, 4]);
      expect((await house.rows('loan_records'))[0]).to.include({ version: 4, title: 'c' });
    });

    it('finds a loan by each of its names, also the one that the batch makes', async () => {
      const { committer } = await begin();
      const making = committer.commit(
        takeRequest('r-1', { record: { libraryId: 'our-7', agency: 'isil:south' } }),
      );
      const libraryKey = { by: 'library-id', agency: 'isil:south', libraryId: 'our-7' } as const;
      const see = look({ loans: [libraryKey] }, (loaded) => loaded.loan(libraryKey)?.id);
      const sameBatch = committer.commit(see);
      const taken = await making;
      expect(await sameBatch).to.equal(taken.loan);
      expect(await committer.commit(see)).to.equal(taken.loan);
      const ids = await committer.commit(
        look(
          {
            loans: [requestKey('r-1'), { by: 'id', id: taken.loan }, { by: 'delivery', id: taken.delivery }],
          },
          (loaded) => [
            loaded.loan(requestKey('r-1'))?.id,
            loaded.loan({ by: 'id', id: taken.loan })?.id,
            loaded.loan({ by: 'delivery', id: taken.delivery })?.id,
          ],
        ),
      );
      expect(ids).to.deep.equal([taken.loan, taken.loan, taken.loan]);
    });

    it('reads a loan whole: open deliveries, order, sealed wish and the living data key', async () => {
      const { committer } = await begin();
      const taken = await committer.commit(takeRequest('r-1'));
      const seen = await committer.commit(
        look({ loans: [requestKey('r-1')], identities: ['request r-1'] }, (loaded) => {
          const loan = loaded.loan(requestKey('r-1'))!;
          const wish = loan.record.sealedWish!;
          return {
            opened: open(loan.dataKey()!, loan.sealed.get(wish)!, wish),
            spread: { ...loan }.dataKey() === loan.dataKey(),
            order: [...loan.owedOrder],
            deliveries: [...loan.deliveries.keys()],
            confirmation: loaded.received('request r-1')[0]?.confirmation,
          };
        }),
      );
      expect(seen).to.deep.equal({
        opened: 'Iris Murdoch',
        spread: true,
        order: [[taken.delivery, 2]],
        deliveries: [taken.delivery],
        confirmation: '<ok>r-1</ok>',
      });
    });

    it('fails a decide that throws alone, and nothing of it is seen or kept', async () => {
      const { committer } = await begin();
      const bad: UseCase<void> = {
        name: 'bad',
        source: 'people',
        needs: {},
        decide: () => {
          throw new Error('a fault of its own');
        },
      };
      const work = [takeRequest('r-1'), bad, takeRequest('r-2')].map((each) =>
        failure(committer.commit<unknown>(each)),
      );
      expect(
        (await Promise.all(work)).map((thrown) => (thrown instanceof Error ? thrown.message : undefined)),
      ).to.deep.equal([undefined, 'a fault of its own', undefined]);
      expect(await house.rows('entries')).to.have.length(4);
    });

    it('fails an outcome that skips a version, or changes what it has not loaded, alone', async () => {
      const { committer } = await begin();
      const { loan } = await committer.commit(takeRequest('r-1'));
      const skipping: UseCase<void> = {
        name: 'skipping',
        source: 'people',
        needs: { loans: [{ by: 'id', id: loan }] },
        decide: () => ({
          result: undefined,
          entries: [
            entryOf({
              loan,
              changes: [{ aggregate: 'loan-record', id: loan, version: 2, set: { phase: 'closed' } }],
            }),
            entryOf({ loan, changes: [{ aggregate: 'loan-record', id: loan, version: 4, set: {} }] }),
          ],
        }),
      };
      const blind: UseCase<void> = {
        name: 'blind',
        source: 'people',
        needs: {},
        decide: () => ({
          result: undefined,
          entries: [
            entryOf({
              changes: [{ aggregate: 'transaction', id: 'unknown', version: 1, set: { state: 'Loaned' } }],
            }),
          ],
        }),
      };
      const results = [
        failure(committer.commit(skipping)),
        failure(committer.commit(blind)),
        failure(committer.commit(takeRequest('r-2'))),
      ];
      const [skipped, blinded, good] = await Promise.all(results);
      expect(skipped).to.be.an('error').with.property('message').that.includes('version 4 where 3 is next');
      expect(blinded).to.be.an('error').with.property('message').that.includes('not loaded');
      expect(good).to.equal(undefined);
      expect((await house.rows('loan_records')).map(({ phase }) => phase)).to.deep.equal(['open', 'open']);
      expect((await house.rows('entries')).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
    });

    it('splits a batch over a unique key that is taken, so that only its owner fails, as busy', async () => {
      const { committer } = await begin();
      await committer.commit(takeRequest('taken'));
      const blind: UseCase<unknown> = { ...takeRequest('taken'), needs: {} };
      const work = ['a', 'b'].map((id) => failure(committer.commit(takeRequest(id))));
      const [first, last, taken] = await Promise.all([...work, failure(committer.commit(blind))]);
      expect(first).to.equal(undefined);
      expect(last).to.equal(undefined);
      expect(taken).to.be.instanceOf(StoreBusy).with.property('retryAfterSeconds').that.is.greaterThan(0);
      expect((await house.rows('transactions')).map((row) => row.request_id)).to.have.members([
        'taken',
        'a',
        'b',
      ]);
      expect((await house.rows('entries')).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    });

    it('bounds what waits, per source, and lets what has no bound pass', async () => {
      const { committer } = await begin({ bounds: { peers: 2, people: 1, imports: 1 } });
      const work = ['a', 'b', 'c'].map((id) => failure(committer.commit(takeRequest(id))));
      const free = failure(committer.commit(look({}, () => 1)));
      const [a, b, c] = await Promise.all(work);
      expect([a, b]).to.deep.equal([undefined, undefined]);
      expect(c).to.be.instanceOf(StoreBusy);
      expect(await free).to.equal(undefined);
      expect(await failure(committer.commit(takeRequest('c')))).to.equal(undefined);
    });

    it('refuses the whole batch while the store cannot write, and goes on when it can', async () => {
      let isBroken = true;
      const { committer } = await begin({
        faults: (point) => {
          if (isBroken && point === 'before-commit')
            throw new CannotWrite('SQLITE_FULL: database or disk is full');
        },
      });
      const refused = await Promise.all(['a', 'b'].map((id) => failure(committer.commit(takeRequest(id)))));
      for (const thrown of refused)
        expect(thrown)
          .to.be.instanceOf(StoreUnavailable)
          .with.property('message')
          .that.includes('SQLITE_FULL');
      expect(await house.rows('entries')).to.deep.equal([]);
      isBroken = false;
      await committer.commit(takeRequest('a'));
      expect((await house.rows('entries')).map(({ seq }) => seq)).to.deep.equal([1, 2]);
    });

    it('looks up a commit whose answer was lost: it happened, and the next one goes on from it', async () => {
      let losses = 1;
      const { committer } = await begin({
        faults: (point) => {
          if (point === 'after-commit' && losses-- > 0) throw new Error('the connection broke');
        },
      });
      const { loan } = await committer.commit(takeRequest('a'));
      expect((await house.rows('loan_records'))[0]?.id).to.equal(loan);
      await committer.commit(takeRequest('b'));
      const leaves = (await house.rows('entries')).map(({ text }) => leafHash(text));
      expect(await head()).to.deep.equal(append(emptyHead, leaves));
    });

    it('keeps claims outside the fold, finds them by process, and shows them with their loans', async () => {
      const { committer } = await begin();
      const { loan, delivery } = await committer.commit(takeRequest('r-1'));
      const claim = { process: 'start-1', until: '2026-03-02T08:01:00.000Z' };
      const claiming = (held: typeof claim | undefined): UseCase<void> => ({
        name: 'claim',
        source: 'unbounded',
        needs: { loans: [{ by: 'delivery', id: delivery }] },
        decide: () => ({ result: undefined, unfolded: { claims: [{ delivery, claim: held }] } }),
      });
      const due = { name: 'due-heads', peer: 'north', now: '2026-03-02T09:00:00.000Z', limit: 5 } as const;
      const stale = (process: string) => ({ name: 'stale-claims', process, now: due.now, limit: 5 }) as const;
      const find = (query: typeof due | ReturnType<typeof stale>) =>
        committer.commit(look({ find: [query] }, (loaded) => loaded.found(query).map(({ id }) => id)));
      expect(await find(due)).to.deep.equal([loan]);
      await committer.commit(claiming(claim));
      expect(await find(due)).to.deep.equal([]);
      expect(await find(stale('start-1'))).to.deep.equal([]);
      expect(await find(stale('start-2'))).to.deep.equal([loan]);
      const seen = await committer.commit(
        look({ loans: [requestKey('r-1')] }, (loaded) =>
          loaded.loan(requestKey('r-1'))?.leases.get(delivery),
        ),
      );
      expect(seen).to.deep.equal(claim);
      expect((await house.rows('deliveries'))[0]).to.include({ version: 1, claim_process: 'start-1' });
      await committer.commit(claiming(undefined));
      expect(await find(due)).to.deep.equal([loan]);
      expect(await house.rows('entries')).to.have.length(2);
    });

    it('frees the next message of a line when the one before it is answered', async () => {
      const { committer } = await begin();
      const { loan, transaction, delivery } = await committer.commit(takeRequest('r-1'));
      const second: UseCase<string> = {
        name: 'owe',
        source: 'people',
        needs: { loans: [requestKey('r-1')] },
        decide: (_loaded, at) => {
          const id = at.newId();
          const set = deliveryOf(loan, transaction, { what: 'StatusChange Loaned' });
          const change = { aggregate: 'delivery', id, version: 1, set: { ...set } as never };
          return { result: id, entries: [entryOf({ kind: 'message-owed', loan, changes: [change] })] };
        },
      };
      const later = await committer.commit(second);
      const heads = async (): Promise<string[]> =>
        (await house.rows('deliveries')).filter((row) => row.head_due_at !== null).map(({ id }) => id);
      expect(await heads()).to.deep.equal([delivery]);
      await committer.commit(
        changeDelivery(delivery, (before) => ({ ...before, state: 'answered', settledAt: before.owedAt })),
      );
      expect(await heads()).to.deep.equal([later]);
      const row = (await house.rows('deliveries')).find(({ id }) => id === later);
      expect(row?.version, 'its own state has not changed').to.equal(1);
    });

    it('finds the loans whose clocks are due, soonest first', async () => {
      const { committer } = await begin();
      const { loan } = await committer.commit(takeRequest('r-1'));
      await committer.commit(takeRequest('r-2', { record: { phase: 'closed' } }));
      const query = { name: 'clocks-due', now: '2026-03-03T08:00:00.000Z', limit: 5 } as const;
      const early = { ...query, now: '2026-03-03T07:59:59.999Z' };
      const found = await committer.commit(
        look({ find: [query, early] }, (loaded) =>
          [query, early].map((each) => loaded.found(each).map(({ id }) => id)),
        ),
      );
      expect(found).to.deep.equal([[loan], []]);
    });

    it('knows nothing of an earlier batch where that could not be written', async () => {
      let cannotWrite = false;
      const { committer } = await begin({
        faults: (point) => {
          if (point === 'before-commit' && cannotWrite) throw new CannotWrite('the disk is full');
        },
      });
      await committer.commit(takeRequest('r-1'));
      cannotWrite = true;
      await failure(committer.commit(renameRecord(requestKey('r-1'), 'never written')));
      cannotWrite = false;
      const title = look({ loans: [requestKey('r-1')] }, (loaded) => {
        return loaded.loan(requestKey('r-1'))?.record.bibliographicInfo.title;
      });
      expect(await committer.commit(title)).to.equal('The Sea, the Sea');
    });

    it('derives attention anew when only a delivery has changed', async () => {
      const { committer } = await begin();
      const { delivery } = await committer.commit(takeRequest('r-1'));
      await committer.commit(
        changeDelivery(delivery, (before) => ({ ...before, state: 'undecided', doubt: true })),
      );
      expect((await house.rows('loan_records'))[0]).to.include({ attention: 'needs-fixing', version: 1 });
    });

    it('gives a new directory when a root row has changed, and the same one otherwise', async () => {
      const { committer } = await begin();
      await committer.commit(addPeer('north', 'North'));
      const before = house.directory();
      await committer.commit(takeRequest('r-1'));
      expect(house.directory()).to.equal(before);
      const version = await Promise.all([
        committer.commit(addPeer('north', 'Northern')),
        committer.commit(look({}, (loaded) => loaded.directory.peers.get('north'))),
      ]);
      expect(version[1], 'seen within the batch').to.deep.equal({ name: 'Northern' });
      expect(house.directory()).not.to.equal(before);
      expect(house.directory().peers.get('north')).to.deep.equal({ name: 'Northern' });
      expect((await house.rows('roots'))[0]).to.include({ id: 'north', version: 2 });
    });

    it('keeps peers’ lines outside the fold', async () => {
      const { committer } = await begin();
      const line = { peer: 'north', failures: 3, openUntil: '2026-03-02T09:00:00.000Z' };
      await committer.commit({
        name: 'line',
        source: 'unbounded',
        needs: {},
        decide: () => ({ result: 0, unfolded: { lines: [line] } }),
      });
      expect(await committer.commit(look({}, (loaded) => loaded.line('north')))).to.deep.equal(line);
      expect(await house.rows('entries')).to.deep.equal([]);
    });

    it('answers an idempotency key with what it answered before, also within one batch', async () => {
      const { committer } = await begin();
      const act: UseCase<string> = {
        name: 'act',
        source: 'people',
        needs: { answers: ['key-1'] },
        decide(loaded, at) {
          const before = loaded.answer('key-1');
          if (before !== undefined) return { result: before.answer };
          const answer = at.newId();
          return {
            result: answer,
            entries: [entryOf({ changes: [] })],
            keep: { answers: [{ key: 'key-1', request: 'x', answer }] },
          };
        },
      };
      const answers = [
        ...(await Promise.all([committer.commit(act), committer.commit(act)])),
        await committer.commit(act),
      ];
      expect(new Set(answers).size).to.equal(1);
      expect(await house.rows('entries')).to.have.length(1);
    });

    it('writes nothing for an entry that cannot be said, and fails it alone', async () => {
      const { committer } = await begin();
      const unsayable: UseCase<void> = {
        name: 'unsayable',
        source: 'people',
        needs: {},
        decide: () => ({ result: undefined, entries: [entryOf({ because: 'half \ud800', changes: [] })] }),
      };
      const [bad, good] = await Promise.all([
        failure(committer.commit(unsayable)),
        failure(committer.commit(takeRequest('r-1'))),
      ]);
      expect(bad).to.be.an('error');
      expect(good).to.equal(undefined);
      expect(await house.rows('entries')).to.have.length(2);
    });

    it('writes a batch that is too large in parts, in order', async () => {
      const { committer } = await begin();
      const body = 'x'.repeat(1_500_000);
      const taken = ['a', 'b', 'c', 'd', 'e'].map((id) => committer.commit(takeRequest(id, { body })));
      await Promise.all(taken);
      const [entries] = [await house.rows('transactions')];
      expect(entries.map((row) => row.request_id)).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    });
  });
}
