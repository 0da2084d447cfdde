import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/platform/index.js';
import { authority, certificate, type Pair } from '../../support/certificates.js';
import { openLibrary, type Library } from '../../support/library.js';
import { call, hangUp, type Called } from '../../support/tls-call.js';
import { written, type Written } from './messages.js';

/** What somebody shows beside a message. */
export interface Shown {
  headers?: Record<string, string>;
  client?: Pair;
  from?: string;
  account?: readonly [string, string];
}

/** A library that speaks TLS itself, and whoever posts to it. */
export interface GuardedLibrary {
  readonly library: Library;
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly ca: Pair;
  /** Posts a message as somebody who shows this. */
  post(message: Written, shown?: Shown): Promise<Called>;
  api(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Adds a credential of a peer; answers its id. */
  demand(peer: string, credential: object): Promise<string>;
  /** Tells of a peer; its server is never there. */
  introduce(peer: string, agency: string, more?: object): Promise<void>;
  /** Resolves when a text stands in the log, which is written behind what happens. */
  hasLogged(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function guardedLibrary(
  settings: Readonly<Record<string, object>> = {},
): Promise<GuardedLibrary> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-trust-'));
  const ca = await authority('Library Authority');
  const server = await certificate('north', { by: ca, hosts: ['localhost', '127.0.0.1'] });
  for (const [name, text] of Object.entries({
    'cert.pem': server.cert,
    'key.pem': server.key,
    'ca.pem': ca.cert,
  }))
    writeFileSync(join(folder, name), text);
  const clock = new VirtualClock();
  const tls = { certFile: 'cert.pem', keyFile: 'key.pem', clientCaFile: 'ca.pem', watchMs: 20 };
  const library = await openLibrary({
    name: 'north',
    folder,
    agencies: [{ id: 'ISIL:SE-NORTH' }],
    clock,
    settings: { ...settings, server: { tls, ...settings['server'] } },
  });
  const { port, token } = library;
  const api: GuardedLibrary['api'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const { status, text } = await call({ port, ca: ca.cert, method, path, headers, ...sent });
    return { status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  return {
    ...{ library, clock, folder, ca, api },
    post: (message, { headers = {}, client, from, account } = {}) =>
      call({ port, ca: ca.cert, headers, client, from, body: written({ ...message, account }) }),
    async demand(peer, credential) {
      const path = `/api/v1/peers/${peer}/credentials`;
      const { status, body } = await api('POST', path, { direction: 'incoming', ...credential });
      expect(status, JSON.stringify(body)).to.equal(201);
      return body['id'] as string;
    },
    async introduce(peer, agency, more = {}) {
      const entry = {
        id: peer,
        name: peer,
        agencies: [{ id: `ISIL:${agency}` }],
        url: 'https://127.0.0.1:9/',
        ...more,
      };
      const { status, body } = await api('POST', '/api/v1/peers/import', [entry]);
      expect(status, JSON.stringify(body)).to.equal(200);
    },
    async hasLogged(text) {
      const until = performance.now() + 10_000;
      while (!library.log().includes(text) && performance.now() < until)
        await new Promise((resolve) => setImmediate(resolve));
      expect(library.log()).to.include(text);
    },
    async close() {
      hangUp();
      await library.app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
