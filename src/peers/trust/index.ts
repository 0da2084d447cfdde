/**
 * Who is speaking: what each peer has to show, what we show it, and how much it may ask. Secrets are sealed beside the
 * rows; a row and an entry name them only. Architecture §3 step 1, §4; iso18626.md 4.5, 4.7, 5.3.
 */
export * from './credential.js';
export * from './peer-trust.js';
export * from './presented.js';
export * from './asked-credential.js';
export * from './change-credentials.js';
export * from './gate.js';
export * from './outgoing.js';
export * from './expiry.js';
