import type { ReadNode } from './proof.js';
import { peakSizes } from './tree.js';

/** A full subtree: the leaves from `index · 2^level`, `2^level` of them. */
export interface Subtree {
  level: number;
  index: number;
}

/** The full subtrees that cover the first `count` leaves, largest first: the peaks of a tree of that size. */
export function subtreesBefore(count: number): Subtree[] {
  let start = 0;
  return peakSizes(count).map((width) => {
    const subtree = { level: Math.log2(width), index: start / width };
    start += width;
    return subtree;
  });
}

/** The full subtrees that cover the leaves from `from` to the end of a tree of `size`, in order, each as large as may be. */
export function subtreesAfter(from: number, size: number): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < size;) {
    let width = 2 ** Math.floor(Math.log2(size - at));
    while (at % width !== 0) width /= 2;
    subtrees.push({ level: Math.log2(width), index: at / width });
    at += width;
  }
  return subtrees;
}

/** The roots (hex) of subtrees, in their order. */
export async function rootsOfSubtrees(subtrees: readonly Subtree[], readNode: ReadNode): Promise<string[]> {
  const roots: string[] = [];
  for (const { level, index } of subtrees) roots.push((await readNode(level, index)).toString('hex'));
  return roots;
}
