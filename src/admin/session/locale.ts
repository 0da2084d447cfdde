import type { Request } from 'express';
import { CookieName, readCookie } from './cookies.js';
import type { Transport } from './transport.js';

/** Languages that the page speaks. */
export const locales = ['en', 'sv', 'de'] as const;
export type Locale = (typeof locales)[number];

export function isLocale(text: unknown): text is Locale {
  return (locales as readonly unknown[]).includes(text);
}

/** The language that was chosen in this browser, else the first of the browser's own that the page speaks. */
export function chosenLocale(req: Request, transport: Transport): Locale {
  const chosen = readCookie(req, CookieName.Language, transport);
  if (isLocale(chosen)) return chosen;
  const spoken = req.acceptsLanguages(...locales);
  return isLocale(spoken) ? spoken : 'en';
}
