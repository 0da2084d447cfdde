import type { Catalogue } from '../catalogue.js';

export const swedish: Partial<Catalogue> = {};
