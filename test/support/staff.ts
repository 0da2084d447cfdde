import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildPasswords,
  EVERYWHERE,
  makeUser,
  SignInBy,
  type Person,
  type Role,
} from '../../src/access/index.js';
import { buildApp, type App } from '../../src/app.js';
import { readSettings } from '../../src/config/index.js';
import { parseEntry, type SealedEntry } from '../../src/ledger/index.js';
import { parseWrappingKeys } from '../../src/vault/index.js';
import { VirtualClock } from '../../src/platform/index.js';

/** A gateway of two libraries whose staff page is open, on a clock that the test moves. */
export interface Staff {
  app: App;
  /** Of the sessions, and of the gateway. */
  clock: VirtualClock;
  base: string;
  folder: string;
  /** A browser that nobody has signed in with. */
  browser(): Browser;
  /** Makes a user and answers their id; the password is their login and then some. */
  hire(
    login: string,
    roles: Partial<Record<string, readonly Role[]>>,
    person?: Partial<Person>,
  ): Promise<string>;
  /** A browser in which somebody has signed in. */
  signedIn(login: string): Promise<Browser>;
  entries(): Promise<SealedEntry[]>;
  /** Everything that lies in the folder, settings and key files apart. */
  remains(): { file: string; text: string }[];
  stop(): Promise<void>;
}

export const NORTH = 'isil:se-north';
export const SOUTH = 'isil:se-south';
export { EVERYWHERE };

export function passwordOf(login: string): string {
  return `${login} and some words more`;
}

export async function openStaff(
  signIn: object = {},
  { clientSecret }: { clientSecret?: string } = {},
): Promise<Staff> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-staff-'));
  const clock = new VirtualClock();
  const file = join(folder, 'settings.json');
  if (clientSecret !== undefined) writeFileSync(join(folder, 'client.key'), clientSecret);
  writeFileSync(
    file,
    JSON.stringify({
      name: 'valley',
      agencies: [
        { id: 'ISIL:SE-NORTH', name: 'North' },
        { id: 'ISIL:SE-SOUTH', name: 'South' },
      ],
      database: { path: 'gateway.sqlite' },
      keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
      server: { port: 0 },
      intake: { duplicates: { withinDays: 0 } },
      log: { level: 'debug', file: 'gateway.log' },
      signIn: {
        passwordCost: 10,
        ...(clientSecret === undefined ? {} : { clientSecretFile: 'client.key' }),
        ...signIn,
      },
    }),
  );
  const app = await buildApp(readSettings({ file, env: {} }), { clock, sessionClock: clock });
  const base = `http://127.0.0.1:${await app.start({ jobs: false })}`;
  const passwords = buildPasswords({ log2N: 10 });
  const ring = parseWrappingKeys(readFileSync(join(folder, 'wrapping.key'), 'utf8'));

  const staff: Staff = {
    app,
    clock,
    base,
    folder,
    browser: () => new Browser(base),
    async hire(login, roles, person = {}) {
      const how = {
        actor: { kind: 'person', id: 'the tests' } as const,
        because: 'the test hires',
        gatewayKey: app.entrance.gatewayKey,
        ring,
      };
      const held = Object.fromEntries(Object.entries(roles).map(([agency, of]) => [agency, of ?? []]));
      const password = await passwords.hash(passwordOf(login));
      const asked = { person: { login, ...person }, by: SignInBy.Password, roles: held, password };
      return (await app.storage.committer.commit(makeUser(asked, how))).id;
    },
    async signedIn(login) {
      const browser = new Browser(base);
      const answer = await browser.signIn(login, passwordOf(login));
      if (answer.status !== 303) throw new Error(`${login} could not sign in: ${answer.status}`);
      return browser;
    },
    async entries() {
      const lines = await app.storage.readers.ledger.entries({ after: 0, limit: 100_000 });
      return lines.map(({ text }) => parseEntry(text));
    },
    remains: () =>
      readdirSync(folder)
        .filter((name) => !name.endsWith('.key') && name !== 'settings.json')
        .map((name) => ({ file: name, text: readFileSync(join(folder, name)).toString('latin1') })),
    async stop() {
      await app.stop();
      rmSync(folder, { recursive: true });
    },
  };
  return staff;
}

export interface Shown {
  status: number;
  headers: Headers;
  location: string;
  text: string;
}

/** A browser without scripts: it keeps cookies, follows nothing by itself, and posts the forms that it was given. */
export class Browser {
  readonly base: string;
  readonly cookies = new Map<string, string>();
  /** The token of the last form that was shown. */
  form = '';

  constructor(base: string) {
    this.base = base;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Shown> {
    return this.#ask('GET', path, { headers });
  }

  post(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Shown> {
    return this.#ask('POST', path, { headers, fields: { _form: this.form, ...fields } });
  }

  /** Fields as they go over the wire, where one is named more than once. */
  postRaw(path: string, fields: string): Promise<Shown> {
    const body = new URLSearchParams(fields);
    body.set('_form', this.form);
    return this.#ask('POST', path, { headers: {}, fields: body });
  }

  /** Fields of which a name may come more than once. */
  postMany(path: string, fields: readonly (readonly [string, string])[]): Promise<Shown> {
    const body = new URLSearchParams({ _form: this.form });
    for (const [name, value] of fields) body.append(name, value);
    return this.#ask('POST', path, { headers: {}, fields: body });
  }

  /** A form with files. */
  send(path: string, form: FormData): Promise<Shown> {
    return this.#ask('POST', path, { headers: {}, fields: form });
  }

  async signIn(login: string, password: string, to?: string): Promise<Shown> {
    await this.get('/sign-in');
    return this.post('/sign-in', { login, password, ...(to === undefined ? {} : { to }) });
  }

  async #ask(
    method: string,
    path: string,
    {
      headers,
      fields,
    }: { headers: Record<string, string>; fields?: Record<string, string> | URLSearchParams | FormData },
  ): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.base), {
      method,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(fields === undefined
        ? {}
        : { body: fields instanceof FormData ? fields : new URLSearchParams(fields) }),
      signal: AbortSignal.timeout(20_000),
    });
    for (const set of answer.headers.getSetCookie()) this.#keep(set);
    const text = await answer.text();
    this.form = /name="_form" value="([^"]+)"/.exec(text)?.[1] ?? this.form;
    const location = answer.headers.get('location') ?? '';
    return { status: answer.status, headers: answer.headers, location, text };
  }

  #keep(set: string): void {
    const [pair = ''] = set.split(';');
    const at = pair.indexOf('=');
    if (/Max-Age=0(;|$)/.test(set)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
