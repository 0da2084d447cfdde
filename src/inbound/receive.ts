import type {
  EditionId,
  ErrorData,
  Initiating,
  ReadMessage,
  Reading,
  RefusedReading,
} from '../iso18626/index.js';
import { receiveMessage, styleOf, whatOf, type Confirmed, type Received } from '../exchange/index.js';
import { asTheyMeanIt, marksIn, sequenceAskedIn, sequenceIn, type Peer } from '../peers/index.js';
import { reasonOf } from '../platform/index.js';
import { isStoreTrouble } from '../storage/index.js';
import type { Presented } from '../peers/index.js';
import type { Ended, InboundOptions, ReadInitiating, ReceiveOutcome } from './inbound-options.js';
import type { Answered, Incoming, TurnedAway } from './incoming.js';
import type { Admission } from './admission/admit.js';
import { holdAgainst } from './hold-against.js';
import { editionAtFirst, noteEdition, readInTheirs, withThoseMeant } from './editions.js';
import { mayBeWritten, readAnyway, readBody } from './read-body.js';
import type { Sender } from './recognize-sender.js';
import {
  isInitiatingKind,
  noteRejection,
  refuseMessage,
  rejectConfirmation,
  rejectUnread,
  sourceOf,
} from './reject.js';
import type { Rejection } from './rejection-log.js';
import { transactionsOf, whoIsMeant, type Meant } from './who-is-meant.js';

export interface Inbound {
  /** Who may send, before anything of the body is read. Rejects where the store cannot be asked. */
  admit(presented: Presented): Admission | Promise<Admission>;
  /** Takes one body from a peer through steps 1 to 6 of architecture §3. Never throws. */
  receive(incoming: Incoming): Promise<Answered>;
  /** Enters, with others like it, that a body was refused unread. Never throws. */
  turnAway(refused: TurnedAway): Promise<void>;
}

