import type { Admitted } from './admission/admit.js';

/** A body as it came, and who may have sent it by what they showed before it. */
export interface Incoming {
  body: Buffer;
  charset?: string;
  admitted: Admitted;
}

/** A body that was refused before it was read: what was answered, and why, in a few fixed words. */
export interface TurnedAway {
  statusCode: 400 | 401 | 403 | 413 | 415 | 429;
  cause: string;
  remoteAddress: string;
}

/** What goes back on the same exchange. A body is an ISO 18626 message. */
export interface Answered {
  statusCode: 200 | 400 | 401 | 403 | 413 | 429 | 503;
  body?: Buffer;
  retryAfterSeconds?: number;
}
