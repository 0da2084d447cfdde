/**
 * What the library's own systems hear: the events of the ledger, signed, in order, to each address that asked. The
 * ledger is the queue: an event is owed by standing after an address's cursor, so nothing is written where it happens,
 * and nothing at all where nobody asked. It skips nothing silently and sends no event before it is durable.
 */
export { buildPostman, secretsOf } from './postman.js';
export type { Postman, PostmanOptions } from './postman.js';
export * from './change-webhooks.js';
export * from './webhook.js';
export { libraryEventOf } from './library-event.js';
export type { LibraryEvent } from './library-event.js';
export { messageOf, outcomeOf, postEvent } from './post-event.js';
export type { WebhookMessage, WebhookOutcome } from './post-event.js';
export { lineAfter } from './line-after.js';
export { livingSecrets, newSecret, signatureOf } from './signature.js';
export type { WebhookSecrets } from './signature.js';
