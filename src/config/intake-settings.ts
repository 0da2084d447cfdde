import { z } from 'zod';

const decided = z.enum(['ask-staff', 'unfilled']);
const limit = z.number().int().nonnegative().max(100_000);

/** Wishes that come in again, too often or too late. */
export const intakeSettings = z.strictObject({
  duplicates: z.strictObject({ withinDays: z.number().int().nonnegative().max(3650), onLending: decided }),
  limits: z.strictObject({ openPerPatron: limit, openPerPeer: limit }),
  needBeforePassed: decided,
});