/** Builds the way in. */
export function buildInbound(options: InboundOptions): Inbound {
  return {
    admit: (presented) => options.door.admit(presented),
    async receive(incoming) {
      const { answered, outcome } = await receiveOne(incoming, options).catch((thrown: unknown) =>
        unavailable(thrown, options, {}),
      );
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
  const edition = editionAtFirst(incoming, options);
  const first = readBody(incoming, { edition });
  const directory = options.directory();
  const reading = first.ok ? first : readAnyway(incoming, first, { edition, directory });
  if (!reading.ok) return rejectUnread(incoming, reading, options);
  const { message } = reading;
  if (!isInitiating(message)) return rejectConfirmation(incoming, reading, options);
  const meant = await whoIsMeant(message, incoming, options);
  const { sender } = meant;
  if (!first.ok && !isTheirWay(reading, sender)) return rejectUnread(incoming, first, options);
  const known: ReadInitiating = { ...reading, message };
  const held = await holdAgainst(incoming, known, { sender, options });
  if (held !== undefined) return held;
  const source = sourceOf(incoming, sender.peerId);
  if (!sender.ok) return refuseMessage(incoming, known, { errors: [sender.error], source, options });
  const theirs = asTheyWriteIt(incoming, reading, sender.peer);
  if (!theirs.ok) return rejectUnread(incoming, theirs, options);
  return decideOn(incoming, theirs, { meant: { ...meant, sender }, source, options });
}

/** The message in its sender's edition, strictly where the sender wants it so. */
function asTheyWriteIt(
  incoming: Incoming,
  reading: ReadMessage,
  peer: Peer,
): RefusedReading | (ReadInitiating & { ok: true }) {
  const theirs = readInTheirs(incoming, reading, peer);
  if (!theirs.ok) return theirs;
  const strict = readStrictly(incoming, theirs, peer);
  if (!strict.ok) return strict;
  const { message } = strict;
  if (!isInitiating(message)) throw new Error('a message is of another kind in another edition');
  delete message.header.requestingAgencyAuthentication;
  return { ...strict, message };
}

/** What was read without a liberty is read strictly already. */
function readStrictly(incoming: Incoming, reading: ReadMessage, { strict }: Peer): Reading {
  const isDoubtful = strict && reading.warnings.length > 0;
  const edition = reading.edition.id as EditionId;
  return isDoubtful ? readBody(incoming, { edition, strictness: 'strict' }) : reading;
}

function isInitiating(message: ReadMessage['message']): message is Initiating {
  return isInitiatingKind(message.kind);
}

async function decideOn(
  incoming: Incoming,
  reading: ReadInitiating,
  known: { meant: MeantByPeer; source: Rejection['source']; options: InboundOptions },
): Promise<Ended> {
  const { meant, options, source } = known;
  const { sender } = meant;
  const received: Received = {
    message: reading.message,
    redaction: reading.redaction,
    bytes: incoming.body.length,
    peer: sender.peerId,
    edition: reading.edition.id,
    ours: sender.ours,
    theirs: sender.theirs,
    warnings: reading.warnings.map(({ code }) => code),
    marks: marksIn(reading.message),
    ...(sender.peer.wire === undefined ? {} : inHabits(reading.message, meant, sender.peer)),
  };
  try {
    const counted = await withOpenOfPeer(received, options);
    const confirmed = await options.committer.commit(receiveMessage(counted, options.context));
    if (confirmed.kind === 'stored') await noteEdition(reading, sender, options);
    return await confirmedAnswer(incoming, reading, { confirmed, source, options });
  } catch (thrown) {
    return unavailable(thrown, options, { peer: received.peer, what: whatOf(received.message) });
  }
}

/** Counted only where the house limits it: the count is from before the commit, and a limit that is passed by one is none. */
async function withOpenOfPeer(received: Received, options: InboundOptions): Promise<Received> {
  const most = options.directory().intake?.limits.openPerPeer ?? 0;
  if (received.message.kind !== 'request' || most === 0 || options.openOfPeer === undefined) return received;
  return { ...received, openOfPeer: await options.openOfPeer(received.peer, most) };
}

function isTheirWay(reading: ReadMessage, sender: Sender): boolean {
  return sender.ok && mayBeWritten(reading, sender.peer);
}

type MeantByPeer = Meant & { sender: Extract<Sender, { ok: true }> };

/** What a peer's habits make of its message. */
function inHabits(asRead: Initiating, meant: Meant, peer: Peer): Partial<Received> {
  const { message, rules, remarks } = asTheyMeanIt(peer, withThoseMeant(asRead, meant.message));
  const style = styleOf(peer);
  const has = (rule: string): boolean => peer.wire?.rules.has(rule) === true;
  const sequence = has('sequence-tags') ? sequenceIn(asRead) : undefined;
  const asked = has('last-sequence-question') ? sequenceAskedIn(asRead) : undefined;
  const { supplyingKey } = meant;
  return {
    message,
    asRead,
    rules,
    remarks: [...meant.remarks, ...remarks],
    ...(supplyingKey === undefined ? {} : { supplyingKey }),
    ...(style === undefined ? {} : { style }),
    ...(sequence === undefined ? {} : { sequence }),
    ...(asked === undefined || asRead.kind === 'request' ? {} : { sequenceAsked: asked }),
  };
}

async function confirmedAnswer(
  incoming: Incoming,
  reading: ReadInitiating,
  how: { confirmed: Confirmed; source: Rejection['source']; options: InboundOptions },
): Promise<Ended> {
  const { confirmed, options, source } = how;
  if (confirmed.kind === 'refused') {
    const errors = await namedBetter(confirmed.errors, reading.message, options);
    return refuseMessage(incoming, reading, { errors, source, options });
  }
  options.wake(confirmed.owed);
  return {
    answered: { statusCode: 200, body: Buffer.from(confirmed.confirmation) },
    outcome: confirmed.repeat ? 'repeated' : confirmed.ok ? 'confirmed' : 'refused',
  };
}

/** A supplier that speaks of a loan which another one was asked for is told that, not that there is no such loan. Source: iso18626.md 7.6 nr 86. */
async function namedBetter(
  errors: ErrorData[],
  message: Initiating,
  options: InboundOptions,
): Promise<ErrorData[]> {
  if (message.kind !== 'supplyingAgencyMessage') return errors;
  const ours = options.directory().ours(message.header.requestingAgencyId);
  const found = await transactionsOf(message, options);
  const isAnothers = found.some(({ requestingKey }) => requestingKey === ours?.key);
  if (!isAnothers) return errors;
  return [{ errorType: 'UnrecognisedDataValue', errorValue: 'supplyingAgencyId' }];
}

/** What cannot be made durable is not confirmed: the peer has to come again. Architecture §3, step 6. */
function unavailable(
  thrown: unknown,
  options: InboundOptions,
  about: { peer?: string; what?: string },
): Ended {
  const facts = { ...about, cause: reasonOf(thrown) };
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
