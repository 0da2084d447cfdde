import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import {
  UnreadableSigningKey,
  append,
  createSigningKey,
  emptyHead,
  fingerprint,
  isSameFingerprint,
  keyChangedFacts,
  leafHash,
  parseCheckpoint,
  parseSigningKey,
  parseVerifierKey,
  readKeyChanged,
  rootOf,
  signCheckpoint,
  signingKeyText,
  verifyCheckpoint,
} from '../../../src/ledger/index.js';
import { keyFrom } from './sample-ledger.js';

const key = keyFrom(21);
const otherKey = keyFrom(22);
const head = append(emptyHead, [leafHash('one'), leafHash('two'), leafHash('three')]);

describe('a checkpoint', () => {
  const note = signCheckpoint(head, { key });

  it('is a note of origin, size, root and a signature line', () => {
    const lines = note.split('\n');
    expect(lines.slice(0, 4)).to.deep.equal([
      'ledger.example/north',
      '3',
      rootOf(head).toString('base64'),
      '',
    ]);
    expect(lines[4]).to.match(/^\u2014 ledger\.example\/north [A-Za-z0-9+/]+=*$/);
    expect(note.endsWith('\n')).to.equal(true);
  });

  it('verifies under its key, among others too', () => {
    const verdict = verifyCheckpoint(note, [otherKey.verifierKey, key.verifierKey]);
    expect(verdict.valid && verdict.checkpoint).to.include({
      origin: 'ledger.example/north',
      size: 3,
      root: rootOf(head).toString('hex'),
    });
    expect(verdict.valid && verdict.key.text).to.equal(key.verifierKey);
  });

  it('does not verify under another key, nor when any byte is changed', () => {
    expect(verifyCheckpoint(note, [otherKey.verifierKey])).to.include({ valid: false, why: 'unknown-key' });
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(verifyCheckpoint(changed.toString(), [key.verifierKey]).valid, `byte ${at}`).to.equal(false);
    }
  });

  it('may carry further lines and further signatures', () => {
    const witness = signCheckpoint(head, { key: otherKey, origin: key.name }).split('\n')[4]!;
    expect(verifyCheckpoint(`${note}${witness}\n`, [key.verifierKey])).to.have.property('valid', true);
  });

  it('is none without its parts', () => {
    for (const text of [
      '',
      'x',
      '\n\n',
      note.slice(0, -1),
      note.replace('\n3\n', '\n03\n'),
      note.replace('\n3\n', '\n-3\n'),
    ])
      expect(parseCheckpoint(text), text).to.equal(undefined);
  });
});

describe('a signing key', () => {
  it('goes into a line and back', () => {
    const made = createSigningKey('ledger.example/south', randomBytes);
    const read = parseSigningKey(`${signingKeyText(made)}\n`);
    expect(read.verifierKey).to.equal(made.verifierKey);
    expect(verifyCheckpoint(signCheckpoint(head, { key: read }), [made.verifierKey])).to.have.property(
      'valid',
      true,
    );
  });

  it('has the public key and the signatures of RFC 8032, test 1', () => {
    const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const made = createSigningKey('rfc8032', () => Buffer.from(secret, 'hex'));
    expect(parseVerifierKey(made.verifierKey).publicKey.toString('hex')).to.equal(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });

  it('refuses a damaged line, and a name that would not fit into one', () => {
    const line = signingKeyText(key);
    const damaged = line.replace(/.(?=.{4}$)/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const text of ['', 'PRIVATE+KEY', line.slice(0, -6), damaged, key.verifierKey])
      expect(() => parseSigningKey(text), text).to.throw(UnreadableSigningKey);
    for (const name of ['', 'two words', 'a+b'])
      expect(() => createSigningKey(name, randomBytes), name).to.throw(UnreadableSigningKey);
    expect(() => parseVerifierKey(key.verifierKey.replace('north', 'south'))).to.throw(UnreadableSigningKey);
  });

  it('has a fingerprint that people compare, however it is grouped', () => {
    const print = fingerprint(key.verifierKey);
    expect(print).to.match(/^([0-9a-f]{4}-){15}[0-9a-f]{4}$/);
    expect(isSameFingerprint(print, print.toUpperCase().replaceAll('-', ' '))).to.equal(true);
    expect(isSameFingerprint(print, fingerprint(otherKey.verifierKey))).to.equal(false);
  });

  it('hands over to the next, and nobody else can', () => {
    const facts = keyChangedFacts(key, otherKey);
    expect(readKeyChanged(facts)?.newKey.text).to.equal(otherKey.verifierKey);
    expect(readKeyChanged({ ...facts, newKey: keyFrom(23).verifierKey })).to.equal(undefined);
    expect(readKeyChanged({ ...facts, oldKey: otherKey.verifierKey })).to.equal(undefined);
    expect(readKeyChanged(undefined)).to.equal(undefined);
  });
});
