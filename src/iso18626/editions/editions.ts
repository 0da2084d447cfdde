import type { Edition } from '../edition.js';
import { edition2014 } from './edition-2014.js';
import { edition2017 } from './edition-2017.js';
import { edition2021 } from './edition-2021.js';

/** The editions that a peer may speak, oldest first, by the year of the standard. */
export const EDITION_IDS = ['2014', '2017', '2021'] as const;
export type EditionId = (typeof EDITION_IDS)[number];

export const editions: Readonly<Record<EditionId, Edition>> = {
  '2014': edition2014,
  '2017': edition2017,
  '2021': edition2021,
};
