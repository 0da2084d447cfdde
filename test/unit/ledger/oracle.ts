import { createHash } from 'node:crypto';

/** RFC 6962 section 2.1 written down as it stands there, slow and without any state: what the tree is held against. */
const sha256 = (...parts: (Buffer | number[])[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(Buffer.from(part));
  return hash.digest();
};

const largestPowerBelow = (n: number) => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

export const leafOf = (data: Buffer) => sha256([0], data);

export function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const k = largestPowerBelow(leaves.length);
  return sha256([1], treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

export function path(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = largestPowerBelow(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), treeHash(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), treeHash(leaves.slice(0, k))];
}

export function proof(m: number, leaves: readonly Buffer[], complete = true): Buffer[] {
  if (m === leaves.length) return complete ? [] : [treeHash(leaves)];
  const k = largestPowerBelow(leaves.length);
  return m <= k
    ? [...proof(m, leaves.slice(0, k), complete), treeHash(leaves.slice(k))]
    : [...proof(m - k, leaves.slice(k), false), treeHash(leaves.slice(0, k))];
}
