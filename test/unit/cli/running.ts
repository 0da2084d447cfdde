import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cli } from '../../../src/cli/cli.js';

export interface Ran {
  code: number;
  out: string;
  err: string;
  /** Milliseconds of each wait; none of them is waited. */
  waits: number[];
}

/** Runs one command line with nobody watching: no colours, nothing cut, no bar. */
export async function lendwire(
  words: readonly string[],
  given: Partial<Pick<Cli, 'serve' | 'env' | 'terminal' | 'secret' | 'wait'>> = {},
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const waits: number[] = [];
  // Loaded as the command loads its verbs: a second copy of a module would have error classes of its own.
  const { run } = await import('../../../src/cli/run.js');
  const code = await run(words, {
    terminal: {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      isWatched: false,
      mark: (_style, text) => text,
    },
    env: {},
    wait(milliseconds) {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    serve: () => Promise.reject(new Error('no test serves')),
    exitCode: 0,
    ...given,
  });
  return { code, out: out.join('\n'), err: err.join('\n'), waits };
}

export interface Asked {
  method: string;
  /** Path with its query. */
  address: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** JSON, or text as it is. */
  body?: unknown;
}

export interface FakeGateway {
  url: string;
  env: Record<string, string>;
  asked: Asked[];
  stop(): Promise<void>;
}

/** A real server on loopback that answers as it is told, and remembers what it was asked. */
export async function fakeGateway(answer: (asked: Asked, count: number) => Reply): Promise<FakeGateway> {
  const asked: Asked[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const call: Asked = {
        method: req.method ?? '',
        address: req.url ?? '',
        headers: req.headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(call);
      const { status = 200, headers = {}, body } = answer(call, asked.length);
      res.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: { LENDWIRE_URL: url, LENDWIRE_TOKEN: 'lw_test' },
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A problem document. */
export function problem(status: number, more: object, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'urn:lendwire:problem:some', title: 'Some problem', status, ...more },
  };
}
