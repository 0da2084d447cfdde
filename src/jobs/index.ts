export { JobName } from './gateway-job.js';
export type { GatewayJob, Jobs, JobsHealth, JobsLog } from './gateway-job.js';
