import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Told {
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
  event: { type: string; timestamp: string; data: Record<string, unknown> };
}

export interface WebhookReceiver {
  url: string;
  told: Told[];
  /** What it answers from now on, by the event. */
  answer: (told: Told) => number | { status: number; headers: Record<string, string> };
  stop(): Promise<void>;
}

/** A library's own system that remembers what it was told. */
export async function webhookReceiver(): Promise<WebhookReceiver> {
  const told: Told[] = [];
  const receiver: WebhookReceiver = {
    url: '',
    told,
    answer: () => 204,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const id = String(req.headers['webhook-id']);
      const one = { id, headers: req.headers, body, event: JSON.parse(body) as Told['event'] };
      told.push(one);
      const answer = receiver.answer(one);
      const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
      res.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  return receiver;
}

/** Which of the secrets have signed it. Source: Standard Webhooks, written here a second time on purpose. */
export function signedBy({ id, headers, body }: Told, secrets: readonly string[]): string[] {
  const signatures = String(headers['webhook-signature']).split(' ');
  return secrets.filter((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const text = `${id}.${String(headers['webhook-timestamp'])}.${body}`;
    return signatures.includes(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
  });
}
