import type { Expected, FindingKind, SigningKey } from '../../../src/ledger/index.js';
import {
  append,
  emptyHead,
  entryText,
  fingerprint,
  leafHash,
  renumbered,
  signCheckpoint,
} from '../../../src/ledger/index.js';
import type { Held, Random } from './sample-ledger.js';
import { buildLedger, entry, sealed, upTo } from './sample-ledger.js';

/** One change to a ledger, and what the verifier has to say of it: the kinds that would be right, and where. */
export interface Tampering {
  name: string;
  held: Held;
  expected: Expected;
  kinds: FindingKind[];
  /** The changed entry; a finding that is a range has to hold it. */
  seq: number;
  /** Whether the place itself has to be named, not a range around it. */
  isExact: boolean;
}

export interface Setting {
  random: Random;
  key: SigningKey;
  otherKey: SigningKey;
}

type Change = (honest: Held, setting: Setting) => Tampering;

const rowOf = (seq: number, text: string) => ({ seq, text, leafHash: leafHash(text).toString('hex') });
const textsOf = ({ rows }: Held) => rows.map(({ text }) => text);
const moved = <T>(items: readonly T[], change: (copy: T[]) => void): T[] => {
  const copy = [...items];
  change(copy);
  return copy;
};

function swap(items: unknown[], one: number, other: number): void {
  [items[one], items[other]] = [items[other], items[one]];
}

function changedByte(text: string, random: Random): string {
  const at = upTo(random, text.length);
  for (;;) {
    const character = String.fromCharCode(32 + upTo(random, 95));
    if (character !== text[at]) return text.slice(0, at) + character + text.slice(at + 1);
  }
}

const pick = (honest: Held, random: Random) => upTo(random, honest.rows.length) + 1;
const forgedText = (seq: number) => entryText(entry({ kind: 'note', because: 'this never happened' }), seq);
const keptNote = ({ rows }: Held, key: SigningKey, size: number) =>
  signCheckpoint(
    append(
      emptyHead,
      rows.slice(0, size).map(({ text }) => leafHash(text)),
    ),
    { key },
  );

const alterText: Change = (honest, { random }) => {
  const seq = pick(honest, random);
  const rows = moved(honest.rows, (copy) => {
    copy[seq - 1] = { ...copy[seq - 1]!, text: changedByte(copy[seq - 1]!.text, random) };
  });
  return { name: 'a byte', held: { ...honest, rows }, expected: {}, kinds: ['altered'], seq, isExact: true };
};

const dropRow: Change = (honest, { random }) => {
  const seq = pick(honest, random);
  const rows = honest.rows.toSpliced(seq - 1, 1);
  const kinds: FindingKind[] = [seq === honest.rows.length ? 'truncated' : 'missing'];
  return { name: 'dropped', held: { ...honest, rows }, expected: {}, kinds, seq, isExact: true };
};

const dropAndCloseTheGap: Change = (honest, setting) => {
  const dropped = dropRow(honest, setting);
  const rows = dropped.held.rows.map((row, at) => ({ ...row, seq: at + 1 }));
  return { ...dropped, name: 'dropped, gap closed', held: { ...honest, rows } };
};

const dropAndRenumber: Change = (honest, setting) => {
  const dropped = dropRow(honest, setting);
  const rows = dropped.held.rows.map((row, at) => ({
    ...row,
    seq: at + 1,
    text: renumbered(row.text, at + 1),
  }));
  return { ...dropped, name: 'dropped, texts renumbered', held: { ...honest, rows } };
};

const swapRows: Change = (honest, { random }) => {
  const one = upTo(random, honest.rows.length - 1) + 1;
  const other = one + 1 + upTo(random, honest.rows.length - one);
  const rows = moved(honest.rows, (copy) => swap(copy, one - 1, other - 1)).map((row, at) => ({
    ...row,
    seq: at + 1,
  }));
  return {
    name: 'swapped',
    held: { ...honest, rows },
    expected: {},
    kinds: ['reordered'],
    seq: one,
    isExact: true,
  };
};

const swapTextsOnly: Change = (honest, setting) => {
  const swapped = swapRows(honest, setting);
  const rows = swapped.held.rows.map((row, at) => ({ ...row, leafHash: honest.rows[at]!.leafHash! }));
  return { ...swapped, name: 'swapped texts', held: { ...honest, rows } };
};

