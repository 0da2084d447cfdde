import type { EditionId, Initiating, ReadMessage, Reading } from '../iso18626/index.js';
import { Sureness } from '../iso18626/index.js';
import { rememberEdition, type Peer } from '../peers/index.js';
import { reasonOf } from '../platform/index.js';
import type { InboundOptions } from './inbound-options.js';
import type { Incoming } from './incoming.js';
import { outlineTaken, readBody } from './read-body.js';

/** What most peers write, and whose table reads the other editions where they cannot be mistaken. */
const USUAL: EditionId = '2017';

/** The edition to begin with: that of the only peer whom the transport has proved, else the usual one. */
export function editionAtFirst({ admitted }: Incoming, options: InboundOptions): EditionId {
  const [only, ...others] = admitted.proof.proven;
  const peer = only === undefined || others.length > 0 ? undefined : options.directory().peer(only);
  return peer?.isEditionKnown === true ? peer.edition : USUAL;
}

/**
 * The body as its sender's edition has it: by that edition's table where it is known, else by what the structure shows.
 * Source: iso18626.md 0.4, 7.1 nr 5, 7.4 nr 51.
 */
export function readInTheirs(incoming: Incoming, reading: ReadMessage, peer: Peer): Reading {
  if (peer.isEditionKnown && reading.edition.id === peer.edition) return reading;
  const edition = peer.isEditionKnown ? peer.edition : undefined;
  return readBody(incoming, { edition, outline: outlineTaken(reading) });
}

/** The message with the agencies that its sender meant, where these were filled in. */
export function withThoseMeant(message: Initiating, { header }: Initiating): Initiating {
  const { supplyingAgencyId, requestingAgencyId } = header;
  const agencies = { ...(supplyingAgencyId === undefined ? {} : { supplyingAgencyId }), requestingAgencyId };
  return { ...message, header: { ...message.header, ...agencies } };
}

/** Keeps what a message has shown of its sender's edition, where nothing else tells it. Never throws. */
export async function noteEdition(
  reading: ReadMessage,
  { peerId, peer }: { peerId: string; peer: Peer },
  { committer, log }: InboundOptions,
): Promise<void> {
  const { id, sureness } = reading.edition;
  const isSure = sureness === Sureness.Certain || sureness === Sureness.Likely;
  if (peer.isEditionKnown || !isSure) return;
  try {
    await committer.commit(rememberEdition(peerId, id as EditionId));
  } catch (thrown) {
    log.warn('the edition of a peer could not be kept', { peer: peerId, cause: reasonOf(thrown) });
  }
}
