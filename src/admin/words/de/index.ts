import type { Catalogue } from '../catalogue.js';

export const german: Partial<Catalogue> = {};
