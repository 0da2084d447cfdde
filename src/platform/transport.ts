import { BlockList, isIP, isIPv4 } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** How a request reached us, and from whom. */
export interface Transport {
  /** Encrypted up to a proxy that we trust, on this machine, or in the open. */
  kind: 'tls' | 'loopback' | 'plain';
  /** Network address of whoever asks, behind proxies that we trust. */
  address: string;
  /** Host and port as the reader's browser names them. */
  host: string;
}

const machine = addresses(['127.0.0.0/8', '::1']);

/** Addresses and networks, each as `ADDRESS` or `ADDRESS/BITS`. */
export function addresses(written: readonly string[]): BlockList {
  const list = new BlockList();
  for (const each of written) {
    const [address = '', bits] = each.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether an address is one of the list; what is no address is not. */
export function isIn(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/**
 * Whether what a browser sends arrives unread. Loopback counts only where the browser itself names this machine: another
 * name that leads here is a proxy's or an attacker's. Forwarded headers count only from a proxy that the settings trust.
 */
export function transportOf(req: IncomingMessage, proxies: BlockList): Transport {
  const peer = plainAddress(req.socket.remoteAddress ?? '');
  const host = req.headers.host ?? '';
  if ('encrypted' in req.socket) return { kind: 'tls', address: peer, host };
  const forwarded = headerOf(req, 'x-forwarded-proto');
  if (forwarded === undefined) {
    const isHere = isIn(machine, peer) && namesThisMachine(host);
    return { kind: isHere ? 'loopback' : 'plain', address: peer, host };
  }
  if (!isIn(proxies, peer)) return { kind: 'plain', address: peer, host };
  return {
    kind: forwarded === 'https' ? 'tls' : 'plain',
    address: clientOf(req, proxies, peer),
    host: headerOf(req, 'x-forwarded-host') ?? host,
  };
}

/** What connects, for a system that posts: no name of this machine is asked of it. */
export interface Connection {
  /** Network address of whoever posts, behind proxies that we trust. */
  address: string;
  /** Encrypted up to us or to a proxy that we trust, or never outside this machine. */
  isPrivate: boolean;
  /** The other end is a proxy that we trust: what it tells of the client counts. */
  isByProxy: boolean;
}

/** How a peer's message reached us. Forwarded headers count only from a proxy that the settings trust. */
export function connectionOf(req: IncomingMessage, proxies: BlockList): Connection {
  const peer = plainAddress(req.socket.remoteAddress ?? '');
  const isTls = 'encrypted' in req.socket;
  const isHere = isIn(machine, peer);
  if (!isIn(proxies, peer)) return { address: peer, isPrivate: isTls || isHere, isByProxy: false };
  const forwarded = headerOf(req, 'x-forwarded-proto');
  const isPrivate = forwarded === undefined ? isTls || isHere : forwarded === 'https';
  return { address: clientOf(req, proxies, peer), isPrivate, isByProxy: true };
}

/**
 * The last address on the way that is no proxy of ours: what stands before it, anybody may have written. Where that
 * place holds no address, nobody further out is believed, and it is the proxy's own.
 */
function clientOf(req: IncomingMessage, proxies: BlockList, peer: string): string {
  const way = (headerOf(req, 'x-forwarded-for') ?? '').split(',').map((each) => withoutPort(each.trim()));
  const client = way.reverse().find((address) => !isIn(proxies, address)) ?? '';
  return isIP(client) === 0 ? peer : client;
}

/** `1.2.3.4:5678` and `[::1]:5678`, as some proxies write them. */
function withoutPort(written: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)$/.exec(written) ?? [];
  return plainAddress(bracketed ?? plain ?? written);
}

function headerOf(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return typeof value === 'string' ? value : value?.at(-1);
}

/** An IPv4 address that an IPv6 socket wraps, unwrapped. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function namesThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && isIn(machine, name));
}
