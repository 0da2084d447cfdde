import type { NoticeValue } from '../loan/index.js';

/** Values that a subject may speak of: strangers read it, so it says neither what nor about whom. */
export const subjectValues: readonly NoticeValue[] = ['library', 'reference', 'count'];

/** Names of the values that an ICU message speaks of, in their order. */
export function placeholdersIn(message: string): string[] {
  return [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name = '']) => name);
}
