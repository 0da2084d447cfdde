import type { WordKey } from './catalogue.js';
import { isWordKey, type Translate } from './translate.js';

/** The sentence for a code, such as `state.Loaned`; where a code of a peer has none, the code itself. */
export function wordOf(t: Translate, prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return isWordKey(key) ? t(key) : code;
}

/** The sentence's key for a code, where there is one. */
export function keyOf(prefix: string, code: string): WordKey | undefined {
  const key = `${prefix}.${code}`;
  return isWordKey(key) ? key : undefined;
}
