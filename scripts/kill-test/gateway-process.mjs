import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { wait } from './random.mjs';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** One gateway as a process that can be killed at any moment and started again. */
export function gatewayProcess({ name, config, log, port }) {
  let child;
  let ended;
  let isMeantToEnd = false;

  const lastWords = () => readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');

  return {
    name,
    async start() {
      isMeantToEnd = false;
      const out = openSync(log, 'a');
      child = spawn(process.execPath, [main], {
        env: { ...process.env, LENDWIRE_CONFIG: config, LENDWIRE_PORT: String(port) },
        stdio: ['ignore', out, out],
      });
      const started = child;
      ended = new Promise((resolve) => started.once('exit', (code, signal) => resolve({ code, signal })));
    },
    /** Resolves when it answers; throws where it ended by itself. */
    async ready() {
      for (let tries = 0; tries < 600; tries += 1) {
        if (child.exitCode !== null && !isMeantToEnd)
          throw new Error(`${name} ended by itself with exit ${child.exitCode}:\n${lastWords()}`);
        const answer = await fetch(`http://127.0.0.1:${port}/healthz`, {
          signal: AbortSignal.timeout(2_000),
        }).catch(() => undefined);
        if (answer?.ok) return;
        await wait(50);
      }
      throw new Error(`${name} does not answer:\n${lastWords()}`);
    },
    async kill() {
      if (child.exitCode !== null)
        throw new Error(`${name} ended by itself with exit ${child.exitCode}:\n${lastWords()}`);
      isMeantToEnd = true;
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const from = performance.now();
      isMeantToEnd = true;
      child.kill('SIGTERM');
      const { code } = await ended;
      return { code, tookMs: performance.now() - from };
    },
    end() {
      isMeantToEnd = true;
      if (child?.exitCode === null) child.kill('SIGKILL');
    },
  };
}
