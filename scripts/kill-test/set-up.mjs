import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, buildGround } from '../../dist/app.js';
import { readSettings } from '../../dist/config/index.js';
import { duplicateKinds, importPeers, readPeersFile } from '../../dist/peers/index.js';
import { silentLogger } from '../../dist/platform/index.js';
import { makeToken } from '../../dist/access/index.js';
import { balancer } from './balancer.mjs';
import { freePort } from './databases.mjs';

const actor = { kind: 'person', id: 'kill-test' };

/** A peer whose answers repeat themselves may be sent the same bytes again, whatever they say. */
const allSafe = Object.fromEntries(duplicateKinds.map((kind) => [kind, 'safe']));

/**
 * Two libraries that know each other. Each has two agencies: `PLAIN`, to which a doubtful message waits for a person, and
 * `SAFE`, to which it is sent again; so one run tries both.
 */
export async function setUp({ places, processes }) {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-kill-'));
  const [north, south] = [
    await library(folder, 'north', { places, processes }),
    await library(folder, 'south', { places, processes }),
  ];
  await introduce(north, south);
  await introduce(south, north);
  return { folder, libraries: [north, south] };
}

async function library(folder, name, { places, processes }) {
  const port = await freePort();
  const ports = processes === 1 ? [port] : [];
  while (ports.length < processes) ports.push(await freePort());
  if (processes > 1) await balancer(port, ports);
  const config = join(folder, `${name}.json`);
  const agencies = ['PLAIN', 'SAFE'].map((kind) => ({
    id: `ISIL:XX-${name.toUpperCase()}-${kind}`,
    name: `${name} ${kind.toLowerCase()}`,
  }));
  const settings = {
    name,
    agencies,
    database: places.of(name),
    keys: { wrappingKeyFile: `${name}.wrapping.key`, signingKeyFile: `${name}.signing.key` },
    server: { port: ports[0] },
    outbound: {
      allowPlainHttp: true,
      allowPrivateAddresses: true,
      headersMs: 5_000,
      ...places.lease,
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
    processes: ports.map((own, at) => ({
      name: processes === 1 ? name : `${name} ${at + 1}`,
      config,
      port: own,
      log: join(folder, processes === 1 ? `${name}.log` : `${name}-${at + 1}.log`),
    })),
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
