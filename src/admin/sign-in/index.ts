/**
 * Signing in and out, with a password of ours or at the library's identity provider, and one's own account. It says the
 * same to whoever fails, whatever was wrong, and keeps no password and no token.
 */
import type { Router } from 'express';
import { Router as makeRouter } from 'express';
import { accountRoutes } from './account-routes.js';
import { oidcRoutes } from './oidc-routes.js';
import type { SignInPagesOptions } from './options.js';
import { signInRoutes } from './sign-in-routes.js';

export { firstPlaceOf } from './way-back.js';
export { buildIdentityProvider, type IdentityProvider, type ProviderOptions } from './provider.js';
export type { SignInPagesOptions } from './options.js';

export function signInPages(options: SignInPagesOptions): Router {
  const pages = makeRouter({ caseSensitive: true });
  pages.use(signInRoutes(options), accountRoutes(options));
  if (options.provider !== undefined) pages.use(oidcRoutes({ ...options, reach: options.provider.reach }));
  return pages;
}
