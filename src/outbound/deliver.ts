import type { OutboundSettings } from '../config/index.js';
import type { InitiatingKind } from '../iso18626/index.js';
import type { AttemptMade, ClaimedDelivery } from '../exchange/deliveries/index.js';
import type { OutgoingCredentials, Peer, PeerDirectory } from '../peers/index.js';
import {
  reasonOf,
  type Clock,
  type Deadlines,
  type FetchOut,
  type Logger,
  type PostOutcome,
} from '../platform/index.js';
import { DamagedDataKey, DamagedSeal } from '../vault/index.js';
import { messageBytes, SecretMissing } from './message-bytes.js';
import type { KeptMessage, OutboundReaders } from './outbound-readers.js';
import { judge } from './outcome.js';

/**
 * The kept bytes of a claimed message, nothing where they are lost for ever; `not now` where the store, or a key that an
 * operator can bring back, is missing.
 */
export async function readMessage(
  id: string,
  { readers, log }: { readers: OutboundReaders; log: Logger },
): Promise<{ kept: KeptMessage | undefined } | 'not now'> {
  try {
    return { kept: await readers.body(id) };
  } catch (thrown) {
    log.error('a message could not be read', { delivery: id, cause: reasonOf(thrown) });
    const isLost = thrown instanceof DamagedSeal || thrown instanceof DamagedDataKey;
    return isLost ? { kept: undefined } : 'not now';
  }
}

/** What one attempt stands on. */
export interface AttemptOptions {
  fetchOut: FetchOut;
  settings: OutboundSettings;
  clock: Clock;
  /** Milliseconds by which attempts are timed; real time where nothing else is given. */
  stopwatch?: () => number;
  log: Logger;
  directory(): PeerDirectory;
  outgoing(peer: string): Promise<OutgoingCredentials>;
}

/** Sends a claimed message once and says what became of it. Never throws. */
export async function makeAttempt(
  claimed: ClaimedDelivery,
  kept: KeptMessage | undefined,
  options: AttemptOptions,
): Promise<AttemptMade> {
  const { id, claim, delivery } = claimed;
  const made = { delivery: id, peer: delivery.peer, claim };
  const peer = options.directory().peer(delivery.peer);
  if (peer === undefined || kept === undefined)
    return {
      ...made,
      durationMs: 0,
      outcome: unsent(peer === undefined ? 'peer unknown' : 'message cannot be opened'),
    };
  let ready;
  try {
    const credentials = await options.outgoing(delivery.peer);
    ready = { body: messageBytes(kept, credentials.message), credentials };
  } catch (thrown) {
    options.log.error('a message cannot be sent', { delivery: id, cause: reasonOf(thrown) });
    const cause = thrown instanceof SecretMissing ? 'a credential is missing' : 'message cannot be opened';
    return { ...made, durationMs: 0, outcome: unsent(cause) };
  }
  const stopwatch = options.stopwatch ?? (() => performance.now());
  const startedAt = stopwatch();
  const posted = await post({ line: delivery.peer, peer, kind: delivery.message, ...ready }, options);
  const durationMs = stopwatch() - startedAt;
  return { ...made, durationMs, ...judge({ post: posted, delivery, peer, now: options.clock.now() }) };
}

function unsent(cause: string): AttemptMade['outcome'] {
  return { class: 'permanent', cause, unsent: true };
}

/** Everything that one POST to a peer takes. */
export interface Posting {
  /** Whose kept-alive connections it goes over. */
  line: string;
  peer: Peer;
  kind: InitiatingKind;
  body: Buffer;
  credentials: OutgoingCredentials;
  /** What a test does otherwise than the standard says. */
  oddly?: { method?: 'GET' | 'PUT'; headers?: Readonly<Record<string, string>> };
}

/** The peer's own deadlines where it has some. */
export function deadlinesOf(peer: Peer | undefined, settings: OutboundSettings): Deadlines {
  return {
    connect: peer?.deadlines.connectMs ?? settings.connectMs,
    headers: peer?.deadlines.headersMs ?? settings.headersMs,
    body: peer?.deadlines.bodyMs ?? settings.bodyMs,
  };
}

/** Twice what an attempt can take, in milliseconds. Source: architecture §3, step 8. */
export function leaseOf(peer: Peer | undefined, settings: OutboundSettings): number {
  const { connect, headers, body } = deadlinesOf(peer, settings);
  return 2 * (connect + headers + body);
}

/** Posts a message's bytes as the standard wants it. Plain HTTP only where the operator allows it. */
export function post(
  posting: Posting,
  out: { fetchOut: FetchOut; settings: OutboundSettings },
): Promise<PostOutcome> {
  const { peer, line, body, credentials, oddly } = posting;
  const url = urlOf(posting);
  if (url.startsWith('http:') && !(peer.allowPlainHttp ?? out.settings.allowPlainHttp))
    return Promise.resolve({ kind: 'not-sent', cause: 'plain HTTP not allowed' });
  const { allowPrivateAddresses } = peer;
  const message = {
    ...{ url, headers: headersOf(posting), body },
    ...(oddly?.method === undefined ? {} : { method: oddly.method }),
    ...(credentials.tls === undefined ? {} : { tls: credentials.tls }),
    ...(allowPrivateAddresses === undefined ? {} : { allowPrivateAddresses }),
  };
  return out.fetchOut.post(line, message, deadlinesOf(peer, out.settings));
}

function headersOf({ peer, body, credentials, oddly }: Posting): Record<string, string> {
  const { accept = 'application/xml, text/xml', contentType = 'application/xml; charset="utf-8"' } =
    peer.wire?.http ?? {};
  return {
    ...lowerCased(peer.headers),
    ...lowerCased(credentials.headers),
    accept,
    'content-type': contentType,
    ...(oddly?.method === 'GET' ? {} : { 'content-length': String(body.length) }),
    ...oddly?.headers,
  };
}

/** Some peers have an address for each kind of message. Source: iso18626.md 4.5. */
function urlOf({ peer, kind }: Posting): string {
  return peer.wire?.http?.urls?.[kind] ?? peer.url;
}

/** One spelling, so that a peer's record cannot send a header of ours twice. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
