// Holds ten thousand connections to a gateway process and posts messages among them as a peer does.
//
//   npm run test:idle [-- --connections 10000 --messages 200]
//
// A third says nothing, a third waits after one request, a third sends half a head. Every message has to be confirmed, and
// memory stays in bounds. Skipped, with the reason, where the system does not allow a process so many open files.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { distinctRequests } from './bench/messages.mjs';
import { startGateway } from './bench/processes.mjs';
import { suppliersGateway } from './bench/throughput.mjs';

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    messages: { type: 'string', default: '200' },
  },
});
const connections = Number(values.connections);
const messages = Number(values.messages);
const MOST_GROWTH_MB = 400;

const limit = Number(spawnSync('sh', ['-c', 'ulimit -n']).stdout);
const hard = Number(spawnSync('sh', ['-c', 'ulimit -Hn']).stdout);
if (limit < connections + 500 && process.env.IDLE_RAISED === undefined && hard >= connections + 500) {
  const raised = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -n "$(ulimit -Hn)" && exec "$0" "$@"',
      process.execPath,
      fileURLToPath(import.meta.url),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', env: { ...process.env, IDLE_RAISED: 'yes' } },
  );
  process.exit(raised.status ?? 1);
}
if (limit < connections + 500) {
  console.log(
    `idle: skipped, a process may open ${limit} files here and ${connections + 500} are needed (ulimit -Hn)`,
  );
  process.exit(0);
}

const ways = ['', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 'POST /iso18626 HTTP/1.1\r\nHo'];
const held = [];
let closed = 0;

function hold(port, at) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.write(ways[at % ways.length]);
      resolve();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => (closed += 1));
    socket.resume();
    held.push(socket);
  });
}

async function post(origin, body) {
  const from = performance.now();
  const answer = await fetch(`${origin}/iso18626`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml', connection: 'close' },
    body,
  }).catch((thrown) => ({ status: String(thrown.cause?.code ?? thrown), text: () => '' }));
  const text = await answer.text();
  return { isConfirmed: answer.status === 200 && text.includes('OK<'), took: performance.now() - from };
}

const folder = mkdtempSync(join(tmpdir(), 'lendwire-idle-'));
const here = await suppliersGateway(folder, 'south');
const gateway = await startGateway(here);
const before = gateway.residentMb();
const bodies = distinctRequests(messages, 'IDLE');
const answers = [];
for (let at = 0, next = 0; at < connections; at += 50) {
  await Promise.all(Array.from({ length: 50 }, (_, one) => hold(here.port, at + one)));
  while (next < messages && next < ((at + 50) / connections) * messages)
    answers.push(await post(here.origin, bodies[next++]));
}
const after = gateway.residentMb();
const confirmed = answers.filter(({ isConfirmed }) => isConfirmed).length;
const times = answers.map(({ took }) => took).sort((one, other) => one - other);
const p99 = times[Math.floor(times.length * 0.99)];
const open = held.length - closed;
for (const socket of held) socket.destroy();
await gateway.stop();
rmSync(folder, { recursive: true, force: true });
console.log(
  `idle: ${held.length} connections opened, ${open} held at the end, ${confirmed} of ${messages} messages confirmed, ` +
    `p99 ${p99.toFixed(1)} ms, memory ${before.toFixed(0)} -> ${after.toFixed(0)} MB`,
);
process.exit(confirmed === messages && after - before < MOST_GROWTH_MB ? 0 : 1);
