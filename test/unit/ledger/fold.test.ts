import { expect } from 'chai';
import fc from 'fast-check';
import type { AggregateRow, Change, JsonObject, JsonValue } from '../../../src/ledger/index.js';
import {
  StateHoldsNull,
  applyPatch,
  foldEntry,
  foldInto,
  isSame,
  patchBetween,
} from '../../../src/ledger/index.js';
import { entry } from './sample-ledger.js';

/** As long as what a table is known by. */
const ids = ['019cc55a-c34f-7000-8000-000000000c00', 'due:019cc55a-c34f-7000-8000-000000000d00'];
const { state } = fc.letrec<{ value: JsonValue; state: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(fc.string(), { maxLength: 3 }),
    tie('state'),
  ),
  state: fc.dictionary(fc.constantFrom('a', 'b', 'c', '10', '__proto__', 'é', ...ids), tie('value')),
}));

describe('a merge patch', () => {
  it('between two states leads from one to the other, and changes neither', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const copy = structuredClone(before);
        const patch = patchBetween(before, after);
        expect(isSame(patch === undefined ? before : applyPatch(before, patch), after)).to.equal(true);
        expect(patch === undefined).to.equal(isSame(before, after));
        expect(isSame(before, copy)).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it('makes a state from nothing', () => {
    fc.assert(fc.property(state, (after) => isSame(applyPatch({}, patchBetween(undefined, after)!), after)));
  });

  // RFC 7396 appendix A, those whose target and patch are objects.
  const table: [JsonObject, JsonObject, JsonObject][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of table)
    it(`${JSON.stringify(patch)} on ${JSON.stringify(target)} gives ${JSON.stringify(result)}`, () => {
      expect(applyPatch(target, patch)).to.deep.equal(result);
    });

  it('holds only what changed, and arrays whole', () => {
    const before = { keep: { x: 1 }, list: ['a'], gone: true, deep: { one: 1, two: 2 } };
    const after = { keep: { x: 1 }, list: ['a', 'b'], deep: { one: 1, two: 3 } };
    expect(patchBetween(before, after)).to.deep.equal({ list: ['a', 'b'], deep: { two: 3 }, gone: null });
  });

  it('is refused for a state that holds null', () => {
    expect(() => patchBetween({}, { a: { b: null } })).to.throw(StateHoldsNull, 'state.a.b');
  });

  it('cannot reach what every object inherits', () => {
    const patched = applyPatch({}, JSON.parse('{"__proto__":{"isAdmin":true}}') as JsonObject);
    expect((patched as { isAdmin?: boolean }).isAdmin).to.equal(undefined);
    expect(Object.keys(patched)).to.deep.equal(['__proto__']);
  });
});

describe('the fold of the entries', () => {
  const change = (version: number, set: JsonObject, id = 'L1'): Change => ({
    aggregate: 'loan',
    id,
    version,
    set,
  });
  const sealed = (seq: number, ...changes: Change[]) => ({ ...entry({ changes }), seq });

  it('adds up to the rows, also where one entry changes an aggregate twice', () => {
    const rows = new Map<string, AggregateRow>();
    foldInto(rows, sealed(1, change(1, { state: 'SENT' }), change(1, { n: 1 }, 'L2')));
    foldInto(rows, sealed(2, change(2, { due: 'x' }), change(3, { state: null })));
    expect([...rows.values()]).to.deep.equal([
      { aggregate: 'loan', id: 'L1', version: 3, state: { due: 'x' } },
      { aggregate: 'loan', id: 'L2', version: 1, state: { n: 1 } },
    ]);
  });

  it('refuses a version that is skipped or repeated, by name and whole', () => {
    const rows = new Map<string, AggregateRow>();
    foldInto(rows, sealed(1, change(1, {})));
    const gap = foldInto(rows, sealed(2, change(1, {}, 'L2'), change(3, {})));
    expect(gap).to.deep.equal({
      folded: false,
      fault: {
        kind: 'version-gap',
        seq: 2,
        aggregate: 'loan',
        id: 'L1',
        expectedVersion: 2,
        foundVersion: 3,
      },
    });
    expect(foldInto(rows, sealed(3, change(1, {})))).to.have.nested.property(
      'fault.kind',
      'version-repeated',
    );
    expect([...rows.keys()]).to.deep.equal(['loan/L1']);
  });

  it('can be asked without touching the rows', () => {
    const rows = new Map<string, AggregateRow>();
    expect(foldEntry(rows, sealed(1, change(1, { a: 1 })))).to.have.property('folded', true);
    expect(rows.size).to.equal(0);
  });
});
