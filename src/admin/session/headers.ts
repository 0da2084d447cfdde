import type { Response } from 'express';
import type { Transport } from './transport.js';

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Agendash draws with pictures in its style sheet. */
const agendashPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const switchedOff = ['accelerometer', 'camera', 'geolocation', 'gyroscope', 'microphone', 'payment', 'usb'];

const always: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy,
  'X-Content-Type-Options': 'nosniff',
  // With `no-referrer`, browsers call the origin of our own forms "null".
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': switchedOff.map((feature) => `${feature}=()`).join(', '),
  'Cache-Control': 'no-store',
};

/** What a browser may do with a page: load from here alone, and be framed by nobody. Source: OWASP ASVS 4.0, 14.4. */
export function setPageHeaders(res: Response, { kind }: Transport): void {
  res.set(always);
  if (kind === 'tls') res.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}

/** For the one page that others have written. */
export function setAgendashPolicy(res: Response): void {
  res.set('Content-Security-Policy', agendashPolicy);
}

/** For a file whose name says its content. */
export function cacheForEver(res: Response): void {
  res.set('Cache-Control', 'public, max-age=31536000, immutable');
}
