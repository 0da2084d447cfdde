/**
 * ISO 18626 and nothing else: what the messages are, how each edition writes them, what is wrong with a body and how
 * that is said in the protocol. Step 2 of the one way for data (architecture 3), and the bytes of everything we send.
 * It knows no peer, no loan, no clock and no network; it refuses entities, DOCTYPEs and everything it could not give
 * back exactly.
 */
export type * from './message.js';
export * from './codes.js';
export { edition2017 } from './edition-2017.js';
export type { Edition, Privacy } from './edition.js';
export { formatInstant, instantOf, isDateTime } from './time.js';
export { agencyFlaws, agencyKey } from './agency.js';
export type { AgencyFlaw } from './agency.js';
export { canonicalBody, naturalIdentity } from './identity.js';
export { decode } from './decode.js';
export type { DecodeOptions } from './decode.js';
export * from './reading/reading.js';
export type { Encoding } from './reading/body-text.js';
export { EncodeError, encode } from './encode.js';
export type { Encoded } from './encode.js';
export { escapeForHole, fillHoles, redactedBytes, wholeAsHole } from './redaction.js';
export type { Hole, Redaction } from './redaction.js';
export { badlyFormed, confirm, confirmationText, echoOf, refuse, refuseReading } from './confirm.js';
export { writeSchema } from './schema.js';
