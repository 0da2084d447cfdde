import type { ClientTls } from '../../platform/index.js';
import type { Peer } from '../peer.js';
import type { Credential, Secret } from './credential.js';
import type { SecretBook } from './secret-book.js';

/** Everything by which we show a peer who we are. */
export interface OutgoingCredentials {
  /** With names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** What fills the holes of `requestingAgencyAuthentication`. */
  message?: { accountId?: string; securityCode: string };
  tls?: ClientTls;
}

/** Whether our messages to the peer carry `requestingAgencyAuthentication`. */
export function showsInMessage(peer: Pick<Peer, 'credentials'>): boolean {
  return Object.values(peer.credentials ?? {}).some(
    ({ direction, kind }) => direction === 'outgoing' && kind === 'message',
  );
}

/** Opens what a peer wants from us. Rejects where the store cannot be read, or a secret is lost: half of it would be refused. */
export async function outgoingOf(id: string, peer: Peer, book: SecretBook): Promise<OutgoingCredentials> {
  const outgoing = Object.values(peer.credentials ?? {}).filter(({ direction }) => direction === 'outgoing');
  const opened = await Promise.all(
    outgoing.map(async (credential) => ({ credential, secret: await secretOf(id, credential, book) })),
  );
  const shown: { -readonly [Key in keyof OutgoingCredentials]: OutgoingCredentials[Key] } = {
    headers: await headersOfFile(id, peer, book),
  };
  for (const { credential, secret } of opened) {
    const header = headerOf(credential, secret);
    if (header !== undefined) shown.headers = { ...shown.headers, ...header };
    if (credential.kind === 'message') shown.message = messageOf(secret);
    const tls = tlsOf(credential, secret);
    if (tls !== undefined) shown.tls = both(shown.tls, tls);
  }
  return shown;
}

async function secretOf(id: string, { secret }: Credential, book: SecretBook): Promise<Secret> {
  const opened = secret === undefined ? undefined : await book.secret(id, secret);
  if (opened === undefined) throw new Error(`a credential for ${id} cannot be opened`);
  return opened;
}

function headerOf(
  { kind, header = '' }: Credential,
  { account = '', secret }: Secret,
): Record<string, string> | undefined {
  switch (kind) {
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret}` };
    case 'header':
      return { [header]: secret };
    case 'message':
    case 'addresses':
    case 'certificate':
    case 'authority':
      return undefined;
  }
}

function messageOf({ account, secret }: Secret): NonNullable<OutgoingCredentials['message']> {
  return { ...(account === undefined ? {} : { accountId: account }), securityCode: secret };
}

function tlsOf(
  { kind, secret: id = '' }: Credential,
  { secret, certificate }: Secret,
): ClientTls | undefined {
  if (kind === 'authority') return { id, authorities: [secret] };
  if (kind !== 'certificate' || certificate === undefined) return undefined;
  return { id, certificate, key: secret };
}

function both(one: ClientTls | undefined, other: ClientTls): ClientTls {
  return one === undefined ? other : { ...one, ...other, id: `${one.id} ${other.id}` };
}

/** The key of the peers file, as one header. */
async function headersOfFile(id: string, peer: Peer, book: SecretBook): Promise<Record<string, string>> {
  const { outgoingKeyHeader: header, sealedKeys } = peer;
  if (header === undefined || sealedKeys === undefined) return {};
  const keys = await book.ofFile(id, sealedKeys);
  if (keys?.outgoingKey === undefined) throw new Error(`the key for ${id} cannot be opened`);
  return { [header.toLowerCase()]: keys.outgoingKey };
}
