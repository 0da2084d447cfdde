export { EDITION_IDS } from '../iso18626/index.js';
export type { EditionId } from '../iso18626/index.js';
