import { createHash } from 'node:crypto';
import type { SigningKey } from '../../../src/ledger/index.js';
import { upTo, type Random } from '../ledger/sample-ledger.js';
import { signatureOf, type Files } from './bundles.js';

/** A change to a bundle, and what a verifier has to say of it: the kind, and the entry where one is bad. */
export interface Mutated {
  files: Files;
  what: string;
  kinds: readonly string[];
  seq?: number;
  /** The evidence allows no more than a range around it. */
  isRange?: boolean;
}

type Mutation = (files: Files, random: Random) => Mutated;

const text = (files: Files, name: string): string => files.get(name)?.toString('utf8') ?? '';
const linesOf = (files: Files): string[] => text(files, 'ledger.jsonl').split('\n').slice(0, -1);
const seqOf = (line: string): number => (JSON.parse(line) as { seq: number }).seq;
const withLines = (files: Files, lines: readonly string[]): Files =>
  new Map(files).set('ledger.jsonl', Buffer.from(lines.map((line) => `${line}\n`).join('')));

function flipped(bytes: Buffer, at: number, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << upTo(random, 8));
  return copy;
}

/** A bit in a line: the line is what is altered, also where the bit makes or unmakes the end of a line. */
const bitOfEntry: Mutation = (files, random) => {
  const bytes = files.get('ledger.jsonl') ?? Buffer.alloc(0);
  const at = upTo(random, bytes.length);
  const line = bytes.subarray(0, at).filter((byte) => byte === 10).length;
  const seq = seqOf(linesOf(files)[line] ?? '{"seq":0}');
  const changed = new Map(files).set('ledger.jsonl', flipped(bytes, at, random));
  return { files: changed, what: `bit of byte ${at}`, kinds: ['altered'], seq };
};

const rowTaken: Mutation = (files, random) => {
  const lines = linesOf(files);
  const at = upTo(random, lines.length);
  const seq = seqOf(lines[at] ?? '');
  const kind = at === lines.length - 1 ? 'truncated' : 'missing';
  return { files: withLines(files, lines.toSpliced(at, 1)), what: `line ${at} taken`, kinds: [kind], seq };
};

const tailTaken: Mutation = (files, random) => {
  const lines = linesOf(files);
  const at = upTo(random, lines.length);
  const seq = seqOf(lines[at] ?? '');
  return { files: withLines(files, lines.slice(0, at)), what: `cut at ${at}`, kinds: ['truncated'], seq };
};

const rowCopied: Mutation = (files, random) => {
  const lines = linesOf(files);
  const [from, to] = [upTo(random, lines.length), upTo(random, lines.length)];
  const changed = lines.toSpliced(to, 0, lines[from] ?? '');
  // A copy beside the original cannot be told from it: the second of the two is the surplus one.
  const at = to === from ? to + 1 : to;
  const seq = at < lines.length ? seqOf(lines[at] ?? '') : seqOf(lines.at(-1) ?? '') + 1;
  return { files: withLines(files, changed), what: `line ${from} again at ${to}`, kinds: ['inserted'], seq };
};

const rowForged: Mutation = (files, random) => {
  const lines = linesOf(files);
  const at = upTo(random, lines.length);
  const seq = seqOf(lines[at] ?? '');
  const forged = (lines[at] ?? '').replace('"because":"', '"because":"x');
  return {
    files: withLines(files, lines.toSpliced(at, 0, forged)),
    what: `forged at ${at}`,
    kinds: ['inserted'],
    seq,
  };
};

const rowsSwapped: Mutation = (files, random) => {
  const lines = linesOf(files);
  const one = upTo(random, lines.length - 1);
  const other = one + 1 + upTo(random, lines.length - one - 1);
  const changed = [...lines];
  [changed[one], changed[other]] = [lines[other] ?? '', lines[one] ?? ''];
  const seq = seqOf(lines[one] ?? '');
  return { files: withLines(files, changed), what: `${one} and ${other} swapped`, kinds: ['reordered'], seq };
};

const fileGone: Mutation = (files, random) => {
  const names = [...files.keys()].filter((name) => (files.get(name)?.length ?? 0) > 0);
  const name = names[upTo(random, names.length)] ?? '';
  const changed = new Map(files);
  changed.delete(name);
  return {
    files: changed,
    what: `${name} gone`,
    kinds: kindsOfLoss(name),
    ...(name === 'ledger.jsonl' ? { seq: seqOf(linesOf(files)[0] ?? '') } : {}),
  };
};

function kindsOfLoss(name: string): string[] {
  if (name === 'ledger.jsonl') return ['truncated'];
  if (name === 'manifest.sig') return ['manifest-altered'];
  if (name === 'hashes.bin') return ['hashes-altered'];
  if (name.startsWith('checkpoints/')) return ['file-missing', 'checkpoint-altered'];
  if (name === 'proofs/consistency.json') return ['proof-altered'];
  return ['file-missing'];
}

