/**
 * Chance that depends on a seed and on what it is about, and on nothing else: whoever leaves a loan, a library or a fault
 * out finds all others as they were. So a failing run can be made smaller.
 */
export interface Dice {
  /** From 0 up to and without 1. */
  next: () => number;
  between: (least: number, most: number) => number;
  /** A whole number from 0 up to and without `count`. */
  below: (count: number) => number;
  pick: <Item>(items: readonly Item[]) => Item;
  /** True with this probability. */
  happens: (probability: number) => boolean;
}

/** Dice for one purpose: the same seed, purpose and numbers throw the same. */
export function dice(seed: number, purpose: string, ...numbers: readonly number[]): Dice {
  let state = numbers.reduce(mixed, mixed(hashOf(purpose), seed));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let thrown = Math.imul(state ^ (state >>> 15), 1 | state);
    thrown = (thrown + Math.imul(thrown ^ (thrown >>> 7), 61 | thrown)) ^ thrown;
    return ((thrown ^ (thrown >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    between: (least, most) => least + next() * (most - least),
    pick<Item>(items: readonly Item[]): Item {
      const picked = items[below(items.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    happens: (probability) => next() < probability,
  };
}

/** Bytes that look random and are the same for the same seed; drawn one after another. */
export function seededBytes(seed: number, purpose: string): (size: number) => Buffer {
  const { next } = dice(seed, purpose);
  return (size) => {
    const bytes = Buffer.allocUnsafe(size);
    for (let at = 0; at < size; at += 4) {
      const word = (next() * 2 ** 32) >>> 0;
      for (let byte = 0; byte < 4 && at + byte < size; byte += 1) bytes[at + byte] = word >>> (8 * byte);
    }
    return bytes;
  };
}

/** UUIDs v7 by a virtual clock: in order, and the same for the same seed. */
export function seededIds(house: number, now: () => number): () => string {
  let made = 0;
  return () => {
    made += 1;
    const time = now().toString(16).padStart(12, '0');
    const count = made.toString(16).padStart(14, '0');
    const where = (0x800 + (house % 0x400)).toString(16);
    // Joined: pieced together it would be kept as its pieces, wherever it is kept.
    return [
      time.slice(0, 8),
      time.slice(8),
      `7${count.slice(0, 3)}`,
      `${where}${count.slice(3, 4)}`,
      `${count.slice(4)}00`,
    ].join('-');
  };
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

function mixed(hash: number, number: number): number {
  let value = Math.imul(hash ^ (number | 0) ^ (hash >>> 16), 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return value ^ (value >>> 13);
}
