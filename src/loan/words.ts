import type { Happening } from './happening.js';

/** One sentence in a librarian's words for what happened, from the open facts alone. */
export function sentenceOf(happening: Pick<Happening, 'kind' | 'facts' | 'because'>): string {
  throw new Error(`not built: ${happening.kind}`);
}
