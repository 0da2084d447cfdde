import { byId } from '../by-id.js';
import { requesterCase, supplierCase, transactionAt } from '../case.js';
import { ask } from '../compose/ask.js';
import { tell } from '../compose/tell.js';
import type { RuleContext } from '../context.js';
import type { Change } from '../happened.js';
import type { LoanView } from '../happening.js';
import { present } from '../present.js';
import { parcelLine } from './parcel-line.js';
import type { Posted } from './posted.js';
import { trackingIdsOf, type Shipment } from './shipment.js';
import { shippingInfoOf } from './shipping-info.js';

/** What a peer is told of a parcel in a message of its own: the change that the caller's happening carries with it. */
export type TellingOfParcel = Pick<Change, 'transactions' | 'owe'>;

/** Numbers that a parcel of ours has now and had not before, told to whoever waits for it; nothing where there are none. */
export function tellNumbers(
  of: { view: LoanView; before: Shipment; after: Shipment },
  ctx: RuleContext,
): TellingOfParcel {
  const { view, before, after } = of;
  const known = new Set(trackingIdsOf(before));
  const [trackingId, ...more] = trackingIdsOf(after).filter((id) => !known.has(id));
  if (trackingId === undefined || !after.ours || after.arrivedAt !== undefined) return {};
  const posted: Posted = present({
    carrier: after.carrier,
    trackingId,
    moreTrackingIds: more.length === 0 ? undefined : more,
  });
  return tellParcel({ view, transaction: after.transaction, posted }, ctx);
}

/** A note about a parcel that is on its way, in the elements of 2021 where there are some. Nothing once all is said between the two. */
export function tellParcel(
  of: { view: LoanView; transaction: string; posted: Posted; isFurther?: boolean },
  ctx: RuleContext,
): TellingOfParcel {
  const { view, transaction, posted, isFurther = false } = of;
  const place = { view, transaction };
  const state = transactionAt(place);
  if (state.closedAt !== undefined) return {};
  const note = parcelLine(posted, { isFurther });
  const told =
    state.role === 'requester'
      ? ask(requesterCase(place, ctx), 'Notification', note)
      : tellAsSupplier(of, { note, ctx });
  return { transactions: byId(transaction, told.state), owe: told.owe };
}

function tellAsSupplier(
  { view, transaction, posted }: { view: LoanView; transaction: string; posted: Posted },
  { note, ctx }: { note: string | undefined; ctx: RuleContext },
): ReturnType<typeof tell> {
  const c = supplierCase({ view, transaction }, ctx);
  return tell(c, { reasonForMessage: 'Notification', note, shippingInfo: shippingInfoOf(posted) });
}
