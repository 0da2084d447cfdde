/**
 * ISO 18626 and nothing else: what the messages are, how each edition writes them, what is wrong with a body and how
 * that is said in the protocol. Step 2 of the one way for data (architecture 3), and the bytes of everything we send.
 * It knows no peer, no loan, no clock and no network; it refuses entities, DOCTYPEs and everything it could not give
 * back exactly.
 */
export type * from './message.js';
export * from './codes.js';
export { edition2014 } from './editions/edition-2014.js';
export { edition2017 } from './editions/edition-2017.js';
export { edition2021 } from './editions/edition-2021.js';
export { EDITION_IDS, editions } from './editions/editions.js';
export type { EditionId } from './editions/editions.js';
export { namesPerson } from './edition.js';
export type { Edition, Privacy } from './edition.js';
export { formatInstant, instantOf, isDateTime } from './time.js';
export { agencyFlaws, agencyKey } from './agency.js';
export type { AgencyFlaw } from './agency.js';
export { canonicalBody, naturalIdentity } from './identity.js';
export * from './note-tail.js';
export { decode } from './decode.js';
export type { DecodeOptions } from './decode.js';
export { Sureness, findEdition } from './reading/evidence.js';
export type { Appearance, FoundByStructure, FoundEdition } from './reading/evidence.js';
export * from './reading/reading.js';
export type { Encoding } from './reading/body-text.js';
export { restyled, restyledText, type Style } from './style.js';
export { convert } from './conversion/convert.js';
export { linkCandidates } from './conversion/links.js';
export type { LinkCandidate } from './conversion/links.js';
export { Said, lossText } from './conversion/loss.js';
export type { Loss } from './conversion/loss.js';
export type { Joinable, Practice } from './conversion/practice.js';
export { rules as conversionRules } from './conversion/rules.js';
export type { Rule as ConversionRule } from './conversion/draft.js';
export { EncodeError, encode } from './encode.js';
export type { Encoded } from './encode.js';
export { escapeForHole, fillHoles, redactedBytes, secretHoles, wholeAsHole } from './redaction.js';
export type { Hole, Redaction, SecretElement } from './redaction.js';
export { badlyFormed, confirm, confirmationText, echoOf, refuse, refuseReading } from './confirm.js';
export { writeSchema } from './schema.js';
