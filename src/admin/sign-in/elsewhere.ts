import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/index.js';
import { open, seal, type DataKey } from '../../vault/index.js';
import type { Begun } from './provider.js';

/** A sign-in at the identity provider that this browser has begun. */
export interface Elsewhere extends Begun {
  /** Where the person wanted to go. */
  to: string;
}

/** How long somebody may take to sign in there. */
export const ELSEWHERE_MINUTES = 10;

const context = 'sign-in elsewhere';

/** As a cookie, which no process has to remember: sealed, so that its browser cannot read or change it. */
export function sealElsewhere(elsewhere: Elsewhere, gatewayKey: DataKey, clock: Clock): string {
  const text = JSON.stringify({ ...elsewhere, at: clock.now().getTime() });
  return Buffer.from(seal(gatewayKey, text, { context, random: randomBytes })).toString('base64url');
}

/** Nothing where it is not ours, or too old. */
export function openElsewhere(cookie: string, gatewayKey: DataKey, clock: Clock): Elsewhere | undefined {
  try {
    const sealed = Buffer.from(cookie, 'base64url').toString();
    const { at, ...elsewhere } = JSON.parse(open(gatewayKey, sealed, context)) as Elsewhere & { at: number };
    const age = clock.now().getTime() - at;
    return age >= 0 && age < ELSEWHERE_MINUTES * 60_000 ? elsewhere : undefined;
  } catch {
    return undefined;
  }
}
