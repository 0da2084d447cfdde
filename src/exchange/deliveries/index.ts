/**
 * The use cases of what is owed to peers: claiming what goes on the wire, settling attempts, giving up, and what a
 * person decides about a message that nobody knows the fate of. Pure; `outbound` does the sending. Step 8 of
 * architecture §3.
 */
export * from './delivery-outcome.js';
export * from './redelivery-rules.js';
export { hindrance, queuedBehind, sendable } from './heads.js';
export type { Head } from './heads.js';
export { claimHeads } from './claim-heads.js';
export type { Claimed, ClaimedDelivery, ClaimAsked, Slots } from './claim-heads.js';
export { settleAttempt } from './settle.js';
export type { AttemptMade, Settled } from './settle.js';
export { endStaleClaims } from './stale-claims.js';
export type { StaleClaims } from './stale-claims.js';
export { handBack } from './hand-back.js';
export { actOnDelivery } from './acts/act-on-delivery.js';
export type { DeliveryActAnswer, DeliveryActAsked, DeliveryActResult } from './acts/act-on-delivery.js';
export { DeliveryRefusal, deliveryRefusalText } from './acts/delivery-act.js';
export type { DeliveryAct } from './acts/delivery-act.js';
export { pausePeer, resumePeer } from './acts/pause.js';
export type { PauseAnswer } from './acts/pause.js';
export { notePeerTest, owePeerTest, PeerVerdict, verdictOf } from './acts/peer-test.js';
export type { PeerTest, PeerTestOwed } from './acts/peer-test.js';
