import { decode, edition2017, type Initiating, type ReadMessage, type Reading } from '../iso18626/index.js';
import { receiveMessage, whatOf, type Confirmed, type Received } from '../exchange/index.js';
import { reasonOf } from '../platform/index.js';
import { isStoreTrouble } from '../storage/index.js';
import type { Presented } from '../peers/index.js';
import type { Ended, InboundOptions, ReadInitiating, ReceiveOutcome } from './inbound-options.js';
import type { Answered, Incoming, TurnedAway } from './incoming.js';
import type { Admission } from './admission/admit.js';
import { holdAgainst } from './hold-against.js';
import { recognizeSender, type Sender } from './recognize-sender.js';
import {
  isInitiatingKind,
  noteRejection,
  refuseMessage,
  rejectConfirmation,
  rejectUnread,
  sourceOf,
} from './reject.js';
import type { Rejection } from './rejection-log.js';

export interface Inbound {
  /** Who may send, before anything of the body is read. Rejects where the store cannot be asked. */
  admit(presented: Presented): Admission | Promise<Admission>;
  /** Takes one body from a peer through steps 1 to 6 of architecture §3. Never throws. */
  receive(incoming: Incoming): Promise<Answered>;
  /** Enters, with others like it, that a body was refused unread. Never throws. */
  turnAway(refused: TurnedAway): Promise<void>;
}

/** Builds the way in. The edition that a body is read with first is the newest one that the gateway knows. */
export function buildInbound(options: InboundOptions): Inbound {
  return {
    admit: (presented) => options.door.admit(presented),
    async receive(incoming) {
      const { answered, outcome } = await receiveOne(incoming, options);
      options.observed(outcome);
      return answered;
    },
    async turnAway({ statusCode, cause, remoteAddress }) {
      options.observed(turnedAway[statusCode] ?? 'rejected');
      await noteRejection({ source: { address: remoteAddress }, cause, statusCode }, options);
    },
  };
}

const turnedAway: Partial<Record<TurnedAway['statusCode'], ReceiveOutcome>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  429: 'throttled',
};

async function receiveOne(incoming: Incoming, options: InboundOptions): Promise<Ended> {
  const reading = readBody(incoming);
  if (!reading.ok) return rejectUnread(incoming, reading, options);
  const { message } = reading;
  if (!isInitiating(message)) return rejectConfirmation(incoming, reading, options);
  const known: ReadInitiating = { ...reading, message };
  const sender = recognizeSender(message, options.directory());
  const held = await holdAgainst(incoming, known, { sender, options });
  if (held !== undefined) return held;
  // What it proved itself with ends here: nothing after this has a place for it.
  delete message.header.requestingAgencyAuthentication;
  const source = sourceOf(incoming, sender.peerId);
  if (!sender.ok) return refuseMessage(incoming, known, { errors: [sender.error], source, options });
  if (sender.peer.strict && reading.warnings.length > 0) {
    const strict = readBody(incoming, 'strict');
    if (!strict.ok) return rejectUnread(incoming, strict, options);
  }
  return decideOn(incoming, known, { sender, source, options });
}

function readBody(incoming: Incoming, strictness: 'lenient' | 'strict' = 'lenient'): Reading {
  const { charset } = incoming;
  return decode(incoming.body, {
    edition: edition2017,
    strictness,
    ...(charset === undefined ? {} : { charset }),
  });
}

function isInitiating(message: ReadMessage['message']): message is Initiating {
  return isInitiatingKind(message.kind);
}

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
