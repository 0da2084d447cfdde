import { createHmac } from 'node:crypto';
import type { RandomBytes } from './cipher.js';
import type { DataKey } from './data-key.js';
import { createDataKey, derivedKey } from './data-key.js';

/** The holder under which the gateway's own key is wrapped and stored. */
export const gatewayHolder = 'gateway';

/** The key of the look-ups. Made once and wrapped like a data key, so that rotating the wrapping key keeps every token. */
export function createGatewayKey(random: RandomBytes): DataKey {
  return createDataKey(gatewayHolder, random);
}

/** The token (hex) by which a person's loan records are found; one reference at two agencies gives two tokens. */
export function lookUpToken(gatewayKey: DataKey, agency: string, reference: string): string {
  return createHmac('sha256', derivedKey(gatewayKey, 'look-up'))
    .update(JSON.stringify([agency, reference]))
    .digest('hex');
}
