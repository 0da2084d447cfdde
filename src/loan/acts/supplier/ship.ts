import { byId } from '../../by-id.js';
import type { AgencyId, DeliveryInfo } from '../../../iso18626/index.js';
import { nowOf } from '../../case.js';
import { noteOf } from '../../compose/notes.js';
import { statusReason, tell } from '../../compose/tell.js';
import { nextTimestamp } from '../../compose/timestamps.js';
import type { SupplierCase } from '../../context.js';
import { happened } from '../../happened.js';
import { HappeningKind, type Happening } from '../../happening.js';
import { isLink } from '../../link.js';
import { present, without } from '../../present.js';
import { completed } from '../../record/suppliers.js';
import { parcelLine } from '../../shipments/parcel-line.js';
import { shipmentOf, type Posted } from '../../shipments/posted.js';
import type { Shipment } from '../../shipments/shipment.js';
import { shippingInfoOf } from '../../shipments/shipping-info.js';
import type { SupplierTransaction } from '../../model/transaction.js';
import { eachOnce, volumesLine, volumesOut } from '../../model/volumes.js';
import { offeredFile, type OfferedFile } from '../../documents/offer-file.js';
import { ActRefusal, type ActOf } from '../act.js';
import { done, refused, whyNotTell, type SupplierRule } from '../act-rule.js';
import { readParcel } from '../read-parcel.js';
import { dueDateOf } from './supplier-answers.js';
import { answerWaitingCancel } from './waiting-cancel.js';

/**
 * Staff put the item in the post: the peer is owed `Loaned`, and before it the No to a Cancel that waits.
 * Without a due date the policy makes one. Table 3.4.
 */
export const ship: SupplierRule<'ship'> = {
  whyNot: (c) => whyNotTell(c, 'Loaned'),
  perform(c, act) {
    const read = readParcel(act);
    if ('refusal' in read) return read;
    const dated = dueDateOf(act.dueDate, c);
    if ('refusal' in dated) return dated;
    const forwardTo = act.returnTo === undefined ? undefined : agencyIn(act.returnTo);
    if (act.returnTo !== undefined && forwardTo === undefined) return refused(ActRefusal.AgencyUnreadable);
    const { happenings, after } = answerWaitingCancel(c, { because: 'The item is being sent.' });
    return done(...happenings, shipped(after, { act, parcel: read.parcel, dueDate: dated.due, forwardTo }));
  },
};

/** A copy is sent, by link or by post; nothing comes back, so that ends the transaction. Table 3.4. */
export const supplyCopy: SupplierRule<'supply-copy'> = {
  whyNot: (c) => whyNotTell(c, 'CopyCompleted'),
  perform(c, act) {
    const read = readParcel(act);
    if ('refusal' in read) return read;
    if (act.url !== undefined && !isLink(act.url)) return refused(ActRefusal.UrlUnreadable);
    const file = offeredFile(c, act);
    if ('refusal' in file) return file;
    const { happenings, after } = answerWaitingCancel(c, { because: 'The copy is being sent.' });
    return done(...happenings, copySent(after, { act, parcel: read.parcel, file }));
  },
};

interface Sent {
  act: ActOf<'ship'>;
  parcel: Posted;
  dueDate: string;
  forwardTo: AgencyId | undefined;
}

function shipped(c: SupplierCase, sent: Sent): Happening {
  const { act, parcel, dueDate, forwardTo } = sent;
  const onLoan: SupplierTransaction = {
    ...c.state,
    state: 'Loaned',
    mode: 'Loan',
    dueDate,
    ...present({ forwardTo, volumes: volumesOut(itemsIn(act), nowOf(c.ctx)) }),
  };
  const state = withHeldBack(onLoan);
  const told = tell(
    { ...c, state },
    {
      reasonForMessage: statusReason(c.state),
      note: noteOf(act.note, volumesLine(itemsIn(act)), lineFor(parcel)),
      deliveryInfo: deliveryInfoOf(c, act),
      shippingInfo: shippingInfoOf(parcel),
      returnInfo:
        forwardTo === undefined
          ? (c.ctx.returnInfo ?? { returnAgencyId: c.state.supplyingAgencyId })
          : { returnAgencyId: forwardTo },
    },
  );
  return happened(HappeningKind.Act, {
    because: 'Staff have sent the item.',
    transactions: byId(c.transaction, told.state),
    shipments: byId(
      c.ctx.at.newId(),
      parcelOut(c, { ...parcel, ...itemsOf(act), arrivedAt: state.received }),
    ),
    owe: told.owe,
    event: present({
      type: 'shipped' as const,
      dueDate,
      carrier: parcel.carrier,
      trackingId: parcel.trackingId,
      expectedAt: parcel.expectedAt,
    }),
    facts: { verb: act.verb },
  });
}

