import type { OutboundSettings } from '../../config/index.js';
import type { FetchOut, PostOutcome } from '../../platform/index.js';
import type { ToldEntry } from '../../storage/index.js';
import { retryAfterSeconds } from '../schedule.js';
import type { LibraryEvent } from './library-event.js';
import { livingSecrets, signatureOf, type WebhookSecrets } from './signature.js';

/** One thing to tell: the id stays the same at every attempt, so that a receiver knows what it has. */
export interface WebhookMessage {
  id: string;
  type: string;
  timestamp: string;
  data: object;
}

/** What came of one attempt. `gone` is a receiver's own word for that it wants nothing more. */
export interface WebhookOutcome {
  class: 'taken' | 'refused' | 'gone' | 'failed';
  cause: string;
  statusCode?: number;
  retryAfterSeconds?: number;
}

export interface PostEventOptions {
  fetchOut: FetchOut;
  settings: OutboundSettings;
  /** Real time: a receiver holds the time stamp against its own clock. */
  wallNow: () => Date;
}

export function messageOf({ leafHash }: Pick<ToldEntry, 'leafHash'>, event: LibraryEvent): WebhookMessage {
  // The hash tells apart what one number stood for before and after a restored backup.
  return {
    id: `evt_${event.seq}_${leafHash.slice(0, 16)}`,
    type: event.type,
    timestamp: event.at,
    data: event,
  };
}

/** Signs and posts once. Never throws. Source: Standard Webhooks. */
export async function postEvent(
  message: WebhookMessage,
  to: { webhook: string; url: string; secrets: WebhookSecrets; now: Date },
  { fetchOut, settings, wallNow }: PostEventOptions,
): Promise<WebhookOutcome> {
  if (to.url.startsWith('http:') && !settings.allowPlainHttp)
    return { class: 'failed', cause: 'plain HTTP not allowed' };
  const { id, type, timestamp, data } = message;
  const body = JSON.stringify({ type, timestamp, data });
  const sentAt = Math.floor(wallNow().getTime() / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'lendwire',
    'webhook-id': id,
    'webhook-timestamp': String(sentAt),
    'webhook-signature': signatureOf({ id, timestamp: sentAt, body }, livingSecrets(to.secrets, to.now)),
  };
  const { connectMs: connect, headersMs, bodyMs } = settings;
  const posted = await fetchOut.post(
    `webhook:${to.webhook}`,
    { url: to.url, headers, body: Buffer.from(body) },
    { connect, headers: headersMs, body: bodyMs },
  );
  return outcomeOf(posted, to.now);
}

const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429]);

/** A redirect is followed nowhere: the receiver's new address is for a person to enter. */
export function outcomeOf(posted: PostOutcome, now: Date): WebhookOutcome {
  if (posted.kind !== 'answered') return { class: 'failed', cause: posted.cause };
  const { statusCode } = posted;
  const asked = retryAfterSeconds(posted.retryAfter, now);
  return {
    class: classOf(statusCode),
    cause: `HTTP ${statusCode}`,
    statusCode,
    ...(asked === undefined ? {} : { retryAfterSeconds: asked }),
  };
}

function classOf(statusCode: number): WebhookOutcome['class'] {
  if (statusCode >= 200 && statusCode <= 299) return 'taken';
  if (statusCode === 410) return 'gone';
  const isRefusal = statusCode >= 400 && statusCode <= 499 && !NOT_NOW.has(statusCode);
  return isRefusal ? 'refused' : 'failed';
}
