import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Libraries, Side } from './two-libraries.js';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const running = new Set<() => void>();

/** The program as an operator starts it. */
export interface Served {
  pid: number;
  /** Resolves when it serves; throws its words where it ends before. */
  serves(): Promise<void>;
  terminate(): void;
  ended(): Promise<{ code: number | null; words: string; tookMs: number }>;
}

export function serve(config: string): Served {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { ...process.env, LENDWIRE_CONFIG: config },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  const serving = new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      if (words.includes('"message":"serving"')) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended before it served: ${words}`)));
  });
  serving.catch(() => undefined);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const end = (): void => void child.kill('SIGKILL');
  running.add(end);
  let from = startedAt;
  return {
    pid: child.pid ?? 0,
    serves: () => serving,
    terminate() {
      from = performance.now();
      child.kill('SIGTERM');
    },
    async ended() {
      const [code] = await exit;
      running.delete(end);
      return { code, words, tookMs: performance.now() - from };
    },
  };
}

/** For `afterEach`: ends what a failed test left running. */
export function endServed(): void {
  for (const end of running) end();
  running.clear();
}

/** One of the two goes on as the real program, on the same files and port. */
export async function asTheProgram(two: Libraries, side: Side, server: object = {}): Promise<Served> {
  const { folder, port } = two[side];
  const settings = JSON.parse(readFileSync(join(folder, 'gateway.json'), 'utf8')) as object;
  const config = join(folder, 'served.json');
  const given = { ...settings, server: { host: '127.0.0.1', port, ...server }, log: { level: 'info' } };
  writeFileSync(config, JSON.stringify(given));
  await two.down(side);
  const served = serve(config);
  await served.serves();
  return served;
}
