import { allById, byId, withId } from '../../by-id.js';
import { reportedBy, type Request, type RequestingAgencyMessage } from '../../../iso18626/index.js';
import { withAnomaly } from '../../model/anomaly.js';
import { isRenewedEnough } from '../../acts/loan-terms.js';
import { answerWaitingRenewal } from '../../acts/renewal.js';
import { nowOf, supplierCase } from '../../case.js';
import { notLostAfterAll } from '../../claims/not-lost.js';
import { conditionHeard } from '../../conditions/condition-heard.js';
import { tell, type Telling } from '../../compose/tell.js';
import type { SupplierCase } from '../../context.js';
import { foldHappening } from '../../fold-happening.js';
import { happened, received, type Change } from '../../happened.js';
import { HappeningKind, type Happening, type LoanEvent, type Reaction } from '../../happening.js';
import type { LoanRecord } from '../../model/loan-record.js';
import { present, without } from '../../present.js';
import { withReport } from '../../model/reports.js';
import { parcelIn } from '../../shipments/parcel-line.js';
import { shipmentOf } from '../../shipments/posted.js';
import type { Shipment } from '../../shipments/shipment.js';
import { arrived, underWay } from '../../shipments/under-way.js';
import type { SupplierEffect } from '../../tables/supplier-receives-table.js';
import { moved, type Volumes } from '../../model/volumes.js';
import type { SupplierTransaction } from '../../model/transaction.js';
import { accept, refuse, unrecognisedValue } from '../reaction.js';

/** What was heard, by which of our transactions. */
export interface Heard {
  c: SupplierCase;
  message: RequestingAgencyMessage | Request;
}

const noteOf = ({ message }: Heard): string | undefined =>
  message.kind === 'request' ? message.serviceInfo?.note : message.note;

const lookAt = (text: string): LoanEvent => ({ type: 'needs-attention', text });

/** The effects of table 3.5, by the name that its cells give them. Source: iso18626.md 3.5, the marks. */
export const supplierEffects: Record<SupplierEffect, (heard: Heard) => Reaction> = {
  // The stored confirmation is given again by whoever recognized the repetition; nothing happens here.
  replay: () => accept(),
  'exists-already': ({ message }) =>
    refuse(
      message,
      unrecognisedValue(`requestingAgencyRequestId: ${message.header.requestingAgencyRequestId} exists`),
    ),
  'unknown-previous': ({ message }) => refuse(message, unrecognisedValue(previousOf(message))),
  // The linked transaction is made by receiveRequest.
  'new-transaction': () => accept(),
  'tell-status': (heard) => tellStatus(heard),
  'ask-staff': (heard) => askStaff(heard),
  'answer-no': (heard) => answerCancel(heard, 'N'),
  'answer-yes': (heard) => answerCancel(heard, 'Y'),
  'hold-received': (heard) =>
    raise(heard, 'receivedHeldBack', {
      because: 'The item has arrived there before we recorded the loan; it counts when the loan is recorded.',
      event: lookAt('The requester has the item, and the loan is not recorded yet.'),
    }),
  'raise-received': (heard) => itemReceived(heard),
  acknowledge: ({ message }) => accept(received(message, { because: 'Noted; nothing follows from it.' })),
  'too-late': ({ message }) =>
    accept(received(message, { because: 'It comes too late to matter.', facts: { late: true } })),
  'ask-renewal': (heard) => askRenewal(heard),
  'raise-return-shipped': (heard) => returnShipped(heard),
  'raise-forwarded': (heard) => forwarded(heard),
  'raise-hold': (heard) =>
    raise(heard, 'requesterHold', {
      because: 'The requester cannot return the item for the time being.',
      event: lookAt('The requester cannot return the item for the time being.'),
    }),
  'raise-lost': (heard) => reportedByPeer(heard, 'lost'),
  contradiction: (heard) => contradiction(heard),
  'take-note': (heard) => takeNote(heard),
  unsupported: ({ message }) =>
    refuse(message, {
      errorType: 'UnsupportedActionType',
      errorValue: message.kind === 'request' ? message.kind : message.action,
    }),
};

function previousOf(message: Heard['message']): string {
  const previous =
    message.kind === 'request' ? message.serviceInfo?.requestingAgencyPreviousRequestId : undefined;
  return previous === undefined
    ? 'requestingAgencyPreviousRequestId'
    : `requestingAgencyPreviousRequestId: ${previous}`;
}

