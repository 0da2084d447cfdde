import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** What came of reading a request's body. `aborted`: the other side went away, nobody is there to answer. */
export type BodyReading =
  | { kind: 'read'; body: Buffer }
  | { kind: 'too-large' }
  | { kind: 'unknown-encoding' }
  | { kind: 'broken-encoding' }
  | { kind: 'aborted' };

/**
 * Reads a body as it came, gzip inflated. Never holds more than `limitBytes` of it: an honest length over the limit is
 * told without reading, a dishonest or missing one as soon as the limit is passed, inflated bytes likewise.
 * Source: iso18626.md 7.2 nr 24 and 25.
 */
export function readBody(req: IncomingMessage, limitBytes: number): Promise<BodyReading> {
  const encoding = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (!isGzip && encoding !== 'identity') return Promise.resolve({ kind: 'unknown-encoding' });
  if (Number(req.headers['content-length'] ?? 0) > limitBytes) return Promise.resolve({ kind: 'too-large' });
  return collect(req, isGzip ? req.pipe(createGunzip()) : req, limitBytes);
}

function collect(req: IncomingMessage, source: Readable, limitBytes: number): Promise<BodyReading> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    source.on('data', take);
    source.on('end', () => end({ kind: 'read', body: Buffer.concat(chunks, size) }));
    source.on('error', () => end({ kind: source === req ? 'aborted' : 'broken-encoding' }));
    req.on('error', () => end({ kind: 'aborted' }));
    req.on('close', () => {
      if (!req.complete) end({ kind: 'aborted' });
    });

    function take(chunk: Buffer): void {
      size += chunk.length;
      if (size > limitBytes) end({ kind: 'too-large' });
      else chunks.push(chunk);
    }

    function end(reading: BodyReading): void {
      source.off('data', take);
      if (source !== req) {
        req.unpipe();
        source.destroy();
      }
      resolve(reading);
    }
  });
}
