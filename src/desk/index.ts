/**
 * What staff, systems and pages may ask of the gateway: one object, whose answers are values and bound to the caller's
 * agencies. It turns what is asked into use cases and reads, and knows no HTTP and no page. Refuses to decide anything
 * about a loan: the rules do.
 */
export * from './gateway.js';
export { AgencyNeeded } from './agency-needed.js';
export { buildLoanRecordDesk } from './loans/loan-record-desk.js';
export type { DeskOptions } from './loans/loan-record-desk.js';
export { buildClaimDesk } from './claims/claim-desk.js';
export type * from './claims/claims.js';
export { buildNoticeBoard } from './notices/notice-board.js';
export type * from './notices/notices.js';
export { buildDeliveryDesk } from './delivery-desk.js';
export { buildLedgerDesk } from './house/ledger-desk.js';
export { buildPeerDesk } from './peers/peer-desk.js';
export { buildConformDesk } from './peers/conform-desk.js';
export type { ConformDesk } from './peers/conform-desk.js';
export type * from './house/jobs.js';
export { buildCredentialDesk } from './peers/credential-desk.js';
export type * from './peers/credentials.js';
export type * from './peers/habits-views.js';
export type { ReplayedMessage } from './peers/dry-run.js';
export type * from './loans/work.js';
export { buildWorkDesk } from './loans/work-desk.js';
export type * from './webhooks/webhooks.js';
export { buildWebhookDesk } from './webhooks/webhook-desk.js';
export { buildRuleDesk } from './terms/rule-desk.js';
export type * from './terms/rule-desk.js';
export { buildHealthDesk } from './house/health-desk.js';
export { buildFileDesk } from './files/file-desk.js';
export type * from './files/files.js';
export { buildRevealDesk } from './loans/reveal-desk.js';
export { buildRotaDesk } from './loans/rota-desk.js';
export { rotaViewOf } from './loans/rota.js';
export type { RotaView, SupplierView, PartView, EvidenceView } from './loans/rota.js';
export type { RevealDesk } from './loans/reveal-desk.js';
export type * from './parcels/parcels.js';
export { CodeMeaning, ScanFault, scanVerbs } from './parcels/parcels.js';
export { buildParcelDesk } from './parcels/parcel-desk.js';
export { buildCarrierDesk } from './parcels/carrier-desk.js';
export type { CarrierDesk, CarrierView } from './parcels/carrier-desk.js';
export { buildPolicyDesk } from './terms/policy-desk.js';
export type * from './terms/policies.js';
