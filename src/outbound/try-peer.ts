import type { DeliveryOutcome, PeerTest } from '../exchange/deliveries/index.js';
import { escapeForHole, secretHoles, type InitiatingKind } from '../iso18626/index.js';
import type { OutgoingCredentials } from '../peers/index.js';
import { OperatorError, reasonOf, type PostOutcome } from '../platform/index.js';
import { post, type AttemptOptions, type Posting } from './deliver.js';
import { messageBytes } from './message-bytes.js';
import { judge } from './outcome.js';

/** What came of a test message, and what the peer answered, for the person who asked. */
export interface PeerTried {
  outcome: DeliveryOutcome;
  durationMs: number;
  answer?: PeerAnswer;
}

export interface PeerAnswer {
  contentType: string;
  /** Its beginning, with a hole where it repeats a key of ours. */
  text: string;
  isCut: boolean;
}

const SHOWN_CHARACTERS = 16_384;
const SECRET_HOLE = '●●●';

/**
 * Sends a test message once, within the peer's own deadlines, and judges what comes back as it would a delivery's.
 * Never throws. It does not go over the connections that deliveries keep: they prove nothing about name and certificate, and
 * it would wait behind what is in flight.
 */
export async function tryPeer(test: PeerTest, options: AttemptOptions): Promise<PeerTried> {
  const peer = options.directory().peer(test.peer);
  if (peer === undefined) return unsent('peer unknown');
  let ready;
  try {
    const credentials = await options.outgoing(test.peer);
    ready = { credentials, body: testBytes(test, credentials) };
  } catch (thrown) {
    options.log.error('a test cannot be sent', { peer: test.peer, cause: reasonOf(thrown) });
    return unsent('keys cannot be opened');
  }
  const startedAt = performance.now();
  const posted = await post({ line: `test ${test.peer}`, peer, kind: test.message, ...ready }, options);
  const durationMs = performance.now() - startedAt;
  const delivery = { message: test.message, attempts: 0 };
  const { outcome } = judge({ post: posted, delivery, peer, now: options.clock.now() });
  const hide = hiding(shownBy(ready.credentials), Object.values(peer.headers));
  return { outcome: hiddenIn(outcome, hide), durationMs, ...answerIn(posted, hide) };
}

function unsent(cause: string): PeerTried {
  return { outcome: { class: 'permanent', cause, unsent: true }, durationMs: 0 };
}

/** A test has no holes but those of secrets. */
function testBytes({ template, encoding }: PeerTest, { message }: OutgoingCredentials): Buffer {
  const holes = [...secretHoles(template).keys()].map(() => null);
  return messageBytes({ template, encoding, holes }, message);
}

/** Every secret that goes out, also as it is before it is put into base64. */
function shownBy({ headers, message }: OutgoingCredentials): string[] {
  const decoded = Object.values(headers).flatMap((value) =>
    value.startsWith('Basic ')
      ? [
          Buffer.from(value.slice(6), 'base64')
            .toString('utf8')
            .replace(/^[^:]*:/, ''),
        ]
      : [],
  );
  const code = message === undefined ? [] : [message.securityCode, escapeForHole(message.securityCode)];
  return [...Object.values(headers), ...decoded, ...code];
}

/** A line to one peer for a series of test messages. */
export interface TestLine {
  /** Sends bytes as they are, once, within the peer's own deadlines. Never throws. */
  send(body: Buffer, how: SentAs): Promise<PostOutcome>;
  /** A text that the peer may have put a key of ours into, with holes where it did. */
  hide(text: string): string;
  /** Whether the peer is shown a key at all. */
  readonly showsKeys: boolean;
  /** What our messages have to carry, where the peer wants its key in them. */
  readonly inMessage: OutgoingCredentials['message'];
}

export interface SentAs extends NonNullable<Posting['oddly']> {
  kind: InitiatingKind;
  withoutKeys?: boolean;
}

/** Opens a line of its own, which shows the peer what deliveries show it. Throws an `OperatorError` where that cannot be had. */
export async function openTestLine(
  id: string,
  options: Omit<AttemptOptions, 'clock' | 'log'>,
): Promise<TestLine> {
  const peer = options.directory().peer(id);
  if (peer === undefined) throw new OperatorError('the peer is not known any more');
  const credentials = await options.outgoing(id).catch((cause: unknown) => {
    throw new OperatorError('the keys for the peer cannot be opened', { cause });
  });
  const shown = shownBy(credentials);
  return {
    showsKeys: shown.length > 0,
    inMessage: credentials.message,
    hide: hiding(shown, Object.values(peer.headers)),
    send: (body, { kind, withoutKeys = false, ...oddly }) => {
      const keys = withoutKeys ? { headers: {} } : credentials;
      return post({ line: `test ${id}`, peer, kind, body, credentials: keys, oddly }, options);
    },
  };
}

type Hide = (text: string) => string;

/** A fixed header's words may be short and common, such as a version: those are no secrets, and would riddle the text. */
function hiding(keys: readonly string[], fixed: readonly string[]): Hide {
  const words = [...keys, ...fixed]
    .flatMap((value) => value.split(/\s+/))
    .filter(({ length }) => length >= 8);
  const secrets = [...new Set([...keys, ...words])];
  return (text) => secrets.reduce((left, secret) => left.replaceAll(secret, SECRET_HOLE), text);
}

function hiddenIn(outcome: DeliveryOutcome, hide: Hide): DeliveryOutcome {
  if (outcome.errors === undefined) return outcome;
  const errors = outcome.errors.map(({ errorType, errorValue }) =>
    errorValue === undefined ? { errorType } : { errorType, errorValue: hide(errorValue) },
  );
  return { ...outcome, errors };
}

function answerIn(posted: PostOutcome, hide: Hide): { answer?: PeerAnswer } {
  if (posted.kind !== 'answered' || posted.body.length === 0) return {};
  const text = hide(posted.body.toString('utf8'));
  const isCut = text.length > SHOWN_CHARACTERS;
  return { answer: { contentType: posted.contentType, text: text.slice(0, SHOWN_CHARACTERS), isCut } };
}
