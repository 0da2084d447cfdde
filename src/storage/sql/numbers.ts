import { foldTrackingId } from '../../loan/index.js';

/** Whether a shipment carries a number, as its tracking id or among the further ones; each is used by its own index. */
export function hasNumber(first: string, further: string): string {
  return `(tracking = ${first} OR (more_numbers IS NOT NULL AND more_numbers LIKE ${further}))`;
}

/** The two values that `hasNumber` compares with. The wild cards of LIKE are in no number. */
export function numberValues(number: string): [string, string] {
  const folded = foldTrackingId(number);
  return [folded, `%\n${folded.replace(/[%_\\]/g, '')}\n%`];
}

export function trackingParameters({ trackingId, limit }: { trackingId: string; limit: number }): unknown[] {
  return [...numberValues(trackingId), limit];
}
