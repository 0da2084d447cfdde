import { usualPractice, type OfferPractice } from '../../loan/index.js';
import type { Peer } from '../peer.js';

/** Which rule of a profile says how conditions are named and answered. Source: iso18626.md 3.10. */
const practices: readonly (readonly [rule: string, practice: OfferPractice])[] = [
  ['conditions-2021-retry', 'retry'],
  ['conditions-reshare-markers', 'markers'],
  ['conditions-accept-reject-note', 'accept-reject'],
  ['conditions-will-supply-note', 'will-supply'],
];

/** How a peer names conditions: as its profile says, else as its edition does. */
export function offerPracticeOf(peer: Pick<Peer, 'edition' | 'wire'> | undefined): OfferPractice | undefined {
  if (peer === undefined) return undefined;
  const named = practices.find(([rule]) => peer.wire?.rules.has(rule) === true)?.[1];
  return named ?? usualPractice(peer.edition);
}
