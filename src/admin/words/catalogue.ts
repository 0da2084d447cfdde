import type { english } from './en/index.js';

export type WordKey = keyof typeof english;
/** One language's sentences. */
export type Catalogue = Readonly<Record<WordKey, string>>;
