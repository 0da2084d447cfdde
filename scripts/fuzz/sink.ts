import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Corpus } from './corpus.js';
import { bytes } from './mutations/bytes.js';
import { pick, seeded, type Random } from './random.js';
import type { FuzzPeer } from './trial.js';

/** Where the gateway's own messages go: mostly confirmed, often with what no peer should answer. */
export interface Sink {
  url: string;
  taken(): number;
  answerWith(corpus: Corpus): void;
  close(): void;
}

export async function openSink(seed: number, peers: readonly FuzzPeer[]): Promise<Sink> {
  const random = seeded(seed);
  let corpus: Corpus | undefined;
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      taken += 1;
      if (corpus === undefined) response.end();
      else pick(random, ways)(response, { random, text: corpus.confirmation(random, pick(random, peers)) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/iso18626`,
    taken: () => taken,
    answerWith: (given) => void (corpus = given),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

type Way = (response: ServerResponse, said: { random: Random; text: string }) => void;

const xml = { 'content-type': 'application/xml; charset="utf-8"' };
const confirmed: Way = (response, { text }) =>
  void response
    .writeHead(200, xml)
    .end(text.replace(/(messageStatus>)\w+/, '$1OK').replace(/<ill:errorData>[\s\S]*<\/ill:errorData>/, ''));

const ways: readonly Way[] = [
  ...Array.from({ length: 8 }, () => confirmed),
  (response, { text }) => void response.writeHead(200, xml).end(text),
  (response, { text, random }) =>
    void response.writeHead(200, xml).end(pick(random, Object.values(bytes))(Buffer.from(text), random)),
  (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><p>Welcome<br></html>'),
  (response, { random }) => void response.writeHead(pick(random, [204, 302, 400, 404, 409, 500, 503])).end(),
  (response, { text }) =>
    void response.writeHead(200, { ...xml, 'content-encoding': 'gzip' }).end(gzipSync(text)),
  (response) => void response.writeHead(200, xml).end(Buffer.alloc(3_000_000, ' ')),
  (response) => void response.socket?.resetAndDestroy(),
];
