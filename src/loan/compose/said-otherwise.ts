import { Said, type Loss } from '../../iso18626/index.js';
import type { Owed } from '../happening.js';

/** What a rule has said in another place than its own, because the edition of the other side has none for it. */
const placeless = {
  lost: { path: 'requestingAgencyMessage/action', said: Said.InNote },
  parcel: { path: 'supplyingAgencyMessage/shippingInfo', said: Said.InNote },
  link: { path: 'supplyingAgencyMessage/deliveryInfo/URL', said: Said.Elsewhere },
} as const;

/** The owed message with these among its losses, so that entry, timeline and preview list them. Source: iso18626.md 3.9, 3.12. */
export function saidOtherwise(owe: Owed, what: readonly (keyof typeof placeless)[]): Owed {
  if (what.length === 0) return owe;
  const losses = what.map((one): Loss => ({ ...placeless[one], privacy: 'open', rule: `said-as-${one}` }));
  return { ...owe, losses: [...(owe.losses ?? []), ...losses] };
}