const fileAdded: Mutation = (files, random) => {
  const name = `csv/extra-${upTo(random, 1000)}.csv`;
  return { files: new Map(files).set(name, Buffer.from('x')), what: `${name} added`, kinds: ['file-added'] };
};

const bitOfFile =
  (names: (name: string) => boolean, kinds: readonly string[]): Mutation =>
  (files, random) => {
    const all = [...files.keys()].filter((name) => names(name) && (files.get(name)?.length ?? 0) > 0);
    const name = all[upTo(random, all.length)] ?? '';
    const bytes = files.get(name) ?? Buffer.alloc(0);
    const at = upTo(random, bytes.length);
    return { files: new Map(files).set(name, flipped(bytes, at, random)), what: `${name} byte ${at}`, kinds };
  };

/** A number in the manifest, its file list kept in step, and nobody's signature over it. */
const countChanged: Mutation = (files, random) => {
  const manifest = JSON.parse(text(files, 'manifest.json')) as { counts: Record<string, number> };
  const names = Object.keys(manifest.counts);
  const name = names[upTo(random, names.length)] ?? '';
  manifest.counts[name] = (manifest.counts[name] ?? 0) + 1 + upTo(random, 9);
  const changed = new Map(files).set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  return { files: changed, what: `count of ${name}`, kinds: ['manifest-altered'] };
};

/** A line is changed and every hash made anew, by somebody with a key of his own or with none. */
const rewrittenBy =
  (stranger: SigningKey | undefined): Mutation =>
  (files, random) => {
    const lines = linesOf(files);
    const at = upTo(random, lines.length);
    const seq = seqOf(lines[at] ?? '');
    const forged = (lines[at] ?? '').replace('"because":"', '"because":"x');
    const changed = withLines(files, lines.with(at, forged));
    const manifest = JSON.parse(text(files, 'manifest.json')) as {
      range: { first: number };
      files: Record<string, { bytes: number; sha256: string }>;
    };
    const hashes = Buffer.from(files.get('hashes.bin') ?? '');
    hashes.set(createHash('sha256').update(`\u0000${forged}`).digest(), 32 * (seq - manifest.range.first));
    changed.set('hashes.bin', hashes);
    for (const name of ['ledger.jsonl', 'hashes.bin']) manifest.files[name] = digestOf(changed, name);
    changed.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
    const sha256 = digestOf(changed, 'manifest.json').sha256;
    if (stranger !== undefined) changed.set('manifest.sig', Buffer.from(signatureOf(stranger, sha256)));
    return { files: changed, what: `entry ${seq} rewritten`, kinds: ['altered'], seq, isRange: true };
  };

/** All is as it was, and somebody else has signed the manifest. */
const signedBy =
  (stranger: SigningKey): Mutation =>
  (files) => {
    const signature = signatureOf(stranger, digestOf(files, 'manifest.json').sha256);
    const changed = new Map(files).set('manifest.sig', Buffer.from(signature));
    return { files: changed, what: 'signed by a stranger', kinds: ['re-signed'] };
  };

function digestOf(files: Files, name: string): { bytes: number; sha256: string } {
  const bytes = files.get(name) ?? Buffer.alloc(0);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Every way in which a bundle is changed, by name. */
export function mutationsBy(stranger: SigningKey): Readonly<Record<string, Mutation>> {
  return {
    'a bit of an entry': bitOfEntry,
    'a row taken away': rowTaken,
    'the end cut off': tailTaken,
    'a row twice': rowCopied,
    'a forged row': rowForged,
    'two rows swapped': rowsSwapped,
    'a file taken away': fileGone,
    'a file added': fileAdded,
    'a bit of a hash': bitOfFile((name) => name === 'hashes.bin', ['hashes-altered']),
    'a bit of the manifest': bitOfFile((name) => name === 'manifest.json', ['manifest-altered']),
    'a bit of its signature': bitOfFile((name) => name === 'manifest.sig', ['manifest-altered', 're-signed']),
    'a bit of a checkpoint': bitOfFile(
      (name) => name.startsWith('checkpoints/'),
      ['checkpoint-altered', 're-signed'],
    ),
    'a bit of a proof': bitOfFile((name) => name.startsWith('proofs/'), ['proof-altered', 're-signed']),
    'a bit of a table or text': bitOfFile((name) => /\.(csv|md|mjs)$/.test(name), ['file-altered']),
    'a count': countChanged,
    'an entry and its hashes': rewrittenBy(undefined),
    'an entry, its hashes and the signature': rewrittenBy(stranger),
    'the signature by another key': signedBy(stranger),
  };
}
