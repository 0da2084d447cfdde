import { expect } from 'chai';
import type { Delivery, DeliveryStateName } from '../../../src/loan/index.js';
import { headDueTimes, type Queued } from '../../../src/storage/engine/columns.js';
import { deliveryOf } from '../../integration/storage/lending.js';

describe('when deliveries may be tried', () => {
  const queued = (id: string, owedSeq: number, given: Partial<Delivery> = {}): Queued => ({
    id,
    owedSeq,
    state: deliveryOf('loan', 'transaction', { dueAt: `due of ${id}`, ...given }),
  });
  const heads = (...deliveries: Queued[]): string[] => [...headDueTimes(deliveries).keys()].sort();

  it('is the due time of the oldest of a line, by the entries that owed them and not by id or time', () => {
    const due = headDueTimes([queued('a', 9), queued('b', 3, { dueAt: 'late' }), queued('c', 5)]);
    expect([...due]).to.deep.equal([['b', 'late']]);
  });

  it('is told per transaction and peer', () => {
    const other = queued('b', 2, { transaction: 'other' });
    expect(heads(queued('a', 1), other, queued('c', 3, { peer: 'south' }))).to.deep.equal(['a', 'b', 'c']);
  });

  const states: Record<DeliveryStateName, 'may be tried' | 'blocks' | 'is over'> = {
    owed: 'may be tried',
    undecided: 'blocks',
    stopped: 'blocks',
    'given-up': 'blocks',
    answered: 'is over',
    refused: 'is over',
    dropped: 'is over',
    replaced: 'is over',
  };
  for (const [state, verdict] of Object.entries(states) as [DeliveryStateName, string][])
    it(`${state} ${verdict}`, () => {
      const expected = { 'may be tried': ['first'], blocks: [], 'is over': ['second'] }[verdict];
      expect(heads(queued('first', 1, { state }), queued('second', 2))).to.deep.equal(expected);
    });

  it('lets a probe pass a blocked head, and a probe blocks nobody', () => {
    const probe = queued('probe', 2, { probe: true });
    expect(heads(queued('first', 1, { state: 'undecided' }), probe, queued('third', 3))).to.deep.equal([
      'probe',
    ]);
    expect(heads(queued('probe', 1, { probe: true }), queued('second', 2))).to.deep.equal([
      'probe',
      'second',
    ]);
  });
});
