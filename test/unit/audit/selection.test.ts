import { expect } from 'chai';
import { hasFailed } from '../../../src/audit/selection.js';
import type { SealedEntry } from '../../../src/ledger/index.js';

describe('entries that tell of something that did not work', () => {
  const entry = (kind: string, facts?: SealedEntry['facts']): SealedEntry => ({
    ...{ seq: 1, at: '2026-03-01T09:00:00.000Z', actor: { kind: 'system', id: 'start' } },
    ...{ kind, because: 'it was so', changes: [] },
    ...(facts === undefined ? {} : { facts }),
  });

  for (const kind of ['denied', 'sign-in-failed', 'message-rejected', 'delivery-given-up', 'act-refused'])
    it(`are those of the kind ${kind}`, () => {
      expect(hasFailed(entry(kind))).to.equal(true);
    });

  it('are attempts without a good answer, and no others', () => {
    expect(hasFailed(entry('delivery-attempted', { class: 'transient' }))).to.equal(true);
    expect(hasFailed(entry('message-confirmed', { class: 'answered' }))).to.equal(false);
    expect(hasFailed(entry('signed-in'))).to.equal(false);
  });
});
