import {
  badlyFormed,
  edition2017,
  encode,
  formatInstant,
  refuse,
  refuseReading,
  type Confirmation,
  type ErrorData,
  type Initiating,
  type MessageKind,
  type ReadMessage,
  type RefusedReading,
} from '../iso18626/index.js';
import type { RefusedInTransaction } from '../exchange/index.js';
import { reasonOf } from '../platform/index.js';
import type { Ended, InboundOptions, ReadInitiating, ReceiveOutcome } from './inbound-options.js';
import type { Answered, Incoming } from './incoming.js';
import { recognizeSender, type Sender } from './recognize-sender.js';
import type { Rejection } from './rejection-log.js';

function answerOf(confirmation: Confirmation, statusCode: 200 | 400): Answered {
  return { statusCode, body: encode(confirmation, edition2017).bytes };
}

export function sourceOf(incoming: Incoming, peer: string, proven: boolean): Rejection['source'] {
  return proven ? { peer } : { address: incoming.remoteAddress };
}

/** Answers what could not be used. Where its header names a transaction of ours, the refusal is told under that loan. */
export async function rejectUnread(
  incoming: Incoming,
  reading: RefusedReading,
  options: InboundOptions,
): Promise<Ended> {
  const { refusal, redaction } = reading;
  const now = formatInstant(options.clock.now().getTime());
  const answered = answerOf(refuseReading(reading, { now }), refusal.http);
  const cause = `${refusal.errors[0]?.errorType ?? 'BadlyFormedMessage'}: ${refusal.rule}`;
  const named = await senderOf(incoming, reading, options);
  if (named === undefined) {
    const source = { address: incoming.remoteAddress };
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
async function senderOf(
  incoming: Incoming,
  { echo }: RefusedReading,
  options: InboundOptions,
): Promise<{ source: Rejection['source']; transaction: Named } | undefined> {
  if (echo === undefined || !isInitiatingKind(echo.kind)) return undefined;
  const { kind, header = {} } = echo;
  const requestId = header.requestingAgencyRequestId;
  const sender = recognizeSender({ kind, header }, options.directory());
  if (!sender.ok || requestId === undefined) return undefined;
  const key = await options.hasKeyOf(sender.peerId, incoming.headers);
  if (!key.allowed) return undefined;
  const { ours, theirs, peerId } = sender;
  return {
    source: sourceOf(incoming, peerId, key.proven),
    transaction: { kind, requestId, ours: ours.key, theirs: theirs.key, peer: peerId },
  };
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
  const answered = answerOf(badlyFormed(errors, { now: formatInstant(options.clock.now().getTime()) }), 400);
  const cause = `BadlyFormedMessage: ${reading.message.kind} posted`;
  return reject(
    incoming,
    { answered, cause, source: { address: incoming.remoteAddress }, redaction: reading.redaction },
    options,
  );
}

export async function rejectSender(
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

export function refuseMessage(
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

export function unauthorized(
  incoming: Incoming,
  reading: ReadMessage,
  options: InboundOptions,
): Promise<Ended> {
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
