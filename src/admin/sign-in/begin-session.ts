import type { Request, Response } from 'express';
import type { People } from '../../access/index.js';
import { CookieName, dropCookie, readCookie, setCookie, visitorOf } from '../session/index.js';
import { firstPlaceOf } from './way-back.js';

/** A browser begins a session: under a new secret, with the one before ended, and on to where the person wanted to go. */
export async function beginSession(
  req: Request,
  res: Response,
  { people, secret, to }: { people: People; secret: string; to: string | undefined },
): Promise<void> {
  const { transport } = visitorOf(res);
  const before = readCookie(req, CookieName.Session, transport);
  if (before !== undefined) await people.sessions.end(before, 'they signed in anew');
  setCookie(res, { name: CookieName.Session, value: secret }, transport);
  dropCookie(res, CookieName.Visit, transport);
  const signed = await people.sessions.signedIn(secret);
  res.redirect(303, to ?? (signed === undefined ? '/' : firstPlaceOf(signed.caller)));
}
