/**
 * The way in for peers: read, find out who speaks, recognize, have it decided and made durable, and only then confirm.
 * Refuses to confirm what is not durable, and to hold an answer open for another peer. Steps 1 to 6 of architecture §3.
 */
export * from './inbound-options.js';
export * from './incoming.js';
export * from './receive.js';
export * from './rejection-log.js';
export { buildDoor, type Admission, type Admitted, type Door, type NotAdmitted } from './admission/admit.js';
