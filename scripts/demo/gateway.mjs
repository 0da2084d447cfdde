// A gateway of the demonstration: a real process on its own database, spoken to through its API and the command line.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'dist/cli/lendwire.js');

/** What this machine's own gateway may be told by its environment is not for these. */
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('LENDWIRE_') && name !== 'MONGODB_URL'),
);

/** Somewhere that nothing listens at the moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Gateway {
  #process;
  #fell;
  #exited = Promise.resolve(0);

  /** `name` is that of its folder under `config/demo`. */
  constructor({ name, folder, port }) {
    this.name = name;
    this.title = name.charAt(0).toUpperCase() + name.slice(1);
    this.folder = join(folder, name);
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.configFile = join(this.folder, 'gateway.json');
    this.logFile = join(this.folder, 'gateway.log');
    this.isUp = false;
    this.token = '';
    /** Rejects when the process ends by itself. */
    this.fallen = new Promise((_, reject) => {
      this.#fell = reject;
    });
    this.fallen.catch(() => undefined);
    mkdirSync(this.folder, { recursive: true });
  }

  /** The settings of `config/demo`, with what only this run knows: where its files lie, its port, since when its clock runs, and how. */
  configure(since, clock = {}) {
    const settings = JSON.parse(readFileSync(join(root, 'config/demo', this.name, 'gateway.json'), 'utf8'));
    this.clock = { ...settings.clock, since, ...clock };
    writeFileSync(
      this.configFile,
      JSON.stringify(
        {
          ...settings,
          database: { path: 'lendwire.sqlite' },
          keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
          server: { ...settings.server, port: this.port },
          clock: this.clock,
        },
        null,
        2,
      ),
    );
    return this.clock;
  }

  /** The moment that its clock shows. */
  now() {
    const { startAt, since, speed } = this.clock;
    return new Date(Date.parse(startAt) + (Date.now() - Date.parse(since)) * speed);
  }

  async start() {
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, [join(root, 'dist/main.js')], {
      env: { ...cleanEnvironment, LENDWIRE_CONFIG: this.configFile },
      stdio: ['ignore', log, log],
      // A Ctrl-C of the terminal reaches the demonstration alone, which then ends its gateways.
      detached: true,
    });
    closeSync(log);
    this.#process = child;
    this.#exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    const ended = this.#exited.then((code) => {
      if (this.isUp) this.#fell(new Error(`${this.title} ended, and nobody had asked it to (${code})`));
      this.isUp = false;
      return code;
    });
    await Promise.race([
      this.#answers(),
      ended.then((code) => {
        throw new Error(`${this.title} ended while it started (${code}):\n${this.logTail()}`);
      }),
    ]);
    this.isUp = true;
  }

  /** SIGTERM, as an operator does it. Answers how the process ended: 0 when all went well. */
  async stop() {
    this.isUp = false;
    if (this.#process?.exitCode === null && this.#process.signalCode === null) this.#process.kill('SIGTERM');
    return this.#exited;
  }

  logTail(lines = 15) {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '(no log)';
    }
  }

  /** `lendwire …` against this gateway. Answers what it wrote; throws with it where the command failed. */
  lendwire(...words) {
    const env = {
      ...cleanEnvironment,
      LENDWIRE_CONFIG: this.configFile,
      LENDWIRE_URL: this.url,
      LENDWIRE_TOKEN: this.token,
    };
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [command, ...words],
        { env, cwd: root, maxBuffer: 1e8 },
        (error, out, err) =>
          error
            ? reject(new Error(`lendwire ${words.join(' ')} failed at ${this.title}:\n${out}${err}`))
            : resolve(out),
      );
    });
  }

  /**
   * A call of the API. While the gateway is away it waits for it: a key makes the same act again the same act, so that
   * nobody has to know whether the first one was heard. A body that is a function is made when somebody is there to hear
   * it, so that days in it count from then.
   */
  async call(method, path, body) {
    const headers = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) Object.assign(headers, { 'content-type': 'application/json' });
    if (method === 'POST') headers['idempotency-key'] = randomUUID();
    let said;
    for (;;) {
      while (!this.isUp) await sleep(100);
      said ??= JSON.stringify(typeof body === 'function' ? body() : body);
      const answer = await this.#once(path, { method, headers, body: said });
      if (answer === undefined || answer.status === 503) {
        await sleep(100);
        continue;
      }
      const content = await answer.json();
      if (answer.ok) return content;
      const why = content.detail ?? content.title ?? answer.status;
      throw new Error(`${this.title} answers ${answer.status} to ${method} ${path} ${said ?? ''}: ${why}`);
    }
  }

  async #once(path, options) {
    try {
      return await fetch(`${this.url}${path}`, options);
    } catch {
      return undefined;
    }
  }

  async #answers() {
    for (;;) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await sleep(40);
    }
  }
}
