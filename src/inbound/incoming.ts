/** A body as it came, and what the transport knows of it. Header names are in lower case. */
export interface Incoming {
  body: Buffer;
  charset?: string;
  remoteAddress: string;
  headers: Readonly<Record<string, string | undefined>>;
}

/** A body that was refused before it was read: what was answered, and why, in a few fixed words. */
export interface TurnedAway {
  statusCode: 400 | 413 | 415;
  cause: string;
  remoteAddress: string;
}

/** What goes back on the same exchange. A body is an ISO 18626 message. */
export interface Answered {
  statusCode: 200 | 400 | 401 | 503;
  body?: Buffer;
  retryAfterSeconds?: number;
}
