import { hash } from 'node:crypto';
import type { JsonObject } from '../ledger/index.js';
import { noneById, type Happening } from '../loan/index.js';
import type { Kept, Moment, SealedPurpose } from '../storage/index.js';
import { createDataKey, seal, wrapDataKey, type DataKey, type WrappingKeyRing } from '../vault/index.js';

/** What a story seals: words and files under the loan's data key, a document under a key of its own. */
export class SealedBox {
  readonly sealed: NonNullable<Kept['sealed']>[number][] = [];
  /** Of files that may go before the loan's. */
  readonly dataKeys: { holder: string; wrapped: string }[] = [];
  readonly #dataKey: DataKey;
  readonly #at: Moment;
  readonly #ring: WrappingKeyRing;

  constructor(dataKey: DataKey, { at, context }: { at: Moment; context: { ring: WrappingKeyRing } }) {
    this.#dataKey = dataKey;
    this.#at = at;
    this.#ring = context.ring;
  }

  // eslint-disable-next-line max-params -- what is sealed, and under whose key where that is not the loan's
  seal(id: string, purpose: SealedPurpose, plain: string | Uint8Array, key = this.#dataKey): string {
    const value = seal(key, plain, { context: id, random: this.#at.randomBytes });
    this.sealed.push({ id, holder: key.holder, purpose, value });
    return value;
  }

  /**
   * Seals what may name or show a person. Of files the entry holds two hashes: of the bytes themselves, and of them as
   * they lie sealed, so that an altered one is told without any key, and also when the key is gone.
   */
  keepAll(sealed: Happening['sealed']): { files?: JsonObject } {
    const files: JsonObject = noneById();
    for (const [id, text] of Object.entries(sealed ?? {})) {
      const own = text.purpose === 'document' ? this.#keyOf(text.holder) : undefined;
      const kept = this.seal(id, text.purpose, text.value, own);
      if ('sha256' in text)
        files[id] = {
          ...{ bytes: text.value.length, sha256: text.sha256, sealed: hash('sha256', kept, 'hex') },
          ...(own === undefined ? {} : { holder: own.holder }),
        };
    }
    return Object.keys(files).length === 0 ? {} : { files };
  }

  #keyOf(holder: string): DataKey {
    const key = createDataKey(holder, this.#at.randomBytes);
    this.dataKeys.push({ holder, wrapped: wrapDataKey(key, this.#ring.current, this.#at.randomBytes) });
    return key;
  }
}
