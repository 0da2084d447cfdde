import type {
  Entry,
  EntryLine,
  LedgerSource,
  SigningKey,
  Tile,
  TreeHead,
} from '../../../src/ledger/index.js';
import {
  append,
  createSigningKey,
  emptyHead,
  entryText,
  keyMadeFacts,
  leafHash,
  rootOf,
  signCheckpoint,
  tileOf,
  tileRoot,
  tilesFilled,
} from '../../../src/ledger/index.js';

export type Random = () => number;

/** Small, seeded, good enough to choose with (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const upTo = (random: Random, end: number) => Math.floor(random() * end);

export function keyFrom(seed: number, name = 'ledger.example/north'): SigningKey {
  const random = randomFrom(seed);
  return createSigningKey(name, (length) => Uint8Array.from({ length }, () => upTo(random, 256)));
}

export function entry(more: Partial<Entry> = {}): Entry {
  return {
    kind: 'message-received',
    at: '2026-03-01T08:00:00.000Z',
    actor: { kind: 'peer', id: 'ISIL:DE-1' },
    because: 'a peer asked for a loan',
    changes: [],
    ...more,
  };
}

export function numberedEntry(seq: number): Entry {
  const at = new Date(Date.UTC(2026, 2, 1) + seq * 61_001).toISOString();
  const changes = [
    {
      aggregate: 'loan',
      id: `loan-${seq % 7}`,
      version: Math.ceil(seq / 7),
      set: { step: seq, note: 'é 漢 "x"' },
    },
  ];
  return entry({ at, because: `the ${seq}th thing that happened`, changes });
}

/** A ledger as a database holds it, open to whoever wants to change it. */
export interface Held {
  rows: EntryLine[];
  tiles: Tile[];
  head: TreeHead & { root: string };
  checkpoints: string[];
  verifierKeys: string[];
}

export function buildLedger(
  size: number,
  more: { key: SigningKey; checkpointsAt?: number[]; announce?: boolean },
): Held {
  const first = entry({
    kind: 'signing-key-made',
    actor: { kind: 'system', id: 'gateway' },
    facts: keyMadeFacts(more.key),
  });
  const texts = Array.from({ length: size }, (_, at) =>
    entryText(at === 0 && more.announce !== false ? first : numberedEntry(at + 1), at + 1),
  );
  return sealed(texts, more);
}

/** Seals texts as they are, whatever their numbers say. */
export function sealed(texts: readonly string[], by: { key: SigningKey; checkpointsAt?: number[] }): Held {
  const leaves = texts.map(leafHash);
  const head = append(emptyHead, leaves);
  return {
    rows: texts.map((text, at) => ({ seq: at + 1, text, leafHash: leaves[at]!.toString('hex') })),
    tiles: tilesOver(leaves),
    head: { ...head, root: rootOf(head).toString('hex') },
    checkpoints: (by.checkpointsAt ?? [])
      .filter((size) => size <= texts.length)
      .map((size) => signCheckpoint(append(emptyHead, leaves.slice(0, size)), { key: by.key })),
    verifierKeys: [by.key.verifierKey],
  };
}

function tilesOver(leaves: readonly Buffer[]): Tile[] {
  const tiles: Tile[] = [];
  for (const place of tilesFilled(0, leaves.length)) {
    const from = place.index * 256;
    const below = tiles.filter((tile) => tile.level === place.level - 1).slice(from, from + 256);
    tiles.push(
      tileOf(
        place,
        place.level === 0 ? leaves.slice(from, from + 256) : below.map((tile) => tileRoot(tile.hashes)),
      ),
    );
  }
  return tiles.sort((one, other) => one.level - other.level || one.index - other.index);
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

export function heldSource(held: Held): LedgerSource {
  return {
    entries: () => each(held.rows),
    tiles: () => each(held.tiles),
    head: () => Promise.resolve(held.head),
    checkpoints: () => each(held.checkpoints),
    verifierKeys: () => Promise.resolve(held.verifierKeys),
  };
}
