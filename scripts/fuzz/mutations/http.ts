import { gzipSync } from 'node:zlib';
import { between, pick, type Random } from '../random.js';
import type { Expectation } from '../trial.js';
import { chunked, head, inPieces, ordinary, request } from '../wire.js';
import type { Family } from './mutation.js';
import { LIMIT } from './sizes.js';

/** One connection's worth of HTTP, and what may come back. Alone on its connection unless it says otherwise. */
export interface Played {
  pieces: Buffer[];
  expected: Expectation[];
  isShared?: true;
  isLast?: true;
}
type HttpMutation = (body: Buffer, random: Random) => Played;

const read = (body: Buffer): Expectation => ({ is: 'read', body, charset: 'utf-8' });
const status = (...oneOf: number[]): Expectation => ({ is: 'status', oneOf });
const broken = (...oneOf: number[]): Expectation => ({ is: 'broken', oneOf });

/** With headers of its own instead of the ordinary ones of that name. */
function posted(
  body: Buffer,
  own: readonly [string, string | undefined][],
  { sent = body, ...over }: Parameters<typeof head>[0] & { sent?: Buffer } = {},
): Buffer {
  const named = new Set(own.map(([name]) => name.toLowerCase()));
  const headers = [
    ...ordinary(sent).filter(([name]) => !named.has(name.toLowerCase())),
    ...own.filter((one): one is [string, string] => one[1] !== undefined),
  ];
  return Buffer.concat([head({ ...over, headers }), sent]);
}

const one = (wire: Buffer, expectation: Expectation): Played => ({ pieces: [wire], expected: [expectation] });
const shared = (wire: Buffer, expectation: Expectation): Played => ({
  ...one(wire, expectation),
  isShared: true,
});
const inChunks = (wire: Buffer): Buffer =>
  Buffer.concat([
    head({
      headers: [
        ['Host', 'x'],
        ['Content-Type', 'application/xml; charset=utf-8'],
        ['Transfer-Encoding', 'chunked'],
      ],
    }),
    wire,
  ]);
const gzipped = (sent: Buffer): Buffer => posted(sent, [['Content-Encoding', 'gzip']]);

const methods = ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND', 'LINK'];
const otherTypes = [
  'text/plain',
  'application/json',
  'multipart/form-data; boundary=x',
  'application/xmlish',
  'xml',
  '',
  ';',
];
const xmlTypes = [
  'text/xml',
  'APPLICATION/XML',
  'application/soap+xml',
  'application/xml;charset=UTF-8',
  'application/xml ; x=y',
];
const otherEncodings = ['br', 'deflate', 'compress', 'gzip, gzip', 'zstd', 'x'];
const brokenHeads = [
  'POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n',
  'POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
  'POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
  'POST /iso18626 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /iso18626 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\nhello',
  'POST /iso18626 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/xml\r\n\r\nzz\r\n',
  'POST /iso18626 HTTP/1.1\r\nHost : x\r\n\r\n',
  'POST /iso18626 HTTP/1.1\r\nNo colon here\r\n\r\n',
  'POST /iso18626 HTTP/1.1\r\nHost: a\u0000b\r\n\r\n',
  'POST /iso18626 HTTP/1.1\r\nContent-Type: application/xml\r\nContent-Length: 0\r\n\r\n',
  'POST /iso18626 HTTP/9.9\r\nHost: x\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'BREW /iso18626 HTTP/1.1\r\nHost: x\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  '<?xml version="1.0"?><a/>\r\n\r\n',
];

