import type { Privacy } from '../edition.js';

/** How what the peer's edition has no element for was said all the same. */
export const Said = {
  InNote: 'in the note',
  Elsewhere: 'in another element',
  Not: 'not said',
} as const;
export type Said = (typeof Said)[keyof typeof Said];

/** A value of the canonical message that does not stand in its own place in what was written. */
export interface Loss {
  /** Canonical: `supplyingAgencyMessage/retryInfo/volume[1]`, a scheme as `…/@scheme`. */
  path: string;
  /** Of the value, which is not repeated here. */
  privacy: Privacy;
  said: Said;
  /** The id of the rule that decided it. */
  rule: string;
}

/** A value before it is known whether the note has room for it. */
export type LostValue = Pick<Loss, 'path' | 'privacy'>;

/** Text for the note, and the values that it says. */
export interface NoteLine {
  text: string;
  says: readonly LostValue[];
  rule: string;
}

/** A loss in one line, for entries and pages. It names the place, never the value. */
export function lossText({ path, said }: Loss): string {
  return `${path} (${said})`;
}
