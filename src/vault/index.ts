// The vault: data keys by holder, the keys that wrap them, and what is sealed under them or commits to values
// (architecture section 5). Pure: keys and bytes in, text out.
// It refuses to store anything, to read a file, and to say a key or a plain value in an error.
export type { RandomBytes } from './cipher.js';
export * from './errors.js';
export * from './wrapping-key.js';
export * from './data-key.js';
export * from './seal.js';
export * from './commitment.js';
export * from './gateway-key.js';
