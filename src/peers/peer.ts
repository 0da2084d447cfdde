import { z } from 'zod';
import { EDITION_IDS, type EditionId } from './editions.js';
import { duplicateKinds, type DuplicateKind, type ProfileOverrides } from './profiles/profile.js';
import { profileOfFile } from './profiles/peer-profile.js';
import type { Wire } from './profiles/wire.js';
import type { Credentials } from './trust/credential.js';
import { trustOfFile } from './trust/peer-trust.js';

export { duplicateKinds, type DuplicateKind };

const agency = z
  .string()
  .regex(/^[^:\s]+:\S.{0,63}$/, 'an agency is written TYPE:VALUE, for example ISIL:SE-UMUB');
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'not the name of an HTTP header');
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'a header value is printable ASCII');
const answer = z.enum(['safe', 'unsafe']);
const milliseconds = z.number().int().positive().max(600_000);

/** How a peer says that it has a message already: the end of a doubt, not a failure. */
const alreadyHave = z.strictObject({
  statusCodes: z.array(z.number().int().min(200).max(599)).default([409]),
  errorValueContains: z.array(z.string().min(3)).default([]),
});

/** Keys are credentials: they never enter the peer's row or an entry. */
const writtenEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'an id is lower-case letters, digits, dots and hyphens'),
  name: z.string().min(1),
  agencies: z.array(z.strictObject({ id: agency, aliases: z.array(agency).default([]) })).min(1),
  url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }),
  edition: z.enum(EDITION_IDS).optional(),
  headers: z.record(headerName, headerValue).optional(),
  deadlines: z
    .strictObject({
      connectMs: milliseconds.optional(),
      headersMs: milliseconds.optional(),
      bodyMs: milliseconds.optional(),
    })
    .optional(),
  inFlight: z.number().int().min(1).max(256).optional(),
  duplicates: z.partialRecord(z.enum(duplicateKinds), answer).optional(),
  alreadyHave: alreadyHave.optional(),
  patronData: z.boolean().default(false),
  /** How its people are written to: a mailbox of the library, never of a person, since it stands in the ledger. */
  contact: z
    .strictObject({
      email: z.email().optional(),
      language: z.enum(['en', 'sv', 'de']).optional(),
      /** For letters, a line each. */
      address: z.array(z.string().min(1).max(100)).max(8).optional(),
    })
    .optional(),
  strict: z.boolean().optional(),
  /** Whether its agencies may be our own: it is this gateway itself, or a broker that passes our requests on to us. */
  speaksForUs: z.boolean().optional(),
  /** Whether it is asked by night how quiet requests stand; it is where nothing is said. */
  inSyncProbe: z.boolean().optional(),
  ...profileOfFile,
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

/** What a peer's record says of its wire, with what holds where neither it nor a profile says anything. */
export const plainFields = {
  headers: {},
  deadlines: {},
  duplicates: {},
  alreadyHave: { statusCodes: [409], errorValueContains: [] },
  strict: false,
} satisfies Omit<WireFields, 'edition' | 'isEditionKnown'>;

/** One peer as `lendwire peers import` reads it. Under a profile, what it leaves out is the profile's to say. */
export const peerFileEntry = writtenEntry.transform((entry): PeerFileEntry =>
  entry.profile === undefined ? { ...plainFields, ...present(entry) } : entry,
);

type Written = z.infer<typeof writtenEntry>;
export type PeerFileEntry = Written;

/** What a profile can say for a peer, and the peer's own record over it. */
export interface WireFields {
  /** The one that it is spoken to in; 2017 until another is told or found. */
  edition: EditionId;
  /** Its record says it, or its own messages did. */
  isEditionKnown: boolean;
  headers: Readonly<Record<string, string>>;
  deadlines: { connectMs?: number | undefined; headersMs?: number | undefined; bodyMs?: number | undefined };
  duplicates: Readonly<Partial<Record<DuplicateKind, 'safe' | 'unsafe'>>>;
  alreadyHave: { statusCodes: number[]; errorValueContains: string[] };
  strict: boolean;
}

function present<T extends object>(entry: T): T {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;
}

export const peersFile = z.union([
  z.array(peerFileEntry),
  z.strictObject({ peers: z.array(peerFileEntry) }).transform(({ peers }) => peers),
]);

/** A peer's row: what the ledger knows of it. */
export type PeerRow = Omit<PeerFileEntry, 'id' | 'incomingKey' | 'outgoingKey'> & {
  /** Names of the headers in which a key is expected and given; the keys themselves are credentials. */
  incomingKeyHeader?: string;
  outgoingKeyHeader?: string;
  /** Which sealed value holds the keys: it is another with every key, so that whoever holds the row reads them anew. */
  sealedKeys?: string;
  /** What it has to show, and what we show it; changed by `lendwire peers credentials`, never by a file. */
  credentials?: Credentials;
  /** The edition that its own messages showed, where nothing else says one. */
  editionFound?: EditionId;
  /** Habits that a person adopted because the peer has them (`lendwire peers adopt`): no file takes them away. */
  adopted?: ProfileOverrides;
};

/** A peer as it is spoken to today: its row, over its profile, over what holds for all. */
export type Peer = Omit<PeerRow, keyof WireFields | 'wire' | 'adopted' | 'editionFound'> &
  WireFields & {
    /** Its habits; missing where it has none. */
    wire?: Wire;
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