function change(heard: Heard, state: SupplierTransaction, rest: Change): Happening {
  return received(heard.message, { ...rest, transactions: byId(heard.c.transaction, state) });
}

/** Our answer, its own entry and its own message, from the state as the message that came in left it. */
function answer(c: SupplierCase, telling: Telling, because: string): Happening {
  const { state, owe } = tell(c, telling);
  return happened(HappeningKind.MessageOwed, { because, transactions: byId(c.transaction, state), owe });
}

function tellStatus(heard: Heard): Reaction {
  const reason = heard.message.kind === 'request' ? 'RequestResponse' : 'StatusRequestResponse';
  return accept(
    received(heard.message, { because: 'The requester asks how it stands.' }),
    answer(heard.c, { reasonForMessage: reason }, 'The requester asked how it stands.'),
  );
}

function askStaff(heard: Heard): Reaction {
  const { state, ctx } = heard.c;
  if (state.cancelPending !== undefined)
    return accept(received(heard.message, { because: 'A cancellation is waiting for its answer already.' }));
  return accept(
    change(
      heard,
      { ...state, cancelPending: nowOf(ctx) },
      {
        because: 'The item has not been sent: staff decide whether to cancel.',
        event: lookAt('The requester asks to cancel.'),
      },
    ),
  );
}

function answerCancel(heard: Heard, answerYesNo: 'Y' | 'N'): Reaction {
  const because =
    answerYesNo === 'Y'
      ? 'It was cancelled already.'
      : `It cannot be cancelled any more: our status is ${heard.c.state.state}.`;
  return accept(
    received(heard.message, { because: 'The requester asks to cancel.' }),
    answer(heard.c, { reasonForMessage: 'CancelResponse', answerYesNo }, because),
  );
}

function raise(heard: Heard, flag: 'receivedHeldBack' | 'requesterHold', rest: Change): Reaction {
  const { state, ctx } = heard.c;
  if (state[flag] !== undefined) return accept(received(heard.message, { because: 'We knew that already.' }));
  return accept(change(heard, { ...state, [flag]: nowOf(ctx) }, rest));
}

function itemReceived(heard: Heard): Reaction {
  const { state, ctx, view, transaction } = heard.c;
  if (state.received !== undefined)
    return accept(received(heard.message, { because: 'We knew that already.' }));
  const at = nowOf(ctx);
  return accept(
    change(
      heard,
      { ...state, ...volumesAt(heard, 'received'), received: at },
      {
        ...notLostAfterAll(heard.c, ctx),
        because: 'The requester has the item.',
        shipments: arrived(view, transaction, { direction: 'out', at }),
        event: { type: 'arrived' },
      },
    ),
  );
}

function askRenewal(heard: Heard): Reaction {
  const { state, ctx } = heard.c;
  if (state.renewPending !== undefined)
    return accept(received(heard.message, { because: 'A renewal is waiting for its answer already.' }));
  const whyNot = noRenewalBecause(heard.c);
  if (whyNot !== undefined)
    return accept(
      received(heard.message, { because: 'The requester asks to renew.' }),
      answer(heard.c, { reasonForMessage: 'RenewResponse', answerYesNo: 'N' }, whyNot),
    );
  return accept(
    change(
      heard,
      { ...state, renewPending: nowOf(ctx) },
      { because: 'Staff decide whether to renew.', event: lookAt('The requester asks to renew.') },
    ),
  );
}

/** What needs no person to be answered No. Source: iso18626.md 3.5, mark rp; practice.md 5.3. */
function noRenewalBecause(c: SupplierCase): string | undefined {
  if (c.state.returnShipped !== undefined) return 'Not renewed: the item is on its way back.';
  if (c.state.state === 'Recalled') return 'Not renewed: the item is recalled.';
  return isRenewedEnough(c) ? 'Not renewed: it has been renewed as often as the house renews.' : undefined;
}

/** An action tells of all volumes; what is lost or back already stays so. */
function volumesAt({ c }: Heard, to: 'received' | 'returned'): { volumes?: Volumes } {
  const at = nowOf(c.ctx);
  return present({ volumes: moved(c.state.volumes, to, { itemIds: undefined, at })?.volumes });
}

