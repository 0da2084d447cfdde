/**
 * What leaves: claims what is owed, posts the same bytes at every attempt, judges what came of it, and decides when to
 * try again. It sends nothing that the ledger does not owe, and decides nothing about a loan. Step 8 of architecture §3.
 */
export { buildPump } from './pump.js';
export type { Pump, PumpOptions, Redelivered } from './pump.js';
export type { CanonicalReaders, KeptMessage, OutboundReaders } from './outbound-readers.js';
export { MessageUnreadable, messageBytes, readCanonicals } from './message-bytes.js';
export { redeliveryRules } from './redelivery-rules.js';
export { judge } from './outcome.js';
export type { Judged, Sent } from './outcome.js';
export { openTestLine, tryPeer } from './try-peer.js';
export type { PeerAnswer, PeerTried, TestLine } from './try-peer.js';
export * from './webhooks/index.js';
