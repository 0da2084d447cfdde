import type { Caller } from '../caller.js';
import type { Role } from '../roles.js';

/** How somebody signs in: with a password that is kept here, or at the library's identity provider. */
export const SignInBy = { Password: 'password', Provider: 'provider' } as const;
export type SignInBy = (typeof SignInBy)[keyof typeof SignInBy];

/** A person who is signed in, as one request finds them: roles and all are read anew with each. */
export interface SignedIn {
  caller: Caller;
  /** What they sign in as. */
  login: string;
  by: SignInBy;
  /** By the folded key of an agency of ours, or `EVERYWHERE`. */
  roles: Readonly<Record<string, readonly Role[]>>;
  signedInAt: string;
}

export interface SessionCheck {
  /** Whose session this secret opens; nothing where it is unknown, over, idle for too long, or its user disabled. What a page asks by itself is no use. */
  signedIn(secret: string, how?: { isUse: boolean }): Promise<SignedIn | undefined>;
}
