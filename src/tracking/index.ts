/**
 * What becomes of parcels: carriers and how they are asked, a feed over HTTP or a folder of files, and how long parcels
 * took before. It reads what carriers say and asks the exchange to change loans; it decides nothing about a loan.
 */
export { TransitHistory } from './transit-history.js';
export * from './carriers/carrier.js';
export { carrierId, carrierShape } from './carriers/carrier-shape.js';
export { changeCarrier, removeCarrier } from './carriers/change-carrier.js';
export type { CarrierChange } from './carriers/change-carrier.js';
export { buildFeed } from './adapters/feed.js';
export { buildCsvDrop } from './adapters/csv-drop.js';
export type { Collected, TrackingAdapter } from './adapters/adapter.js';
export { buildTracker } from './track.js';
