import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeToken } from '../../src/access/index.js';
import { buildApp } from '../../src/app.js';
import { buildGround } from '../../src/composition/ground.js';
import { readSettings } from '../../src/config/index.js';
import { importPeers, readPeersFile } from '../../src/peers/index.js';
import { silentLogger } from '../../src/platform/index.js';
import type { FuzzPeer } from './trial.js';

export const OURS = 'XX-GATEWAY';
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const actor = { kind: 'person', id: 'fuzz' } as const;

/** The gateway under test: files of its own, a process of its own, loopback only. */
export interface Place {
  folder: string;
  port: number;
  token: string;
  config: string;
  process: ChildProcess;
  residentMb(): number;
  /** What it logged at `error`. */
  errors(): string[];
  stop(): Promise<number | null>;
}

export async function openPlace(peers: readonly FuzzPeer[], sinkUrl: string): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-fuzz-'));
  const config = join(folder, 'gateway.json');
  const port = await freePort();
  writeFileSync(
    config,
    JSON.stringify({
      name: 'fuzz',
      agencies: [{ id: `ISIL:${OURS}`, name: 'the gateway' }],
      database: { path: 'fuzz.sqlite' },
      keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
      server: { port },
      outbound: { allowPlainHttp: true, allowPrivateAddresses: true, headersMs: 2_000, bodyMs: 2_000 },
      log: { level: 'warn', file: 'gateway.log' },
    }),
  );
  const token = await introduce(config, peers, sinkUrl);
  const process = await start(config, port, join(folder, 'output.log'));
  return {
    ...{ folder, port, token, config, process },
    residentMb: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process.pid ?? 0}/status`, 'utf8'))?.[1] ?? 0) /
      1024,
    errors: () =>
      readFileSync(join(folder, 'gateway.log'), 'utf8')
        .split('\n')
        .filter((line) => /"level":"error"/.test(line)),
    stop: () =>
      new Promise((resolve) => {
        if (process.exitCode !== null) return resolve(process.exitCode);
        process.once('exit', (code) => resolve(code));
        process.kill('SIGTERM');
      }),
  };
}

async function introduce(config: string, peers: readonly FuzzPeer[], sinkUrl: string): Promise<string> {
  const settings = readSettings({ file: config, env: {} });
  const { ring } = buildGround(settings, { log: silentLogger });
  const app = await buildApp(settings, { log: silentLogger });
  const file = peers.map(({ id, agency, edition, strict }) => ({
    ...{ id, name: id, agencies: [{ id: `ISIL:${agency}` }], url: sinkUrl, edition: edition.id, strict },
  }));
  await app.storage.committer.commit(
    importPeers(readPeersFile(file, { allowPlainHttp: true }), { actor, ring }),
  );
  const { secret } = await app.storage.committer.commit(
    makeToken({ name: 'fuzz', scopes: ['admin'] }, actor),
  );
  await app.stop();
  return secret;
}

async function start(config: string, port: number, log: string): Promise<ChildProcess> {
  const out = openSync(log, 'a');
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], LENDWIRE_CONFIG: config },
    stdio: ['ignore', out, out],
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null)
      throw new Error(`the gateway ended with ${child.exitCode}:\n${readFileSync(log, 'utf8')}`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('the gateway does not answer');
}

/** Has the gateway ask each peer for some books; answers the ids of its requests. */
export async function askFor(
  place: Place,
  peers: readonly FuzzPeer[],
  each: number,
): Promise<Map<string, string[]>> {
  const asked = new Map<string, string[]>();
  for (const peer of peers) {
    const ids: string[] = [];
    for (let at = 0; at < each; at += 1) ids.push(await ask(place, peer, at));
    asked.set(peer.id, ids);
  }
  return asked;
}

async function ask(place: Place, peer: FuzzPeer, at: number): Promise<string> {
  const { id } = (await call(place, 'POST', '', {
    id: `${peer.id}-${at}`,
    // Another reader and another book each time: who asks for the same again is held for a person.
    patron: { reference: `P-${peer.id}-${at}` },
    item: { title: `Kallocain ${at}` },
    service: { type: at % 2 === 0 ? 'Loan' : 'Copy' },
    suppliers: [`ISIL:${peer.agency}`],
  })) as { id: string };
  const { transactions } = (await call(place, 'GET', `/${id}`)) as {
    transactions: { requestingAgencyRequestId: string }[];
  };
  const [first] = transactions;
  if (first === undefined) throw new Error(`nobody was asked for ${peer.id}`);
  return first.requestingAgencyRequestId;
}

async function call({ port, token }: Place, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/loan-records${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
