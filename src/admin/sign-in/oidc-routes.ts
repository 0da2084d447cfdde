import type { Request, Response, Router } from 'express';
import type { ProviderAnswer } from '../../access/index.js';
import { CookieName, dropCookie, pageRouter, readCookie, setCookie, visitorOf } from '../session/index.js';
import { beginSession } from './begin-session.js';
import { ELSEWHERE_MINUTES, openElsewhere, sealElsewhere, type Elsewhere } from './elsewhere.js';
import type { SignInPagesOptions } from './options.js';
import type { IdentityProvider } from './provider.js';
import { placeOfOurs } from './way-back.js';

type Note = 'provider-failed' | 'provider-away' | 'no-role' | 'disabled';

/** Signing in at the library's identity provider, and coming back from there. */
export function oidcRoutes(options: SignInPagesOptions & { reach: IdentityProvider }): Router {
  return pageRouter({
    'GET /oidc/start': (req, res) => start(req, res, options),
    'GET /oidc/callback': (req, res) => comeBack(req, res, options),
  });
}

type Options = SignInPagesOptions & { reach: IdentityProvider };

async function start(req: Request, res: Response, options: Options): Promise<void> {
  const { transport } = visitorOf(res);
  const { reach, gatewayKey, clock, log } = options;
  try {
    const { url, begun } = await reach.begin(callbackOf(res, options));
    const to = placeOfOurs(req.query['to']) ?? '';
    const value = sealElsewhere({ ...begun, to }, gatewayKey, clock);
    const maxAgeSeconds = ELSEWHERE_MINUTES * 60;
    setCookie(res, { name: CookieName.Elsewhere, value, maxAgeSeconds }, transport);
    res.redirect(303, url);
  } catch (thrown) {
    log.warn('the identity provider cannot be reached', { cause: codeOf(thrown) });
    back(res, 'provider-away');
  }
}

async function comeBack(req: Request, res: Response, options: Options): Promise<void> {
  const { transport } = visitorOf(res);
  const cookie = readCookie(req, CookieName.Elsewhere, transport);
  dropCookie(res, CookieName.Elsewhere, transport);
  const elsewhere =
    cookie === undefined ? undefined : openElsewhere(cookie, options.gatewayKey, options.clock);
  const answer = elsewhere === undefined ? undefined : await finish(req, res, { options, elsewhere });
  if (elsewhere === undefined || answer === undefined) {
    options.people.providerFailed('the sign-in did not come back as it was begun');
    back(res, 'provider-failed');
  } else if (answer.kind === 'signed-in') {
    const to = elsewhere.to === '' ? undefined : elsewhere.to;
    await beginSession(req, res, { people: options.people, secret: answer.secret, to });
  } else back(res, answer.kind);
}

async function finish(
  req: Request,
  res: Response,
  { options, elsewhere }: { options: Options; elsewhere: Elsewhere },
): Promise<ProviderAnswer | undefined> {
  const cameBack = new URL(callbackOf(res, options));
  cameBack.search = new URL(req.originalUrl, cameBack).search;
  const introduced = await options.reach.finish(cameBack, elsewhere).catch((thrown: unknown) => {
    options.log.warn('a sign-in at the identity provider failed', { cause: codeOf(thrown) });
    return undefined;
  });
  return introduced === undefined ? undefined : options.people.signInFromProvider(introduced);
}

function callbackOf(res: Response, { publicUrl }: Options): string {
  const { kind, host } = visitorOf(res).transport;
  const base = publicUrl ?? `${kind === 'tls' ? 'https' : 'http'}://${host}`;
  return new URL('/oidc/callback', base).href;
}

function back(res: Response, note: Note): void {
  res.redirect(303, `/sign-in?note=${note}`);
}

/** A short name of what went wrong; messages of the library may repeat what came in. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const { code, cause } = thrown as { code?: unknown; cause?: { code?: unknown } };
  return [thrown.name, code, cause?.code].filter((part) => typeof part === 'string').join(' ');
}
