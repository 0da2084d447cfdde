// What is played: records handed in, a story for each, and a machine that is off for two days.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { essenceOf } from './narrator.mjs';
import { counted, heading } from './page.mjs';
import { Case } from './staff.mjs';
import { storyOf } from './stories.mjs';

/** What is handed in on the first morning; the articles come while South is down. */
const firstMorning = [
  ['north', 'books.csv', 'map.json'],
  ['south', 'books.json'],
  ['south', 'films.marcxml', 'films.map.json'],
  ['south', 'more.csv'],
];
const night = ['north', 'articles.json'];

/** Plays all of it, and says what the outage cost. */
export async function play(stage) {
  const { narrator, world } = stage;
  heading('As it happens');
  stage.following = world.follow();
  stage.following.catch(() => undefined);
  const doors = { areShut: false };
  try {
    const handingIn = handInAll(stage).finally(() => {
      doors.areShut = true;
      world.wake();
    });
    const [outage] = await Promise.all([handingIn, playStories(stage, doors)]);
    return outage;
  } finally {
    narrator.endOfDay();
  }
}

async function handInAll(stage) {
  await Promise.all(firstMorning.map((file) => handIn(stage, file)));
  return playOutage(stage);
}

/** `lendwire import`, as a library's nightly job runs it. */
async function handIn({ narrator, ...stage }, [name, file, map]) {
  const gateway = stage[name];
  const report = join(gateway.folder, `${file}.report.json`);
  const place = (name) => join('config/demo', gateway.name, name);
  const withMap = map === undefined ? [] : ['--map', place(map)];
  await gateway.lendwire('import', place(file), ...withMap, '--report', report);
  const { counts } = JSON.parse(readFileSync(report, 'utf8'));
  const how = map === undefined ? '' : `, by ${map}`;
  narrator.aside(
    gateway.now(),
    `${gateway.title} hands in ${counted(counts.accepted, 'loan record')}: ${file}${how}`,
  );
}

/** Begins the story of every record when it stands in a ledger; ends when all stories have. */
async function playStories({ world, north, south, msPerDay }, doors) {
  const gateways = { north, south };
  const played = new Map();
  const next = () =>
    world
      .all('loan-record')
      .find(({ state }) => state.libraryId !== undefined && !played.has(state.libraryId));
  for (;;) {
    const record = await world.until('loan records', () => next() ?? (doors.areShut && 'no more'));
    if (record === 'no more') break;
    const { libraryId, serviceInfo } = record.state;
    const it = new Case(libraryId, { world, gateways, msPerDay });
    const story = storyOf(libraryId, serviceInfo.serviceType === 'Copy')(it, played.size);
    // It is awaited below; until then a failure waits too.
    story.catch(() => undefined);
    played.set(libraryId, story);
  }
  await Promise.all(played.values());
}

/** South's machine is off for two days while books of both are with readers; North hands in its articles meanwhile. */
async function playOutage(stage) {
  const { north, south, eastLine, narrator, world, msPerDay } = stage;
  await world.until('a dozen books are with readers', () => withReaders(world).length >= 12);
  const [code] = await Promise.all([south.stop(), eastLine.close()]);
  if (code !== 0) throw new Error(`South did not end cleanly (${code})`);
  const until = Date.now() + 1.4 * msPerDay;
  narrator.aside(
    north.now(),
    '▼ South’s machine is down. North goes on; what it owes South waits.',
    'magenta',
  );
  await handIn(stage, night);
  await sleep(Math.max(0, until - Date.now()));
  const waiting = owedBy(world, north);
  narrator.aside(
    north.now(),
    `▲ South’s machine is switched on. North owes it ${contents(waiting)}.`,
    'magenta',
  );
  await Promise.all([south.start(), eastLine.open()]);
  const ids = waiting.map(({ id }) => id);
  await world.until('what waited for South is there', () =>
    ids.every((id) => world.row(north, 'delivery', id).state.state === 'answered'),
  );
  narrator.aside(
    north.now(),
    `All ${counted(ids.length, 'message')} that waited for South have arrived and are confirmed.`,
    'magenta',
  );
  return { waited: ids.length };
}

function withReaders(world) {
  return world.all('transaction').filter(({ state }) => state.state === 'Received');
}

function owedBy(world, gateway) {
  return world.all('delivery').filter((row) => row.gateway === gateway && row.state.state === 'owed');
}

const things = {
  Request: 'request',
  Received: 'arrival',
  ShippedReturn: 'return',
  Loaned: 'parcel',
  LoanCompleted: 'closing',
};

/** `12 messages: 8 requests, 4 returns`. */
function contents(deliveries) {
  const counts = new Map();
  for (const { state } of deliveries) {
    const thing = things[essenceOf(state.what)] ?? 'answer';
    counts.set(thing, (counts.get(thing) ?? 0) + 1);
  }
  const parts = [...counts].map(([thing, count]) => counted(count, thing));
  return `${counted(deliveries.length, 'message')}: ${parts.join(', ')}`;
}
