import { z } from 'zod';
import { profileOverrides } from './profile.js';
import { noSuchProfile, profiles } from './profiles.js';

/** What a peers file says of a peer's habits: a profile by its name, and what is laid over it. */
export const profileOfFile = {
  profile: z
    .string()
    .superRefine((name, context) => {
      if (!profiles().has(name)) context.addIssue({ code: 'custom', message: noSuchProfile(name) });
    })
    .optional(),
  wire: profileOverrides.optional(),
} as const;
