import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/ledger/index.js';
import {
  NotAnEntry,
  entryText,
  isCanonical,
  leafHash,
  parseEntry,
  renumbered,
} from '../../../src/ledger/index.js';
import { leafOf } from './oracle.js';
import { entry, numberedEntry } from './sample-ledger.js';

const schema = JSON.parse(readFileSync('schemas/ledger-entry.schema.json', 'utf8')) as object;
const isValid = new Ajv2020({ strict: true }).compile(schema);

const jsonObject = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()) as fc.Arbitrary<JsonObject>;

describe("an entry's text", () => {
  it('sorts names, has no blanks, and its number inside', () => {
    const made = entry({
      facts: { b: 1e21, a: '\u20ac\n' },
      changes: [{ aggregate: 'loan', id: 'L', version: 1, set: { x: null } }],
    });
    expect(entryText(made, 7)).to.equal(
      '{"actor":{"id":"ISIL:DE-1","kind":"peer"},"at":"2026-03-01T08:00:00.000Z","because":"a peer asked for a loan",' +
        '"changes":[{"aggregate":"loan","id":"L","set":{"x":null},"version":1}],"facts":{"a":"\u20ac\\n","b":1e+21},' +
        '"kind":"message-received","seq":7}',
    );
  });

  it('gives the entry back, and is canonical, whatever the facts', () => {
    fc.assert(
      fc.property(jsonObject, fc.integer({ min: 1, max: 2 ** 53 - 1 }), (facts, seq) => {
        const text = entryText(entry({ facts }), seq);
        const parsed = parseEntry(text);
        expect(isCanonical(text, parsed)).to.equal(true);
        expect(entryText(parsed, seq)).to.equal(text);
        expect(parsed.seq).to.equal(seq);
        expect(isValid(parsed)).to.equal(true);
      }),
    );
  });

  it('is canonical also where names look like numbers, and not with a blank, another order or another spelling', () => {
    const text = entryText(entry({ facts: { '10': 1, '9': 2, b: 3 } }), 1);
    expect(text).to.contain('{"10":1,"9":2,"b":3}');
    const is = (other: string) => isCanonical(other, JSON.parse(other));
    expect(is(text)).to.equal(true);
    expect(is(text.replace('"10":1,"9":2', '"9":2,"10":1'))).to.equal(false);
    expect(is(text.replace(',', ', '))).to.equal(false);
    expect(is(text.replace('"b":3', '"b":3.0'))).to.equal(false);
    expect(is(text.replace('peer asked', 'p\\u0065er asked'))).to.equal(false);
    expect(is(text.replace('"b":3', '"b":3,"b":3'))).to.equal(false);
  });

  it('refuses what JSON cannot say instead of dropping it', () => {
    for (const value of [
      undefined,
      NaN,
      Infinity,
      '\ud800',
      new Date(0),
      () => 1,
      1n,
      Symbol('s'),
      [undefined],
      new Array(2),
    ])
      expect(() => entryText(entry({ facts: { value } as never }), 1)).to.throw(NotAnEntry);
    expect(() => entryText(entry({ facts: { '\udc00': 1 } }), 1)).to.throw(NotAnEntry);
  });

  it('refuses what is no entry, when it is made and when it is read', () => {
    const changed = (more: object) => ({ ...entry(), ...more });
    const wrong = [
      { kind: '' },
      { because: '' },
      { at: '2026-03-01T08:00:00Z' },
      { actor: { kind: 'ghost', id: '1' } },
      { actor: { kind: 'peer', id: '' } },
      { changes: undefined },
      { changes: [{ aggregate: 'loan', id: 'L', version: 0, set: {} }] },
      { changes: [{ aggregate: 'loan', id: 'L', version: 1, set: [] }] },
    ];
    for (const more of wrong) {
      expect(() => entryText(changed(more), 1), JSON.stringify(more)).to.throw(NotAnEntry);
      expect(() => parseEntry(JSON.stringify({ ...changed(more), seq: 1 })), JSON.stringify(more)).to.throw(
        NotAnEntry,
      );
      expect(isValid({ ...changed(more), seq: 1 }), JSON.stringify(more)).to.equal(false);
    }
    for (const seq of [0, -1, 1.5, NaN]) expect(() => entryText(entry(), seq)).to.throw(NotAnEntry);
    for (const text of ['', '[]', 'null', '{', '"x"']) expect(() => parseEntry(text)).to.throw(NotAnEntry);
  });

  it('is hashed as a leaf of RFC 6962', () => {
    const text = entryText(numberedEntry(3), 3);
    expect(leafHash(text).equals(leafOf(Buffer.from(text, 'utf8')))).to.equal(true);
  });

  it('can be numbered otherwise, and back', () => {
    const text = entryText(numberedEntry(3), 3);
    expect(renumbered(text, 9)).to.equal(entryText(numberedEntry(3), 9));
    expect(renumbered(renumbered(text, 9), 3)).to.equal(text);
  });
});
