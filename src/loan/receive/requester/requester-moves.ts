import { byId } from '../../by-id.js';
import { agencyKey, type AgencyId, type SupplyingAgencyMessage } from '../../../iso18626/index.js';
import { withAnomaly } from '../../model/anomaly.js';
import { nowOf } from '../../case.js';
import { ask } from '../../compose/ask.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening, type LoanEvent } from '../../happening.js';
import { present, without } from '../../present.js';
import { shipmentOf } from '../../shipments/posted.js';
import type { Shipment } from '../../shipments/shipment.js';
import { parcelOfMessage } from '../../shipments/shipping-info.js';
import { arrived } from '../../shipments/under-way.js';
import type { AskedState } from '../../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { hasConditions } from '../conditions.js';
import { endings } from './requester-endings.js';
import { changed, lookAt, refreshed, type HeardAnswer } from './requester-heard.js';
import { volumesOut, type Volumes } from '../../model/volumes.js';
import { withOutcome } from '../../record/suppliers.js';

/** The state that a status leads to; what ends the transaction goes on in the loan record. */
export function move(heard: HeardAnswer, to: AskedState, missedSteps: boolean): Happening[] {
  const before = heard.c.state.state;
  const because = missedSteps
    ? `The supplier is ahead of us: from ${before} to ${to}, the steps between were never told.`
    : reasonOf[to];
  const ending = endings[to];
  if (ending !== undefined) return ending(heard, { to, because });
  const state = withConditions(heard, onTheWay(heard, to));
  const parcel = to === 'Loaned' ? parcelOut(heard) : undefined;
  const current = heard.c.view.record;
  const told = changed(heard, state, {
    because,
    record: to === 'Loaned' ? withOutcome(current, heard.c.transaction, { outcome: 'supplied' }) : undefined,
    shipments: parcel === undefined ? undefined : byId(heard.c.ctx.at.newId(), parcel),
    event: eventOf[to]?.(state, parcel),
  });
  return [told, ...heldBackReceived(heard, { state, parcel: told.shipments })];
}

const reasonOf: Record<AskedState, string> = {
  Sent: 'The request has arrived.',
  RequestReceived: 'The supplier has the request.',
  ExpectToSupply: 'The supplier expects to supply.',
  WillSupply: 'The supplier will supply.',
  Loaned: 'The supplier has sent the item.',
  Received: 'The item is on loan again.',
  Overdue: 'The supplier says that the item is overdue.',
  Recalled: 'The supplier wants the item back.',
  HoldReturn: 'The supplier asks not to send the item back for now.',
  ShippedReturn: 'The item is on its way back.',
  RetryPossible: 'The supplier cannot supply it as asked; it may be asked again in another way.',
  Unfilled: 'The supplier cannot supply.',
  CopyCompleted: 'The supplier has sent the copy.',
  LoanCompleted: 'The item is back with the supplier.',
  CompletedWithoutReturn: 'The supplier has closed the loan without the item.',
  Cancelled: 'The supplier has cancelled.',
};

/** Whatever comes after WillSupply is a loan, also where a copy was asked for: the item has to come back. */
function onTheWay(heard: HeardAnswer, to: AskedState): RequesterTransaction {
  const { state, ctx } = heard.c;
  const moved: RequesterTransaction = {
    ...refreshed(state, heard.message),
    ...present({ forwardTo: forwardTo(heard), volumes: volumesIn(heard, to) }),
    state: to,
  };
  if (!isLoaned.has(to)) return moved;
  const loaned: RequesterTransaction = without({ ...moved, mode: 'Loan' }, 'conditionPending');
  if (state.serviceType !== 'Copy') return loaned;
  const text = 'A copy was asked for and the item itself was lent: it has to come back.';
  return withAnomaly(loaned, 'loan-for-copy', { text, at: nowOf(ctx) });
}

/** Another library than the supplier, by whatever name: the item goes on there instead of back. Source: iso18626.md 3.7, mark f. */
function forwardTo({ c, message }: HeardAnswer): AgencyId | undefined {
  const named = message.returnInfo?.returnAgencyId;
  if (named === undefined) return c.state.forwardTo;
  const key = agencyKey(named);
  const isSuppliers =
    key === c.state.supplyingKey ||
    key === agencyKey(c.state.supplyingAgencyId) ||
    c.ctx.reach(key)?.supplyingKey === c.state.supplyingKey;
  return isSuppliers || named.agencyIdValue.trim() === '' ? undefined : named;
}

