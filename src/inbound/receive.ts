import {
  badlyFormed,
  decode,
  edition2017,
  encode,
  formatInstant,
  refuse,
  refuseReading,
  type Confirmation,
  type ErrorData,
  type Initiating,
  type ReadMessage,
  type Reading,
  type RefusedReading,
} from '../iso18626/index.js';
import {
  receiveMessage,
  whatOf,
  type Confirmed,
  type ExchangeContext,
  type Received,
} from '../exchange/index.js';
import type { PeerDirectory } from '../peers/index.js';
import { reasonOf, type Clock, type Logger } from '../platform/index.js';
import { isStoreTrouble, type Committer } from '../storage/index.js';
import type { Answered, Incoming, TurnedAway } from './incoming.js';
import { recognizeSender, type Sender } from './recognize-sender.js';
import type { Rejection, RejectionLog } from './rejection-log.js';

/** How a received message ended, for metrics and logs. */
export type ReceiveOutcome =
  'confirmed' | 'repeated' | 'refused' | 'rejected' | 'unauthorized' | 'unavailable';

export interface InboundOptions {
  committer: Committer;
  context: ExchangeContext;
  clock: Clock;
  log: Logger;
  rejections: RejectionLog;
  /** The directory as it stands now. */
  directory(): PeerDirectory;
  /** Whether the transport headers carry the key that a peer's record demands; true where it demands none. */
  hasKeyOf(peer: string, headers: Incoming['headers']): Promise<{ proven: boolean; allowed: boolean }>;
  /** Hands owed deliveries to the pump of this process. */
  wake(deliveries: readonly string[]): void;
  observed(outcome: ReceiveOutcome): void;
}

export interface Inbound {
  /** Takes one body from a peer through steps 1 to 6 of architecture §3. Never throws. */
  receive(incoming: Incoming): Promise<Answered>;
  /** Enters, with others like it, that a body was refused unread. Never throws. */
  turnAway(refused: TurnedAway): Promise<void>;
}

/** Builds the way in. The edition that a body is read with first is the newest one that the gateway knows. */
export function buildInbound(options: InboundOptions): Inbound {
  return {
    async receive(incoming) {
      const { answered, outcome } = await receiveOne(incoming, options);
      options.observed(outcome);
      return answered;
    },
    async turnAway({ statusCode, cause, remoteAddress }) {
      options.observed('rejected');
      await noteRejection({ source: { address: remoteAddress }, cause, statusCode }, options);
    },
  };
}

interface Ended {
  answered: Answered;
  outcome: ReceiveOutcome;
}

async function receiveOne(incoming: Incoming, options: InboundOptions): Promise<Ended> {
  const reading = readBody(incoming);
  if (!reading.ok) return rejectUnread(incoming, reading, { options });
  const { message } = reading;
  if (!isInitiating(message)) return rejectConfirmation(incoming, reading, options);
  const sender = recognizeSender(message, options.directory());
  if (!sender.ok) return rejectSender(incoming, { ...reading, message }, { sender, options });
  const key = await options.hasKeyOf(sender.peerId, incoming.headers);
  if (!key.allowed) return unauthorized(incoming, reading, options);
  const source = sourceOf(incoming, sender.peerId, key.proven);
  if (sender.peer.strict && reading.warnings.length > 0) {
    const strict = readBody(incoming, 'strict');
    if (!strict.ok) return rejectUnread(incoming, strict, { options, source });
  }
  return decideOn(incoming, { ...reading, message }, { sender, source, options });
}

function readBody(incoming: Incoming, strictness: 'lenient' | 'strict' = 'lenient'): Reading {
  const { charset } = incoming;
  return decode(incoming.body, {
    edition: edition2017,
    strictness,
    ...(charset === undefined ? {} : { charset }),
  });
}

function answerOf(confirmation: Confirmation, statusCode: 200 | 400): Answered {
  return { statusCode, body: encode(confirmation, edition2017).bytes };
}

function isInitiating(message: ReadMessage['message']): message is Initiating {
  return (
    message.kind === 'request' ||
    message.kind === 'supplyingAgencyMessage' ||
    message.kind === 'requestingAgencyMessage'
  );
}

type ReadInitiating = Omit<ReadMessage, 'message'> & { message: Initiating };

async function decideOn(
  incoming: Incoming,
  reading: ReadInitiating,
  known: { sender: Extract<Sender, { ok: true }>; source: Rejection['source']; options: InboundOptions },
): Promise<Ended> {
  const { sender, options, source } = known;
  const received: Received = {
    message: reading.message,
    redaction: reading.redaction,
    bytes: incoming.body.length,
    peer: sender.peerId,
    edition: sender.peer.edition,
    ours: sender.ours,
    theirs: sender.theirs,
    warnings: reading.warnings.map(({ code }) => code),
  };
  try {
    const confirmed = await options.committer.commit(receiveMessage(received, options.context));
    return await confirmedAnswer(incoming, reading, { confirmed, source, options });
  } catch (thrown) {
    return unavailable(thrown, options, received);
  }
}

