import {
  encode,
  fillHoles,
  lossText,
  restyled,
  type Initiating,
  type Loss,
  type Redaction,
  type Style,
} from '../iso18626/index.js';
import type { JsonObject } from '../ledger/index.js';
import { inTheirHabits, noteShortened, type Peer, type RemarkCode } from '../peers/index.js';
import { authenticated } from './authenticated.js';
import type { ExchangeContext } from './exchange-context.js';

/** A message as it goes on the wire to one peer. */
export interface WrittenForPeer {
  redaction: Redaction;
  /** What the peer is not told, or is told in another way. */
  losses: readonly Loss[];
  /** Names of the peer's rules that had a hand in it. */
  rules: readonly string[];
  remarks: readonly RemarkCode[];
}

type Spoken = Pick<Peer, 'edition' | 'wire' | 'credentials'>;

/**
 * The one way from a canonical message to a peer's bytes, for what is owed, what is composed anew and what is only shown:
 * the peer's habits, its edition, its style.
 */
export function writeForPeer(
  owed: Initiating,
  peer: Spoken,
  { editionOf }: Pick<ExchangeContext, 'editionOf'>,
): WrittenForPeer {
  const edition = editionOf(peer.edition);
  const message = authenticated(owed, peer);
  if (peer.wire === undefined) {
    const { redaction, losses } = encode(message, edition);
    return { redaction, losses, rules: [], remarks: [] };
  }
  const said = inTheirHabits(peer, message);
  const style = styleOf(peer);
  const written = encode(said.message, edition);
  const redaction = style === undefined ? written.redaction : restyled(written.redaction, style);
  const { rules, remarks } = said;
  const all = { redaction, losses: [...said.losses.map(leftOut), ...written.losses], rules, remarks };
  return withinLimit(all, { message, peer, editionOf });
}

/** The style of a peer's bodies, where it has one. */
export function styleOf({ wire }: Spoken): Style | undefined {
  const { envelope, times } = wire ?? {};
  if (envelope === undefined && times?.precision === undefined) return undefined;
  return { ...envelope, precision: times?.precision };
}

/** A note gives way where the peer takes no message of that length: what it cannot read at all tells it nothing. */
function withinLimit(
  written: WrittenForPeer,
  from: { message: Initiating; peer: Spoken; editionOf: ExchangeContext['editionOf'] },
): WrittenForPeer {
  const { message, peer, editionOf } = from;
  const limit = peer.wire?.limits?.messageBytes;
  if (limit === undefined) return written;
  const over = bytesOf(written).length - limit;
  const shorter = over > 0 ? noteShortened(message, over) : undefined;
  if (shorter === undefined) return written;
  const again = writeForPeer(shorter, peer, { editionOf });
  return {
    ...again,
    losses: [...again.losses, leftOut(`${message.kind}/note`)],
    remarks: [...again.remarks, 'note-shortened'],
  };
}

/** What a peer's habit has no place for. The path names it, and no value of a reader. */
function leftOut(path: string): Loss {
  return { path, privacy: 'open', said: 'not said', rule: 'habit' };
}

/** The bytes as they go out, but for secrets, which are filled in at each attempt. */
export function bytesOf({ redaction: { template, encoding, holes } }: WrittenForPeer): Buffer {
  return fillHoles(
    template,
    encoding,
    holes.map(({ value }) => value),
  );
}

/** What an entry tells of a peer's habits. */
export function habitFacts(of: {
  rules: readonly string[];
  remarks: readonly string[];
  losses?: readonly Loss[];
}): JsonObject {
  const { rules, remarks, losses = [] } = of;
  return {
    ...(losses.length === 0 ? {} : { losses: losses.map(lossText) }),
    ...(rules.length === 0 ? {} : { rules: [...rules] }),
    ...(remarks.length === 0 ? {} : { remarks: [...remarks] }),
  };
}
