import {
  encode,
  formatInstant,
  type Action,
  type AgencyId,
  type Edition,
  type Header,
  type Initiating,
  type MessageInfo,
  type Request,
  type RequestingAgencyAuthentication,
  type RequestingAgencyMessage,
  type StatusInfo,
  type SupplyingAgencyMessage,
} from '../../iso18626/index.js';

/** Who a test goes between, and by what its messages are known. */
export interface Parties {
  requester: AgencyId;
  supplier: AgencyId;
  edition: Edition;
  /** Begins every request id of ours and stands in every title and note; nobody can guess it. */
  mark: string;
  /** A letter that keeps the ids of one role apart from those of the other. */
  letter: string;
  /** The account by which the peer knows us, where it is told in the message. */
  authentication?: RequestingAgencyAuthentication | undefined;
}

/** Test messages with valid contents, each later than the one before. */
export interface Composer extends Parties {
  newId(): string;
  timestamp(): string;
  /** That it is a test, in plain words. */
  readonly words: string;
  request(changes?: Partial<Request>, id?: string): Request;
  ask(id: string, action: Action, note?: string): RequestingAgencyMessage;
  tell(header: Header, messageInfo: MessageInfo, statusInfo?: StatusInfo): SupplyingAgencyMessage;
  bytes(message: Initiating): string;
}

const SECOND = 1000;

export function buildComposer(parties: Parties, now: () => Date): Composer {
  const { requester, supplier, edition, mark, letter, authentication } = parties;
  let last = 0;
  let count = 0;
  const words = `TEST by lendwire conform, mark ${mark}: supply nothing, do nothing. It is cancelled when the test ends.`;
  // Strictly rising at the resolution of the wire: peers drop what is older, and take two equal ones for one.
  function timestamp(): string {
    last = Math.max(Math.floor(now().getTime() / SECOND) * SECOND, last + SECOND);
    return formatInstant(last);
  }
  const newId = (): string => `${mark}${letter}${String(++count).padStart(3, '0')}`;
  function header(id: string): Header {
    return {
      supplyingAgencyId: supplier,
      requestingAgencyId: requester,
      timestamp: timestamp(),
      requestingAgencyRequestId: id,
      ...(authentication === undefined ? {} : { requestingAgencyAuthentication: authentication }),
    };
  }
  return {
    ...parties,
    ...{ newId, timestamp, words },
    request: (changes = {}, id = newId()) => ({
      kind: 'request',
      header: header(id),
      bibliographicInfo: { title: `TEST, supply nothing (${mark})`, author: 'Lendwire conform' },
      serviceInfo: { requestType: 'New', serviceType: 'Loan', note: words },
      ...changes,
    }),
    ask: (id, action, note = words) => ({
      kind: 'requestingAgencyMessage',
      header: header(id),
      action,
      note,
    }),
    tell: (received, messageInfo, statusInfo) => ({
      kind: 'supplyingAgencyMessage',
      header: { ...received, timestamp: timestamp() },
      messageInfo: { note: words, ...messageInfo },
      statusInfo: { status: 'RequestReceived', lastChange: timestamp(), ...statusInfo },
    }),
    bytes: (message) => encode(message, edition).bytes.toString('utf8'),
  };
}