async function confirmedAnswer(
  incoming: Incoming,
  reading: ReadInitiating,
  how: { confirmed: Confirmed; source: Rejection['source']; options: InboundOptions },
): Promise<Ended> {
  const { confirmed, options, source } = how;
  if (confirmed.kind === 'refused')
    return refuseMessage(incoming, reading, { errors: confirmed.errors, source, options });
  options.wake(confirmed.owed);
  return {
    answered: { statusCode: 200, body: Buffer.from(confirmed.confirmation) },
    outcome: confirmed.repeat ? 'repeated' : confirmed.ok ? 'confirmed' : 'refused',
  };
}

/** What cannot be made durable is not confirmed: the peer has to come again. Architecture §3, step 6. */
function unavailable(thrown: unknown, options: InboundOptions, received: Received): Ended {
  const facts = { peer: received.peer, what: whatOf(received.message), cause: reasonOf(thrown) };
  if (isStoreTrouble(thrown)) {
    options.log.warn('a message could not be stored, and was not confirmed', facts);
    return {
      answered: { statusCode: 503, retryAfterSeconds: thrown.retryAfterSeconds },
      outcome: 'unavailable',
    };
  }
  options.log.error('a message could not be decided, and was not confirmed', facts);
  return { answered: { statusCode: 503, retryAfterSeconds: 60 }, outcome: 'unavailable' };
}

function sourceOf(incoming: Incoming, peer: string, proven: boolean): Rejection['source'] {
  return proven ? { peer } : { address: incoming.remoteAddress };
}

async function rejectUnread(
  incoming: Incoming,
  reading: RefusedReading,
  how: { options: InboundOptions; source?: Rejection['source'] },
): Promise<Ended> {
  const { options, source = { address: incoming.remoteAddress } } = how;
  const { refusal } = reading;
  const answered = answerOf(
    refuseReading(reading, { now: formatInstant(options.clock.now().getTime()) }),
    refusal.http,
  );
  const cause = `${refusal.errors[0]?.errorType ?? 'BadlyFormedMessage'}: ${refusal.rule}`;
  return reject(incoming, { answered, cause, source, redaction: reading.redaction }, options);
}

/** A confirmation that was posted as if it were a message. Source: iso18626.md 4.7. */
function rejectConfirmation(
  incoming: Incoming,
  reading: ReadMessage,
  options: InboundOptions,
): Promise<Ended> {
  const errors: ErrorData[] = [
    { errorType: 'BadlyFormedMessage', errorValue: 'a confirmation is no message to send' },
  ];
  const answered = answerOf(badlyFormed(errors, { now: formatInstant(options.clock.now().getTime()) }), 400);
  const cause = `BadlyFormedMessage: ${reading.message.kind} posted`;
  return reject(
    incoming,
    { answered, cause, source: { address: incoming.remoteAddress }, redaction: reading.redaction },
    options,
  );
}

async function rejectSender(
  incoming: Incoming,
  reading: ReadInitiating,
  { sender, options }: { sender: Extract<Sender, { ok: false }>; options: InboundOptions },
): Promise<Ended> {
  const key =
    sender.peerId === undefined
      ? { proven: false, allowed: true }
      : await options.hasKeyOf(sender.peerId, incoming.headers);
  if (!key.allowed) return unauthorized(incoming, reading, options);
  const source = sourceOf(incoming, sender.peerId ?? '', key.proven);
  return refuseMessage(incoming, reading, { errors: [sender.error], source, options });
}

function refuseMessage(
  incoming: Incoming,
  reading: ReadInitiating,
  how: { errors: ErrorData[]; source: Rejection['source']; options: InboundOptions },
): Promise<Ended> {
  const { errors, source, options } = how;
  const answered = answerOf(
    refuse(reading.message, errors, { now: formatInstant(options.clock.now().getTime()) }),
    200,
  );
  const [first] = errors;
  const element = first?.errorValue?.split(':')[0] ?? '';
  const cause = `${first?.errorType ?? 'UnrecognisedDataValue'}: ${element}`;
  return reject(incoming, { answered, cause, source, redaction: reading.redaction }, options);
}

function unauthorized(incoming: Incoming, reading: ReadMessage, options: InboundOptions): Promise<Ended> {
  const source = { address: incoming.remoteAddress };
  const rejected = {
    answered: { statusCode: 401 as const },
    cause: 'unauthorized',
    source,
    redaction: reading.redaction,
    outcome: 'unauthorized' as const,
  };
  return reject(incoming, rejected, options);
}

async function reject(
  incoming: Incoming,
  rejected: Pick<Rejection, 'cause' | 'source'> & {
    answered: Answered;
    redaction: Rejection['redaction'];
    outcome?: ReceiveOutcome;
  },
  options: InboundOptions,
): Promise<Ended> {
  const { answered, cause, source, redaction, outcome = 'rejected' } = rejected;
  const rejection: Rejection = {
    source,
    cause,
    statusCode: answered.statusCode,
    body: incoming.body,
    ...(redaction === undefined ? {} : { redaction }),
  };
  await noteRejection(rejection, options);
  return { answered, outcome };
}

async function noteRejection(rejection: Rejection, options: InboundOptions): Promise<void> {
  try {
    await options.rejections.note(rejection, options.clock.now());
  } catch (thrown) {
    options.log.warn('a rejection could not be entered', { cause: reasonOf(thrown) });
  }
}
