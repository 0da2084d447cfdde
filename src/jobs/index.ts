/**
 * The clocks of the gateway: Agenda calls each job of a list at its interval, on the gateway's own database or on MongoDB.
 * A job calls one function of another room with the time; what is due is decided there, never here, and never by Agenda.
 * What Agenda's store forgets is written again, and what must not wait runs without it (architecture §3, step 7, and §3.2).
 */
export { JobName } from './gateway-job.js';
export type { GatewayJob, Jobs, JobsHealth } from './gateway-job.js';
export { JobStoreError } from './backends.js';
export { buildJobs } from './job-list.js';
export type { JobsOptions } from './job-list.js';
