import { z } from 'zod';
import { EDITION_IDS } from './editions.js';
import type { Credentials } from './trust/credential.js';
import { trustOfFile } from './trust/peer-trust.js';

const agency = z
  .string()
  .regex(/^[^:\s]+:\S.{0,63}$/, 'an agency is written TYPE:VALUE, for example ISIL:SE-UMUB');
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'not the name of an HTTP header');
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'a header value is printable ASCII');
const answer = z.enum(['safe', 'unsafe']);
const milliseconds = z.number().int().positive().max(600_000);

/** Kinds of message that a peer may treat differently when the same bytes come twice (architecture §3). */
export const duplicateKinds = [
  'request',
  'StatusRequest',
  'Received',
  'Cancel',
  'Renew',
  'ShippedReturn',
  'ShippedForward',
  'RequestingNotification',
  'SupplyingMessage',
  'SupplyingNotification',
] as const;
export type DuplicateKind = (typeof duplicateKinds)[number];

/** How a peer says that it has a message already: the end of a doubt, not a failure. */
const alreadyHave = z.strictObject({
  statusCodes: z.array(z.number().int().min(200).max(599)).default([409]),
  errorValueContains: z.array(z.string().min(3)).default([]),
});

/** One peer as `lendwire peers import` reads it. Keys are credentials: they never enter the peer's row or an entry. */
export const peerFileEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'an id is lower-case letters, digits, dots and hyphens'),
  name: z.string().min(1),
  agencies: z.array(z.strictObject({ id: agency, aliases: z.array(agency).default([]) })).min(1),
  url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }),
  edition: z.enum(EDITION_IDS).default('2017'),
  headers: z.record(headerName, headerValue).default({}),
  deadlines: z
    .strictObject({
      connectMs: milliseconds.optional(),
      headersMs: milliseconds.optional(),
      bodyMs: milliseconds.optional(),
    })
    .default({}),
  inFlight: z.number().int().min(1).max(256).optional(),
  duplicates: z.partialRecord(z.enum(duplicateKinds), answer).default({}),
  alreadyHave: alreadyHave.default({ statusCodes: [409], errorValueContains: [] }),
  patronData: z.boolean().default(false),
  strict: z.boolean().default(false),
  ...trustOfFile,
  incomingKey: z
    .strictObject({
      header: headerName,
      key: z
        .string()
        .min(16)
        .regex(/^[\x21-\x7e]+$/),
    })
    .optional(),
  outgoingKey: z
    .strictObject({
      header: headerName,
      key: z
        .string()
        .min(1)
        .regex(/^[\x21-\x7e]+$/),
    })
    .optional(),
});

export const peersFile = z.union([
  z.array(peerFileEntry),
  z.strictObject({ peers: z.array(peerFileEntry) }).transform(({ peers }) => peers),
]);

export type PeerFileEntry = z.infer<typeof peerFileEntry>;

/** A peer's row: what the ledger knows of it. */
export type Peer = Omit<PeerFileEntry, 'id' | 'incomingKey' | 'outgoingKey'> & {
  /** Names of the headers in which a key is expected and given; the keys themselves are credentials. */
  incomingKeyHeader?: string;
  outgoingKeyHeader?: string;
  /** Which sealed value holds the keys: it is another with every key, so that whoever holds the row reads them anew. */
  sealedKeys?: string;
  /** What it has to show, and what we show it; changed by `lendwire peers credentials`, never by a file. */
  credentials?: Credentials;
};

/**
 * Whether the same bytes may go to this peer again after a doubt. By default only a StatusRequest and a
 * supplyingAgencyMessage other than Notification are safe.
 */
export function duplicatesOf(peer: Peer, kind: DuplicateKind): 'safe' | 'unsafe' {
  return (
    peer.duplicates[kind] ?? (kind === 'StatusRequest' || kind === 'SupplyingMessage' ? 'safe' : 'unsafe')
  );
}
