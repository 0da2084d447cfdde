import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import type { Transport } from './transport.js';

/** Our cookies: who is signed in, which form was handed out before that, a sign-in elsewhere under way, the language. */
export const CookieName = {
  Session: 'lendwire',
  Visit: 'lendwire-visit',
  Elsewhere: 'lendwire-elsewhere',
  Language: 'lendwire-language',
} as const;
export type CookieName = (typeof CookieName)[keyof typeof CookieName];

/** Under TLS the name binds the cookie to this host; browsers refuse that name over plain HTTP. */
export function cookieName(name: CookieName, { kind }: Transport): string {
  return kind === 'tls' ? `__Host-${name}` : name;
}

export function readCookie(req: IncomingMessage, name: CookieName, transport: Transport): string | undefined {
  const wanted = cookieName(name, transport);
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Sets a cookie that scripts cannot read. Without a lifetime it ends with the browser; with 0 it ends at once. */
export function setCookie(
  res: Response,
  cookie: { name: CookieName; value: string; maxAgeSeconds?: number },
  transport: Transport,
): void {
  const parts = [`${cookieName(cookie.name, transport)}=${cookie.value}`, 'Path=/', 'HttpOnly'];
  // Lax, not Strict: a link in a mail, or the way back from the identity provider, arrives signed in.
  parts.push('SameSite=Lax');
  if (transport.kind === 'tls') parts.push('Secure');
  if (cookie.maxAgeSeconds !== undefined) parts.push(`Max-Age=${cookie.maxAgeSeconds}`);
  res.append('Set-Cookie', parts.join('; '));
}

export function dropCookie(res: Response, name: CookieName, transport: Transport): void {
  setCookie(res, { name, value: '', maxAgeSeconds: 0 }, transport);
}
