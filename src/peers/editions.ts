/** The editions that a peer may speak, by the name that its record gives. */
export const EDITION_IDS = ['2017'] as const;
export type EditionId = (typeof EDITION_IDS)[number];
