import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  DamagedDataKey,
  DamagedSeal,
  UnreadableWrappingKeys,
  WrappingKeyMissing,
  commitment,
  createDataKey,
  createGatewayKey,
  generateWrappingKey,
  lookUpToken,
  open,
  parseWrappingKeys,
  rewrap,
  rotated,
  seal,
  unwrapDataKey,
  withoutOlder,
  wrapDataKey,
  wrappedUnder,
  wrappingKeysText,
} from '../../../src/vault/index.js';
import type { DataKey, WrappingKeyRing } from '../../../src/vault/index.js';

const random = randomBytes;
const newRing = (): WrappingKeyRing => ({ current: generateWrappingKey(random), older: [] });
const bytesOf = (dataKey: DataKey) => dataKey.secret.export().toString('hex');
const text = fc.string({ unit: 'grapheme', maxLength: 200 });

/** Each text that differs from a dotted base64 text in one bit of its last part. */
function* flippedBits(sealed: string): Generator<string> {
  const dot = sealed.lastIndexOf('.') + 1;
  const bytes = Buffer.from(sealed.slice(dot), 'base64');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    yield sealed.slice(0, dot) + flipped.toString('base64');
  }
}

describe('a sealed value', () => {
  const key = createDataKey('loan-1', random);

  it('comes back in its context, whatever it is', () => {
    fc.assert(
      fc.property(text, text, (plain, context) => {
        expect(open(key, seal(key, plain, { context, random }), context)).to.equal(plain);
      }),
    );
  });

  it('never looks the same twice, and does not show what it holds', () => {
    const [one, other] = [0, 1].map(() => seal(key, 'Ada Lovelace', { context: 'c', random }));
    expect(one).to.not.equal(other);
    expect(Buffer.from(one!.slice(3), 'base64').toString('latin1')).to.not.contain('Ada');
  });

  it('does not open in another context, under another key, or at another holder', () => {
    const sealed = seal(key, 'Ada Lovelace', { context: 'message 1 hole 2', random });
    const sameBytes = { ...key, holder: 'loan-2', derived: new Map() };
    expect(() => open(key, sealed, 'message 1 hole 3')).to.throw(DamagedSeal, 'hole 3');
    expect(() => open(createDataKey('loan-1', random), sealed, 'message 1 hole 2')).to.throw(DamagedSeal);
    expect(() => open(sameBytes, sealed, 'message 1 hole 2')).to.throw(DamagedSeal);
  });

  it('does not open with any bit flipped, cut short, or under another version', () => {
    const sealed = seal(key, 'Ada', { context: 'c', random });
    for (const flipped of flippedBits(sealed)) expect(() => open(key, flipped, 'c')).to.throw(DamagedSeal);
    for (const broken of [
      '',
      's1.',
      sealed.slice(0, 20),
      sealed.slice(0, -4),
      `${sealed} `,
      sealed.replace('s1', 's2'),
    ])
      expect(() => open(key, broken, 'c'), broken).to.throw(DamagedSeal);
  });
});

describe('a data key', () => {
  it('comes back from under its wrapping key, and names it', () => {
    const ring = newRing();
    const key = createDataKey('loan-1', random);
    const wrapped = wrapDataKey(key, ring.current, random);
    expect(wrappedUnder(wrapped)).to.equal(ring.current.id);
    expect(bytesOf(unwrapDataKey(wrapped, ring, 'loan-1'))).to.equal(bytesOf(key));
    expect(wrapped).to.not.contain(key.secret.export().toString('base64'));
  });

  it('is refused by name with the wrong ring, another holder, or any bit flipped', () => {
    const ring = newRing();
    const wrapped = wrapDataKey(createDataKey('loan-1', random), ring.current, random);
    expect(() => unwrapDataKey(wrapped, newRing(), 'loan-1')).to.throw(WrappingKeyMissing, ring.current.id);
    expect(() => unwrapDataKey(wrapped, ring, 'loan-2')).to.throw(DamagedDataKey, 'loan-2');
    for (const flipped of flippedBits(wrapped))
      expect(() => unwrapDataKey(flipped, ring, 'loan-1')).to.throw(DamagedDataKey);
    for (const broken of ['', 'dk1', wrapped.slice(0, -4), wrapped.replace('dk1', 'dk2')])
      expect(() => unwrapDataKey(broken, ring, 'loan-1'), broken).to.throw(DamagedDataKey);
  });

  it('is wrapped anew when the ring is rotated; then the old wrapping key is not needed any more', () => {
    const ring = newRing();
    const key = createDataKey('loan-1', random);
    const wrapped = wrapDataKey(key, ring.current, random);
    const next = rotated(ring, random);
    const anew = rewrap(wrapped, next, { holder: 'loan-1', random });
    expect(wrappedUnder(anew)).to.equal(next.current.id);
    expect(rewrap(anew, next, { holder: 'loan-1', random })).to.equal(anew);
    expect(bytesOf(unwrapDataKey(anew, withoutOlder(next), 'loan-1'))).to.equal(bytesOf(key));
    expect(() => unwrapDataKey(wrapped, withoutOlder(next), 'loan-1')).to.throw(WrappingKeyMissing);
  });

  it('does not show its bytes when somebody logs it', () => {
    const key = createDataKey('loan-1', random);
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key);
    const raw = key.secret.export();
    for (const form of [raw.toString('hex'), raw.toString('base64'), inspect(raw)])
      expect(shown).to.not.contain(form);
  });
});

