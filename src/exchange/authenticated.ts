import type { Initiating } from '../iso18626/index.js';
import { showsInMessage, type Peer } from '../peers/index.js';

/** Stands where a secret will: encoding cuts it out as a hole, and each attempt fills the hole anew. */
const AT_EACH_ATTEMPT = '*';

/**
 * The message with a place for `requestingAgencyAuthentication` where the peer wants it from us, and without it where it
 * does not. The standard gives a supplier's messages no such place. Source: iso18626.md 1.3; architecture §5.
 */
export function authenticated<Message extends Initiating>(
  message: Message,
  peer: Pick<Peer, 'credentials'>,
): Message {
  const { requestingAgencyAuthentication: _before, ...header } = message.header;
  if (message.kind === 'supplyingAgencyMessage' || !showsInMessage(peer)) return { ...message, header };
  const authentication = { accountId: AT_EACH_ATTEMPT, securityCode: AT_EACH_ATTEMPT };
  return { ...message, header: { ...header, requestingAgencyAuthentication: authentication } };
}
