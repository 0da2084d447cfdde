/** A body as it came, and what the transport knows of it. Header names are in lower case. */
export interface Incoming {
  body: Buffer;
  charset?: string;
  remoteAddress: string;
  headers: Readonly<Record<string, string | undefined>>;
}

/** What goes back on the same exchange. A body is an ISO 18626 message. */
export interface Answered {
  statusCode: 200 | 400 | 401 | 503;
  body?: Buffer;
  retryAfterSeconds?: number;
}
