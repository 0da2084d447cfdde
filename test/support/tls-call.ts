import { request as plainRequest } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import type { Pair } from './certificates.js';

export interface Called {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface Calling {
  port: number;
  path?: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Which authority the server is believed by; without it the call is plain. */
  ca?: string;
  /** Shown to the server. */
  client?: Pair | undefined;
  /** From which address of this machine. */
  from?: string | undefined;
  /** Of TLS. */
  maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  minVersion?: 'TLSv1.1';
}

const agents = new Map<string, Agent>();

/** One call over TLS on loopback, as a peer makes it; connections are kept for those who show the same. */
export function call(asked: Calling): Promise<Called> {
  const { port, ca, client, from, headers = {}, body, path = '/iso18626', method = 'POST' } = asked;
  const options: RequestOptions = {
    ...{ host: '127.0.0.1', port, path, method, servername: 'localhost' },
    headers: {
      'content-type': 'application/xml',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(from === undefined ? {} : { localAddress: from }),
  };
  return new Promise((resolve, reject) => {
    const made =
      ca === undefined
        ? plainRequest(options)
        : request({ ...options, ca, ...client, agent: agentOf(asked), ...versionsOf(asked) });
    made.once('error', reject);
    made.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    made.end(body);
  });
}

function versionsOf({ maxVersion, minVersion }: Calling): RequestOptions {
  return {
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(minVersion === undefined ? {} : { minVersion }),
  };
}

function agentOf({ port, client, from = '' }: Calling): Agent {
  const name = `${port} ${from} ${client?.cert ?? ''}`;
  const agent = agents.get(name) ?? new Agent({ keepAlive: true, maxSockets: 4 });
  agents.set(name, agent);
  return agent;
}

/** Ends the connections that are kept. */
export function hangUp(): void {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}
