import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';

/** The deadlines of one exchange, in milliseconds. */
export interface Deadlines {
  connect: number;
  headers: number;
  body: number;
}

export interface OutgoingPost {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Another than POST, for a test of how the other side takes it; a GET has no body. */
  method?: 'GET' | 'PUT';
  tls?: ClientTls;
  /** For this line alone, where the operator says so for it. */
  allowPrivateAddresses?: boolean;
}

/** What we show of ourselves to one server, and whom we believe beside the authorities that the world knows. */
export interface ClientTls {
  /** Another with other content: connections are never shared between two. */
  id: string;
  /** PEM. */
  certificate?: string;
  key?: string;
  authorities?: readonly string[];
}

/**
 * What came of a POST, told apart by the one thing that matters: whether the other side may have taken it.
 * `not-sent` surely did not leave or was not taken; `unknown` may have been (architecture §3 step 8).
 */
export type PostOutcome =
  | {
      kind: 'answered';
      statusCode: number;
      contentType: string;
      retryAfter: string | undefined;
      /** As the header says it, for asking again only for what is new. */
      etag?: string;
      /** As the header says it. */
      contentLength?: string;
      body: Buffer;
    }
  | { kind: 'not-sent'; cause: string }
  | { kind: 'unknown'; cause: string };

export interface FetchOut {
  /** Posts over the peer's own kept-alive connections; follows no redirect; never throws. */
  post(line: string, message: OutgoingPost, deadlines: Deadlines): Promise<PostOutcome>;
  /** Breaks off what is on the wire, whose outcome is then `unknown`, and sends nothing more. */
  close(): Promise<void>;
}

export interface FetchOutOptions {
  /** Hosts in private and loopback ranges are refused unless this is set; link-local ones always are. */
  allowPrivateAddresses: boolean;
  maxAnswerBytes: number;
  connectionsPerLine: number;
}

const privateRanges = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  privateRanges.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateRanges.addSubnet(net, bits, 'ipv6');

// What a machine is told of itself there, often with keys to everything around it.
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

/** True for an address that no peer on the open network has. */
export function isPrivateAddress(address: string): boolean {
  return isIn(privateRanges, address);
}

/** True for link-local addresses and for those at which clouds tell a machine its secrets: nothing is ever sent there. */
export function isLinkLocalAddress(address: string): boolean {
  return isIn(linkLocal, address);
}

function isIn(ranges: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && ranges.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The one way out by HTTP: deadlines, size, TLS and address rules in one place. */
export function buildFetchOut(options: FetchOutOptions): FetchOut {
  const agents = new Map<string, { key: string; agent: Agent }>();
  let isClosed = false;

  function agentOf(line: string, rules: LineRules): Agent {
    // All of it belongs to the connections: a line whose rules change gets others.
    const { deadlines, tls, isPrivateAllowed } = rules;
    const { connect, headers, body } = deadlines;
    const key = `${connect} ${headers} ${body} ${tls?.id ?? ''} ${String(isPrivateAllowed)}`;
    const known = agents.get(line);
    if (known?.key === key) return known.agent;
    // What is on the wire there is finished first.
    void known?.agent.close().catch(() => undefined);
    const agent = newAgent(rules, options);
    agents.set(line, { key, agent });
    return agent;
  }

  return {
    async post(line, message, deadlines) {
      if (isClosed) return { kind: 'not-sent', cause: 'the gateway is stopping' };
      const isPrivateAllowed = message.allowPrivateAddresses ?? options.allowPrivateAddresses;
      if (refusedBy(isPrivateAllowed)(literalHost(message.url)))
        return { kind: 'not-sent', cause: 'address not allowed' };
      const whole = deadlines.connect + deadlines.headers + deadlines.body;
      try {
        const answer = await request(message.url, {
          method: message.method ?? 'POST',
          dispatcher: agentOf(line, { deadlines, tls: message.tls, isPrivateAllowed }),
          headers: { ...message.headers },
          ...(message.method === 'GET' ? {} : { body: message.body }),
          signal: AbortSignal.timeout(whole),
        });
        const contentLength = headerText(answer.headers['content-length']);
        const etag = headerText(answer.headers['etag']);
        return {
          kind: 'answered',
          ...(etag === undefined ? {} : { etag }),
          ...(contentLength === undefined ? {} : { contentLength }),
          statusCode: answer.statusCode,
          contentType: headerText(answer.headers['content-type']) ?? '',
          retryAfter: headerText(answer.headers['retry-after']),
          body: Buffer.from(await answer.body.arrayBuffer()),
        };
      } catch (thrown) {
        return outcomeOfFailure(thrown);
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...agents.values()].map(({ agent }) => agent.destroy()));
      agents.clear();
    },
  };
}

