import type { Request } from 'express';
import { isLocale, preferredLocale, type Locale } from '../words/translate.js';
import { CookieName, readCookie } from './cookies.js';
import type { Transport } from './transport.js';

/** The language that was chosen in this browser, else the first of the browser's own that the page speaks. */
export function chosenLocale(req: Request, transport: Transport): Locale {
  const chosen = readCookie(req, CookieName.Language, transport);
  return isLocale(chosen) ? chosen : preferredLocale(req.get('accept-language'));
}
