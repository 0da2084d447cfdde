import { between, pick, type Random } from '../random.js';
import type { Family } from './mutation.js';

type BytesMutation = (body: Buffer, random: Random) => Buffer;

const awkward = [
  [0x00],
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xfe, 0xff],
  [0x3c],
  [0x3e],
  [0x26],
  [0x22],
  [0x0d],
  [0x5d, 0x5d, 0x3e],
].map((bytes) => Buffer.from(bytes));

function insertAt(body: Buffer, at: number, inserted: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, at), inserted, body.subarray(at)]);
}

function rangeOf(body: Buffer, random: Random, most: number): [number, number] {
  const from = between(random, 0, Math.max(0, body.length - 1));
  return [from, Math.min(body.length, from + between(random, 1, most))];
}

/** Changes that know nothing of XML. */
export const bytes: Family<BytesMutation> = {
  flipped(body, random) {
    const changed = Buffer.from(body);
    for (let count = between(random, 1, 8); count > 0 && changed.length > 0; count -= 1) {
      const at = between(random, 0, changed.length - 1);
      changed[at] = (changed[at] ?? 0) ^ (1 << between(random, 0, 7));
    }
    return changed;
  },
  truncated: (body, random) => body.subarray(0, between(random, 0, body.length - 1)),
  'truncated front': (body, random) => body.subarray(between(random, 1, body.length)),
  inserted: (body, random) => insertAt(body, between(random, 0, body.length), pick(random, awkward)),
  'random inserted': (body, random) =>
    insertAt(
      body,
      between(random, 0, body.length),
      Buffer.from(Array.from({ length: between(random, 1, 40) }, () => between(random, 0, 255))),
    ),
  deleted(body, random) {
    const [from, to] = rangeOf(body, random, 40);
    return Buffer.concat([body.subarray(0, from), body.subarray(to)]);
  },
  repeated(body, random) {
    const [from, to] = rangeOf(body, random, 400);
    return insertAt(body, to, body.subarray(from, to));
  },
  reversed(body, random) {
    const [from, to] = rangeOf(body, random, 60);
    const middle = Buffer.from(body.subarray(from, to)).reverse();
    return Buffer.concat([body.subarray(0, from), middle, body.subarray(to)]);
  },
  overwritten(body, random) {
    const changed = Buffer.from(body);
    pick(random, awkward).copy(changed, between(random, 0, Math.max(0, body.length - 4)));
    return changed;
  },
  noise: (_body, random) =>
    Buffer.from(Array.from({ length: between(random, 0, 300) }, () => between(random, 0, 255))),
};
