import * as iso18626 from '../../src/iso18626/index.js';
import type { Edition } from '../../src/iso18626/index.js';
import { EDITION_IDS } from '../../src/peers/index.js';

/** Every edition that the gateway speaks: whatever `iso18626` exports as one, and a peer's record can name. */
export const editions: readonly Edition[] = Object.values(iso18626 as Record<string, unknown>)
  .filter(isEdition)
  .filter(({ id }) => (EDITION_IDS as readonly string[]).includes(id));

if (editions.length === 0) throw new Error('no edition is exported that a peer can have');

function isEdition(value: unknown): value is Edition {
  return typeof value === 'object' && value !== null && 'messages' in value && 'structures' in value;
}
