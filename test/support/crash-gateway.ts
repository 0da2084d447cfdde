import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FaultPoint } from '../../src/storage/index.js';
import type { Library } from './library.js';
import type { Libraries, Side } from './two-libraries.js';

/**
 * Where the process dies: at a point of the commit with that number, counted from when it serves; when an answer to a
 * peer has left and nothing more has been claimed; or by a signal from outside only.
 */
export type Crash =
  | { where: FaultPoint; commit: number }
  | { where: 'answered'; commit?: never }
  | { where: 'nowhere'; commit?: never };

export interface CrashOrders {
  name: string;
  folder: string;
  agencies: { id: string; name: string }[];
  port: number;
  token: string;
  /** What its clock shows, and goes on showing. */
  at: string;
  crash: Crash;
}

export interface CrashingGateway {
  kill(): void;
  /** Resolves when the process is gone; throws where it ended in any other way than by SIGKILL. */
  died(): Promise<void>;
}

const child = fileURLToPath(new URL('crash-child.ts', import.meta.url));
const running = new Set<Started>();
let next: Started | undefined;

interface Started {
  process: ChildProcess;
  exit: Promise<[number | null, NodeJS.Signals | null]>;
  words: () => string;
}

/** One of the two goes on in a process of its own, on the same files, port and clock, and dies where it is told to. */
export async function inItsOwnProcess(two: Libraries, side: Side, crash: Crash): Promise<CrashingGateway> {
  const started = next ?? begin();
  // Starting takes longer than most tests: the next one starts meanwhile.
  next = begin();
  const orders = ordersFor(two[side], two.clock.now(), crash);
  await two.down(side);
  started.process.send(orders);
  const first = await Promise.race([once(started.process, 'message'), started.exit.then(() => undefined)]);
  if (first === undefined) throw new Error(`the gateway did not start: ${started.words()}`);
  return {
    kill: () => void started.process.kill('SIGKILL'),
    async died() {
      const [code, signal] = await started.exit;
      if (signal === 'SIGKILL') return;
      throw new Error(`the gateway ended with ${code ?? String(signal)}: ${started.words()}`);
    },
  };
}

/** For `after`: ends what still runs. */
export function endCrashing(): void {
  for (const { process: each } of running) each.kill('SIGKILL');
  next = undefined;
}

function begin(): Started {
  const started = fork(child, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  started.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const exit = once(started, 'exit') as Started['exit'];
  const one: Started = { process: started, exit, words: () => words };
  running.add(one);
  void exit.then(() => running.delete(one));
  return one;
}

function ordersFor({ name, folder, settings, port, token }: Library, now: Date, crash: Crash): CrashOrders {
  const agencies = settings.agencies.map(({ id, name: called }) => ({ id, name: called }));
  return { name, folder, agencies, port, token, at: now.toISOString(), crash };
}

export interface BrokenLine {
  url: string;
  close(): Promise<void>;
}

/** A line to a peer that breaks with every message: before it arrives there, or before its answer is back. */
export async function brokenLine(
  to: string,
  breaks: { when: 'before' | 'after'; with: () => void },
): Promise<BrokenLine> {
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (breaks.when === 'after')
        await fetch(to, {
          method: 'POST',
          headers: { 'content-type': request.headers['content-type'] ?? '' },
          body: Buffer.concat(parts),
        }).then((answer) => answer.arrayBuffer());
      breaks.with();
      response.destroy();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/iso18626`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
