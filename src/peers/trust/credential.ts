/** Which way a credential goes: what a peer shows us, or what we show the peer. */
export const Direction = { Incoming: 'incoming', Outgoing: 'outgoing' } as const;
export type Direction = (typeof Direction)[keyof typeof Direction];

/** How somebody shows who they are. Source: iso18626.md 4.5, practice.md 6. */
export const CredentialKind = {
  Basic: 'basic',
  Bearer: 'bearer',
  /** A key in a header of the peers' own. */
  Header: 'header',
  /** `requestingAgencyAuthentication`: accountId and securityCode, in a request or requestingAgencyMessage. */
  Message: 'message',
  /** Networks that the peer posts from. */
  Addresses: 'addresses',
  /** Incoming: a client certificate that is pinned. Outgoing: the one that we show. */
  Certificate: 'certificate',
  /** Outgoing: an authority that signs the peer's server certificate and that the world does not know. */
  Authority: 'authority',
} as const;
export type CredentialKind = (typeof CredentialKind)[keyof typeof CredentialKind];

/** Which client certificate is meant: that one, or any that an authority has given to a name. */
export type Pin = { fingerprint: string } | { issuer: string; name: string };

/** What counts at one time. A secret is a reference: the value is sealed, outside the fold. */
export interface CredentialValue {
  secret?: string;
  networks?: readonly string[];
  pin?: Pin;
  /** ISO time after which it counts no more; warned of ahead. */
  expiresAt?: string;
}

/** One thing that is demanded of a peer, or shown to it: a line in the peer's row, with nothing secret in it. */
export interface Credential extends CredentialValue {
  direction: Direction;
  kind: CredentialKind;
  /** In lower case; only of the kind `header`. */
  header?: string;
  /**
   * A supplier's answers come without it, since the standard gives it to requesting agencies alone; anybody could then
   * answer in its name where nothing else is demanded.
   */
  answersWithout?: true;
  addedAt: string;
  changedAt?: string;
  /** What it was before it was rotated, and how long that still counts. */
  previous?: CredentialValue & { until: string };
}

/** By id. */
export type Credentials = Readonly<Record<string, Credential>>;

/** What is sealed of a credential. */
export interface Secret {
  /** User or account; part of what is compared. */
  account?: string;
  /** The key, password or code; of a certificate its private key, of an authority its certificate. */
  secret: string;
  /** PEM, where a certificate is shown. */
  certificate?: string;
}

/** Each secret has a data key of its own: destroying that one destroys the secret, and no other. */
export const secretHolder = (peer: string, id: string): string => `peer:${peer}:${id}`;

/** Where it stands in what is sent: no two credentials of one direction share a place. */
export function placeOf({ kind, header }: Pick<Credential, 'kind' | 'header'>): string {
  if (kind === 'basic' || kind === 'bearer') return 'header authorization';
  return kind === 'header' ? `header ${header ?? ''}` : kind;
}
