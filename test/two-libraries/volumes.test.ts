import { expect } from 'chai';
import {
  ledgersHold,
  shown,
  story,
  twoLibraries,
  type Lending,
  type Library,
} from '../support/two-libraries.js';
import { saidBy, statesOf } from './on-loan.js';

const both2021 = { peers: { north: { edition: '2021' }, south: { edition: '2021' } } };
const volumes = [
  { itemId: '30051', volume: 'Vol. 1' },
  { itemId: '30052', volume: 'Vol. 2' },
  { itemId: '30053' },
];

describe('several volumes in one loan', () => {
  afterEach(ledgersHold);

  it('each have a state, and the loan follows when all have come as far', async () => {
    const two = await twoLibraries(both2021);
    const { north, south } = two;
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01', volumes });
    expect(await saidBy(south, loan.south, 'RequestResponse Loaned')).to.contain(
      'Volumes: 30051 (Vol. 1), 30052 (Vol. 2), 30053.',
    );
    expect(await placesOf(north, loan.north)).to.deep.equal(['30051 out', '30052 out', '30053 out']);

    await two.act('north', loan, 'receive', { itemIds: ['30051', '30053'] });
    expect(await statesOf(two, loan)).to.deep.equal(['Loaned', 'Loaned']);
    expect(await placesOf(north, loan.north)).to.deep.equal([
      '30051 received',
      '30052 out',
      '30053 received',
    ]);
    expect(await story(south, loan.south)).to.not.contain('Received');
    await two.act('north', loan, 'receive', { itemIds: ['30052'] });
    expect(await statesOf(two, loan)).to.deep.equal(['Received', 'Loaned']);
    expect(await placesOf(south, loan.south)).to.deep.equal([
      '30051 received',
      '30052 received',
      '30053 received',
    ]);

    await two.act('north', loan, 'return', { itemIds: ['30052'], carrier: 'Post', trackingId: 'R1' });
    expect(await statesOf(two, loan)).to.deep.equal(['Received', 'Loaned']);
    expect(await saidBy(north, loan.north, 'Notification')).to.contain(
      'Sent back: 30052. Still here: 30051, 30053.',
    );
    await two.act('north', loan, 'return');
    expect(await statesOf(two, loan)).to.deep.equal(['ShippedReturn', 'Loaned']);

    await two.act('south', loan, 'check-in', { itemIds: ['30052'] });
    expect(await statesOf(two, loan)).to.deep.equal(['ShippedReturn', 'Loaned']);
    await two.act('south', loan, 'check-in');
    expect(await statesOf(two, loan)).to.deep.equal(['LoanCompleted', 'LoanCompleted']);
    for (const [library, id] of [
      [north, loan.north],
      [south, loan.south],
    ] as const)
      expect(await placesOf(library, id)).to.deep.equal(['30051 back', '30052 back', '30053 back']);
  });

  it('can be lost one by one: the others end the loan, and the loss stays open', async () => {
    const two = await twoLibraries(both2021);
    const { north } = two;
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01', volumes });
    await two.act('north', loan, 'receive');

    await two.act('north', loan, 'report-lost', { itemIds: ['30053'], note: 'Left on a train.' });
    expect(await saidBy(north, loan.north, 'Lost')).to.contain('Lost: 30053.');
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in', { itemIds: ['30051', '30052'] });
    expect(await statesOf(two, loan)).to.deep.equal(['ShippedReturn', 'Loaned']);

    expect(await placesOf(north, loan.north)).to.deep.equal([
      '30051 returned',
      '30052 returned',
      '30053 lost',
    ]);
    const { reports } = await shown(north, loan.north);
    expect((reports as { decidedAt?: string }[]).map(({ decidedAt }) => decidedAt)).to.deep.equal([
      undefined,
    ]);
  });

  it('are named by item ids of the loan, and by nothing else', async () => {
    const two = await twoLibraries(both2021);
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01', volumes });
    const single = await two.ask();
    await two.act('south', single, 'ship', { dueDate: '2026-04-01', itemId: '30051' });

    for (const [of, itemIds] of [
      [loan, ['30099']],
      [single, ['30051']],
    ] as const) {
      const { status, body } = await two.tryAct('north', of, 'receive', { itemIds });
      expect([status, body['refusal']]).to.deep.equal([422, 'item-unknown']);
    }
    expect((await shown(two.north, single.north))['transactions']).to.not.have.nested.property('[0].volumes');
  });

  it('reach a peer of 2017 in the one form that its system reads, and are told apart there', async () => {
    const habit = { profile: 'reshare' };
    const two = await twoLibraries({ peers: { north: habit, south: habit } });
    const loan = await two.ask();

    await two.act('south', loan, 'ship', { dueDate: '2026-04-01', volumes });

    expect(await saidBy(two.south, loan.south, 'RequestResponse Loaned')).to.match(/multivol:30051/);
    expect(await placesOf(two.north, loan.north)).to.deep.equal(['30051 out', '30052 out', '30053 out']);
  });
});

async function placesOf(library: Library, loan: Lending['north']): Promise<string[]> {
  const { transactions } = await shown(library, loan);
  const [{ volumes: placed = [] } = {}] = transactions as { volumes?: { itemId: string; state: string }[] }[];
  return placed.map(({ itemId, state }) => `${itemId} ${state}`);
}
