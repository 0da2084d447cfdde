import { readFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeToken } from '../../src/access/index.js';
import { buildApp, type App, type Parts } from '../../src/app.js';
import { readSettings, type Settings } from '../../src/config/index.js';
import { parseEntry, type SealedEntry } from '../../src/ledger/index.js';
import type { Clock } from '../../src/platform/index.js';
import { leasesRunOut, onPostgres, placeOf } from './place.js';

const person = { kind: 'person', id: 'the tests' } as const;

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** One real gateway: its own SQLite file and keys in a folder of its own, HTTP on a port of its own, no timers. */
export interface Library {
  readonly name: string;
  readonly folder: string;
  readonly app: App;
  readonly settings: Settings;
  readonly port: number;
  /** Where peers post their messages. */
  readonly url: string;
  /** Of its API. */
  readonly token: string;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Posts a form with files to its API. */
  form(path: string, form: FormData, idempotencyKey: string): Promise<Answer>;
  /** Gets a file from its API. */
  file(path: string): Promise<{ status: number; headers: Headers; bytes: Buffer }>;
  /** Posts a body as a peer does. */
  post(body: string | Buffer, headers?: Record<string, string>): Promise<Posted>;
  entries(): Promise<SealedEntry[]>;
  /** What it has logged. */
  log(): string;
  /** Is built and started anew on the same files and the same port, once it has stopped. */
  reopen(): Promise<Library>;
}

export interface Posted {
  status: number;
  headers: Headers;
  body: Buffer;
  text: string;
}

export interface LibraryOptions {
  name: string;
  folder: string;
  agencies: { id: string; name?: string; aliases?: string[]; address?: object }[];
  clock: Clock;
  /** Laid over the settings of the tests, section by section. */
  settings?: Readonly<Record<string, object>>;
  faults?: Parts['faults'];
  /** The suite itself goes behind the committer's back: rows are not held against the ledger when it closes. */
  spoilt?: boolean;
}

interface Start extends LibraryOptions {
  port?: number;
  token?: string;
}

/** Writes the settings as an operator would, and starts the gateway without its clocks: `settle` drives them. */
export async function openLibrary(options: Start): Promise<Library> {
  const { name, folder, clock, faults } = options;
  const settings = readSettings({ file: settingsFile(options), env: {} });
  const built = await buildApp(settings, { clock, ...(faults === undefined ? {} : { faults }) });
  const app = options.spoilt === true || faults !== undefined ? built : heldToItsLedger(built, name);
  const port = await app.start({ jobs: false });
  const token = options.token ?? (await tokenOf(app));
  const base = `http://127.0.0.1:${port}`;
  const library: Library = {
    name,
    folder,
    app,
    settings,
    port,
    url: `${base}/iso18626`,
    token,
    async api(method, path, body, headers = {}) {
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: bodyOf(await response.text()) };
    },
    async form(path, form, key) {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key };
      const response = await fetch(`${base}${path}`, { method: 'POST', headers, body: form });
      return { status: response.status, headers: response.headers, body: bodyOf(await response.text()) };
    },
    async file(path) {
      const response = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const bytes = Buffer.from(await response.arrayBuffer());
      return { status: response.status, headers: response.headers, bytes };
    },
    async post(body, headers = {}) {
      const response = await fetch(`${base}/iso18626`, {
        method: 'POST',
        headers: { 'content-type': 'application/xml; charset="utf-8"', ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      const answered = Buffer.from(await response.arrayBuffer());
      return {
        status: response.status,
        headers: response.headers,
        body: answered,
        text: answered.toString('utf8'),
      };
    },
    entries: () => entriesOf(app),
    log: () => (existsSync(logFile(folder)) ? readFileSync(logFile(folder), 'utf8') : ''),
    async reopen() {
      await leasesRunOut(settings.database.path);
      return openLibrary({ ...options, port, token });
    },
  };
  return library;
}

/** Whatever a suite has done with it: when it closes, every row is what the entries add up to. */
function heldToItsLedger(app: App, name: string): App {
  return {
    ...app,
    async stop() {
      const { differences } = await app.storage.rebuildCheck();
      await app.stop();
      expect(differences, `rebuild --check of ${name}, at its end`).to.deep.equal([]);
    },
  };
}

const logFile = (folder: string): string => join(folder, 'gateway.log');

function settingsFile({ name, folder, agencies, settings = {}, port = 0 }: Start): string {
  const file = join(folder, 'gateway.json');
  const own: Record<string, object> = {
    database: {
      path: 'gateway.sqlite',
      ...(onPostgres ? { url: placeOf(join(folder, 'gateway.sqlite')) } : {}),
    },
    keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
    server: { host: '127.0.0.1', port },
    // Without jitter, so that a story can say when something is tried again.
    outbound: { allowPlainHttp: true, allowPrivateAddresses: true, jitter: 0 },
    // Tests ask for one book again and again.
    intake: { duplicates: { withinDays: 0 } },
    log: { level: 'debug', file: 'gateway.log' },
  };
  for (const [section, given] of Object.entries(settings)) own[section] = { ...own[section], ...given };
  const named = agencies.map((agency) => ({ name: agency.id, ...agency }));
  writeFileSync(file, JSON.stringify({ name, agencies: named, ...own }));
  return file;
}

async function tokenOf({ storage }: App): Promise<string> {
  const { secret } = await storage.committer.commit(makeToken({ name: 'tests', scopes: ['admin'] }, person));
  return secret;
}

function bodyOf(text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}

async function entriesOf({ storage }: App): Promise<SealedEntry[]> {
  const texts = await storage.readers.ledger.entries({ after: 0, limit: 100_000 });
  return texts.map(({ text }) => parseEntry(text));
}
