/** The load generator: a process of its own, told over IPC what to send; all bodies are made before the clock starts. */
import { Pool } from 'undici';
import { distinctRequests } from './messages.mjs';

process.on('message', async (asked) => {
  try {
    process.send({ result: await load(asked) });
  } catch (thrown) {
    process.send({ failure: String(thrown?.stack ?? thrown) });
  }
});

async function load({ origin, path, headers, account, connections, count, prefix }) {
  const bodies = distinctRequests(count, prefix, account);
  const pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 60_000 });
  const taken = new Float64Array(count);
  let next = 0;
  async function send() {
    while (next < count) {
      const at = next++;
      const from = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers, body: bodies[at] });
      const text = await answer.body.text();
      taken[at] = performance.now() - from;
      if (answer.statusCode !== 200 || !text.includes('OK<'))
        throw new Error(`${origin}${path} answered ${answer.statusCode}: ${text.slice(0, 400)}`);
    }
  }
  const from = performance.now();
  await Promise.all(Array.from({ length: connections }, send));
  const seconds = (performance.now() - from) / 1000;
  await pool.close();
  taken.sort();
  return { perSecond: count / seconds, p50: at(taken, 0.5), p99: at(taken, 0.99) };
}

function at(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
