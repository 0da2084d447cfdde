import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import {
  allRights,
  allRoles,
  OPEN,
  pageTable,
  rightsOfRole,
  SIGNED_IN,
  wholeGateway,
  type PageKey,
  type Role,
} from '../../../src/access/index.js';
import {
  addresses,
  door,
  PageRefusal,
  pageRouter,
  signedIfAny,
  visitorOf,
  type PageHandler,
} from '../../../src/admin/session/index.js';
import { Browser, EVERYWHERE, NORTH, openStaff, SOUTH, type Staff } from '../../support/staff.js';

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function routesOf(stack: readonly Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route !== undefined)
      return Object.keys(route.methods).map(
        (method) => `${method === '_all' ? 'ALL' : method.toUpperCase()} ${route.path}`,
      );
    return handle.stack === undefined ? [] : routesOf(handle.stack);
  });
}

const places = { everywhere: [EVERYWHERE], north: [NORTH], both: [NORTH, SOUTH] } as const;
type Place = keyof typeof places;

describe('who may open which page', () => {
  let staff: Staff;
  let server: Server;
  let base: string;
  const keys = Object.keys(pageTable) as PageKey[];
  const browsers = new Map<string, Browser>();

  /** Every page of the table, behind the real door and the real sessions: each answers whom it sees, and bound to what. */
  function everyPage(): express.Express {
    const answer: PageHandler = (_req, res) => {
      const caller = signedIfAny(res)?.caller;
      res.json({ form: visitorOf(res).form, agencies: caller?.agencies ?? null });
    };
    const refused: ErrorRequestHandler = (thrown, _req, res, next) => {
      if (thrown instanceof PageRefusal) res.status(thrown.refusal === 'denied' ? 403 : 418).end();
      else next(thrown);
    };
    const { people, tally } = staff.app.entrance;
    return express()
      .use(door({ sessions: people.sessions, proxies: addresses([]), denied: (it) => tally.denied(it) }))
      .use(pageRouter(Object.fromEntries(keys.map((key) => [key, answer]))))
      .use(refused);
  }

  before(async () => {
    staff = await openStaff();
    server = createServer(everyPage());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const role of allRoles)
      for (const place of Object.keys(places) as Place[]) {
        const login = `${role}-${place}`;
        await staff.hire(login, Object.fromEntries(places[place].map((agency) => [agency, [role]])));
        const signed = await staff.signedIn(login);
        const browser = new Browser(base);
        browser.cookies.set('lendwire', signed.cookies.get('lendwire')!);
        const { text } = await browser.get('/account');
        browser.form = (JSON.parse(text) as { form: string }).form;
        browsers.set(login, browser);
      }
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await staff.stop();
  });

  function ask(browser: Browser, key: string): ReturnType<Browser['get']> {
    const [method, path] = key.split(' ') as [string, string];
    const at = path.replace(/:\w+/g, 'x');
    return method === 'POST' ? browser.post(at) : browser.get(at);
  }

  function isAllowed(key: PageKey, role: Role, place: Place): boolean {
    const needed = pageTable[key];
    if (needed === OPEN || needed === SIGNED_IN) return true;
    const right = allRights.find((each) => each === needed)!;
    return rightsOfRole[role].includes(right) && (place === 'everywhere' || !wholeGateway.has(right));
  }

  it('is said by the access table for every page that the gateway has', () => {
    const routes = routesOf((staff.app.pages as unknown as { stack: Layer[] }).stack);
    expect(routes).to.include('GET /sign-in').and.to.include('POST /account/password');
    for (const route of routes) expect(keys, route).to.include(route);
    expect(new Set(routes).size).to.equal(routes.length);
  });

  it('holds for each page, each role and each agency, and binds the call to the agencies of the role', async () => {
    for (const key of keys)
      for (const role of allRoles)
        for (const place of Object.keys(places) as Place[]) {
          const answer = await ask(browsers.get(`${role}-${place}`)!, key);
          const name = `${role} ${place}: ${key}`;
          expect(answer.status, name).to.equal(isAllowed(key, role, place) ? 200 : 403);
          if (answer.status !== 200 || pageTable[key] === OPEN || pageTable[key] === SIGNED_IN) continue;
          const { agencies } = JSON.parse(answer.text) as { agencies: string[] | null };
          expect(agencies, name).to.deep.equal(place === 'everywhere' ? null : places[place]);
        }
  }).timeout(60_000);

  it('is nobody’s who has not signed in', async () => {
    for (const key of keys.filter((each) => pageTable[each] !== OPEN)) {
      const { status, location } = await ask(new Browser(base), key);
      expect([status, location.startsWith('/sign-in?to=')], key).to.deep.equal([303, true]);
    }
  });

  it('takes no form without its token, whatever the role', async () => {
    for (const key of keys.filter((each) => each.startsWith('POST ') && each !== 'POST /sign-in')) {
      const browser = new Browser(base);
      const role = allRoles.find((each) => isAllowed(key, each, 'everywhere'))!;
      browser.cookies.set('lendwire', browsers.get(`${role}-everywhere`)!.cookies.get('lendwire')!);
      expect((await ask(browser, key)).status, key).to.equal(418);
    }
  });

  it('enters what was denied once a minute, with a count, and whose it was', async () => {
    await staff.app.entrance.tally.flush('all');
    staff.clock.move(60_000);
    const before = (await staff.entries()).length;
    for (let count = 0; count < 3; count += 1) await ask(browsers.get('auditor-north')!, 'GET /requests/new');
    await ask(browsers.get('auditor-both')!, 'GET /jobs');
    expect((await staff.entries()).length).to.equal(before);
    staff.clock.move(60_000);
    await staff.app.entrance.tally.flush();
    const entries = (await staff.entries()).slice(before);
    expect(entries.map(({ kind, because }) => [kind, because])).to.have.deep.members([
      ['denied', 'the right work is not held, 3 times in the minute'],
      ['denied', 'the right jobs is not held'],
    ]);
    expect(entries[0]!.actor).to.have.property('kind', 'person');
    expect(entries[0]!.facts).to.include({
      route: 'GET /requests/new',
      right: 'work',
      caller: 'person',
      count: 3,
    });
  });
});
