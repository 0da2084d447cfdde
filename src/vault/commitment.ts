import { createHmac } from 'node:crypto';
import type { DataKey } from './data-key.js';
import { derivedKey } from './data-key.js';

/**
 * A hash (hex) by which an entry is held to a value without telling it: HMAC-SHA256 under a key that follows from the
 * data key and the label, so that nobody can guess the value back once the data key is gone.
 */
export function commitment(dataKey: DataKey, label: string, value: string | Uint8Array): string {
  return createHmac('sha256', derivedKey(dataKey, `commitment ${label}`))
    .update(value)
    .digest('hex');
}
