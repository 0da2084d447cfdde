import type { Initiating } from '../iso18626/index.js';
import {
  agencyIdFrom,
  hasPlaceholders,
  peersThat,
  withAgencies,
  type Placeholders,
  type RemarkCode,
} from '../peers/index.js';
import type { InboundOptions, TransactionFound } from './inbound-options.js';
import type { Incoming } from './incoming.js';
import { recognizeSender, type Sender } from './recognize-sender.js';

/** Who speaks to whom, and of which transaction, where the header alone does not tell. */
export interface Meant {
  sender: Sender;
  /** With the agencies that its sender meant. */
  message: Initiating;
  /** The supplier under whom our transaction stands, where a broker speaks of another one. */
  supplyingKey?: string;
  remarks: readonly RemarkCode[];
}

/**
 * Recognizes the sender. Two habits need a look at our transactions: headers that name placeholders, and brokers whose
 * supplier changes within a loan. All others are told by the header. Source: iso18626.md 3.14, 4.5; 7.6 nr 86.
 */
export async function whoIsMeant(
  message: Initiating,
  incoming: Incoming,
  options: InboundOptions,
): Promise<Meant> {
  const sender = recognizeSender(message, options.directory());
  if (sender.ok) return ofBroker(message, sender, options);
  const filled = await withoutPlaceholders(message, incoming, options);
  if (filled === undefined) return { sender, message, remarks: [] };
  return {
    sender: recognizeSender(filled, options.directory()),
    message: filled,
    remarks: ['agency-filled-in'],
  };
}

async function ofBroker(
  message: Initiating,
  sender: Extract<Sender, { ok: true }>,
  options: InboundOptions,
): Promise<Meant> {
  const told: Meant = { sender, message, remarks: [] };
  const mayChange = sender.peer.wire?.rules.has('supplier-may-change') === true;
  if (message.kind !== 'supplyingAgencyMessage' || !mayChange) return told;
  const found = (await transactionsOf(message, options)).find(
    ({ peer, requestingKey }) => peer === sender.peerId && requestingKey === sender.ours.key,
  );
  if (found === undefined || found.supplyingKey === sender.theirs.key) return told;
  return { ...told, supplyingKey: found.supplyingKey, remarks: ['supplier-changed'] };
}

/** Our transactions under the number that a message gives: as a rule one. */
export function transactionsOf(
  message: Initiating,
  options: InboundOptions,
): Promise<readonly TransactionFound[]> {
  const role = message.kind === 'supplyingAgencyMessage' ? 'requester' : 'supplier';
  return options.transactions(role, message.header.requestingAgencyRequestId);
}

async function withoutPlaceholders(
  message: Initiating,
  incoming: Incoming,
  options: InboundOptions,
): Promise<Initiating | undefined> {
  const directory = options.directory();
  const peers = peersThat(directory, 'placeholder-agencies').filter((id) => {
    const placeholders = directory.peer(id)?.wire?.rules.get('placeholder-agencies');
    return placeholders !== undefined && hasPlaceholders(message.header, placeholders as Placeholders);
  });
  const speaking = thoseWhoMaySpeak(peers, message, { incoming, options });
  const transactions = await transactionsOf(message, options);
  const found = transactions.filter(({ peer }) => speaking.includes(peer));
  const [only] = found;
  if (only !== undefined && isOfOne(found)) return withAgencies(message, only);
  if (message.kind !== 'request' || speaking.length !== 1) return undefined;
  const theirs = directory.peer(speaking[0] ?? '')?.agencies[0];
  const supplyingAgencyId = directory.ourAgencies[0]?.agencyId;
  if (theirs === undefined || supplyingAgencyId === undefined) return undefined;
  return withAgencies(message, { requestingAgencyId: agencyIdFrom(theirs.id), supplyingAgencyId });
}

/** Two systems may count their requests alike: then nobody can know which of them is meant. */
function isOfOne(found: readonly TransactionFound[]): boolean {
  return new Set(found.map(({ peer }) => peer)).size === 1;
}

/**
 * Whoever proves to be one of them, else all that may be it; of these, who shows its account in the message. Where none
 * does, all: they are refused by what they show.
 */
function thoseWhoMaySpeak(
  peers: readonly string[],
  message: Initiating,
  { incoming, options }: { incoming: Incoming; options: InboundOptions },
): readonly string[] {
  const { gate, proof } = incoming.admitted;
  const now = options.clock.now().toISOString();
  const proven = peers.filter((peer) => proof.proven.has(peer));
  const possible = proven.length > 0 ? proven : peers.filter((peer) => gate.maySpeak(proof, peer) === 'yes');
  const accepted = possible.filter((peer) => gate.acceptsMessage(peer, message, now));
  if (accepted.length > 0) return accepted;
  return possible.length > 0 ? possible : peers;
}
