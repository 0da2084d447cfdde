import { allById } from '../by-id.js';
import type { LoanView } from '../happening.js';
import { without } from '../present.js';
import type { Shipment } from './shipment.js';
import type { Instant } from '../model/transaction.js';

type Shipments = Record<string, Shipment>;

/** Parcels of one transaction and direction that are still under way. */
export function underWay(
  view: LoanView,
  transaction: string,
  direction: Shipment['direction'],
): [string, Shipment][] {
  return [...view.shipments].filter(
    ([, shipment]) =>
      shipment.transaction === transaction &&
      shipment.direction === direction &&
      shipment.arrivedAt === undefined,
  );
}

/** The same parcels, arrived; undefined when there are none. */
export function arrived(
  view: LoanView,
  transaction: string,
  parcel: { direction: Shipment['direction']; at: Instant },
): Shipments | undefined {
  return changed(underWay(view, transaction, parcel.direction), { arrivedAt: parcel.at });
}

/** Parcels under way in either direction, now arrived: whoever has the item has no parcel to wait for. */
export function allArrived(view: LoanView, transaction: string, at: Instant): Shipments | undefined {
  return changed(inEitherDirection(view, transaction), { arrivedAt: at });
}

/** Parcels under way in either direction, now lost. */
export function lost(view: LoanView, transaction: string, at: Instant): Shipments | undefined {
  return changed(inEitherDirection(view, transaction), { lostAt: at });
}

/** Parcels that were lost, found again. */
export function foundAgain(view: LoanView, transaction: string): Shipments | undefined {
  const parcels = inEitherDirection(view, transaction).filter(([, { lostAt }]) => lostAt !== undefined);
  if (parcels.length === 0) return undefined;
  return allById(parcels.map(([id, shipment]) => [id, without(shipment, 'lostAt')]));
}

function inEitherDirection(view: LoanView, transaction: string): [string, Shipment][] {
  return [...underWay(view, transaction, 'out'), ...underWay(view, transaction, 'return')];
}

function changed(parcels: [string, Shipment][], change: Partial<Shipment>): Shipments | undefined {
  if (parcels.length === 0) return undefined;
  return allById(parcels.map(([id, shipment]) => [id, { ...shipment, ...change }]));
}
