#!/usr/bin/env node
// Checks a bundle of a lending ledger: node verify.mjs [FOLDER] [--key FINGERPRINT] [--previous CHECKPOINT]
// One file, no dependency, no network, Node 18 or later. It trusts nothing in the bundle but mathematics: whoever can
// sign can also sign a false history, so hold it against the key's fingerprint and a checkpoint that you kept yourself.
// docs/ledger-format.md of Lendwire says what it checks, so that anybody can write another one.
import * as crypto from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const FORMAT = 'lendwire-ledger-bundle-1';
/** Left beside files by file managers; they prove nothing and hide nothing. */
const STRAY = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/;
const kindOfFile = { 'hashes.bin': 'hashes-altered', 'left-out.txt': 'count-altered' };
/** What is wrong with entries comes first, then who signed, then what lies beside. */
const ORDER = ['altered', 'missing', 'reordered', 'inserted', 'truncated', 're-signed', 'not-provable'];

/** SHA-256; the one-shot function of newer Node halves the price of a short text. */
const sha256 =
  typeof crypto.hash === 'function'
    ? (bytes) => crypto.hash('sha256', bytes, 'buffer')
    : (bytes) => crypto.createHash('sha256').update(bytes).digest();

const count = (number, one, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
const rangeOf = (first, last) => (last <= first ? first : [first, last]);

const nodeInput = Buffer.alloc(65, 1);

export function nodeHash(left, right) {
  nodeInput.set(left, 1);
  nodeInput.set(right, 33);
  return sha256(nodeInput);
}

export function leafHash(text) {
  return sha256(Buffer.concat([Buffer.of(0), Buffer.from(text)]));
}

/** A tree that grows by leaves, or by whole subtrees where the place for them has come. */
export class Tree {
  size = 0;
  #peaks = [];

  push(hash, level = 0) {
    let node = hash;
    for (let odd = Math.floor(this.size / 2 ** level); odd % 2 === 1; odd = Math.floor(odd / 2))
      node = nodeHash(this.#peaks.pop(), node);
    this.#peaks.push(node);
    this.size += 2 ** level;
  }

  root() {
    if (this.#peaks.length === 0) return sha256(Buffer.alloc(0));
    return this.#peaks.reduceRight(
      (right, peak) => (right === undefined ? peak : nodeHash(peak, right)),
      undefined,
    );
  }
}

/** Levels of the full subtrees that cover leaves `from` to `to`, in order, each as large as its place allows. */
export function levelsBetween(from, to) {
  const levels = [];
  for (let at = from; at < to;) {
    let width = 2 ** Math.floor(Math.log2(to - at));
    while (at % width !== 0) width /= 2;
    levels.push(Math.log2(width));
    at += width;
  }
  return levels;
}

/** Whether the proof leads from a leaf to the root. Source: RFC 9162 section 2.1.3.2. */
export function isIncluded({ index, size, leaf, root }, proof) {
  if (!(index >= 0 && index < size)) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}

/** Whether the proof shows that a tree only grew since it had the older size. Source: RFC 9162 section 2.1.4.2. */
export function isConsistent({ oldSize, size, oldRoot, root }, proof) {
  if (!(oldSize >= 1 && oldSize <= size)) return false;
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root);
  const path = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : proof;
  let [node, last] = [oldSize - 1, size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [old, now] = [path[0], path[0]];
  if (old === undefined) return false;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [old, now] = [nodeHash(sibling, old), nodeHash(sibling, now)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else now = nodeHash(now, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && old.equals(oldRoot) && now.equals(root);
}

const spki = Buffer.from('302a300506032b6570032100', 'hex');

function keyOf(text) {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text ?? '') ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const real = sha256(Buffer.concat([Buffer.from(`${name}\n\u0001`), bytes.subarray(1)])).toString(
    'hex',
    0,
    4,
  );
  return real === id ? { text, name, id, bytes: bytes.subarray(1), endsAt: Infinity } : undefined;
}

export function fingerprint(key) {
  return sha256(key.bytes).toString('hex').match(/.{4}/g).join('-');
}

function isSignedBy(key, text, signature) {
  const publicKey = crypto.createPublicKey({
    key: Buffer.concat([spki, key.bytes]),
    format: 'der',
    type: 'spki',
  });
  return crypto.verify(null, Buffer.from(text), publicKey, signature);
}

function signaturesIn(lines) {
  return lines.map((line) => {
    const [, name, base64] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    const bytes = Buffer.from(base64 ?? '', 'base64');
    return bytes.length === 68 && bytes.toString('base64') === base64
      ? { name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) }
      : undefined;
  });
}

function noteOf(text) {
  const split = text.lastIndexOf('\n\n');
  const [origin, size, base64] = text.slice(0, split + 1).split('\n');
  const root = Buffer.from(base64 ?? '', 'base64');
  const signatures = signaturesIn(text.slice(split + 2, -1).split('\n'));
  if (split < 0 || !text.endsWith('\n') || !/^(0|[1-9]\d{0,15})$/.test(size ?? '')) return undefined;
  if (root.length !== 32 || root.toString('base64') !== base64 || signatures.includes(undefined))
    return undefined;
  return { origin, size: Number(size), root, signed: text.slice(0, split + 1), signatures };
}

/** `good` by a key that is believed for this size, `foreign` by any other, else `altered`. */
function judge(signed, signatures, { keys, size }) {
  let isForeign = false;
  for (const { name, id, signature } of signatures) {
    const key = keys.find((each) => each.name === name && each.id === id);
    if (key === undefined) isForeign = true;
    else if (isSignedBy(key, signed, signature)) {
      if (key.isTrusted && size < key.endsAt) return 'good';
      isForeign = true;
    }
  }
  return isForeign ? 'foreign' : 'altered';
}

/** Whom to believe: the key of the fingerprint, else the signer of the kept checkpoint, else the first one announced; and whoever it handed over to or took over from. */
function trusted(entries, manifest, { key, previous }) {
  const handovers = entries.flatMap((entry) => handoverIn(entry) ?? []);
  const made = entries.flatMap(({ facts }) => keyOf(facts?.verifierKey) ?? []);
  const listed = (Array.isArray(manifest.verifierKeys) ? manifest.verifierKeys : []).flatMap(
    (text) => keyOf(text) ?? [],
  );
  const all = [...made, ...handovers.flatMap(({ from, to }) => [from, to]), ...listed];
  const keys = [...new Map(all.map((each) => [each.text, each])).values()];
  const pinned = pinnedIn(keys, { key, previous }) ?? keys.slice(0, 1);
  for (const each of keys) each.isTrusted = pinned.some(({ text }) => text === each.text);
  const named = (text) => keys.find((each) => each.text === text);
  for (const { from, to, seq } of handovers) {
    if (!named(from.text).isTrusted) continue;
    named(from.text).endsAt = seq;
    named(to.text).isTrusted = true;
  }
  for (const { from, to, seq } of [...handovers].reverse())
    if (named(to.text).isTrusted && !named(from.text).isTrusted)
      Object.assign(named(from.text), { isTrusted: true, endsAt: seq });
  return keys;
}

function pinnedIn(keys, { key, previous }) {
  if (key !== undefined) {
    const wanted = key.toLowerCase().replace(/[^0-9a-f]/g, '');
    return keys.filter((each) => fingerprint(each).replaceAll('-', '') === wanted);
  }
  const signers = previous.flatMap((text) => {
    const note = noteOf(text);
    return note === undefined
      ? []
      : keys.filter((each) =>
          note.signatures.some(
            ({ id, signature }) => each.id === id && isSignedBy(each, note.signed, signature),
          ),
        );
  });
  return signers.length > 0 ? signers : undefined;
}

function handoverIn({ seq, facts }) {
  const [from, to] = [keyOf(facts?.oldKey), keyOf(facts?.newKey)];
  if (from === undefined || to === undefined || typeof facts.signature !== 'string') return undefined;
  const text = `lendwire signing key handover\n${from.text}\n${to.text}\n`;
  return isSignedBy(from, text, Buffer.from(facts.signature, 'base64')) ? { from, to, seq } : undefined;
}

async function bytesOf(files, name) {
  const chunks = [];
  for await (const chunk of files.read(name) ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Calls `take(bytes, start, end)` for each line; the byte before `start` may be overwritten, which saves a copy a line. */
async function eachLine(chunks, take) {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.allocUnsafe(1 + rest.length + chunk.length);
    bytes.set(rest, 1);
    bytes.set(chunk, 1 + rest.length);
    let start = 1;
    for (let end = bytes.indexOf(10, 1 + rest.length); end >= 0; end = bytes.indexOf(10, start)) {
      take(bytes, start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) take(Buffer.concat([Buffer.of(0), rest]), 1, rest.length + 1);
}

async function* digested(chunks, into) {
  const hash = crypto.createHash('sha256');
  into.bytes = 0;
  for await (const chunk of chunks ?? []) {
    hash.update(chunk);
    into.bytes += chunk.length;
    yield chunk;
  }
  into.sha256 = hash.digest('hex');
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
const isHash = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function isManifest(value) {
  const { format, head, range, before, after, files, counts } = value ?? {};
  if (format !== FORMAT || !isWhole(head?.size) || !isHash(head.root) || !isWhole(range?.last)) return false;
  if (!isWhole(range.first) || range.first < 1 || range.last > head.size || range.last < range.first - 1)
    return false;
  if (![before, after].every((list) => Array.isArray(list) && list.every(isHash))) return false;
  if (before.length !== levelsBetween(0, range.first - 1).length) return false;
  if (after.length !== levelsBetween(range.last, head.size).length) return false;
  return typeof files === 'object' && files !== null && typeof counts === 'object' && counts !== null;
}

class Check {
  says = [];
  findings = [];
  digests = {};

  constructor(files, asked) {
    this.files = files;
    this.asked = { previous: [], ...asked };
  }

  ok(text) {
    this.says.push({ ok: true, text });
  }

  bad(kind, detail, seq) {
    this.findings.push({ kind, detail, ...(seq === undefined ? {} : { seq }) });
    this.says.push({ ok: false, text: detail });
  }

  async run() {
    const bytes = await bytesOf(this.files, 'manifest.json');
    const manifest = parsed(bytes.toString('utf8'));
    if (bytes.length === 0) this.bad('file-missing', 'manifest.json is not there.');
    else if (!isManifest(manifest)) this.bad('manifest-altered', 'manifest.json is no manifest of a bundle.');
    if (this.findings.length > 0) return this.report();
    this.manifest = manifest;
    await this.readKeys();
    await this.checkSignature(bytes);
    await this.readHashes();
    await this.walk();
    await this.checkNotes();
    this.settleRoots();
    this.judgeEntries();
    this.checkKeyEntries();
    await this.checkProofs();
    this.checkPrevious();
    await this.checkFiles();
    this.checkCounts();
    return this.report();
  }

  async readKeys() {
    const text = (await bytesOf(this.files, 'proofs/keys.jsonl')).toString('utf8');
    this.keyEntries = text.split('\n').flatMap((line) => {
      const proven = parsed(line);
      const entry = parsed(proven?.text);
      return typeof entry === 'object' && entry !== null ? [{ ...proven, entry }] : [];
    });
    this.keys = trusted(
      this.keyEntries.map(({ entry }) => entry),
      this.manifest,
      this.asked,
    );
  }

  async checkSignature(bytes) {
    const { head } = this.manifest;
    const text = (await bytesOf(this.files, 'manifest.sig')).toString('utf8');
    const signatures = signaturesIn(text.replace(/\n$/, '').split('\n'));
    const statement = `lendwire export manifest\n${sha256(bytes).toString('hex')}\n`;
    const isReadable = text.endsWith('\n') && !signatures.includes(undefined);
    const verdict = isReadable
      ? judge(statement, signatures, { keys: this.keys, size: head.size })
      : 'altered';
    const signer = this.keys.find(({ id, name }) =>
      signatures.some((each) => each?.id === id && each.name === name),
    );
    if (verdict === 'good') this.ok(`The manifest is signed by the key ${fingerprint(signer)}.`);
    else if (verdict === 'foreign')
      this.bad(
        're-signed',
        `The manifest is signed by ${signatures.map(({ name, id }) => `${name} (key id ${id})`).join(', ')}, which is not a key that is believed.`,
        rangeOf(1, head.size),
      );
    else
      this.bad(
        'manifest-altered',
        text === ''
          ? 'manifest.sig is not there.'
          : 'The signature does not fit the manifest: manifest.json or manifest.sig was changed.',
      );
  }

  async readHashes() {
    const { range } = this.manifest;
    const chunks = [];
    for await (const chunk of digested(this.files.read('hashes.bin'), (this.digests['hashes.bin'] = {})))
      chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const wanted = 32 * (range.last - range.first + 1);
    this.hasEveryHash = bytes.length === wanted;
    this.hashes = this.hasEveryHash
      ? bytes
      : Buffer.concat([bytes.subarray(0, wanted), Buffer.alloc(Math.max(0, wanted - bytes.length))]);
    await this.readLeftOut();
  }

  async readLeftOut() {
    const { range } = this.manifest;
    this.isHere = new Uint8Array(range.last - range.first + 1).fill(1);
    this.leftOut = 0;
    let [after, isSound] = [range.first - 1, true];
    const lines = digested(this.files.read('left-out.txt'), (this.digests['left-out.txt'] = {}));
    await eachLine(lines, (bytes, start, end) => {
      const [, first, last = first] =
        /^(\d{1,16})(?:-(\d{1,16}))?$/.exec(bytes.toString('latin1', start, end)) ?? [];
      isSound &&= Number(first) > after && Number(last) >= Number(first) && Number(last) <= range.last;
      if (!isSound) return;
      this.isHere.fill(0, Number(first) - range.first, Number(last) - range.first + 1);
      this.leftOut += Number(last) - Number(first) + 1;
      after = Number(last);
    });
    if (!isSound) this.bad('count-altered', 'left-out.txt does not list places of the range in order.');
  }

  /** Reads every line once: its hash, its number, and whether the two belong together. */
  async walk() {
    const { range } = this.manifest;
    this.bodies = new Map();
    this.erased = 0;
    let expected = this.nextHere(range.first);
    const wantsBodies = 'messages/messages.jsonl' in this.manifest.files;
    const lines = digested(this.files.read('ledger.jsonl'), (this.digests['ledger.jsonl'] = {}));
    await eachLine(lines, (bytes, start, end) => {
      bytes[start - 1] = 0;
      const hash = sha256(bytes.subarray(start - 1, end));
      const entry = parsed(bytes.toString('utf8', start, end));
      const seq = isWhole(entry?.seq) ? entry.seq : 0;
      const isPlaced =
        seq >= range.first &&
        seq <= range.last &&
        hash.compare(this.hashes, 32 * (seq - range.first), 32 * (seq - range.first) + 32) === 0;
      if (isPlaced && seq === expected && this.misplaced === undefined)
        expected = this.nextHere(expected + 1);
      else this.setAside({ hash, seq, isPlaced });
      if (isPlaced && wantsBodies && entry.facts?.bodyId !== undefined)
        this.bodies.set(seq, entry.facts.body);
      if (isPlaced && String(entry.kind).startsWith('erasure')) this.erased += 1;
      this.lines = (this.lines ?? 0) + 1;
    });
    this.lines ??= 0;
    this.expected = expected;
  }

  /** From the first line on that is not the next good one, each is kept by its place. */
  setAside({ hash, seq, isPlaced }) {
    this.misplaced ??= { rows: [] };
    this.misplaced.rows.push({ place: isPlaced ? seq : 0, seq, ...(isPlaced ? {} : { hash }) });
  }

  treeOver(hashAt) {
    const { range, head, before, after } = this.manifest;
    const tree = new Tree();
    const roots = new Map([[0, tree.root()]]);
    const grow = (hash, level) => {
      tree.push(hash, level);
      if (this.sizes.has(tree.size)) roots.set(tree.size, tree.root());
    };
    levelsBetween(0, range.first - 1).forEach((level, at) => grow(Buffer.from(before[at], 'hex'), level));
    for (let seq = range.first; seq <= range.last; seq += 1) grow(hashAt(seq), 0);
    levelsBetween(range.last, head.size).forEach((level, at) => grow(Buffer.from(after[at], 'hex'), level));
    return { roots, root: tree.root() };
  }

  async checkNotes() {
    const { head, files } = this.manifest;
    this.notes = [];
    for (const name of Object.keys(files)
      .filter((each) => each.startsWith('checkpoints/'))
      .sort()) {
      const text = (await bytesOf(this.files, name)).toString('utf8');
      if (text === '') continue;
      const note = noteOf(text);
      const verdict =
        note === undefined
          ? 'altered'
          : judge(note.signed, note.signatures, { keys: this.keys, size: note.size });
      if (verdict === 'foreign')
        this.bad(
          're-signed',
          `The checkpoint at ${note.size} is signed by ${note.signatures.map((each) => `${each.name} (key id ${each.id})`).join(', ')}, which is not a key that is believed for it.`,
          rangeOf(1, note.size),
        );
      else if (verdict === 'altered')
        this.bad('checkpoint-altered', `${name} cannot be read, or its signature does not fit its text.`);
      else this.notes.push({ ...note, name });
    }
    this.kept = this.asked.previous.map((text) => noteOf(text));
    this.sizes = new Set(
      [...this.notes, ...this.kept.filter((note) => note !== undefined)]
        .map(({ size }) => size)
        .concat(head.size),
    );
  }

  /** What the hashes prove: the signed root, or that they were changed and the lines were not. */
  settleRoots() {
    const { head, range } = this.manifest;
    const signed = this.notes.find(({ size }) => size === head.size);
    const claimed = signed?.root ?? Buffer.from(head.root, 'hex');
    const hashAt = (seq) => this.hashes.subarray(32 * (seq - range.first), 32 * (seq - range.first) + 32);
    const byHashes = this.treeOver(hashAt);
    this.roots = byHashes.roots;
    this.isProven = byHashes.root.equals(claimed);
    if (signed === undefined)
      this.bad('checkpoint-altered', `There is no good checkpoint over all ${head.size} entries.`);
    else if (head.root !== signed.root.toString('hex'))
      this.bad('manifest-altered', 'The manifest names another root than the checkpoint over it.');
    if (this.isProven) {
      this.ok(
        `The hashes of entries ${range.first} to ${range.last}, with what lies before and after them, have the root that was signed over ${count(head.size, 'entry', 'entries')}.`,
      );
      return this.checkNoteRoots();
    }
    this.judgeHashes(claimed, hashAt);
  }

  checkNoteRoots() {
    let good = 0;
    for (const { size, root, name } of this.notes) {
      const real = this.roots.get(size);
      if (real === undefined || real.equals(root)) good += 1;
      else this.bad('checkpoint-altered', `${name} names another root at ${size} than the entries have.`);
    }
    if (good > 0)
      this.ok(
        `${count(good, 'checkpoint')}, the newest at ${count(this.manifest.head.size, 'entry', 'entries')}: signed, and the entries have their roots.`,
      );
  }

  judgeHashes(claimed, hashAt) {
    const { range } = this.manifest;
    const ofLine = new Map(
      (this.misplaced?.rows ?? []).flatMap(({ hash, seq }) => (hash === undefined ? [] : [[seq, hash]])),
    );
    const mixed = this.treeOver((seq) => ofLine.get(seq) ?? hashAt(seq));
    const digest = this.manifest.files['hashes.bin']?.sha256;
    if (mixed.root.equals(claimed)) {
      const first = Math.min(...ofLine.keys());
      this.bad(
        'hashes-altered',
        `The hash of entry ${first} in hashes.bin was changed; the entry itself has the hash that was signed.`,
        first,
      );
      this.isProven = true;
      this.roots = mixed.roots;
      for (const [seq, hash] of ofLine) this.hashes.set(hash, 32 * (seq - range.first));
      this.placeAnew();
    } else if (!this.hasEveryHash || this.digests['hashes.bin'].sha256 !== digest)
      this.bad(
        'hashes-altered',
        'hashes.bin is not as the manifest lists it, and does not have the root that was signed.',
      );
    else this.judgeRewritten();
  }

  /** The lines that were set aside, held against the hashes that are proven now. */
  placeAnew() {
    const rows = this.misplaced.rows.map(({ seq }) => ({ seq, place: seq }));
    while (rows[0]?.place === this.expected) {
      rows.shift();
      this.expected = this.nextHere(this.expected + 1);
    }
    this.misplaced = rows.length === 0 ? undefined : { rows };
  }

  /** The first place from `seq` on whose entry is here. */
  nextHere(seq) {
    const { first, last } = this.manifest.range;
    let at = seq;
    while (at <= last && this.isHere[at - first] === 0) at += 1;
    return at;
  }

  /** Lines and hashes agree, and the signed root does not: somebody made the hashes anew. */
  judgeRewritten() {
    const { head } = this.manifest;
    const known = this.notes
      .filter(({ size }) => this.roots.has(size))
      .sort((one, other) => one.size - other.size);
    const broken = known.find(({ size, root }) => !this.roots.get(size).equals(root));
    const fitting = known.filter(({ size }) => size < (broken?.size ?? 0)).at(-1)?.size ?? 0;
    this.bad(
      'altered',
      `Between entries ${fitting + 1} and ${broken?.size ?? head.size} something was changed and its hashes made anew: they do not have the root that was signed.`,
      rangeOf(fitting + 1, broken?.size ?? head.size),
    );
  }

  /** Names the first line that is not what was sealed, and what became of it. */
  judgeEntries() {
    const { range } = this.manifest;
    const isShort = this.expected <= range.last;
    if (this.misplaced === undefined && !isShort) {
      if (this.isProven)
        this.ok(
          `${count(this.lines, 'entry', 'entries')} in ledger.jsonl: each has the hash and the place under which it was sealed.`,
        );
      return;
    }
    const rows = this.misplaced?.rows ?? [];
    const at = this.expected;
    // Where the list of what was left out is not sound, only a text that was never sealed tells anything.
    if (this.digests['left-out.txt'].sha256 !== this.manifest.files['left-out.txt']?.sha256)
      return this.judgeTexts(rows);
    const finding = firstBad(rows, {
      at,
      last: range.last,
      isHere: (seq) => seq >= range.first && seq <= range.last && this.isHere[seq - range.first] === 1,
    });
    if (finding !== undefined) this.bad(finding.kind, finding.detail, finding.seq);
  }

  judgeTexts(rows) {
    const altered = rows.find(({ place }) => place === 0);
    if (altered !== undefined)
      this.bad('altered', `Entry ${altered.seq} does not have the hash that was sealed.`, altered.seq);
  }

  checkKeyEntries() {
    const { head } = this.manifest;
    const wrong = this.keyEntries.filter(({ text, proof, entry }) => {
      const hashes =
        Array.isArray(proof) && proof.every(isHash)
          ? proof.map((hash) => Buffer.from(hash, 'hex'))
          : undefined;
      const claim = {
        index: entry.seq - 1,
        size: head.size,
        leaf: leafHash(text),
        root: Buffer.from(head.root, 'hex'),
      };
      return hashes === undefined || !isIncluded(claim, hashes);
    });
    for (const { entry } of wrong)
      this.bad(
        'proof-altered',
        `Entry ${entry.seq}, which names a signing key, is not proven to be in the ledger.`,
      );
    if (wrong.length === 0 && this.keyEntries.length > 0)
      this.ok(
        `${count(this.keyEntries.length, 'entry names', 'entries name')} the signing keys, and ${this.keyEntries.length === 1 ? 'is' : 'are'} proven to be in the ledger.`,
      );
  }

  async checkProofs() {
    const { head } = this.manifest;
    const list = parsed((await bytesOf(this.files, 'proofs/consistency.json')).toString('utf8'));
    this.proven = [];
    for (const { from, to, proof } of Array.isArray(list) ? list : []) {
      const isReadable =
        isWhole(from?.size) &&
        isHash(from.root) &&
        to?.size === head.size &&
        to.root === head.root &&
        Array.isArray(proof) &&
        proof.every(isHash);
      const claim = isReadable && {
        oldSize: from.size,
        size: head.size,
        oldRoot: Buffer.from(from.root, 'hex'),
        root: Buffer.from(head.root, 'hex'),
      };
      if (
        !isReadable ||
        !isConsistent(
          claim,
          proof.map((hash) => Buffer.from(hash, 'hex')),
        )
      )
        this.bad(
          'proof-altered',
          `The proof that the ledger only grew since ${from?.size} entries does not hold.`,
        );
      else this.proven.push(from);
    }
    if (!Array.isArray(list))
      this.bad('proof-altered', 'proofs/consistency.json is missing or cannot be read.');
    else if (this.proven.length > 0)
      this.ok(
        `The ledger only grew since it had ${this.proven.map(({ size }) => size).join(' and ')} entries.`,
      );
  }

  /** What was kept elsewhere outweighs everything that lies here. */
  checkPrevious() {
    const { head } = this.manifest;
    for (const note of this.kept) {
      if (
        note === undefined ||
        judge(note.signed, note.signatures, { keys: this.keys, size: note.size }) === 'altered'
      )
        this.bad(
          'checkpoint-altered',
          'The kept checkpoint cannot be read, or its signature does not fit its text.',
        );
      else if (
        note.origin !== this.manifest.origin &&
        this.notes.every(({ origin }) => origin !== note.origin)
      )
        this.bad('other-ledger', `The kept checkpoint is of ${note.origin}, not of this ledger.`);
      else if (note.size > head.size)
        this.bad(
          'truncated',
          `The kept checkpoint speaks of ${note.size} entries; this ledger has ${head.size}.`,
          rangeOf(head.size + 1, note.size),
        );
      else this.holdAgainst(note);
    }
  }

  holdAgainst(note) {
    const root = this.roots.get(note.size) ?? this.proven.find(({ size }) => size === note.size)?.root;
    const real = typeof root === 'string' ? Buffer.from(root, 'hex') : root;
    if (real === undefined)
      this.bad(
        'not-provable',
        `Nothing here proves what the ledger was at ${note.size} entries: ask for a bundle that was made with --previous and this checkpoint, or for the whole.`,
      );
    else if (!real.equals(note.root))
      this.bad(
        'altered',
        `The first ${note.size} entries are not those of the kept checkpoint: something in them was rewritten.`,
        rangeOf(1, note.size),
      );
    else
      this.ok(
        `Nothing of the first ${count(note.size, 'entry', 'entries')} was rewritten since the checkpoint that you kept.`,
      );
  }

  async checkFiles() {
    const { files } = this.manifest;
    const hasBadEntry = this.findings.some(({ kind }) => ORDER.slice(0, 5).includes(kind));
    let good = 0;
    for (const [name, listed] of Object.entries(files)) {
      const digest = await this.digestOf(name);
      if (digest.bytes === 0 && listed?.bytes !== 0)
        this.bad(
          name === 'ledger.jsonl' ? 'truncated' : 'file-missing',
          `${name} is missing or empty.`,
          name === 'ledger.jsonl' ? 1 : undefined,
        );
      else if (digest.sha256 === listed?.sha256 && digest.bytes === listed.bytes) good += 1;
      else if (name === 'ledger.jsonl' ? !hasBadEntry : !this.isKnownBad(name))
        this.bad(kindOf(name), `${name} is not as the manifest lists it.`);
    }
    const added = (await this.files.list()).filter(
      (name) => !(name in files) && !/^manifest\.(json|sig)$/.test(name) && !STRAY.test(name),
    );
    for (const name of added) this.bad('file-added', `${name} is not in the manifest: it proves nothing.`);
    if (good === Object.keys(files).length) this.ok(`${count(good, 'file')}: each as the manifest lists it.`);
  }

  isKnownBad(name) {
    return name === 'hashes.bin' && this.findings.some(({ kind }) => kind === 'hashes-altered');
  }

  async digestOf(name) {
    if (name === 'messages/messages.jsonl') return this.checkMessages(name);
    const known = this.digests[name];
    if (known !== undefined) return known;
    const digest = {};
    for await (const _chunk of digested(this.files.read(name), digest));
    return digest;
  }

  async checkMessages(name) {
    const digest = {};
    let wrong;
    this.messages = 0;
    await eachLine(digested(this.files.read(name), digest), (bytes, start, end) => {
      const message = parsed(bytes.toString('utf8', start, end));
      this.messages += 1;
      const isHeld =
        typeof message?.template === 'string' &&
        sha256(Buffer.from(message.template)).toString('hex') === this.bodies.get(message.seq);
      if (!isHeld) wrong ??= isWhole(message?.seq) ? message.seq : 0;
    });
    if (wrong !== undefined)
      this.bad('message-altered', `A message (of entry ${wrong}) is not the one whose hash its entry holds.`);
    else if (this.messages > 0)
      this.ok(`${count(this.messages, 'message')}: each has the hash that its entry holds.`);
    return digest;
  }

  checkCounts() {
    const { counts, range, head, selectionWords } = this.manifest;
    const real = {
      entries: range.last - range.first + 1 - this.leftOut,
      leftOut: this.leftOut,
      before: range.first - 1,
      after: head.size - range.last,
      checkpoints: Object.keys(this.manifest.files).filter((name) => name.startsWith('checkpoints/')).length,
    };
    const wrong = Object.entries(real).filter(([name, value]) => counts[name] !== value);
    for (const [name, value] of wrong)
      this.bad('count-altered', `The manifest counts ${counts[name]} under ${name}; it is ${value}.`);
    if (wrong.length > 0) return;
    const left = counts.before + counts.after + counts.leftOut;
    this.ok(
      left === 0
        ? `All ${count(head.size, 'entry', 'entries')} are here: nothing was left out.`
        : `${count(counts.entries, 'entry', 'entries')} of ${head.size} are here (${selectionWords}); ${counts.before} before, ${counts.leftOut} between and ${counts.after} after them are present as hashes only.`,
    );
    if (this.erased > 0)
      this.ok(
        `${count(this.erased, 'entry tells', 'entries tell')} of erasures: the values that they name are gone for good, lawfully, and no hash is.`,
      );
  }

  report() {
    const rank = ({ kind }) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
    const entriesFirst = (finding) => (rank(finding) < 5 ? 0 : rank(finding));
    const findings = this.findings
      .map((finding, at) => ({ finding, at }))
      .sort((one, other) => entriesFirst(one.finding) - entriesFirst(other.finding) || one.at - other.at)
      .map(({ finding }) => finding);
    return {
      whole: findings.length === 0,
      findings,
      says: this.says,
      size: this.manifest?.head.size ?? 0,
      root: this.manifest?.head.root ?? '',
      isPinned: this.asked.key !== undefined,
    };
  }
}

function kindOf(name) {
  if (name.startsWith('checkpoints/')) return 'checkpoint-altered';
  if (name.startsWith('proofs/')) return 'proof-altered';
  return kindOfFile[name] ?? 'file-altered';
}

/** `rows` are the lines from the first that is not the entry `at`, each with the place under which its text was sealed (0: none). */
export function firstBad(rows, { at, last, isHere }) {
  const [row, following] = rows;
  const atLater = new Set(rows.map(({ place }) => place));
  if (at > last)
    return (
      row && {
        kind: 'inserted',
        seq: last + 1,
        detail: `After entry ${last} stands a line that does not belong here.`,
      }
    );
  if (row === undefined)
    return { kind: 'truncated', seq: rangeOf(at, last), detail: `ledger.jsonl ends before entry ${at}.` };
  if (row.place === 0)
    return atLater.has(at)
      ? { kind: 'inserted', seq: at, detail: `Before entry ${at} stands a line that was never sealed here.` }
      : {
          kind: 'altered',
          seq: at,
          detail: `Entry ${at} was altered: its text does not have the hash that was sealed.`,
        };
  if (row.place < at || !isHere(row.place))
    return {
      kind: 'inserted',
      seq: at,
      detail: `Before entry ${at} stands a line that belongs elsewhere: entry ${row.place}.`,
    };
  if (atLater.has(at)) return whichMoved(rows, at, following);
  const through = missingThrough(at, row.place, { atLater, isHere });
  return {
    kind: 'missing',
    seq: rangeOf(at, through),
    detail: `Entry ${at} is not there; what follows was sealed as ${row.place}.`,
  };
}

function whichMoved(rows, at) {
  const from = rows.findIndex(({ place }) => place === at);
  const isCopy = rows.filter(({ place }) => place === rows[0].place).length > 1;
  if (isCopy)
    return {
      kind: 'inserted',
      seq: at,
      detail: `Before entry ${at} stands a copy of entry ${rows[0].place}.`,
    };
  return {
    kind: 'reordered',
    seq: rangeOf(at, rows[0].place > at ? Math.max(...rows.slice(0, from).map(({ place }) => place)) : at),
    detail: `Entries ${at} and ${rows[0].place} do not stand in their places.`,
  };
}

function missingThrough(at, place, { atLater, isHere }) {
  let through = at;
  for (let seq = at + 1; seq < place && (!isHere(seq) || !atLater.has(seq)); seq += 1)
    if (isHere(seq)) through = seq;
  return through;
}

/** Checks a bundle. `files` lists and reads it; `key` is the fingerprint to believe, `previous` are notes that were kept. */
export function verifyBundle(files, asked = {}) {
  return new Check(files, asked).run();
}

/** A bundle in a folder. */
export function folderOf(folder) {
  return {
    list: () =>
      Promise.resolve(filesUnder(folder).map((path) => relative(folder, path).split(sep).join('/'))),
    read(name) {
      const path = join(folder, ...name.split('/').filter((part) => part !== '..'));
      return existsSync(path) && statSync(path).isFile()
        ? createReadStream(path, { highWaterMark: 1 << 20 })
        : undefined;
    },
  };
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) =>
    item.isDirectory() ? filesUnder(join(folder, item.name)) : [join(folder, item.name)],
  );
}

/** Notes that were kept, one after another in a file. */
function notesIn(text) {
  return (
    text
      .replaceAll('\r\n', '\n')
      .match(/[^\n]+\n[^\n]+\n[^\n]+\n\n(?:\u2014 [^\n]+\n?)+/gu)
      ?.map((note) => (note.endsWith('\n') ? note : `${note}\n`)) ?? [text]
  );
}

export function wordsOf({ whole, findings, says, isPinned }) {
  const lines = says.map(({ ok, text }) => `${ok ? 'ok ' : 'BAD'}  ${text}`);
  if (whole && !isPinned)
    lines.push(
      '     Compare the key with the fingerprint that you keep, or give it with --key: whoever runs the ledger could sign with another one.',
    );
  lines.push('', whole ? 'The bundle is whole.' : `The bundle is NOT whole. ${firstWords(findings[0])}`);
  return lines.join('\n');
}

function firstWords({ kind, seq }) {
  if (seq === undefined) return `No entry is bad, but what lies beside them is (${kind}).`;
  return Array.isArray(seq)
    ? `The first bad entry lies in ${seq[0]}–${seq[1]} (${kind}).`
    : `The first bad entry is ${seq} (${kind}).`;
}

function checkpointFile(name) {
  if (name === undefined) throw new Error('--previous wants the file of a checkpoint that was kept');
  try {
    return readFileSync(name, 'utf8');
  } catch (thrown) {
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[thrown.code] ?? thrown.message;
    throw new Error(`the checkpoint ${name} cannot be read: ${why}`);
  }
}

async function main(words) {
  const asked = { previous: [] };
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === '--key') asked.key = words[(at += 1)] ?? '';
    else if (words[at] === '--previous') asked.previous.push(...notesIn(checkpointFile(words[(at += 1)])));
    else if (words[at].startsWith('-'))
      throw new Error(`unknown option ${words[at]}; known are --key FINGERPRINT and --previous FILE`);
    else folder = words[at];
  }
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Error(`there is no folder ${folder}: unzip the bundle first`);
  const report = await verifyBundle(folderOf(folder), asked);
  console.log(wordsOf(report));
  process.exitCode = report.whole ? 0 : 1;
}

if (
  process.argv[1] !== undefined &&
  existsSync(process.argv[1]) &&
  realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))
)
  main(process.argv.slice(2)).catch((thrown) => {
    console.error(`verify: ${thrown.message}`);
    process.exitCode = 64;
  });
