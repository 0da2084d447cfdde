/**
 * The directory of agencies and the peers that speak for them, as data. Knows how a peer wants things said; decides
 * nothing about a loan.
 */
export * from './editions.js';
export * from './agencies.js';
export * from './peer.js';
export * from './peer-directory.js';
export * from './import-peers.js';
export * from './peer-keys.js';
export * from './credentials.js';
export * from './trust/index.js';