describe('wrapping keys', () => {
  it('go into their file and back, current and older ones', () => {
    const ring = rotated(rotated(newRing(), random), random);
    const read = parseWrappingKeys(wrappingKeysText(ring));
    expect(read.current.id).to.equal(ring.current.id);
    expect(read.older.map(({ id }) => id)).to.deep.equal(ring.older.map(({ id }) => id));
    expect(read.current.secret.equals(ring.current.secret)).to.equal(true);
  });

  it('may be given bare, in base64 or hex', () => {
    const bytes = randomBytes(32);
    const ids = [bytes.toString('base64'), ` ${bytes.toString('hex')}\n`].map(
      (bare) => parseWrappingKeys(bare).current.id,
    );
    expect(ids[0]).to.equal(ids[1]);
  });

  it('are refused with the line that is wrong, and without the key in the message', () => {
    const ring = rotated(newRing(), random);
    const good = wrappingKeysText(ring);
    const secret = ring.older[0]!.secret.export().toString('base64');
    const other = generateWrappingKey(random).secret.export().toString('base64');
    const broken: [string, string][] = [
      ['', 'neither'],
      [randomBytes(31).toString('base64'), 'neither'],
      [good.replace(secret, other), 'line 3'],
      [good.replace(secret, secret.slice(1)), 'line 3'],
      [good.replace('current', 'older'), 'exactly one'],
      [good.replace('older', 'current'), 'exactly one'],
    ];
    for (const [file, why] of broken) {
      let message = '';
      try {
        parseWrappingKeys(file);
      } catch (error) {
        expect(error).to.be.instanceOf(UnreadableWrappingKeys);
        message = (error as Error).message;
      }
      expect(message).to.contain(why);
      expect(message).to.not.contain(secret);
    }
  });
});

describe('a commitment', () => {
  const key = createDataKey('loan-1', random);

  it('is the HMAC under a key that follows from the data key and the label', () => {
    const derived = hkdfSync('sha256', key.secret.export(), '', 'lendwire commitment body', 32);
    const expected = createHmac('sha256', Buffer.from(derived)).update('value').digest('hex');
    expect(commitment(key, 'body', 'value')).to.equal(expected);
    expect(commitment(key, 'body', Buffer.from('value'))).to.equal(expected);
  });

  it('is the same again, and another for another value, label or data key', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(commitment(key, 'body', one) === commitment(key, 'body', other)).to.equal(one === other);
      }),
    );
    const all = [
      commitment(key, 'body', 'v'),
      commitment(key, 'name', 'v'),
      commitment(createDataKey('x', random), 'body', 'v'),
    ];
    expect(new Set(all).size).to.equal(3);
  });

  it('outlives the wrapping: the key that comes back commits alike', () => {
    const ring = newRing();
    const again = unwrapDataKey(wrapDataKey(key, ring.current, random), ring, 'loan-1');
    expect(commitment(again, 'body', 'v')).to.equal(commitment(key, 'body', 'v'));
  });
});

describe('a look-up token', () => {
  it('finds the same person at the same agency, and nobody elsewhere', () => {
    const key = createGatewayKey(random);
    expect(lookUpToken(key, 'ISIL:A', 'P-1')).to.equal(lookUpToken(key, 'ISIL:A', 'P-1'));
    const all = [
      lookUpToken(key, 'ISIL:A', 'P-1'),
      lookUpToken(key, 'ISIL:B', 'P-1'),
      lookUpToken(key, 'ISIL:AP', '-1'),
      lookUpToken(createGatewayKey(random), 'ISIL:A', 'P-1'),
    ];
    expect(new Set(all).size).to.equal(4);
  });
});
