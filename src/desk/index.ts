/**
 * What staff, systems and pages may ask of the gateway: one object, whose answers are values and bound to the caller's
 * agencies. It turns what is asked into use cases and reads, and knows no HTTP and no page. Refuses to decide anything
 * about a loan: the rules do.
 */
export * from './gateway.js';
export { AgencyNeeded } from './agency-needed.js';
export { buildLoanRecordDesk } from './loan-record-desk.js';
export type { DeskOptions } from './loan-record-desk.js';
export { buildClaimDesk } from './claim-desk.js';
export type * from './claims.js';
export { buildDeliveryDesk } from './delivery-desk.js';
export { buildLedgerDesk } from './ledger-desk.js';
export { buildPeerDesk } from './peer-desk.js';
export { buildConformDesk } from './conform-desk.js';
export type { ConformDesk } from './conform-desk.js';
export type * from './jobs.js';
export { buildCredentialDesk } from './credential-desk.js';
export type * from './credentials.js';
export type * from './peers/habits-views.js';
export type { ReplayedMessage } from './peers/dry-run.js';
export type * from './work.js';
export { buildWorkDesk } from './work-desk.js';
export type * from './webhooks.js';
export { buildWebhookDesk } from './webhook-desk.js';
export { buildRuleDesk } from './rule-desk.js';
export type * from './rule-desk.js';
export { buildHealthDesk } from './health-desk.js';
export { buildRevealDesk } from './reveal-desk.js';
export { buildRotaDesk } from './rota-desk.js';
export { rotaViewOf } from './rota.js';
export type { RotaView, SupplierView, PartView, EvidenceView } from './rota.js';
export type { RevealDesk } from './reveal-desk.js';
export type * from './parcels/parcels.js';
export { ScanFault, scanVerbs } from './parcels/parcels.js';
export { buildParcelDesk } from './parcels/parcel-desk.js';
export { buildCarrierDesk } from './parcels/carrier-desk.js';
export type { CarrierDesk, CarrierView } from './parcels/carrier-desk.js';
export { buildPolicyDesk } from './policy-desk.js';
export type * from './policies.js';
