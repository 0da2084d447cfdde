import { randomBytes } from 'node:crypto';
import type { Request, Response, Router } from 'express';
import type { SignInAnswer } from '../../access/index.js';
import { sendPage } from '../frame/send-page.js';
import {
  CookieName,
  dropCookie,
  giveForms,
  pageRouter,
  readCookie,
  setCookie,
  signedIfAny,
  visitorOf,
} from '../session/index.js';
import { isLocale } from '../words/translate.js';
import { beginSession } from './begin-session.js';
import { rememberLanguage } from './language.js';
import type { SignInPagesOptions } from './options.js';
import { signInPage, withTo, type SignInNote } from './sign-in-page.js';
import { firstPlaceOf, placeOfOurs } from './way-back.js';

const NOTES = ['signed-out', 'expired', 'provider-failed', 'provider-away', 'no-role', 'disabled'] as const;

/** Signing in with a password, and out. */
export function signInRoutes(options: SignInPagesOptions): Router {
  const { people } = options;
  return pageRouter({
    'GET /sign-in': (req, res) => {
      const to = placeOfOurs(req.query['to']);
      const signed = signedIfAny(res);
      const { language } = req.query;
      if (typeof language === 'string' && isLocale(language)) {
        rememberLanguage(res, language);
        res.redirect(303, withTo('/sign-in', to));
      } else if (signed !== undefined) res.redirect(303, to ?? firstPlaceOf(signed.person));
      else showSignIn(req, res, { options, to, note: noteIn(req.query['note']) });
    },
    'POST /sign-in': async (req, res) => {
      const { login, password, to } = fieldsOf(req);
      const { address } = visitorOf(res).transport;
      const answer = await people.signIn({ login, password, address }).catch(orBusy);
      if (answer.kind === 'signed-in')
        await beginSession(req, res, { people, secret: answer.secret, to: placeOfOurs(to) });
      else showRefusal(req, res, { options, answer, login, to: placeOfOurs(to) });
    },
    'POST /sign-out': async (req, res) => {
      const { transport } = visitorOf(res);
      await people.sessions.end(readCookie(req, CookieName.Session, transport) ?? '');
      dropCookie(res, CookieName.Session, transport);
      res.redirect(303, '/sign-in?note=signed-out');
    },
    'POST /sign-out-everywhere': async (_req, res) => {
      const signed = signedIfAny(res);
      if (signed !== undefined) await people.account.signOutEverywhere(signed.session);
      dropCookie(res, CookieName.Session, visitorOf(res).transport);
      res.redirect(303, '/sign-in?note=signed-out');
    },
  });
}

function fieldsOf(req: Request): { login: string; password: string; to: unknown } {
  const { login, password, to } = req.body as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');
  return { login: text(login), password: text(password), to };
}

/** More people than there is memory for are told to wait; anything else goes on. */
function orBusy(thrown: unknown): { kind: 'busy' } {
  if (thrown instanceof Error && thrown.name === 'TooManyAtOnce') return { kind: 'busy' };
  throw thrown;
}

interface Shown {
  options: SignInPagesOptions;
  to: string | undefined;
  note?: SignInNote | undefined;
  login?: string;
  statusCode?: number;
}

function showRefusal(
  req: Request,
  res: Response,
  shown: Shown & { answer: Exclude<SignInAnswer, { kind: 'signed-in' }> | { kind: 'busy' } },
): void {
  const { answer } = shown;
  if (answer.kind === 'wait') {
    res.set('Retry-After', String(answer.seconds));
    showSignIn(req, res, { ...shown, note: { say: 'wait', seconds: answer.seconds }, statusCode: 429 });
  } else
    showSignIn(req, res, {
      ...shown,
      note: { say: answer.kind },
      statusCode: answer.kind === 'busy' ? 503 : 422,
    });
}

function showSignIn(
  req: Request,
  res: Response,
  { options, to, note, login = '', statusCode = 200 }: Shown,
): void {
  giveVisit(req, res);
  const reader = options.readerOf(req, res);
  const { provider } = options;
  const button = provider === undefined ? undefined : (provider.name ?? reader.t('sign-in.provider-name'));
  sendPage(res, { ...signInPage({ login, to, note, provider: button }, reader.t), statusCode }, reader);
}

/** The form of whoever is not signed in is bound to a secret of its own: nobody signs others in as themselves. */
function giveVisit(req: Request, res: Response): void {
  const { transport } = visitorOf(res);
  if (readCookie(req, CookieName.Visit, transport) !== undefined) return;
  const secret = randomBytes(32).toString('base64url');
  setCookie(res, { name: CookieName.Visit, value: secret }, transport);
  giveForms(res, secret);
}

function noteIn(text: unknown): SignInNote | undefined {
  const say = NOTES.find((each) => each === text);
  return say === undefined ? undefined : { say };
}