function returnShipped(heard: Heard): Reaction {
  const { state, ctx } = heard.c;
  if (state.returnShipped !== undefined)
    return accept(received(heard.message, { because: 'We knew that already.' }));
  const because = 'The item is on its way back.';
  return leftThem(
    heard,
    change(
      heard,
      { ...state, ...volumesAt(heard, 'returned'), returnShipped: nowOf(ctx) },
      {
        because,
        record: onItsWay(heard),
        shipments: parcelBack(heard),
      },
    ),
  );
}

/** Nobody assumes lost what is said to be on its way; a claim for it ends when it is here. */
function onItsWay({ c: { view } }: Heard): LoanRecord | undefined {
  return view.record.assumedLostAt === undefined ? undefined : without(view.record, 'assumedLostAt');
}

/** What is on its way is not renewed: a question about it that waits has its answer. */
function leftThem(heard: Heard, told: Happening): Reaction {
  const view = foldHappening(heard.c.view, told);
  const c = supplierCase({ view, transaction: heard.c.transaction }, heard.c.ctx);
  const { happenings } = answerWaitingRenewal(c, 'Not renewed: the item is on its way.');
  return accept(told, ...happenings);
}

/** The way out is over when the way back begins, also when no Received was ever sent. */
function parcelBack(heard: Heard): Record<string, Shipment> {
  const { ctx, view, transaction, state } = heard.c;
  const at = nowOf(ctx);
  const journey = { loan: view.id, transaction, peer: state.peer, direction: 'return', ours: false } as const;
  const back = shipmentOf(journey, parcelIn(noteOf(heard))?.parcel ?? {}, ctx);
  return withId(arrived(view, transaction, { direction: 'out', at }), ctx.at.newId(), back);
}

function forwarded(heard: Heard): Reaction {
  const { state, ctx } = heard.c;
  if (state.returnShipped !== undefined)
    return accept(received(heard.message, { because: 'We knew that already.' }));
  const at = nowOf(ctx);
  const text = 'The requester has sent the item on to another library.';
  const sent: SupplierTransaction = { ...state, returnShipped: at, forwarded: at };
  // Nobody had named a library to send it on to.
  const isAstray = state.forwardTo === undefined;
  return leftThem(
    heard,
    change(heard, isAstray ? withAnomaly(sent, 'forwarded', { text, at }) : sent, {
      because: text,
      record: onItsWay(heard),
      shipments: parcelBack(heard),
      event: isAstray ? lookAt(text) : undefined,
    }),
  );
}

function contradiction(heard: Heard): Reaction {
  const { state, ctx } = heard.c;
  const { message } = heard;
  const said = message.kind === 'request' ? message.kind : message.action;
  const text = `The requester says ${said}, and our status is ${state.state}.`;
  return accept(
    change(heard, withAnomaly(state, `said-${said}`, { text, at: nowOf(ctx) }), {
      because: 'It contradicts what we know; nothing changes by itself.',
      event: lookAt(text),
    }),
  );
}

function takeNote(heard: Heard): Reaction {
  const kind = reportedBy(noteOf(heard));
  if (kind !== undefined) return reportedByPeer(heard, kind);
  const looks = conditionHeard(heard.c, noteOf(heard));
  if (looks !== undefined)
    return accept(
      received(heard.message, {
        ...looks,
        because: 'The requester tells how the item looks.',
        event: lookAt('The requester tells how the item looks.'),
      }),
    );
  return accept(
    received(heard.message, {
      because: 'A note for staff to read.',
      event: lookAt('The requester has written a note.'),
    }),
  );
}

function reportedByPeer(heard: Heard, kind: 'lost' | 'damaged'): Reaction {
  const { state, ctx, view, transaction } = heard.c;
  const at = nowOf(ctx);
  const flag = kind === 'lost' ? 'lostReported' : 'damageReported';
  const parcels =
    kind === 'lost'
      ? underWay(view, transaction, 'out').map(([id, parcel]) => [id, { ...parcel, lostAt: at }] as const)
      : [];
  return accept(
    change(
      heard,
      { ...state, [flag]: state[flag] ?? at },
      {
        because: `The requester reports the item ${kind}: staff decide what follows.`,
        record: withReport(view.record, ctx.at.newId(), { kind, by: 'peer', at }),
        shipments: parcels.length === 0 ? undefined : allById(parcels),
        event: { type: kind, text: `Reported ${kind} by the requester.` },
      },
    ),
  );
}
