import type { ErrorData, Header, Initiating } from '../iso18626/index.js';
import {
  agencyText,
  type OurAgency,
  type Peer,
  type PeerAgency,
  type PeerDirectory,
} from '../peers/index.js';

/** Who sent a message to which of our agencies; or the refusal, when that cannot be. */
export type Sender =
  | { ok: true; peerId: string; peer: Peer; ours: OurAgency; theirs: PeerAgency }
  | { ok: false; error: ErrorData; peerId?: string };

/**
 * Holds a header against the directory: the sending agency must be one that a peer speaks for, the receiving one ours.
 * An errorValue names the element, and repeats the agency as it came. Source: iso18626.md 4.7, 7.3 nr. 37 to 42.
 */
export function recognizeSender(
  message: { kind: Initiating['kind']; header: Agencies },
  directory: PeerDirectory,
): Sender {
  const { header } = message;
  const from = senderElement(message.kind);
  const to = from === 'requestingAgencyId' ? 'supplyingAgencyId' : 'requestingAgencyId';
  const theirs = lookUp(header, from, (id) => directory.agency(id));
  const peer = theirs === undefined ? undefined : directory.peer(theirs.peer);
  if (theirs === undefined || peer === undefined) return { ok: false, error: unusable(header, from) };
  const ours = lookUp(header, to, (id) => directory.ours(id));
  if (ours === undefined) return { ok: false, error: unusable(header, to), peerId: theirs.peer };
  return { ok: true, peerId: theirs.peer, peer, ours, theirs };
}

type AgencyElement = 'requestingAgencyId' | 'supplyingAgencyId';
type Agencies = Partial<Pick<Header, AgencyElement>>;

/** The element that names whoever sends a message. */
export function senderElement(kind: Initiating['kind']): AgencyElement {
  return kind === 'supplyingAgencyMessage' ? 'supplyingAgencyId' : 'requestingAgencyId';
}

function lookUp<Found>(
  header: Agencies,
  element: AgencyElement,
  find: (id: NonNullable<Header[AgencyElement]>) => Found | undefined,
): Found | undefined {
  const agencyId = header[element];
  return agencyId === undefined ? undefined : find(agencyId);
}

function unusable(header: Agencies, element: AgencyElement): ErrorData {
  const agencyId = header[element];
  const blank = agencyId === undefined || agencyId.agencyIdValue.trim() === '';
  return {
    errorType: 'UnrecognisedDataValue',
    errorValue: blank ? element : `${element}: ${agencyText(agencyId)}`,
  };
}
