import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CredentialKind } from './credential.js';
import type { Headers } from './presented.js';

/** Of this process alone: nobody outside can know what two digests have in common, so a look-up tells nothing in its time. */
const processKey = randomBytes(32);

/** What a secret is compared by; `place` keeps one kind of secret from passing as another. */
export function digestOf(place: string, value: string): string {
  return createHmac('sha256', processKey).update(`${place}\0${value}`).digest('base64');
}

export function isSameDigest(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

/** The text that somebody shows for a kind of secret. */
export function shownText(
  kind: CredentialKind,
  { account, secret }: { account?: string; secret: string },
): string {
  if (kind === 'basic') return `${account ?? ''}:${secret}`;
  if (kind === 'message') return `${account ?? ''}\0${secret}`;
  return secret;
}

/** Digests of whatever the headers show, for the headers in which somebody is expected to show something. */
export function shownDigests(headers: Headers, expected: ReadonlySet<string>): string[] {
  const shown: string[] = [];
  for (const place of expected) {
    const value =
      place === 'basic' || place === 'bearer'
        ? headers['authorization']
        : headers[place.slice('header '.length)];
    const told = value === undefined ? undefined : readShown(place, value);
    if (told !== undefined) shown.push(digestOf(place, told));
  }
  return shown;
}

function readShown(place: string, value: string): string | undefined {
  if (place !== 'basic' && place !== 'bearer') return value;
  const [, scheme = '', rest = ''] = /^([A-Za-z]+) +([\x21-\x7e]+)$/.exec(value) ?? [];
  if (scheme.toLowerCase() !== place) return undefined;
  return place === 'basic' ? Buffer.from(rest, 'base64').toString('utf8') : rest;
}

/** Under which name the digest of a credential of this kind is looked up. */
export function digestPlace({ kind, header }: { kind: CredentialKind; header?: string }): string {
  return kind === 'header' ? `header ${header ?? ''}` : kind;
}
