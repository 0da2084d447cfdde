import { z } from 'zod';

const MIB = 1024 * 1024;
const bytes = z
  .number()
  .int()
  .min(1024, 'at least 1 KiB')
  .max(64 * MIB, 'at most 64 MiB');

/** What people may hand in as files, and how long a copy that is supplied as one can be fetched. */
export const fileSettings = z.strictObject({
  photoBytes: bytes,
  photosPerReport: z.number().int().min(0).max(20),
  /** Width times height of one picture. */
  pixels: z.number().int().positive().max(400_000_000),
  documentBytes: bytes,
  /** Of one form with all its files. */
  formBytes: bytes,
  /** Of all files that one request has. */
  bytesPerRequest: z
    .number()
    .int()
    .positive()
    .max(2048 * MIB),
  linkDays: z.number().positive().max(365),
  linkViews: z.number().int().min(1).max(1000),
});

export type FileSettings = z.infer<typeof fileSettings>;
