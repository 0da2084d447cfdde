/**
 * What people hand in as files: forms with parts read within limits, bytes held against the type that they claim, and
 * pictures freed of what their makers wrote into them. Bytes in, bytes or a fault out: stores nothing, draws nothing, and
 * runs no decoder of pictures.
 */
export * from './file-type.js';
export * from './file-fault.js';
export * from './clean-file.js';
export * from './read-form.js';
export * from './take-form.js';
