import { z } from 'zod';

const HARD_BODY_CAP_BYTES = 10 * 1024 * 1024;
const positive = z.number().int().positive();

/** What a peer may take of us; what is missing is as the settings say. */
export const peerLimits = z.strictObject({
  /** Messages a second in the long run, and how many at once after a pause. */
  perSecond: z.number().positive().max(1_000_000).optional(),
  burst: positive.max(1_000_000).optional(),
  /** Messages that are being read and decided at one time. */
  concurrent: positive.max(10_000).optional(),
  /** Largest message, inflated. */
  bodyBytes: positive.max(HARD_BODY_CAP_BYTES, 'the hard cap is 10 MiB').optional(),
});
export type PeerLimits = z.infer<typeof peerLimits>;

/** What a peers file says of trust; secrets are given by `lendwire peers credentials`. */
export const trustOfFile = {
  /** Whether messages may go and come unencrypted; as `outbound.allowPlainHttp` says where it is missing. */
  allowPlainHttp: z.boolean().optional(),
  /** Whether its address may be a private or loopback one; as `outbound.allowPrivateAddresses` says where it is missing. */
  allowPrivateAddresses: z.boolean().optional(),
  limits: peerLimits.optional(),
};
