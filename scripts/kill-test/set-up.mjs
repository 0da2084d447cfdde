import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, buildGround } from '../../dist/app.js';
import { readSettings } from '../../dist/config/index.js';
import { duplicateKinds, importPeers, readPeersFile } from '../../dist/peers/index.js';
import { silentLogger } from '../../dist/platform/index.js';
import { makeToken } from '../../dist/access/index.js';

const actor = { kind: 'person', id: 'kill-test' };

/** A peer whose answers repeat themselves may be sent the same bytes again, whatever they say. */
const allSafe = Object.fromEntries(duplicateKinds.map((kind) => [kind, 'safe']));

/**
 * Two libraries that know each other. Each has two agencies: `PLAIN`, to which a doubtful message waits for a person, and
 * `SAFE`, to which it is sent again; so one run tries both.
 */
export async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-kill-'));
  const [north, south] = [
    await library(folder, 'north', await freePort()),
    await library(folder, 'south', await freePort()),
  ];
  await introduce(north, south);
  await introduce(south, north);
  return { folder, libraries: [north, south] };
}

async function library(folder, name, port) {
  const config = join(folder, `${name}.json`);
  const agencies = ['PLAIN', 'SAFE'].map((kind) => ({
    id: `ISIL:XX-${name.toUpperCase()}-${kind}`,
    name: `${name} ${kind.toLowerCase()}`,
  }));
  const settings = {
    name,
    agencies,
    database: { path: `${name}.sqlite` },
    keys: { wrappingKeyFile: `${name}.wrapping.key`, signingKeyFile: `${name}.signing.key` },
    server: { port },
    outbound: {
      allowPlainHttp: true,
      allowPrivateAddresses: true,
      headersMs: 5_000,
      // A peer that was killed is back within seconds.
      scheduleMinutes: Array.from({ length: 400 }, (_, step) => (step < 5 ? 0.005 : 0.01)),
    },
    log: { level: 'warn' },
  };
  writeFileSync(config, JSON.stringify(settings, undefined, 2));
  return {
    name,
    config,
    port,
    folder,
    agencies: agencies.map(({ id }) => id),
    log: join(folder, `${name}.log`),
    url: `http://127.0.0.1:${port}`,
  };
}

/** Gives `here` the peer and the staff a token, as the command line does before the first start. */
async function introduce(here, there) {
  const settings = readSettings({ file: here.config });
  const { ring } = buildGround(settings, { log: silentLogger });
  const app = await buildApp(settings, { log: silentLogger });
  const peers = there.agencies.map((id) => {
    const kind = id.endsWith('SAFE') ? 'safe' : 'plain';
    return {
      id: `${there.name}-${kind}`,
      name: `${there.name} ${kind}`,
      agencies: [{ id }],
      url: `${there.url}/iso18626`,
      ...(kind === 'safe' ? { duplicates: allSafe } : {}),
    };
  });
  await app.storage.committer.commit(
    importPeers(readPeersFile(peers, { allowPlainHttp: true }), { actor, ring }),
  );
  const made = await app.storage.committer.commit(makeToken({ name: 'kill-test', scopes: ['admin'] }, actor));
  here.token = made.secret;
  await app.stop();
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
