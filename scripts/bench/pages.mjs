import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPasswords, EVERYWHERE, makeUser, SignInBy } from '../../dist/access/index.js';
import { actor, introduce, library, withApp } from './library.mjs';
import { startGateway } from './processes.mjs';
import { seedLoans } from './seed-loans.mjs';
import { seedPeers } from './seed-peers.mjs';

// Another one each time: a folder may be measured again.
const login = `bench-${process.pid}`;
const password = 'a password of the bench';
const AIM_MS = 300;

/**
 * What staff wait for over HTTP, signed in, one after another: search, the list, needs attention and one request, each
 * held against a page of the same frame that queries nothing. `seeded` names a folder that `npm run seed` has filled.
 */
export async function measurePages(folder, { requests, samples, seeded }) {
  const here = seeded === undefined ? await seedAnew(folder, requests) : await seededAt(seeded);
  await withApp(here, ({ app }) => settled(app));
  const known = await withApp(here, async ({ app, ground }) => ({
    entries: await app.storage.readers.ledger.size(),
    requests: (await app.storage.database.all('SELECT COUNT(*) AS n FROM loan_records', []))[0].n,
    loans: await hireAndPick(app, ground, samples),
  }));
  const { loans } = known;
  const gateway = await startGateway(here);
  const cookie = await signedIn(here.origin);
  const paths = {
    nothing: () => '/requests/new',
    attention: () => '/',
    list: (at) => `/requests?side=${at % 2 === 0 ? 'requester' : 'supplier'}`,
    search: (at) => `/requests?text=${searched[at % searched.length]}`,
    request: (at) => `/requests/${loans[at % loans.length]}`,
  };
  await timesOf(here.origin, { cookie, paths, samples: 30 });
  const pages = await timesOf(here.origin, { cookie, paths, samples });
  await gateway.stop();
  return { requests: Number(known.requests), entries: known.entries, pages };
}

async function seedAnew(folder, requests) {
  if (existsSync(folder)) throw new Error(`${folder} is there already`);
  mkdirSync(folder, { recursive: true });
  const here = await library(folder, 'pages', 'XX-SEEDED');
  await introduce(here, seedPeers);
  const since = new Date(Date.now() - (requests / 500 + 2) * 86_400_000);
  await seedLoans(here, { count: requests, peers: seedPeers, since });
  return here;
}

/** What is due by the gateway's clocks is done before anybody waits for a page: a house in use has no such backlog. */
async function settled({ jobs, storage }) {
  for (let before = -1, size = 0; size !== before;) {
    before = size;
    for (const name of ['clocks', 'retain', 'checkpoint']) await jobs.runOne(name, new Date());
    size = await storage.readers.ledger.size();
  }
}

/** The settings are written anew, on a port that is free now. */
async function seededAt(folder) {
  if (!existsSync(join(folder, 'seeded.sqlite')))
    throw new Error(`npm run seed has filled nothing in ${folder}`);
  return library(folder, 'seeded', 'XX-SEEDED');
}

const searched = [
  'rivers',
  'atlas+of+quiet',
  'Martinson',
  'part+77',
  'chronicle+winters',
  'nothing+like+this',
];

const names = {
  attention: 'needs attention',
  list: 'list of requests',
  search: 'search by words',
  request: 'one request',
};

export function pageLines({ requests, entries, pages }, { line, only, number }) {
  const { nothing } = pages;
  return [
    only(
      `h: a page that queries nothing, ${requests} requests, ${entries} entries`,
      `p50 ${number(nothing.p50, 1)} ms, p95 ${number(nothing.p95, 1)} ms`,
    ),
    ...Object.entries(names).map(([name, what]) => {
      const { p50, p95, bytes } = pages[name];
      const ratio = p95 / nothing.p95;
      const measured = `${number(ratio, 2)} (p50 ${number(p50, 1)} ms, p95 ${number(p95, 1)} ms, ${number(bytes / 1000)} kB)`;
      const [missed, isAimed] = line('', '', {
        value: p95,
        aim: AIM_MS,
        isAtMost: true,
        shown: (of) => `${of} ms`,
      }).slice(4);
      const reached = line(`h: p95 of ${what} / of nothing`, measured, {
        ...{ value: ratio, reach: 3, isAtMost: true, shown: String },
      });
      return [...reached.slice(0, 4), missed, isAimed];
    }),
  ];
}

/** Somebody to sign in, and requests spread over all. */
async function hireAndPick({ storage, entrance }, { ring, clock }, samples) {
  const hash = await buildPasswords({ log2N: 14 }).hash(password);
  const asked = {
    ...{ person: { login, name: 'Bench' }, by: SignInBy.Password, password: hash },
    roles: { [EVERYWHERE]: ['supervisor'] },
  };
  const how = { actor, because: 'the bench signs in', gatewayKey: entrance.gatewayKey, ring };
  await storage.committer.commit(makeUser(asked, how));
  const picked = [];
  const scope = { now: clock.now() };
  for (let after; picked.length < samples;) {
    const page = await storage.readers.work.find(scope, {
      ...{ order: 'newest', limit: 200 },
      ...(after === undefined ? {} : { from: after }),
    });
    picked.push(...page.ids.filter((_, at) => at % 5 === 0));
    after = page.after;
    if (after === undefined) break;
  }
  return picked;
}

async function signedIn(origin) {
  const shown = await fetch(`${origin}/sign-in`);
  const visit = cookiesOf(shown);
  const form = /name="_form" value="([^"]+)"/.exec(await shown.text())?.[1] ?? '';
  const answer = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: visit, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _form: form, login, password }),
  });
  if (answer.status !== 303) throw new Error(`signing in answered ${answer.status}`);
  return cookiesOf(answer);
}

function cookiesOf(answer) {
  return answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
}

/** One of each page, then the next of each: what else the machine does meets all of them alike. */
async function timesOf(origin, { cookie, paths, samples }) {
  const taken = Object.fromEntries(Object.keys(paths).map((name) => [name, { times: [], bytes: 0 }]));
  for (let at = 0; at < samples; at += 1)
    for (const [name, path] of Object.entries(paths)) {
      const from = performance.now();
      const answer = await fetch(origin + path(at), { headers: { cookie } });
      const text = await answer.text();
      taken[name].times.push(performance.now() - from);
      if (answer.status !== 200) throw new Error(`${path(at)} answered ${answer.status}`);
      taken[name].bytes = Math.max(taken[name].bytes, text.length);
    }
  return Object.fromEntries(Object.entries(taken).map(([name, each]) => [name, summed(each)]));
}

function summed({ times, bytes }) {
  const sorted = times.sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { p50: at(0.5), p95: at(0.95), bytes };
}
