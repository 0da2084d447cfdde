import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Headers, Presented, PresentedCertificate } from '../peers/index.js';
import { connectionOf } from '../platform/index.js';

/** Whom to believe about a caller. */
export interface Believed {
  proxies: BlockList;
  /** The header in which those proxies put the client's certificate, in lower case. */
  certificateHeader?: string | undefined;
  /** Those whose client certificates are believed, where a proxy has ended TLS. */
  authorities(): readonly X509Certificate[];
}

/** What whoever posts shows, before anything of the body is read. */
export function presentedOf(req: IncomingMessage, believed: Believed): Presented {
  const { address, isPrivate, isByProxy } = connectionOf(req, believed.proxies);
  const certificate = isByProxy ? fromProxy(req, believed) : fromSocket(req.socket as TLSSocket);
  return {
    address: address === '' ? 'unknown' : address,
    isPrivate,
    headers: singleHeaders(req),
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** Of all headers, Node keeps only `set-cookie` as a list, and none that asks for anything sends it. */
function singleHeaders({ headers }: IncomingMessage): Headers {
  const { 'set-cookie': _cookies, ...single } = headers;
  return single as Headers;
}

/** What was read of a certificate, whose time is looked at again for each message. */
interface Known {
  certificate: X509Certificate;
  isVerified: boolean;
  told: Omit<PresentedCertificate, 'isCurrent' | 'isVerified'>;
}

const ofSockets = new WeakMap<TLSSocket, Known | 'none'>();

function fromSocket(socket: TLSSocket): PresentedCertificate | undefined {
  if (!('encrypted' in socket)) return undefined;
  const known =
    ofSockets.get(socket) ?? knownOf(socket.getPeerX509Certificate(), socket.authorized) ?? 'none';
  ofSockets.set(socket, known);
  return known === 'none' ? undefined : presentedNow(known);
}

/** A proxy sends the same few certificates again and again. */
const MOST_CERTIFICATES = 1000;
const ofProxies = new Map<string, X509Certificate | undefined>();

function fromProxy(req: IncomingMessage, believed: Believed): PresentedCertificate | undefined {
  const { certificateHeader: name } = believed;
  const given = name === undefined ? undefined : req.headers[name];
  if (typeof given !== 'string' || given === '') return undefined;
  if (!ofProxies.has(given)) {
    if (ofProxies.size >= MOST_CERTIFICATES) ofProxies.clear();
    ofProxies.set(given, certificateIn(given));
  }
  const certificate = ofProxies.get(given);
  const known = knownOf(
    certificate,
    certificate !== undefined && isSigned(certificate, believed.authorities()),
  );
  return known === undefined ? undefined : presentedNow(known);
}

/** PEM with its breaks escaped as nginx and others do, or base64 as RFC 9440 wants it. */
function certificateIn(given: string): X509Certificate | undefined {
  try {
    const text = given.includes('%') ? decodeURIComponent(given) : given;
    if (text.includes('-----BEGIN')) return new X509Certificate(text);
    return new X509Certificate(Buffer.from(text.replace(/^:|:$/g, ''), 'base64'));
  } catch {
    return undefined;
  }
}

function isSigned(certificate: X509Certificate, authorities: readonly X509Certificate[]): boolean {
  return authorities.some(
    (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
  );
}

function knownOf(certificate: X509Certificate | undefined, isVerified: boolean): Known | undefined {
  if (certificate === undefined) return undefined;
  const { issuer, subject, subjectAltName = '', fingerprint256 } = certificate;
  return {
    certificate,
    isVerified,
    told: {
      fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
      issuer: issuer.split('\n').join(', '),
      issuerName: commonNames(issuer)[0] ?? '',
      names: [...commonNames(subject), ...alternativeNames(subjectAltName)],
    },
  };
}

function presentedNow({ certificate, isVerified, told }: Known): PresentedCertificate {
  const now = Date.now();
  const isCurrent = Date.parse(certificate.validFrom) <= now && now < Date.parse(certificate.validTo);
  return { ...told, isVerified, isCurrent };
}

function commonNames(distinguished: string): string[] {
  return distinguished.split('\n').flatMap((part) => (part.startsWith('CN=') ? [part.slice(3)] : []));
}

/** Node quotes a name that could be mistaken for two: nobody is known by such a one. */
function alternativeNames(written: string): string[] {
  if (written.includes('"')) return [];
  return written.split(', ').flatMap((part) => {
    const at = part.indexOf(':');
    return at < 0 ? [] : [part.slice(at + 1)];
  });
}
