import {
  badlyFormed,
  decode,
  editions,
  encode,
  formatInstant,
  refuse,
  refuseReading,
  type Confirmation,
  type EditionId,
  type ErrorData,
  type Header,
  type Initiating,
  type MessageKind,
  type ReadMessage,
  type RefusedReading,
} from '../iso18626/index.js';
import type { RefusedInTransaction } from '../exchange/index.js';
import { reasonOf } from '../platform/index.js';
import type { Ended, InboundOptions, ReadInitiating, ReceiveOutcome } from './inbound-options.js';
import type { Answered, Incoming } from './incoming.js';
import { recognizeSender } from './recognize-sender.js';
import type { Rejection } from './rejection-log.js';

interface Refusing {
  statusCode: 200 | 400;
  /** Of the message that is refused, where it is known. */
  of?: Whose | undefined;
}
type Whose = Parameters<typeof recognizeSender>[0];

/** In the edition of whoever is named as the sender, else in the one that the message is written in. */
function answerIn(
  incoming: Incoming,
  confirmation: Confirmation,
  { statusCode, of, options }: Refusing & { options: InboundOptions },
): Answered {
  const { peerId } = of === undefined ? {} : recognizeSender(of, options.directory());
  const peer = peerId === undefined ? undefined : options.directory().peer(peerId);
  const edition =
    peer?.isEditionKnown === true ? peer.edition : (decode(incoming.body).edition.id as EditionId);
  return { statusCode, body: encode(confirmation, editions[edition]).bytes };
}

/** The peer that is named where what was shown proves it, or the only one that is proved; else the network address. */
export function sourceOf({ admitted }: Incoming, named: string | undefined): Rejection['source'] {
  const { proven } = admitted.proof;
  const peer = named ?? (proven.size === 1 ? [...proven][0] : undefined);
  return peer !== undefined && proven.has(peer) ? { peer } : { address: admitted.presented.address };
}

/** Answers what could not be used. Where its header names a transaction of ours, the refusal is told under that loan. */
export async function rejectUnread(
  incoming: Incoming,
  reading: RefusedReading,
  options: InboundOptions,
): Promise<Ended> {
  const { refusal, redaction } = reading;
  const now = formatInstant(options.clock.now().getTime());
  const answered = answerIn(incoming, refuseReading(reading, { now }), {
    ...{ statusCode: refusal.http, of: initiatingEcho(reading), options },
  });
  const cause = `${refusal.errors[0]?.errorType ?? 'BadlyFormedMessage'}: ${refusal.rule}`;
  const named = senderOf(incoming, reading, options);
  if (named === undefined) {
    const source = sourceOf(incoming, undefined);
    return reject(incoming, { answered, cause, source, redaction }, options);
  }
  const within = {
    ...named.transaction,
    errors: refusal.errors,
    cause,
    statusCode: refusal.http,
    redaction,
    bytes: incoming.body.length,
  };
  return reject(incoming, { answered, cause, source: named.source, redaction, within }, options);
}

/** Whom the header of a refused message names, as far as it could be read and its transport bears it out. */
function senderOf(
  incoming: Incoming,
  reading: RefusedReading,
  options: InboundOptions,
): { source: Rejection['source']; transaction: Named } | undefined {
  const said = initiatingEcho(reading);
  if (said === undefined) return undefined;
  const { kind, header } = said;
  const requestId = header.requestingAgencyRequestId;
  const sender = recognizeSender({ kind, header }, options.directory());
  if (!sender.ok || requestId === undefined) return undefined;
  const { ours, theirs, peerId } = sender;
  const { gate, proof } = incoming.admitted;
  const shown = { kind, header: header as Header };
  const isBorneOut =
    gate.maySpeak(proof, peerId) === 'yes' &&
    gate.acceptsMessage(peerId, shown, options.clock.now().toISOString());
  if (!isBorneOut) return undefined;
  return {
    source: sourceOf(incoming, peerId),
    transaction: { kind, requestId, ours: ours.key, theirs: theirs.key, peer: peerId },
  };
}

function initiatingEcho({
  echo,
}: Pick<RefusedReading, 'echo'>): (Whose & { header: Partial<Header> }) | undefined {
  if (echo === undefined || !isInitiatingKind(echo.kind)) return undefined;
  const { kind, header = {} } = echo;
  return { kind, header };
}

type Named = Pick<RefusedInTransaction, 'kind' | 'requestId' | 'ours' | 'theirs' | 'peer'>;

export function isInitiatingKind(kind: MessageKind): kind is Initiating['kind'] {
  return kind === 'request' || kind === 'supplyingAgencyMessage' || kind === 'requestingAgencyMessage';
}

/** A confirmation that was posted as if it were a message. Source: iso18626.md 4.7. */
export function rejectConfirmation(
  incoming: Incoming,
  reading: ReadMessage,
  options: InboundOptions,
): Promise<Ended> {
  const errors: ErrorData[] = [
    { errorType: 'BadlyFormedMessage', errorValue: 'a confirmation is no message to send' },
  ];
  const now = formatInstant(options.clock.now().getTime());
  const answered = answerIn(incoming, badlyFormed(errors, { now }), { statusCode: 400, options });
  const cause = `BadlyFormedMessage: ${reading.message.kind} posted`;
  return reject(
    incoming,
    { answered, cause, source: sourceOf(incoming, undefined), redaction: reading.redaction },
    options,
  );
}

export function refuseMessage(
  incoming: Incoming,
  reading: ReadInitiating,
  how: { errors: ErrorData[]; source: Rejection['source']; options: InboundOptions; cause?: string },
): Promise<Ended> {
  const { errors, source, options } = how;
  const now = formatInstant(options.clock.now().getTime());
  const { message } = reading;
  const answered = answerIn(incoming, refuse(message, errors, { now }), {
    ...{ statusCode: 200 as const, of: message, options },
  });
  const [first] = errors;
  const element = first?.errorValue?.split(':')[0] ?? '';
  const { cause = `${first?.errorType ?? 'UnrecognisedDataValue'}: ${element}` } = how;
  return reject(incoming, { answered, cause, source, redaction: reading.redaction }, options);
}

export async function reject(
  incoming: Incoming,
  rejected: Pick<Rejection, 'cause' | 'source'> & {
    answered: Answered;
    redaction: Rejection['redaction'];
    within?: RefusedInTransaction;
    outcome?: ReceiveOutcome;
  },
  options: InboundOptions,
): Promise<Ended> {
  const { answered, cause, source, redaction, within, outcome = 'rejected' } = rejected;
  const rejection: Rejection = {
    source,
    cause,
    statusCode: answered.statusCode,
    body: incoming.body,
    ...(redaction === undefined ? {} : { redaction }),
    ...(within === undefined ? {} : { within }),
  };
  await noteRejection(rejection, options);
  return { answered, outcome };
}

export async function noteRejection(rejection: Rejection, options: InboundOptions): Promise<void> {
  try {
    await options.rejections.note(rejection, options.clock.now());
  } catch (thrown) {
    options.log.warn('a rejection could not be entered', { cause: reasonOf(thrown) });
  }
}
