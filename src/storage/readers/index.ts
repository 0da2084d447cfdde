import type { WrappingKeyRing } from '../../vault/index.js';
import { defineModels } from '../models/models.js';
import type { Database } from '../sql/connected.js';
import { claimReaders, type ClaimReaders } from './loans/claim-readers.js';
import { deliveryReaders, type DeliveryReaders } from './loans/delivery-readers.js';
import { fileReaders, type FileReaders } from './loans/file-readers.js';
import { ledgerReaders, type LedgerReaders } from './ledger-readers.js';
import { loanReaders, type LoanReaders } from './loans/loan-readers.js';
import { noticeReaders, type NoticeReaders } from './notice-readers.js';
import { offerReaders, type OfferReaders } from './loans/offer-readers.js';
import { peerReaders, type PeerReaders } from './peer-readers.js';
import { shipmentReaders, type ShipmentReaders } from './loans/shipment-readers.js';
import { standingReaders, type StandingReaders } from './loans/standing-readers.js';
import { sourcingReaders, type SourcingReaders } from './loans/sourcing-readers.js';
import { workReaders, type WorkReaders } from './loans/work-readers.js';
import { userReaders, type UserReaders } from './user-readers.js';
import { webhookReaders, type WebhookReaders } from './webhook-readers.js';

export * from './audit-readers.js';
export * from './person-readers.js';
export { readBody } from './loans/delivery-readers.js';
export { loanAsOf, loanFolded, LoanUnfoldable, type LoanAsOf } from './loans/loan-as-of.js';
export type * from './loans/claim-readers.js';
export type * from './loans/delivery-readers.js';
export type * from './loans/file-readers.js';
export type * from './ledger-readers.js';
export type * from './loans/loan-readers.js';
export type * from './notice-readers.js';
export type * from './loans/offer-readers.js';
export type * from './peer-readers.js';
export type * from './loans/shipment-readers.js';
export type * from './loans/sourcing-readers.js';
export type * from './loans/standing-readers.js';
export type * from './user-readers.js';
export type * from './webhook-readers.js';
export type * from './loans/work-readers.js';

/** All reading; none of it can write, and none holds a snapshot longer than a page. */
export interface Readers {
  loans: LoanReaders;
  claims: ClaimReaders;
  deliveries: DeliveryReaders;
  files: FileReaders;
  ledger: LedgerReaders;
  notices: NoticeReaders;
  offers: OfferReaders;
  peers: PeerReaders;
  shipments: ShipmentReaders;
  users: UserReaders;
  webhooks: WebhookReaders;
  work: WorkReaders;
  sourcing: SourcingReaders;
  standings: StandingReaders;
}

export function buildReaders(database: Database, ring: WrappingKeyRing): Readers {
  return {
    loans: loanReaders(database, defineModels(database.reader)),
    claims: claimReaders(database),
    deliveries: deliveryReaders(database, ring),
    files: fileReaders(database, ring),
    ledger: ledgerReaders(database),
    notices: noticeReaders(database, ring),
    offers: offerReaders(database),
    peers: peerReaders(database, ring),
    shipments: shipmentReaders(database),
    users: userReaders(database, ring),
    webhooks: webhookReaders(database),
    work: workReaders(database, ring),
    sourcing: sourcingReaders(database),
    standings: standingReaders(database),
  };
}
