// A line between two gateways that delivers the first message twice, as real networks do when an answer is late.
import { createServer } from 'node:http';

export class StutteringLine {
  #server;

  constructor({ port, to }) {
    this.port = port;
    this.to = to;
    /** What came of the message that was delivered twice. */
    this.repeated = undefined;
    /** Hears of it when it has happened. */
    this.onRepeated = () => undefined;
  }

  async open() {
    this.#server = createServer((req, res) => {
      this.#carry(req, res).catch(() => res.destroy());
    });
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
  }

  async close() {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async #carry(req, res) {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = { 'content-type': req.headers['content-type'] ?? 'application/xml' };
    const encoding = req.headers['content-encoding'];
    if (encoding !== undefined) headers['content-encoding'] = encoding;
    const first = await this.#post(body, headers);
    if (this.repeated === undefined) {
      this.repeated = { sameAnswer: false };
      const second = await this.#post(body, headers);
      this.repeated = { sameAnswer: first.bytes.equals(second.bytes), bytes: first.bytes.length };
      this.onRepeated(this.repeated);
    }
    res.writeHead(first.status, { 'content-type': first.type }).end(first.bytes);
  }

  async #post(body, headers) {
    const answer = await fetch(this.to, { method: 'POST', headers, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, type: answer.headers.get('content-type') ?? 'application/xml', bytes };
  }
}
