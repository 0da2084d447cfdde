import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { newSecret, postEvent, type WebhookMessage } from '../../../src/outbound/index.js';
import { buildFetchOut } from '../../../src/platform/index.js';
import { readSettings } from '../../../src/config/index.js';

const page = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
const program = /^```js\n([\s\S]*?)^```$/m.exec(page)![1]!;
const secret = newSecret((size) => Buffer.alloc(size, 7));

describe('the receiver in the guide', () => {
  let folder: string;
  let child: ChildProcess;
  let port: number;
  let printed = '';
  const fetchOut = buildFetchOut({
    allowPrivateAddresses: true,
    maxAnswerBytes: 1_000,
    connectionsPerLine: 1,
  });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-receiver-'));
    writeFileSync(join(folder, 'receiver.mjs'), program);
    writeFileSync(
      join(folder, 'gateway.json'),
      JSON.stringify({
        name: 'x',
        agencies: [{ id: 'ISIL:X', name: 'X' }],
        outbound: { allowPlainHttp: true },
      }),
    );
    port = await freePort();
    child = spawn(process.execPath, [join(folder, 'receiver.mjs')], {
      env: { PORT: String(port), WEBHOOK_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await reachable(port);
  });
  after(async () => {
    child.kill();
    await fetchOut.close();
    rmSync(folder, { recursive: true });
  });

  const message = (id: string): WebhookMessage => ({
    id,
    type: 'shipped',
    timestamp: '2026-03-02T08:00:00.000Z',
    data: { loan: `loan of ${id}: Åke` },
  });
  const post = async (
    id: string,
    how: { secrets?: { current: string; previous?: { secret: string; until: string } }; at?: Date } = {},
  ): Promise<number | undefined> => {
    const { outbound } = readSettings({ file: join(folder, 'gateway.json'), env: {} });
    const { secrets = { current: secret }, at = new Date() } = how;
    const to = { webhook: 'w', url: `http://127.0.0.1:${port}/`, secrets, now: new Date() };
    const outcome = await postEvent(message(id), to, { fetchOut, settings: outbound, wallNow: () => at });
    return outcome.statusCode;
  };

  /** Resolves once it has printed that. */
  const said = async (text: string): Promise<void> => {
    while (!printed.includes(text)) await once(child.stdout!, 'data');
  };

  it('has twenty lines', () => {
    expect(program.trim().split('\n')).to.have.length(20);
  });

  it('takes what the gateway signs, and does it once', async () => {
    expect(await post('evt_1')).to.equal(204);
    expect(await post('evt_1')).to.equal(204);
    expect(await post('evt_2')).to.equal(204);
    await said('evt_2');
    expect(printed).to.equal('shipped loan of evt_1: Åke\nshipped loan of evt_2: Åke\n');
  });

  it('takes it signed with two secrets, whichever of them it knows', async () => {
    const other = newSecret((size) => Buffer.alloc(size, 8));
    const until = new Date(Date.now() + 60_000).toISOString();
    expect(await post('evt_3', { secrets: { current: other, previous: { secret, until } } })).to.equal(204);
    expect(await post('evt_4', { secrets: { current: other } })).to.equal(401);
  });

  it('refuses what is older or newer than five minutes', async () => {
    expect(await post('evt_5', { at: new Date(Date.now() - 301_000) })).to.equal(401);
    expect(await post('evt_6', { at: new Date(Date.now() + 302_000) })).to.equal(401);
    expect(await post('evt_7')).to.equal(204);
    await said('evt_7');
    expect(printed).to.not.match(/evt_[456]/);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Resolves at the first connection that is accepted. */
async function reachable(port: number): Promise<void> {
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isThere) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
