/**
 * The edge over HTTP: the ISO 18626 endpoint, the JSON API, health and metrics, and every error as a problem document.
 * It knows who may ask and how things are said, never how they are done: it asks one object, the `Gateway`.
 * Steps 1 and 6 of architecture §3; refuses to pass on what an exception says.
 */
export { buildHttpApp } from './http-app.js';
export type { HttpAppOptions } from './http-app.js';
export { buildMetrics } from './metrics.js';
export type { Metrics } from './metrics.js';
export { startServer } from './server.js';
export type { RunningServer } from './server.js';
export { openTlsFiles, type TlsFiles } from './tls-files.js';
export type { Believed } from './presented.js';
export { RECORDS_AT_MOST } from './api/loans/loan-records-routes.js';
