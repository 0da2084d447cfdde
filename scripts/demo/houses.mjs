// The two libraries with their gateways, and the line between them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyPatch } from '../../dist/ledger/index.js';
import { World } from './follow.mjs';
import { freePort, Gateway } from './gateway.mjs';
import { Narrator } from './narrator.mjs';
import { dayOf, line, paint } from './page.mjs';
import { told } from './stories.mjs';
import { StutteringLine } from './stuttering-line.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that the demonstration plays with. Nothing runs yet. */
export async function setStage() {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-demo-'));
  const ports = [await freePort(), await freePort(), await freePort()];
  const north = new Gateway({ name: 'north', folder, port: ports[0] });
  const south = new Gateway({ name: 'south', folder, port: ports[1] });
  const narrator = new Narrator(told);
  const all = [north, south];
  const eastLine = new StutteringLine({ port: ports[2], to: `${south.url}/iso18626` });
  eastLine.onRepeated = ({ sameAnswer }) =>
    narrator.aside(
      south.now(),
      `The line to East stutters: a request arrives twice. ${sameAnswer ? 'East gives the same confirmation again, byte for byte, and takes it once.' : 'THE ANSWERS DIFFER.'}`,
    );
  return {
    ...{ folder, north, south, all, narrator, applyPatch },
    msPerDay: 86_400_000 / north.configure(new Date().toISOString()).speed,
    eastLine,
    world: new World(all, { applyPatch, onEntry: (heard) => narrator.hear(heard) }),
  };
}

/** Who may sign in to each library's page: only this machine reaches it, and their passwords are made anew for each run. */
export const demoPeople = [
  { login: 'staff', name: 'Sam Staff', roles: ['supervisor', 'privacy', 'admin'] },
  { login: 'auditor', name: 'Audrey Auditor', roles: ['auditor'] },
];

/** Databases, tokens and `people` by the command line, then processes, then peers by the API. */
export async function openHouses({ all, north, south, eastLine, folder }, { people }) {
  line(paint('bold', 'Lendwire: two libraries lend each other books, films and articles'));
  configure(all);
  await Promise.all(
    all.map(async (gateway) => {
      gateway.token = (await gateway.lendwire('tokens', 'add', 'demo', '--scope', 'admin')).trim();
      gateway.people = [];
      for (const { login, name, roles } of people) {
        const words = ['users', 'add', login, '--name', name, ...roles.flatMap((role) => ['--role', role])];
        gateway.people.push({ login, password: (await gateway.lendwire(...words)).trim() });
      }
    }),
  );
  // Their calendar begins when the doors open.
  configure(all);
  await Promise.all([...all.map((gateway) => gateway.start()), eastLine.open()]);
  const portOf = { north: north.port, south: south.port, east: eastLine.port };
  await Promise.all(all.map((gateway) => introducePeers(gateway, portOf)));
  line(paint('dim', `  North   ${north.url}   ISIL:SE-NORTH`));
  line(paint('dim', `  South   ${south.url}   ISIL:SE-SOUTH, and its branch East, ISIL:SE-EAST`));
  line(paint('dim', `  Files   ${folder}`));
  tellPages(all);
  line(paint('dim', `  Clock   a day passes each second; it begins on ${dayOf(north.now()).trim()}`));
}

/** Where each library's page is, and who may sign in there. */
export function tellPages(all) {
  for (const { title, url, people: known } of all) {
    const who = known.map(({ login, password }) => `   sign in as ${login} / ${password}`).join('');
    line(`  Page    ${title}: ${paint('cyan', `${url}/`)}${who}`);
  }
}

/** Lets both go on at the speed of a clock on the wall, so that whoever works on the page has time to take an act back. */
export async function slowDown({ all }) {
  await Promise.all(all.map((gateway) => gateway.stop()));
  const moments = all.map((gateway) => gateway.now());
  const startAt = new Date(Math.max(...moments)).toISOString();
  const since = new Date().toISOString();
  for (const gateway of all) gateway.configure(since, { startAt, speed: 1 });
  await Promise.all(all.map((gateway) => gateway.start()));
}

/** Ends both, and answers how each ended: by 0 when all went well. */
export async function closeHouses({ all, eastLine }) {
  await eastLine.close();
  return Promise.all(all.map(async (gateway) => [gateway.name, await gateway.stop()]));
}

export function removeFiles({ folder }) {
  rmSync(folder, { recursive: true, force: true });
}

function configure(all) {
  const since = new Date().toISOString();
  for (const gateway of all) gateway.configure(since);
}

async function introducePeers(gateway, portOf) {
  const file = join(root, 'config/demo', gateway.name, 'peers.json');
  const { peers } = JSON.parse(readFileSync(file, 'utf8'));
  for (const peer of peers) peer.url = `http://127.0.0.1:${portOf[peer.id]}/iso18626`;
  writeFileSync(join(gateway.folder, 'peers.json'), JSON.stringify({ peers }, null, 2));
  await gateway.call('POST', '/api/v1/peers/import', { peers });
}
