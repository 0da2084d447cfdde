import { encode, type AgencyId, type Edition, type MessageKind } from '../../src/iso18626/index.js';
import { generateMessage } from '../../test/support/iso18626-generate.js';
import { chanceOf, pick, type Random } from './random.js';
import type { FuzzPeer } from './trial.js';

/** Where a trial's own id and time stamp go: no generated message holds these. */
const ID = 'ID-OF-THE-TRIAL';
const TIME = '2001-01-01T01:01:01Z';
const EACH = 40;

export const initiating = ['request', 'requestingAgencyMessage', 'supplyingAgencyMessage'] as const;
export type InitiatingKind = (typeof initiating)[number];

export interface Corpus {
  /** A valid message of the peer, as its edition writes it. */
  message(random: Random, of: { peer: FuzzPeer; kind: InitiatingKind; id: string }): string;
  /** A valid confirmation, which nobody should post. */
  confirmation(random: Random, peer: FuzzPeer): string;
}

/** Valid messages of every kind for every peer, from bare to as full as the edition allows. */
export function buildCorpus(seed: number, peers: readonly FuzzPeer[], ours: string): Corpus {
  const texts = new Map<string, string[]>();
  for (const peer of peers)
    for (const kind of peer.edition.messages)
      texts.set(
        `${peer.id} ${kind}`,
        Array.from({ length: EACH }, (_, at) => textOf(seed + at, { kind, peer, ours, density: at / EACH })),
      );
  const textsOf = (peer: FuzzPeer, kind: MessageKind): string[] => texts.get(`${peer.id} ${kind}`) ?? [];
  return {
    message(random, { peer, kind, id }) {
      const seconds = Math.floor(random() * 86_400 * 300) * 1000;
      const time = `${new Date(Date.UTC(2026, 0, 1) + seconds).toISOString().slice(0, 19)}Z`;
      return pick(random, textsOf(peer, kind)).replace(ID, id).replace(TIME, time);
    },
    confirmation: (random, peer) => pick(random, textsOf(peer, 'requestConfirmation')),
  };
}

function textOf(
  seed: number,
  { kind, peer, ours, density }: { kind: MessageKind; peer: FuzzPeer; ours: string; density: number },
): string {
  const message = generateMessage(seed, peer.edition, { kind, density });
  if ('header' in message) {
    const theyAsk = kind !== 'supplyingAgencyMessage';
    message.header.requestingAgencyId = agencyId(theyAsk ? peer.agency : ours);
    message.header.supplyingAgencyId = agencyId(theyAsk ? ours : peer.agency);
    message.header.requestingAgencyRequestId = ID;
    message.header.timestamp = TIME;
  }
  if (message.kind === 'request') delete message.serviceInfo?.requestingAgencyPreviousRequestId;
  if (message.kind === 'request' && message.serviceInfo?.requestType !== undefined)
    message.serviceInfo.requestType = 'New';
  return encode(message, peer.edition).bytes.toString('utf8');
}

function agencyId(value: string): AgencyId {
  return { agencyIdType: { value: 'ISIL' }, agencyIdValue: value };
}

/** Peers of every edition: one that is read leniently, one strictly. */
export function peersOf(editions: readonly Edition[]): FuzzPeer[] {
  return editions.flatMap((edition) =>
    [false, true].map((strict) => {
      const name = `${strict ? 'strict' : 'lenient'}-${edition.id}`;
      return { id: name, agency: `XX-${name.toUpperCase()}`, edition, strict };
    }),
  );
}

/** So many trials share one transaction a peer: enough to play with it, too few to make a novel of it. */
const BLOCK = 1000;

/** Whether this trial opens a transaction that the following ones speak of. */
export function opens(index: number, peers: readonly FuzzPeer[]): FuzzPeer | undefined {
  return peers[index % BLOCK];
}

export function openedId(index: number, seed: number): string {
  return `K${seed}x${Math.floor(index / BLOCK)}`;
}

/** The first trials of the block of a trial: without them it would speak of what nobody knows. */
export function openersOf(index: number, peers: readonly FuzzPeer[]): number[] {
  const first = index - (index % BLOCK);
  return peers.map((_, at) => first + at).filter((one) => one < index);
}

/** Ids of the loans that the gateway itself has asked the peer for. */
export function askedId(asked: readonly string[], seed: number, index: number): string {
  return asked.length === 0 ? 'NEVER-ASKED' : pick(chanceOf(seed + 1, index), asked);
}
