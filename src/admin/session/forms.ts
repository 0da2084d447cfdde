import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** The hidden field that each form carries. */
export const FORM_FIELD = '_form';

/** The same for the small script. */
export const FORM_HEADER = 'x-lendwire-form';

/** What proves that a form is ours: it follows from the cookie's secret, and leads nobody back to it. */
export function formToken(secret: string): string {
  return createHmac('sha256', secret).update('form').digest('base64url');
}

/** Whether a form that came carries the token of this very session, and comes from a page of ours as far as the browser says. */
export function isOurForm(req: Request, secret: string, host: string): boolean {
  return comesFromHere(req, host) && isSame(sentToken(req), formToken(secret));
}

function sentToken(req: Request): string {
  const field = (req.body as Record<string, unknown> | undefined)?.[FORM_FIELD];
  if (typeof field === 'string') return field;
  return req.get(FORM_HEADER) ?? '';
}

function comesFromHere(req: Request, host: string): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = req.get('origin');
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host.toLowerCase();
  } catch {
    return false;
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
