import { unwrapBy, type DataKey, type Unwrap, type WrappingKeyRing } from '../../src/vault/index.js';

/** Opens each data key once. A gateway keeps none of them open, and so each of its commits pays for it again. */
export function keptKeys(ring: WrappingKeyRing): Unwrap {
  const unwrap = unwrapBy(ring);
  const opened = new Map<string, DataKey>();
  return (wrapped, holder) => {
    const known = opened.get(wrapped);
    if (known?.holder === holder) return known;
    const key = unwrap(wrapped, holder);
    opened.set(wrapped, key);
    return key;
  };
}
