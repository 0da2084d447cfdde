import { createHmac } from 'node:crypto';
import type { Moment } from '../../storage/index.js';

/** What a webhook is signed with: the secret, and for a while the one before it. Sealed, shown once when it is made. */
export interface WebhookSecrets {
  current: string;
  previous?: { secret: string; until: string };
}

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret as the receiver is given it. Source: Standard Webhooks, symmetric signatures. */
export function newSecret(random: Moment['randomBytes']): string {
  return PREFIX + Buffer.from(random(SECRET_BYTES)).toString('base64');
}

/** The secrets that a receiver may still know at that moment. */
export function livingSecrets({ current, previous }: WebhookSecrets, now: Date): string[] {
  return previous !== undefined && previous.until > now.toISOString()
    ? [current, previous.secret]
    : [current];
}

/** One signature for each secret, HMAC-SHA256 over id, time stamp and body. Source: Standard Webhooks, v1. */
export function signatureOf(
  signed: { id: string; timestamp: number; body: string },
  secrets: readonly string[],
): string {
  const text = `${signed.id}.${signed.timestamp}.${signed.body}`;
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
    })
    .join(' ');
}
