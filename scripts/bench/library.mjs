import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Agent } from 'undici';
import { makeToken } from '../../dist/access/index.js';
import { buildApp, buildGround } from '../../dist/app.js';
import { readSettings } from '../../dist/config/index.js';
import { importPeers, readPeersFile } from '../../dist/peers/index.js';
import { silentLogger } from '../../dist/platform/index.js';

export const actor = { kind: 'person', id: 'bench' };

/** Settings of one gateway in a folder of its own database. `agency` is the value of its ISIL. */
export async function library(folder, name, agency, database = { path: `${name}.sqlite` }) {
  const config = join(folder, `${name}.json`);
  const port = await freePort();
  const settings = {
    name,
    agencies: [{ id: `ISIL:${agency}`, name }],
    database,
    keys: { wrappingKeyFile: `${name}.wrapping.key`, signingKeyFile: `${name}.signing.key` },
    server: { port },
    outbound: { allowPlainHttp: true, allowPrivateAddresses: true },
    intake: { duplicates: { withinDays: 0 } },
    log: { level: 'warn' },
  };
  writeFileSync(config, JSON.stringify(settings));
  return { name, agency, config, port, folder, origin: `http://127.0.0.1:${port}` };
}

/** Gives `here` its peers and a token, before its process starts. */
export async function introduce(here, peers) {
  await withApp(here, async ({ app, ground }) => {
    const file = peers.map(({ name, agency, origin }) => ({
      id: name,
      name,
      agencies: [{ id: `ISIL:${agency}` }],
      url: `${origin}/iso18626`,
    }));
    const entries = readPeersFile(file, { allowPlainHttp: true });
    const { committer } = app.storage;
    await committer.commit(importPeers(entries, { actor, ring: ground.ring }));
    const { secret } = await committer.commit(makeToken({ name: 'bench', scopes: ['admin'] }, actor));
    here.token = secret;
  });
}

/** A gateway in this process, with its committer and rules and without its clocks. `parts` as `buildApp` takes them. */
export async function withApp(here, work, parts = {}) {
  const settings = readSettings({ file: here.config });
  const ground = buildGround(settings, { log: silentLogger, ...parts });
  const app = await buildApp(settings, { log: silentLogger, ...parts });
  try {
    return await work({ app, ground });
  } finally {
    await app.stop();
  }
}

const agent = new Agent({ connections: 64, keepAliveTimeout: 60_000 });

/** Calls the API as staff would; throws where the answer is none of success. */
export async function call(here, method, path, { body, key } = {}) {
  const answer = await agent.request({
    origin: here.origin,
    path,
    method,
    headers: {
      authorization: `Bearer ${here.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300)
    throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 400)}`);
  return JSON.parse(text);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
