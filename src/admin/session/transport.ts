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

function isIn(list: BlockList, address: string): boolean {
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

/** The last address on the way that is no proxy of ours: what stands before it, anybody may have written. */
function clientOf(req: IncomingMessage, proxies: BlockList, peer: string): string {
  const way = (headerOf(req, 'x-forwarded-for') ?? '').split(',').map((each) => plainAddress(each.trim()));
  for (const address of way.reverse()) if (isIP(address) !== 0 && !isIn(proxies, address)) return address;
  return peer;
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
