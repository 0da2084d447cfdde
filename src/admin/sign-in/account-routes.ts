import type { Request, Response, Router } from 'express';
import { EVERYWHERE, SignInBy, type PasswordAnswer, type SignedIn } from '../../access/index.js';
import { sendPage } from '../frame/send-page.js';
import { CookieName, pageRouter, setCookie, signedOf, visitorOf } from '../session/index.js';
import { isLocale } from '../words/translate.js';
import { accountPage, type AccountView } from './account-page.js';
import { rememberLanguage } from './language.js';
import type { SignInPagesOptions } from './options.js';

/** One's own account: who one is here, language, password. */
export function accountRoutes(options: SignInPagesOptions): Router {
  const { people } = options;
  return pageRouter({
    'GET /account': (req, res) => {
      showAccount(req, res, { options, password: { isChanged: req.query['note'] === 'changed' } });
    },
    'POST /account/language': (req, res) => {
      const { language } = req.body as Record<string, unknown>;
      if (typeof language === 'string' && isLocale(language)) rememberLanguage(res, language);
      res.redirect(303, '/account');
    },
    'POST /account/password': async (req, res) => {
      const { session } = signedOf(res);
      const { old, next } = req.body as Record<string, unknown>;
      const asked = { old: typeof old === 'string' ? old : '', next: typeof next === 'string' ? next : '' };
      const answer = await people.account.changePassword(session, asked);
      if (answer === 'changed') await goOn(res, { options, session });
      else showAccount(req, res, { options, password: faultOf(answer), statusCode: 422 });
    },
  });
}

/** All sessions of this person are over; this browser begins another. */
async function goOn(
  res: Response,
  { options, session }: { options: SignInPagesOptions; session: SignedIn },
): Promise<void> {
  const secret = await options.people.sessions.open(session.caller.id, session.by);
  if (secret !== undefined)
    setCookie(res, { name: CookieName.Session, value: secret }, visitorOf(res).transport);
  res.redirect(303, '/account?note=changed');
}

function faultOf(answer: Exclude<PasswordAnswer, 'changed'>): AccountView['password'] {
  return answer === 'not-kept-here' ? undefined : { fault: answer };
}

function showAccount(
  req: Request,
  res: Response,
  how: { options: SignInPagesOptions; password: AccountView['password']; statusCode?: number },
): void {
  const { options, password, statusCode = 200 } = how;
  const { session } = signedOf(res);
  const reader = options.readerOf(req, res);
  const view: AccountView = {
    name: session.caller.name,
    login: session.login,
    signedInAt: session.signedInAt,
    roles: Object.entries(session.roles).map(([agency, roles]) => ({
      agency: agency === EVERYWHERE ? undefined : options.agencyName(agency),
      roles,
    })),
    password: session.by === SignInBy.Password ? password : undefined,
  };
  sendPage(res, { ...accountPage(view, reader.t), statusCode }, reader);
}
