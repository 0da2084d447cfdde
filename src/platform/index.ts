/**
 * What every room stands on: time, ids, logging, errors, and the one way out by HTTP. Knows nothing of libraries,
 * loans or messages.
 */
export * from './clock.js';
export * from './ids.js';
export * from './errors.js';
export * from './logger.js';
export { dropOldLogs } from './log-file.js';
export * from './fetch-out.js';
export * from './transport.js';
export { readBody, type BodyReading } from './read-body.js';
