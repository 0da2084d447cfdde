import { expect } from 'chai';
import { allById, byId, noneById, withId, withoutId } from '../../../src/loan/index.js';

describe('what is kept by ids', () => {
  it('is one, all of them, with one more, with another in its place, and without one', () => {
    const one = byId('a', 1);
    const two = withId(one, 'b', 2);
    expect(Object.entries(two)).to.deep.equal([
      ['a', 1],
      ['b', 2],
    ]);
    expect(Object.entries(withId(two, 'a', 3))[0]).to.deep.equal(['a', 3]);
    expect(Object.keys(withoutId(two, 'a'))).to.deep.equal(['b']);
    expect(Object.keys(withoutId(two, 'c'))).to.deep.equal(['a', 'b']);
    expect(Object.entries(allById([['a', 1] as const, ['a', 2] as const]))).to.deep.equal([['a', 2]]);
    expect(Object.keys(withId<number>(undefined, 'a', 1))).to.deep.equal(['a']);
    expect(Object.keys(one)).to.deep.equal(['a']);
  });

  it('may have any name that a peer can think of, and is JSON like any other', () => {
    const table = withId(byId('__proto__', { at: 1 }), 'constructor', { at: 2 });
    expect(JSON.stringify(table)).to.equal('{"__proto__":{"at":1},"constructor":{"at":2}}');
    expect('toString' in table).to.equal(false);
    expect(JSON.stringify(withoutId(table, '__proto__'))).to.equal('{"constructor":{"at":2}}');
    expect(Object.keys(noneById())).to.deep.equal([]);
  });
});
