import { expect } from 'chai';
import type { JsonObject } from '../../../src/ledger/index.js';
import { lengthOf, patchedOwn, readOwn, stateText } from '../../../src/storage/engine/own-states.js';
import { collector, heapAfter } from './heap.js';

const clock = 'answer-warning:019cc55a-c34f-7000-8000-000000000c00';

describe('states that are kept', () => {
  it('are what the patch makes of them, and their own', () => {
    const first = patchedOwn(undefined, { state: 'Sent', struck: { [clock]: 'now' }, '10': ['a'] });
    expect(first).to.deep.equal({ state: 'Sent', struck: { [clock]: 'now' }, '10': ['a'] });
    const next = patchedOwn(first, { state: null, struck: { [clock]: null }, peer: 'west' });
    expect(next).to.deep.equal({ struck: {}, '10': ['a'], peer: 'west' });
    const other = patchedOwn({ a: 1 }, { b: 2 });
    expect(other).to.deep.equal({ a: 1, b: 2 });
    for (const state of [first, next, other]) stateText(state);
    expect([first, next, other].map((state) => lengthOf(state) !== undefined)).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('are as long as their text, whatever they were before', () => {
    let state: JsonObject = readOwn<JsonObject>({ note: '' }, '{"note":""}');
    for (let at = 0; at < 50; at += 1) {
      state = patchedOwn(state, { note: `${at} ${'x'.repeat(1_000)}` });
      stateText(state);
    }
    expect(lengthOf(state)).to.equal(JSON.stringify(state).length);
    expect(lengthOf({ note: 'of somebody else' })).to.equal(undefined);
  });

  it('hold no message in memory of which a part is in them, and give ids no shape', () => {
    const collect = collector();
    const before = heapAfter(collect);
    const states: JsonObject[] = [];
    for (let at = 0; at < 40; at += 1) {
      const message = `${at} ${'<note>somebody</note>'.repeat(50_000)}`;
      const state = patchedOwn(undefined, { title: message.slice(1_000, 1_100) });
      states.push(patchedOwn(state, { reports: { [clock]: { words: message.slice(2_000, 2_100) } } }));
    }
    expect(heapAfter(collect) - before).to.be.lessThan(8 * 1024 * 1024);
    expect(states.every(({ reports }) => Object.getPrototypeOf(reports) === null)).to.equal(true);
  });
});
