import { expect } from 'chai';
import type { JsonObject } from '../../../src/ledger/index.js';
import { newLoan, type HeldLoan } from '../../../src/storage/engine/batch-loan.js';
import { patchedOwn, readOwn, stateText } from '../../../src/storage/engine/own-states.js';
import { KeptLoans } from '../../../src/storage/engine/kept-loans.js';
import { collector, heapAfter } from './heap.js';

const nothingTaken = { size: 1, taken: new Set<string>() };

function loanOf(id: string, title: string): HeldLoan {
  const text = JSON.stringify({ bibliographicInfo: { title } });
  return newLoan({ id, version: 1, state: readOwn(JSON.parse(text) as JsonObject, text) });
}

function keptAfter(...loans: HeldLoan[]): KeptLoans {
  const kept = new KeptLoans();
  kept.begin(0);
  kept.keep(loans, nothingTaken);
  return kept;
}

describe('kept loans', () => {
  it('are known as long as the ledger has the size at which they were left', () => {
    const kept = keptAfter(loanOf('a', 'The Sea'));
    kept.begin(1);
    expect(kept.get('a')?.record.state.bibliographicInfo.title).to.equal('The Sea');
    kept.begin(2);
    expect(kept.get('a')).to.equal(undefined);
  });

  it('are as their rows would be read, and no object of the batch', () => {
    const loan = loanOf('a', 'The Sea');
    const kept = keptAfter(loan).get('a');
    expect(kept).not.to.equal(loan);
    expect(kept?.record).to.deep.equal(loan.record);
    expect(kept?.storedDerived).to.deep.equal(loan.derived);
  });

  it('go when their data key is taken, whatever the batch did with them otherwise', () => {
    const kept = keptAfter(loanOf('a', 'The Sea'), loanOf('b', 'The Bell'));
    kept.keep([loanOf('a', 'The Sea')], { size: 1, taken: new Set(['a', 'b']) });
    expect([kept.get('a'), kept.get('b')]).to.deep.equal([undefined, undefined]);
  });

  it('are neither too many, nor too long together, nor one of them too long', () => {
    const many = keptAfter(...Array.from({ length: 2_001 }, (_, at) => loanOf(`loan ${at}`, 'The Sea')));
    expect([many.get('loan 0'), many.get('loan 2000')].map((loan) => loan?.id)).to.deep.equal([
      undefined,
      'loan 2000',
    ]);
    const long = 'x'.repeat(200 * 1024);
    const heavy = keptAfter(...Array.from({ length: 200 }, (_, at) => loanOf(`loan ${at}`, long)));
    expect(heavy.get('loan 0')).to.equal(undefined);
    expect(heavy.get('loan 199')?.id).to.equal('loan 199');
    expect(keptAfter(loanOf('a', 'x'.repeat(300 * 1024))).get('a')).to.equal(undefined);
  });

  it('do not go by age, but by who asked for them last', () => {
    const kept = keptAfter(...Array.from({ length: 2_000 }, (_, at) => loanOf(`loan ${at}`, 'The Sea')));
    const first = kept.get('loan 0');
    kept.keep(first === undefined ? [] : [first], nothingTaken);
    kept.keep([loanOf('another', 'The Bell')], nothingTaken);
    expect(kept.get('loan 0')?.id).to.equal('loan 0');
    expect(kept.get('loan 1')).to.equal(undefined);
  });

  it('hold no message in memory of which a part is in them', () => {
    const collect = collector();
    const before = heapAfter(collect);
    const kept = new KeptLoans();
    for (let at = 0; at < 40; at += 1) {
      const message = `${at} ${'<note>somebody</note>'.repeat(50_000)}`;
      const cutOut = { bibliographicInfo: { title: message.slice(1_000, 1_100) } };
      const own = patchedOwn(undefined, cutOut);
      for (const [id, state] of [
        [`loan ${at}`, own],
        [`view ${at}`, cutOut],
      ] as const) {
        stateText(state);
        kept.keep([newLoan({ id, version: 1, state })], nothingTaken);
      }
    }
    expect(heapAfter(collect) - before).to.be.lessThan(8 * 1024 * 1024);
    expect(kept.get('loan 39')?.id).to.equal('loan 39');
    expect(kept.get('view 39'), 'a view of the message').to.equal(undefined);
  });
});
