import type { Response } from 'express';
import { CookieName, setCookie, visitorOf } from '../session/index.js';
import type { Locale } from '../words/translate.js';

const ONE_YEAR = 31_536_000;

/** The language belongs to the browser, not to the person: a shared machine keeps its own. */
export function rememberLanguage(res: Response, language: Locale): void {
  const cookie = { name: CookieName.Language, value: language, maxAgeSeconds: ONE_YEAR };
  setCookie(res, cookie, visitorOf(res).transport);
}