function copySent(
  c: SupplierCase,
  sent: { act: ActOf<'supply-copy'>; parcel: Posted; file: OfferedFile },
): Happening {
  const { act, parcel, file } = sent;
  const url = file.url ?? act.url;
  const at = nowOf(c.ctx);
  const state = withHeldBack({ ...c.state, state: 'CopyCompleted', mode: 'Copy', closedAt: at });
  const isParcel = parcelLine(parcel) !== undefined;
  const told = tell(
    { ...c, state },
    {
      reasonForMessage: statusReason(c.state),
      note: noteOf(act.note, lineFor(parcel)),
      deliveryInfo: url === undefined ? deliveryInfoOf(c, act) : linkInfoOf(c, url),
      shippingInfo: shippingInfoOf(parcel),
    },
  );
  return happened(HappeningKind.Act, {
    because: 'Staff have sent the copy.',
    record: { ...completed(c.view.record, at), ...file.record },
    sealed: file.sealed,
    transactions: byId(c.transaction, told.state),
    shipments: isParcel
      ? byId(c.ctx.at.newId(), parcelOut(c, { ...parcel, ...itemsOf(act), arrivedAt: state.received }))
      : undefined,
    owe: told.owe,
    event: { type: 'closed', outcome: 'CopyCompleted' },
    facts: { verb: act.verb },
  });
}

/** What the requester said too early holds from now on, with its earlier time. Source: iso18626.md 7.5 nr. 72. */
function withHeldBack(state: SupplierTransaction): SupplierTransaction {
  if (state.receivedHeldBack === undefined) return state;
  return without({ ...state, received: state.receivedHeldBack }, 'receivedHeldBack');
}

interface Items {
  itemId?: string;
  moreItemIds?: readonly string[];
  volumes?: readonly { itemId: string; volume?: string }[];
}

function itemsOf(items: Items): Items {
  const [first, ...more] = itemsIn(items).map((one) => one.itemId);
  return present({ itemId: first, moreItemIds: more.length === 0 ? undefined : more });
}

/** What is sent, item by item, with the names that staff have given. */
function itemsIn({ itemId, moreItemIds = [], volumes = [] }: Items): { itemId: string; volume?: string }[] {
  if (volumes.length > 0) return eachOnce(volumes);
  const named = [...(itemId === undefined ? [] : [itemId]), ...moreItemIds];
  return eachOnce(named.map((one) => ({ itemId: one })));
}

function parcelOut(c: SupplierCase, posted: Posted & { arrivedAt: string | undefined }): Shipment {
  const { transaction, view, state } = c;
  return shipmentOf(
    { loan: view.id, transaction, peer: state.peer, direction: 'out', ours: true },
    posted,
    c.ctx,
  );
}

function deliveryInfoOf({ ctx }: SupplierCase, items: Items): DeliveryInfo {
  const { itemId, moreItemIds = [] } = itemsOf(items);
  return present({
    dateSent: nextTimestamp(ctx.at.now),
    itemId: itemId === undefined ? undefined : [itemId, ...moreItemIds],
    deliveryMethod: { value: 'Mail' },
  });
}

function linkInfoOf({ ctx }: SupplierCase, url: string): DeliveryInfo {
  return { dateSent: nextTimestamp(ctx.at.now), deliveryMethod: { value: 'URL' }, URL: url };
}

/** No edition has an element for the day of arrival or the packing: a line of the note says it. */
function lineFor({ expectedAt, packing }: Posted): string | undefined {
  return parcelLine(present({ expectedAt, packing }));
}

/** A library as `TYPE:VALUE`, such as `ISIL:SE-LIBR`. */
function agencyIn(text: string): AgencyId | undefined {
  const [, type, value] = /^\s*([^:\s]{1,40}):\s*(\S.{0,198}?)\s*$/.exec(text) ?? [];
  return type === undefined || value === undefined
    ? undefined
    : { agencyIdType: { value: type }, agencyIdValue: value };
}
