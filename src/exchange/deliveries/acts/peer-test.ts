import { hash } from 'node:crypto';
import type { AgencyId, RequestingAgencyMessage } from '../../../iso18626/index.js';
import type { Actor, Entry, JsonObject } from '../../../ledger/index.js';
import { nextTimestamp, wireId } from '../../../loan/index.js';
import { agencyIdFrom, agencyText, type Peer, type PeerDirectory } from '../../../peers/index.js';
import type { Moment, UseCase } from '../../../storage/index.js';
import type { ExchangeContext } from '../../exchange-context.js';
import { writeForPeer } from '../../write-for-peer.js';
import type { DeliveryOutcome } from '../delivery-outcome.js';

/** A test message with its final bytes; it holds nothing that would have to be taken out of them. */
export interface PeerTest {
  peer: string;
  /** The id that it asks about: made for it, and never a request's. */
  requestId: string;
  /** `TYPE:VALUE` of the agencies that it goes between. */
  from: string;
  to: string;
  message: RequestingAgencyMessage['kind'];
  template: string;
  encoding: string;
}

export type PeerTestOwed = { kind: 'owed'; test: PeerTest } | { kind: 'unknown-peer' };

/** What a test proved. */
export const PeerVerdict = {
  /** Address, certificate, keys and protocol are right: the peer has read the message and answered as it should. */
  Reached: 'reached',
  /** It answers in the protocol, and objects to more than the id. */
  Objects: 'objects',
  NotReached: 'not-reached',
} as const;
export type PeerVerdict = (typeof PeerVerdict)[keyof typeof PeerVerdict];

const KEYS_REFUSED: ReadonlySet<number | undefined> = new Set([401, 403]);

/**
 * What an answer to a test proves. An id that nobody has is an unrecognised value, so ERROR is what a peer should say;
 * one that says OK has read it as well. Source: iso18626.md 4.2; peers.md 2.4.
 */
export function verdictOf({ class: kind, statusCode, errors = [] }: DeliveryOutcome): PeerVerdict {
  if (kind !== 'answered' && kind !== 'refused') return PeerVerdict.NotReached;
  const isAsExpected = kind === 'answered' || errors[0]?.errorType === 'UnrecognisedDataValue';
  return isAsExpected && !KEYS_REFUSED.has(statusCode) ? PeerVerdict.Reached : PeerVerdict.Objects;
}

/**
 * Owes a peer one StatusRequest about an id that nobody has, which it can only answer: the protocol knows no message
 * that does less. It belongs to no loan and is no delivery: it is sent once, also to a peer that is paused or whose
 * breaker is open, and never again. From the first of our agencies to the first of the peer's.
 */
export function owePeerTest(
  asked: { peer: string; actor: Actor },
  context: Pick<ExchangeContext, 'directoryOf' | 'editionOf'>,
): UseCase<PeerTestOwed> {
  const root = { aggregate: 'peer' as const, id: asked.peer };
  return {
    name: 'owe-peer-test',
    source: 'people',
    needs: { roots: [root] },
    decide(loaded, at) {
      const peers = context.directoryOf(loaded.directory);
      const peer = peers.peer(asked.peer);
      if (peer === undefined) return { result: { kind: 'unknown-peer' } };
      const [from, to] = agenciesOf(peer, peers);
      const message = compose({ from, to }, at);
      const { template, encoding } = writeForPeer(message, peer, context).redaction;
      const requestId = message.header.requestingAgencyRequestId;
      const told = { requestId, from: agencyText(from), to: agencyText(to) };
      const facts = {
        ...{ ...told, direction: 'out', what: message.action, edition: peer.edition },
        body: hash('sha256', template, 'hex'),
      };
      const test = { ...told, peer: asked.peer, message: message.kind, template, encoding };
      return {
        result: { kind: 'owed', test },
        entries: [entryOf('peer-test-owed', at, { ...asked, because: 'a person asked for it', facts })],
      };
    },
  };
}

function agenciesOf(peer: Peer, { ourAgencies }: PeerDirectory): [from: AgencyId, to: AgencyId] {
  const [ours] = ourAgencies;
  const [theirs] = peer.agencies;
  if (ours === undefined || theirs === undefined) throw new Error('an end of the line has no agency');
  return [ours.agencyId, agencyIdFrom(theirs.id)];
}

function compose({ from, to }: { from: AgencyId; to: AgencyId }, at: Moment): RequestingAgencyMessage {
  const header = {
    supplyingAgencyId: to,
    requestingAgencyId: from,
    timestamp: nextTimestamp(at.now),
    requestingAgencyRequestId: wireId(at.newId()),
  };
  return { kind: 'requestingAgencyMessage', header, action: 'StatusRequest' };
}

/**
 * What came of a test. It counts neither as a failure nor as a success of the line: whoever tries a dead peer again and
 * again must not make its messages wait longer. But where the peer was reached, the wait of an open breaker is over, so
 * that what waits behind it is tried at once; `isOver` tells so. A pause stays.
 */
export function notePeerTest(
  told: { peer: string; actor: Actor; requestId: string; durationMs: number },
  outcome: DeliveryOutcome,
): UseCase<{ isOver: boolean }> {
  const root = { aggregate: 'peer' as const, id: told.peer };
  const verdict = verdictOf(outcome);
  return {
    name: 'note-peer-test',
    source: 'people',
    needs: { roots: [root] },
    decide(loaded, at) {
      const now = at.now.toISOString();
      const line = loaded.line(told.peer);
      const isOver = verdict === PeerVerdict.Reached && line?.openUntil !== undefined && line.openUntil > now;
      const facts = factsOf(told, outcome);
      return {
        result: { isOver },
        entries: [entryOf('peer-tested', at, { ...told, because: sentences[verdict], facts })],
        ...(isOver ? { unfolded: { lines: [{ ...line, openUntil: now }] } } : {}),
      };
    },
  };
}

const sentences: Readonly<Record<PeerVerdict, string>> = {
  reached: 'the peer answered the test',
  objects: 'the peer answered the test, and objects',
  'not-reached': 'the test got no answer in the protocol',
};

/** Nothing that the peer wrote but the type of its error: what it echoes may be a key. */
function factsOf(
  { requestId, durationMs }: { requestId: string; durationMs: number },
  outcome: DeliveryOutcome,
): JsonObject {
  const errorType = outcome.errors?.[0]?.errorType;
  return {
    requestId,
    class: outcome.class,
    cause: outcome.cause,
    durationMs: Math.round(durationMs),
    ...(outcome.statusCode === undefined ? {} : { statusCode: outcome.statusCode }),
    ...(errorType === undefined ? {} : { errorType }),
  };
}

function entryOf(
  kind: string,
  at: Moment,
  { actor, peer, because, facts }: { actor: Actor; peer: string; because: string; facts: JsonObject },
): Entry {
  return { kind, at: at.now.toISOString(), actor, because, peer, facts, changes: [] };
}