const swapAndRenumber: Change = (honest, setting) => {
  const swapped = swapRows(honest, setting);
  const rows = swapped.held.rows.map((row) => ({ ...row, text: renumbered(row.text, row.seq) }));
  return { ...swapped, name: 'swapped, texts renumbered', held: { ...honest, rows } };
};

const insertRow: Change = (honest, { random }) => {
  const seq = upTo(random, honest.rows.length) + 1;
  const rows = honest.rows
    .toSpliced(seq - 1, 0, rowOf(seq, forgedText(seq)))
    .map((row, at) => ({ ...row, seq: at + 1 }));
  return {
    name: 'inserted',
    held: { ...honest, rows },
    expected: {},
    kinds: ['inserted'],
    seq,
    isExact: true,
  };
};

const insertCopy: Change = (honest, { random }) => {
  const seq = upTo(random, honest.rows.length - 2) + 3;
  // Of an entry and its copy right behind it, none could say which is which.
  const copied = honest.rows[upTo(random, seq - 2)]!;
  const rows = honest.rows.toSpliced(seq - 1, 0, copied).map((row, at) => ({ ...row, seq: at + 1 }));
  return {
    name: 'inserted a copy',
    held: { ...honest, rows },
    expected: {},
    kinds: ['inserted'],
    seq,
    isExact: false,
  };
};

const insertAndRenumber: Change = (honest, setting) => {
  const inserted = insertRow(honest, setting);
  const rows = inserted.held.rows.map((row) => ({ ...row, text: renumbered(row.text, row.seq) }));
  return { ...inserted, name: 'inserted, texts renumbered', held: { ...honest, rows } };
};

const insertAndHashAnew: Change = (honest, setting) => {
  const inserted = insertRow(honest, setting);
  const rows = inserted.held.rows.map((row) => rowOf(row.seq, renumbered(row.text, row.seq)));
  return { ...inserted, name: 'inserted, renumbered and hashed anew', held: { ...honest, rows } };
};

const alterAndHashAnew: Change = (honest, { random }) => {
  const seq = pick(honest, random);
  const text = forgedText(seq);
  const rows = honest.rows.with(seq - 1, rowOf(seq, text));
  return {
    name: 'altered, hashed anew',
    held: { ...honest, rows },
    expected: {},
    kinds: ['altered'],
    seq,
    isExact: false,
  };
};

const truncateEverything: Change = (honest, { random, key }) => {
  const size = upTo(random, honest.rows.length - 1) + 1;
  const keptSize = size + 1 + upTo(random, honest.rows.length - size);
  const held = sealed(textsOf(honest).slice(0, size), { key, checkpointsAt: [1, 7] });
  const expected = { checkpoints: [keptNote(honest, key, keptSize)] };
  return { name: 'truncated', held, expected, kinds: ['truncated'], seq: size + 1, isExact: true };
};

const reSign: Change = (honest, { random, key, otherKey }) => {
  const sizes = [20, honest.rows.length];
  const held = { ...sealed(textsOf(honest), { key: otherKey, checkpointsAt: sizes }) };
  const expected =
    random() < 0.5
      ? { keyFingerprint: fingerprint(key.verifierKey) }
      : { checkpoints: [keptNote(honest, key, pick(honest, random))] };
  return { name: 're-signed', held, expected, kinds: ['re-signed'], seq: 20, isExact: false };
};

const rewriteAndReSign: Change = (honest, { random, key, otherKey }) => {
  const size = honest.rows.length;
  const texts = textsOf(buildLedger(size, { key: otherKey })).with(3, forgedText(4));
  const held = sealed(texts, { key: otherKey, checkpointsAt: [20, size] });
  const expected =
    random() < 0.5
      ? { keyFingerprint: fingerprint(key.verifierKey) }
      : { checkpoints: [keptNote(honest, key, pick(honest, random))] };
  return { name: 'rewritten and re-signed', held, expected, kinds: ['re-signed'], seq: 1, isExact: false };
};

export const changes: readonly Change[] = [
  alterText,
  dropRow,
  dropAndCloseTheGap,
  dropAndRenumber,
  swapRows,
  swapTextsOnly,
  swapAndRenumber,
  insertRow,
  insertCopy,
  insertAndRenumber,
  insertAndHashAnew,
  alterAndHashAnew,
  truncateEverything,
  reSign,
  rewriteAndReSign,
];
