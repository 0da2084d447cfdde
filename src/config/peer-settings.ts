import { z } from 'zod';

const positive = z.number().int().positive();

/** TLS in the gateway itself; files are read again when they change. */
export const tlsSettings = z.strictObject({
  /** The chain, ours first, and its key, in PEM. */
  certFile: z.string().min(1),
  keyFile: z.string().min(1),
  /** Authorities whose client certificates are believed; the world's where it is missing. */
  clientCaFile: z.string().min(1).optional(),
  /** Whether callers are asked for a certificate; nobody has to have one. */
  requestClientCertificates: z.boolean().default(true),
  /** How often the files are looked at, in milliseconds. */
  watchMs: positive.default(5_000),
});
export type TlsSettings = z.infer<typeof tlsSettings>;

/** What a peer, or a stranger's address, may take of us where a peer's record says nothing else. */
export const peerSettings = z.strictObject({
  perSecond: z.number().positive(),
  burst: positive,
  concurrent: positive,
  /** Failed proofs from one address within so many seconds, after which it has to wait. */
  failures: positive,
  failureSeconds: positive,
  /** How long before a credential runs out it is warned of, in days. */
  warnDaysAhead: z.number().int().nonnegative().max(3650),
});
export type PeerSettings = z.infer<typeof peerSettings>;
