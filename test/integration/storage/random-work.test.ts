import { expect } from 'chai';
import fc from 'fast-check';
import { verifyLedger } from '../../../src/ledger/index.js';
import type { DeliveryStateName } from '../../../src/loan/index.js';
import { Conflict } from '../../../src/storage/engine/store.js';
import type { Committer, UseCase } from '../../../src/storage/index.js';
import { changeDelivery, look, renameRecord, requestKey, sqlHouse, takeRequest } from './lending.js';

type Work =
  | { kind: 'take' | 'rename' | 'fail'; loan: number }
  | { kind: 'settle'; loan: number; state: DeliveryStateName };

const work: fc.Arbitrary<Work> = fc.oneof(
  fc.record({ kind: fc.constantFrom('take', 'rename', 'fail'), loan: fc.nat(3) }),
  fc.record({
    kind: fc.constant('settle' as const),
    loan: fc.nat(3),
    state: fc.constantFrom<DeliveryStateName>('owed', 'undecided', 'answered', 'stopped'),
  }),
);

const failing: UseCase<never> = {
  name: 'failing',
  source: 'people',
  needs: {},
  decide: () => {
    throw new Error('on purpose');
  },
};

/** Without their states, whose members may stand in another order. */
async function records(house: Awaited<ReturnType<typeof sqlHouse>>): Promise<unknown[]> {
  const rows = await house.rows('loan_records');
  return rows
    .map(({ state: _state, ...columns }) => columns)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** All loans that the work may have made, as use cases see them. */
async function seen({ committer }: { committer: Committer }): Promise<unknown[]> {
  const loans = [0, 1, 2, 3].map((loan) => requestKey(`r-${loan}`));
  return committer.commit(
    look({ loans }, (loaded) =>
      loans.map((key) => {
        const { dataKey: _opened, ...loan } = loaded.loan(key) ?? {};
        return loan;
      }),
    ),
  );
}

describe('any mixture of work', () => {
  it('leaves rows that follow from entries, one ledger that verifies, and each request once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(work, { maxLength: 8 }), { maxLength: 6 }),
        fc.infiniteStream(fc.nat(9)),
        async (batches, chances) => {
          const house = await sqlHouse({
            faults: (point) => {
              if (point === 'before-commit' && chances.next().value === 0)
                throw new Conflict('a conflict by chance');
            },
          });
          try {
            const deliveries = new Map<number, string>();
            for (const batch of batches)
              await Promise.allSettled(
                batch.map(async (each) => {
                  if (each.kind === 'fail') return house.committer.commit(failing);
                  if (each.kind === 'rename')
                    return house.committer.commit(renameRecord(requestKey(`r-${each.loan}`), 'new'));
                  if (each.kind === 'settle')
                    return house.committer.commit(
                      changeDelivery(deliveries.get(each.loan) ?? '', (before) => ({
                        ...before,
                        state: each.state,
                        attempts: before.attempts + 1,
                      })),
                    );
                  const taken = await house.committer.commit(takeRequest(`r-${each.loan}`));
                  if (!taken.repeated) deliveries.set(each.loan, taken.delivery);
                  return taken;
                }),
              );
            expect((await house.storage.rebuildCheck()).differences).to.deep.equal([]);
            expect(await verifyLedger(await house.storage.ledgerSource())).to.include({ whole: true });
            const other = await sqlHouse({ path: house.path });
            try {
              expect(await seen(house)).to.deep.equal(await seen(other));
            } finally {
              await other.close();
            }
            const requests = (await house.rows('transactions')).map((row) => row.request_id);
            expect(new Set(requests).size).to.equal(requests.length);
            const before = await records(house);
            await house.storage.rebuild();
            expect(await records(house)).to.deep.equal(before);
          } finally {
            await house.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  }).timeout(60_000);
});
