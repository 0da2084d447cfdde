import type { MaySpeak } from '../peers/index.js';
import type { Ended, InboundOptions, ReadInitiating, ReceiveOutcome } from './inbound-options.js';
import type { Answered, Incoming } from './incoming.js';
import { senderElement, type Sender } from './recognize-sender.js';
import { refuseMessage, reject, sourceOf } from './reject.js';

/** A refusal without a body: of whoever is not who they say, or may not send like this. */
interface Bare {
  answered: Answered;
  cause: string;
  outcome: ReceiveOutcome;
}

const bare: Record<Exclude<MaySpeak, 'yes' | 'anothers'> | 'plain' | 'too-large', Bare> = {
  nobody: { answered: { statusCode: 401 }, cause: 'unauthorized', outcome: 'unauthorized' },
  elsewhere: { answered: { statusCode: 403 }, cause: 'HTTP 403: network address', outcome: 'unauthorized' },
  plain: { answered: { statusCode: 403 }, cause: 'HTTP 403: not encrypted', outcome: 'unauthorized' },
  'too-large': { answered: { statusCode: 413 }, cause: 'HTTP 413: too large', outcome: 'rejected' },
};

/**
 * Holds whoever posted against the peer that the message names: what they proved, and what stands in the message itself.
 * Answers the refusal, or nothing where they may speak. Source: iso18626.md 4.7, 5.3 nr. 6, 7.3 nr. 40, 7.7 nr. 96.
 */
export async function holdAgainst(
  incoming: Incoming,
  reading: ReadInitiating,
  { sender, options }: { sender: Sender; options: InboundOptions },
): Promise<Ended | undefined> {
  const { peerId } = sender;
  if (peerId === undefined) return undefined;
  const { admitted, body } = incoming;
  const { gate, proof } = admitted;
  const { door } = options;
  const how = { reading, options };
  const maySpeak = gate.maySpeak(proof, peerId);
  if (maySpeak !== 'yes') {
    door.failed(admitted);
    return maySpeak === 'anothers' ? impostor(incoming, how) : without(incoming, bare[maySpeak], how);
  }
  const held = door.heldAgainst(admitted, peerId, body.length);
  if (typeof held === 'object') return without(incoming, throttled(held.waitSeconds), how);
  if (held !== undefined) return without(incoming, bare[held], how);
  const now = options.clock.now().toISOString();
  if (gate.acceptsMessage(peerId, reading.message, now)) return undefined;
  door.failed(admitted);
  const errors = [
    { errorType: 'UnrecognisedDataValue' as const, errorValue: 'requestingAgencyAuthentication' },
  ];
  return refuseMessage(incoming, reading, { errors, source: sourceOf(incoming, peerId), options });
}

/** Somebody who is proved to be one peer and speaks for another. The element is named, and nothing of the other. */
function impostor(
  incoming: Incoming,
  { reading, options }: { reading: ReadInitiating; options: InboundOptions },
): Promise<Ended> {
  const element = senderElement(reading.message.kind);
  const { proven, held } = incoming.admitted.proof;
  const who = [...held].find((peer) => proven.has(peer));
  options.log.warn('a peer speaks for an agency that is not its own', { peer: who, element });
  return refuseMessage(incoming, reading, {
    errors: [{ errorType: 'UnrecognisedDataValue', errorValue: element }],
    cause: `not its own: ${element}`,
    source: sourceOf(incoming, who),
    options,
  });
}

function throttled(waitSeconds: number): Bare {
  return {
    answered: { statusCode: 429, retryAfterSeconds: waitSeconds },
    cause: 'HTTP 429: too many messages',
    outcome: 'throttled',
  };
}

function without(
  incoming: Incoming,
  { answered, cause, outcome }: Bare,
  { reading, options }: { reading: ReadInitiating; options: InboundOptions },
): Promise<Ended> {
  const source = { address: incoming.admitted.presented.address };
  return reject(incoming, { answered, cause, source, redaction: reading.redaction, outcome }, options);
}
