import { decode, editions } from '../../src/iso18626/index.js';
import type { DecodeOptions, EditionId, Message, Reading, WarningCode } from '../../src/iso18626/index.js';

/** `P17` and its like, as the statements of the reference name them. */
export type Profile = 'P14' | 'P17' | 'P21';
const editionOf: Record<Profile, EditionId> = { P14: '2014', P17: '2017', P21: '2021' };
const short: Readonly<Record<string, string>> = {
  BadlyFormedMessage: 'BFM',
  UnrecognisedDataElement: 'UDE',
  UnrecognisedDataValue: 'UDV',
  UnsupportedActionType: 'UAT',
  UnsupportedReasonForMessageType: 'URM',
};

export interface Read extends Omit<DecodeOptions, 'edition'> {
  from?: Profile;
}

/** A reading by the table of a profile, or without one. */
export function readFrom(body: string | Buffer, { from, ...options }: Read = {}): Reading {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return decode(bytes, { ...(from && { edition: editions[editionOf[from]] }), ...options });
}

/** What a peer is answered, in the words of the statements: `200/OK`, `200/ERR(UDV)`, `400/BFM`. */
export function verdictOf(body: string | Buffer, read: Read = {}): string {
  const reading = readFrom(body, read);
  if (reading.ok) return '200/OK';
  const { http, errors } = reading.refusal;
  const type = short[errors[0]?.errorType ?? ''] ?? '?';
  return http === 400 ? `400/${type}` : `200/ERR(${type})`;
}

/** The first error's value. */
export function errorValueOf(body: string | Buffer, read: Read = {}): string | undefined {
  const reading = readFrom(body, read);
  return reading.ok ? undefined : reading.refusal.errors[0]?.errorValue;
}

export function warningsOf(body: string | Buffer, read: Read = {}): WarningCode[] {
  return readFrom(body, read).warnings.map(({ code }) => code);
}

export function messageIn(body: string | Buffer, read: Read = {}): Message {
  const reading = readFrom(body, read);
  if (!reading.ok) throw new Error(`${reading.refusal.path}: ${reading.refusal.rule}`);
  return reading.message;
}

/** A message of the standard's namespace by default, whose header and rest a test writes itself. */
export function envelope(
  inside: string,
  { version = ' ill:version="1.2"', namespace = '2013' } = {},
): string {
  const uri = `http://illtransactions.org/${namespace}/iso18626`;
  return `<?xml version="1.0" encoding="UTF-8"?><ISO18626Message xmlns="${uri}" xmlns:ill="${uri}"${version}>${inside}</ISO18626Message>`;
}

export const agency = (name: string, value: string): string =>
  `<${name}><agencyIdType>ISIL</agencyIdType><agencyIdValue>${value}</agencyIdValue></${name}>`;

export interface HeaderParts {
  group?: string;
  timestamp?: string;
  id?: string;
  more?: string;
}

/** With the empty `multipleItemRequestId` that 2017 demands, unless told otherwise. */
export function headerXml({
  group = '<multipleItemRequestId/>',
  timestamp = '2026-03-02T09:15:00Z',
  id = 'NB-0001',
  more = '',
}: HeaderParts = {}): string {
  return `<header>${agency('supplyingAgencyId', 'DE-7')}${agency('requestingAgencyId', 'NO-02030')}${group}<timestamp>${timestamp}</timestamp><requestingAgencyRequestId>${id}</requestingAgencyRequestId>${more}</header>`;
}

export const loan = '<serviceInfo><serviceType>Loan</serviceType></serviceInfo>';

interface RequestParts extends HeaderParts {
  biblio?: string;
  service?: string;
  rest?: string;
  version?: string;
}

export function request({
  biblio = '<title>Sult</title>',
  service = loan,
  rest = '',
  version,
  ...header
}: RequestParts = {}): string {
  return envelope(
    `<request>${headerXml(header)}<bibliographicInfo>${biblio}</bibliographicInfo>${service}${rest}</request>`,
    version === undefined ? {} : { version },
  );
}

interface StatusParts extends HeaderParts {
  reason?: string;
  info?: string;
  status?: string;
  rest?: string;
  version?: string;
}

export function statusXml({
  reason = 'StatusChange',
  info = '',
  status = 'WillSupply',
  rest = '',
  version,
  ...header
}: StatusParts = {}): string {
  return envelope(
    `<supplyingAgencyMessage>${headerXml(header)}<messageInfo><reasonForMessage>${reason}</reasonForMessage>${info}</messageInfo><statusInfo><status>${status}</status><lastChange>2026-03-02T10:00:00Z</lastChange></statusInfo>${rest}</supplyingAgencyMessage>`,
    version === undefined ? {} : { version },
  );
}

export function actionXml({
  action = 'Received',
  note = '',
  version,
  ...header
}: HeaderParts & { action?: string; note?: string; version?: string } = {}): string {
  return envelope(
    `<requestingAgencyMessage>${headerXml(header)}<action>${action}</action>${note}</requestingAgencyMessage>`,
    version === undefined ? {} : { version },
  );
}

/** Rounds after which what still seems to grow too fast does. */
const MOST_ROUNDS = 12;
/** What is read in proportion takes four times as long; halfway to what would be the square of it nobody measures again. */
const CLEARLY_LINEAR = 6;

/**
 * How many times longer four times as much takes: the least of several tries, in turns and again while it seems too long,
 * so that a busy machine does not count.
 */
export function growth(
  make: (size: number) => Buffer,
  size: number,
  read: (body: Buffer) => unknown,
): number {
  const [small, large] = [make(size), make(4 * size)];
  const least = { small: Infinity, large: Infinity };
  const tookFor = (body: Buffer): number => {
    const start = performance.now();
    read(body);
    return performance.now() - start;
  };
  const ratio = (): number => least.large / Math.max(least.small, 0.2);
  tookFor(small);
  for (let round = 0; round < MOST_ROUNDS && !(round >= 3 && ratio() < CLEARLY_LINEAR); round += 1) {
    least.small = Math.min(least.small, tookFor(small), tookFor(small));
    least.large = Math.min(least.large, tookFor(large), tookFor(large));
  }
  return ratio();
}

/** Four times as much may take ten times as long on a busy machine, not sixteen. */
const LINEAR = 10;

/** Whether a reader takes its time in proportion: `growth`, measured again where something else may have been in the way. */
export function isInProportion(...measured: Parameters<typeof growth>): boolean {
  return growth(...measured) < LINEAR || growth(...measured) < LINEAR;
}
