/**
 * The use cases of a loan: a message came, a person acted, a clock struck, a confirmation came back. Each says what it
 * needs and returns what happened; none does I/O. It says *that*, `loan` knows whether and what. Steps 3 and 4 of
 * architecture §3.
 */
export * from './exchange-context.js';
export * from './tell.js';
export * from './rule-context.js';
export * from './receive/received.js';
export * from './receive/receive-message.js';
export { whatOf } from '../loan/index.js';
export * from './receive/refuse-in-transaction.js';
export * from './acts/act-on-loan.js';
export * from './acts/held-acts.js';
export * from './acts/preview-act.js';
export * from './records/accept-loan-record.js';
export * from './records/hear-holdings.js';
export { patronKeyOf } from './records/patron-key.js';
export * from './records/choose-suppliers.js';
export * from './offers/change-rules.js';
export * from './reveal.js';
export { bytesOf, habitFacts, styleOf, writeForPeer, type WrittenForPeer } from './write-for-peer.js';
export * from './clocks/strike-clocks.js';
export * from './notices/claim-notices.js';
export * from './notices/settle-notice.js';
export * from './notices/decide-notices.js';
export * from './notices/hear-report.js';
export { carrierSays, nudgeUnscanned } from './shipments/carrier-says.js';
export type { CarrierHeard } from './shipments/carrier-says.js';
export { actOnParcel } from './shipments/act-on-parcel.js';
export type { ParcelAnswer, ParcelAsked, ParcelHeld } from './shipments/act-on-parcel.js';
export type { PreviewedNotice } from './notices/preview-notices.js';
export * from './terms/change-terms.js';
export { Replanner, type ReplanProgress } from './terms/replanner.js';
export { askStandings } from './in-sync/ask-standings.js';
export { nightAt } from './in-sync/night.js';
export { askQuietOnes, type StandingRounds } from './in-sync/standing-rounds.js';
export { destroyDocuments, fetchDocument } from './documents/fetch-document.js';
export { documentIdOf } from './documents/document-id.js';
