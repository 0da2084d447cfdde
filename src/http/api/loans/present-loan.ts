import {
  differenceOf,
  itemIdsOf,
  parcelOf,
  trackingIdsOf,
  type Attention,
  type LoanRecord,
  type Shipment,
  type Transaction,
} from '../../../loan/index.js';
import { without } from '../../../loan/present.js';
import { agencyText } from '../../../peers/index.js';
import { presentClaim } from './present-claim.js';
import type { LoanDetail } from '../../../desk/index.js';

/**
 * A loan as the API shows it: agencies as `TYPE:VALUE`, maps as lists in their order, and nothing of what serves only
 * the inside (commitments, references to sealed values, folded keys).
 */
export function presentLoan(detail: LoanDetail): object {
  const { id, record, transactions, acts, shipments, claims, deliveries, attention, timeline, planned } =
    detail;
  return {
    id,
    ...(detail.asOf === undefined ? {} : { asOf: detail.asOf }),
    record: presentRecord(record),
    ...(attention === undefined ? {} : { attention: presentAttention(attention) }),
    transactions: transactions.map((transaction) => presentTransaction(transaction, record)),
    shipments: shipments.map(presentShipment),
    claims: claims.map(presentClaim),
    reports: listOf(record.reports),
    possible: acts.possible,
    missing: acts.missing.map(({ verb, why }) => ({ verb, why })),
    deliveries,
    timeline,
    planned,
  };
}

function presentAttention({ queue, reason, since }: Attention): object {
  return { queue, reason, since };
}

function presentRecord(record: LoanRecord): object {
  return {
    ...without(record, 'content', 'sealedWish', 'reports', 'struck', 'refusedAct', 'sourcing'),
    suppliers: listOf(record.suppliers).map((supplier) => ({
      ...without(supplier, 'id', 'agency', 'rota'),
      agencyId: agencyText(supplier.agencyId),
    })),
    held: listOf(record.held).map(({ id, verb, heldAt, decideAt }) => ({ id, verb, heldAt, decideAt })),
  };
}

/** A shipment with its parcel and all its numbers, whichever way they are kept. */
export function presentShipment(shipment: { id: string } & Shipment): object {
  const { events = {} } = shipment;
  return {
    ...without(shipment, 'loan', 'moreTrackingIds', 'moreItemIds', 'nudgedAt'),
    parcel: parcelOf(shipment.id, shipment),
    trackingIds: trackingIdsOf(shipment),
    itemIds: itemIdsOf(shipment),
    events: Object.values(events).sort((one, other) => one.at.localeCompare(other.at)),
  };
}

function presentTransaction(transaction: { id: string } & Transaction, record: LoanRecord): object {
  const { offer, forwardTo, volumes } = transaction;
  return {
    ...without(transaction, 'loan', 'requestingKey', 'supplyingKey'),
    ...(offer === undefined ? {} : { offer: { ...offer, difference: differenceOf(record, offer.terms) } }),
    ...(forwardTo === undefined ? {} : { forwardTo: agencyText(forwardTo) }),
    ...(volumes === undefined ? {} : { volumes: Object.values(volumes) }),
    requestingAgencyId: agencyText(transaction.requestingAgencyId),
    supplyingAgencyId: agencyText(transaction.supplyingAgencyId),
    anomalies: listOf(transaction.anomalies ?? {}),
  };
}

function listOf<Item extends object>(map: Readonly<Record<string, Item>>): ({ id: string } & Item)[] {
  return Object.entries(map)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, item]) => ({ id, ...item }));
}
