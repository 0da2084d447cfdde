export { JobName } from './gateway-job.js';
export type { GatewayJob, Jobs, JobsHealth } from './gateway-job.js';
