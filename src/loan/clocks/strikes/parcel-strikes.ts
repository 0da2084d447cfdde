import { byId } from '../../by-id.js';
import { nowOf } from '../../case.js';
import { autoDraft } from '../../claims/auto-draft.js';
import type { Shipment } from '../../shipments/shipment.js';
import { struck, type Strike } from './striking.js';

export const parcelLate: Strike = (striking, ctx) => {
  const { view, planned } = striking;
  const shipment = view.shipments.get(planned.subject);
  if (shipment === undefined) return [];
  const text = `The parcel is late. ${lateAdvice(shipment)}`;
  return [
    struck(
      striking,
      {
        shipments: byId(planned.subject, { ...shipment, lateAt: nowOf(ctx) }),
        event: { type: 'needs-attention', text },
      },
      ctx,
    ),
  ];
};

/** What staff do first about a parcel that does not come, by whose it is. Source: practice.md 5.4. */
function lateAdvice({ ours, direction, trackingId }: Shipment): string {
  const track = trackingId === undefined ? '' : `Track ${trackingId}; `;
  if (!ours) return `${track}look on your shelves, then ask the other side for proof of posting.`;
  return direction === 'out'
    ? `${track}ask the requester whether it arrived without a word, then the carrier.`
    : `${track}ask the supplier to look on its shelves, then the carrier.`;
}

export const parcelTrace: Strike = (striking, ctx) => {
  const shipment = striking.view.shipments.get(striking.planned.subject);
  const text =
    shipment?.ours === false
      ? 'The parcel is still not here: ask the other side to have its carrier search for it.'
      : 'The parcel is still not there: have the carrier search for it, with its number and the day it was posted.';
  return [struck(striking, { event: { type: 'needs-attention', text } }, ctx)];
};

/** Who answers for it is the policy's to say (`riskFrom`); that it counts as lost is the same for both. */
export const parcelLost: Strike = (striking, ctx) => {
  const text =
    'The item counts as lost on its way. Both sides look on their shelves once more; then settle what the loss costs.';
  const record = { ...striking.view.record, assumedLostAt: nowOf(ctx) };
  const transaction = striking.view.shipments.get(striking.planned.subject)?.transaction;
  const claims = transaction === undefined ? undefined : autoDraft({ view: striking.view, transaction }, ctx);
  return [struck(striking, { record, claims, event: { type: 'lost', text } }, ctx)];
};
