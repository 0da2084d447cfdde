import type { Random } from './random.js';
import { between } from './random.js';

export interface Head {
  method?: string;
  target?: string;
  protocol?: string;
  headers?: readonly (readonly [string, string])[];
}

/** The head of a request as it goes over the wire; says neither length nor type by itself. */
export function head({
  method = 'POST',
  target = '/iso18626',
  protocol = 'HTTP/1.1',
  headers = [],
}: Head): Buffer {
  const lines = [`${method} ${target} ${protocol}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

const XML = 'application/xml; charset="utf-8"';

/** The headers of an ordinary message. */
export function ordinary(body: Buffer, contentType = XML): [string, string][] {
  return [
    ['Host', '127.0.0.1'],
    ['Content-Type', contentType],
    ['Content-Length', String(body.length)],
  ];
}

export function request(body: Buffer, contentType = XML): Buffer {
  return Buffer.concat([head({ headers: ordinary(body, contentType) }), body]);
}

/** A body in chunks of any size, with what may stand between them. */
export function chunked(body: Buffer, random: Random, { extension = '', trailer = '' } = {}): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const size = Math.min(body.length - at, between(random, 1, 2000));
    parts.push(
      Buffer.from(`${size.toString(16)}${extension}\r\n`),
      body.subarray(at, at + size),
      Buffer.from('\r\n'),
    );
    at += size;
  }
  return Buffer.concat([...parts, Buffer.from(`0\r\n${trailer}\r\n`)]);
}

/** The same bytes in several writes. */
export function inPieces(wire: Buffer, random: Random): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < wire.length;) {
    const size = between(random, 1, Math.max(1, Math.ceil(wire.length / 4)));
    pieces.push(wire.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