/** Methods, types, lengths, chunks, encodings and headers: what stands around the body. */
export const http: Family<HttpMutation> = {
  method(body, random) {
    const method = pick(random, methods);
    return one(posted(body, [], { method }), status(405));
  },
  'content type': (body, random) =>
    one(posted(body, [['Content-Type', pick(random, otherTypes)]]), status(415)),
  'no content type': (body) => one(posted(body, [['Content-Type', undefined]]), status(415)),
  'xml by another name': (body, random) => {
    const type = pick(random, xmlTypes);
    const charset = type.includes('UTF-8') ? 'utf-8' : undefined;
    return shared(posted(body, [['Content-Type', type]]), { is: 'read', body, charset });
  },
  'content encoding': (body, random) =>
    one(posted(body, [['Content-Encoding', pick(random, otherEncodings)]]), status(415)),
  identity: (body) => shared(posted(body, [['Content-Encoding', 'Identity']]), read(body)),
  gzip: (body) => shared(gzipped(gzipSync(body)), read(body)),
  'gzip in two members': (body) =>
    shared(
      gzipped(Buffer.concat([gzipSync(body.subarray(0, 100)), gzipSync(body.subarray(100))])),
      read(body),
    ),
  'gzip cut off': (body, random) => {
    const whole = gzipSync(body);
    return one(gzipped(whole.subarray(0, between(random, 1, whole.length - 9))), status(400));
  },
  'no gzip at all': (body) => one(gzipped(body), status(400)),
  'gzip bomb': (_body, random) => one(gzipped(bomb(between(random, 2, 20))), status(413)),
  'bomb in a bomb': () => one(gzipped(gzipSync(bomb(2))), { is: 'read', body: bomb(2), charset: 'utf-8' }),
  'honest length over the limit': (_body, random) =>
    one(
      head({
        headers: [
          ['Host', 'x'],
          ['Content-Type', 'application/xml'],
          ['Content-Length', String(LIMIT + between(random, 1, 9e6))],
        ],
      }),
      status(413),
    ),
  chunked: (body, random) => shared(inChunks(chunked(body, random)), read(body)),
  'chunked with extras': (body, random) =>
    shared(inChunks(chunked(body, random, { extension: ';a=b', trailer: 'X-Late: 1\r\n' })), read(body)),
  'chunked over the limit': (_body, random) =>
    one(inChunks(chunked(Buffer.alloc(LIMIT + between(random, 1, 5000), ' '), random)), status(413)),
  'chunked cut off': (body, random) => {
    const wire = inChunks(chunked(body, random));
    return {
      ...one(wire.subarray(0, wire.length - between(random, 1, body.length)), broken(400)),
      isLast: true,
    };
  },
  'length too short': (body, random) => {
    const length = between(random, 0, body.length - 1);
    return one(posted(body, [['Content-Length', String(length)]]), broken(400));
  },
  'length too long': (body, random) => ({
    ...one(posted(body, [['Content-Length', String(body.length + between(random, 1, 1000))]]), broken(400)),
    isLast: true,
  }),
  'in pieces': (body, random) => ({
    pieces: inPieces(request(body), random),
    expected: [read(body)],
    isShared: true,
  }),
  pipelined: (body, random) => {
    const count = between(random, 2, 4);
    return {
      pieces: [Buffer.concat(Array.from({ length: count }, () => request(body)))],
      expected: Array.from({ length: count }, () => read(body)),
    };
  },
  'expects 100': (body) => one(posted(body, [['Expect', '100-continue']]), read(body)),
  'expects more': (body) => one(posted(body, [['Expect', '200-ok']]), status(417)),
  'http 1.0': (body) => one(posted(body, [], { protocol: 'HTTP/1.0' }), read(body)),
  'whole address': (body) => shared(posted(body, [], { target: 'http://127.0.0.1/iso18626' }), read(body)),
  'with a query': (body) => shared(posted(body, [], { target: '/iso18626?<script>=%00' }), read(body)),
  'broken percent': (body) => one(posted(body, [], { target: '/iso18626/%zz' }), status(400, 404)),
  'long address': (body) =>
    one(posted(body, [], { target: `/iso18626?${'a'.repeat(20_000)}` }), status(414, 431)),
  'long header': (body) => one(posted(body, [['X-Long', 'a'.repeat(20_000)]]), status(431)),
  'many headers': (body, random) =>
    one(
      posted(
        body,
        Array.from({ length: between(random, 120, 900) }, (_, at) => [`X-${at}`, 'a'] as [string, string]),
      ),
      status(431),
    ),
  'odd headers': (body) =>
    shared(
      posted(body, [
        ['X-Odd', '\u00e9\u00ff"<&\u00a0'],
        ['__proto__', 'x'],
        ['Cookie', 'a=b; c'],
        ['X-Empty', ''],
      ]),
      read(body),
    ),
  'broken head': (_body, random) =>
    one(Buffer.from(pick(random, brokenHeads), 'latin1'), broken(400, 405, 415, 505)),
  noise: (_body, random) => ({
    ...one(
      Buffer.from(Array.from({ length: between(random, 1, 200) }, () => between(random, 0, 255))),
      broken(400),
    ),
    isLast: true,
  }),
};

const bombs = new Map<number, Buffer>();

function bomb(megabytes: number): Buffer {
  const known = bombs.get(megabytes) ?? gzipSync(Buffer.alloc(megabytes * 1024 * 1024, ' '), { level: 9 });
  bombs.set(megabytes, known);
  return known;
}