const isLoaned: ReadonlySet<AskedState> = new Set(['Loaned', 'Overdue', 'Recalled', 'HoldReturn']);

/** A WillSupply that is tied to something waits for staff. */
export function withConditions(heard: HeardAnswer, state: RequesterTransaction): RequesterTransaction {
  const { ctx, view } = heard.c;
  if (state.state !== 'WillSupply' || !hasConditions(heard.message, view.record)) return state;
  return { ...state, conditionPending: state.conditionPending ?? nowOf(ctx) };
}

/** The parcel that a Loaned tells of, unless we know it already. */
function parcelOut({ c, message }: HeardAnswer): Shipment | undefined {
  const known = [...c.view.shipments.values()].some(
    ({ transaction, direction }) => transaction === c.transaction && direction === 'out',
  );
  if (known) return undefined;
  const { transaction, view, state } = c;
  return shipmentOf(
    { loan: view.id, transaction, peer: state.peer, direction: 'out', ours: false },
    { ...parcelOfMessage(message)?.parcel, ...itemsIn(message) },
    c.ctx,
  );
}

/** Where a link is sent, the itemId is the link and no item's. Source: iso18626.md 3.12. */
function itemsIn({ deliveryInfo = {} }: SupplyingAgencyMessage): { itemId?: string; moreItemIds?: string[] } {
  if (deliveryInfo.deliveryMethod?.value === 'URL') return {};
  const [itemId, ...moreItemIds] = deliveryInfo.itemId ?? [];
  return present({ itemId, moreItemIds: moreItemIds.length === 0 ? undefined : moreItemIds });
}

/** Several items are volumes of one loan, each on its way. Source: iso18626.md 3.13. */
function volumesIn({ c, message }: HeardAnswer, to: AskedState): Volumes | undefined {
  if (to !== 'Loaned' || c.state.volumes !== undefined) return c.state.volumes;
  const { itemId, moreItemIds = [] } = itemsIn(message);
  const items = [...(itemId === undefined ? [] : [itemId]), ...moreItemIds];
  return volumesOut(
    items.map((one) => ({ itemId: one })),
    nowOf(c.ctx),
  );
}

/** What the library's own system hears of a status that it has not heard before. */
const eventOf: Partial<Record<AskedState, (state: RequesterTransaction, parcel?: Shipment) => LoanEvent>> = {
  WillSupply: ({ conditionPending }) =>
    conditionPending === undefined
      ? { type: 'will-supply' }
      : { type: 'will-supply', text: 'With conditions or costs that wait for an answer.' },
  Loaned: ({ dueDate }, parcel) =>
    present({
      type: 'shipped' as const,
      dueDate,
      carrier: parcel?.carrier,
      trackingId: parcel?.trackingId,
      expectedAt: parcel?.expectedAt,
    }),
  Overdue: ({ dueDate }) => present({ type: 'overdue' as const, dueDate }),
  Recalled: ({ dueDate }) => present({ ...lookAt('The supplier wants the item back.'), dueDate }),
  HoldReturn: () => lookAt('The supplier asks not to send the item back for now.'),
};

/** The item was in our hands before the supplier said that it sent it: now it can be told. */
function heldBackReceived(
  heard: HeardAnswer,
  after: { state: RequesterTransaction; parcel: Record<string, Shipment> | undefined },
): Happening[] {
  const { c } = heard;
  const at = after.state.receivedHeldBack;
  if (at === undefined || after.state.state !== 'Loaned') return [];
  const shipments = new Map([...c.view.shipments, ...Object.entries(after.parcel ?? {})]);
  const inHand: RequesterTransaction = without(
    { ...after.state, state: 'Received', received: at },
    'receivedHeldBack',
  );
  const { state, owe } = ask({ ...c, state: inHand }, 'Received');
  return [
    happened(HappeningKind.MessageOwed, {
      because: 'The item had arrived before the supplier told that it sent it.',
      transactions: byId(c.transaction, state),
      shipments: arrived({ ...c.view, shipments }, c.transaction, { direction: 'out', at }),
      event: { type: 'arrived' },
      owe,
    }),
  ];
}
