import { pick, seeded, type Random } from '../../test/support/iso18626-generate.js';

export { pick, seeded, type Random };

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** The chance of one trial, whatever came before it. */
export function chanceOf(seed: number, index: number): Random {
  return seeded((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0);
}