/** What holds for the connections of one line. */
interface LineRules {
  deadlines: Deadlines;
  tls: ClientTls | undefined;
  isPrivateAllowed: boolean;
}

function newAgent({ deadlines, tls, isPrivateAllowed }: LineRules, options: FetchOutOptions): Agent {
  return new Agent({
    connections: options.connectionsPerLine,
    pipelining: 1,
    // Shorter than the five seconds after which many servers close an idle connection under us.
    keepAliveTimeout: 3_000,
    keepAliveMaxTimeout: 30_000,
    headersTimeout: deadlines.headers,
    bodyTimeout: deadlines.body,
    maxResponseSize: options.maxAnswerBytes,
    connect: {
      timeout: deadlines.connect,
      minVersion: 'TLSv1.2',
      // Said, so that no setting of the process can turn it off.
      rejectUnauthorized: true,
      lookup: lookupWithout(refusedBy(isPrivateAllowed)),
      ...(tls?.certificate === undefined ? {} : { cert: tls.certificate }),
      ...(tls?.key === undefined ? {} : { key: tls.key }),
      ...(tls?.authorities === undefined ? {} : { ca: [...rootCertificates, ...tls.authorities] }),
    },
  });
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function literalHost(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

function refusedBy(isPrivateAllowed: boolean): (address: string) => boolean {
  return isPrivateAllowed ? isLinkLocalAddress : isPrivateAddress;
}

class AddressNotAllowed extends Error {
  readonly code = 'ADDRESS_NOT_ALLOWED';
}

/** Resolves a name and refuses it when any of its addresses is: the check and the connection see one answer. */
function lookupWithout(isRefused: (address: string) => boolean): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    dnsLookup(hostname, { ...lookupOptions, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0);
      if (addresses.some(({ address }) => isRefused(address)))
        return callback(new AddressNotAllowed('address not allowed'), '', 0);
      if (lookupOptions.all === true) return callback(null, addresses);
      const first = addresses[0];
      callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

/** Failures before the first byte of the message is sent; everything else may have been taken. */
const NOT_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name not resolved',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'address not available',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  ADDRESS_NOT_ALLOWED: 'address not allowed',
};

/** Failures after it, in words for staff. */
const MAY_BE_TAKEN: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answer too large',
  UND_ERR_DESTROYED: 'the gateway stopped while it was sending',
};

function outcomeOfFailure(thrown: unknown): PostOutcome {
  const code = codeOf(thrown);
  const known = NOT_SENT[code];
  if (known !== undefined) return { kind: 'not-sent', cause: known };
  if (/^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
    return { kind: 'not-sent', cause: `TLS failure: ${code}` };
  const maybe = MAY_BE_TAKEN[code];
  if (maybe !== undefined) return { kind: 'unknown', cause: maybe };
  if (thrown instanceof Error && (thrown.name === 'TimeoutError' || thrown.name === 'AbortError'))
    return { kind: 'unknown', cause: 'no answer in time' };
  return { kind: 'unknown', cause: code === '' ? 'connection broken' : `connection broken: ${code}` };
}

function codeOf(thrown: unknown): string {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
    const { code } = error as Error & { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return '';
}
