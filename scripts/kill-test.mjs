// Two gateways as processes under load; one process is killed again and again and started anew. At the end every
// message has been delivered exactly once in effect, or stands as ambiguous with its cause.
//
//   npm run test:kill -- --kills 60 [--database postgres] [--processes 2] [--seed N] [--loans 10] [--keep]
//
// With several processes each library is as many on one PostgreSQL, behind one address; without `DATABASE_URL` a server is
// started. Where `MONGODB_URL` is set, the jobs lie there.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { audit } from './kill-test/audit.mjs';
import { databases } from './kill-test/databases.mjs';
import { gatewayProcess } from './kill-test/gateway-process.mjs';
import { randomFrom } from './kill-test/random.mjs';
import { setUp } from './kill-test/set-up.mjs';
import { staffOf } from './kill-test/staff.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    seed: { type: 'string' },
    loans: { type: 'string', default: '10' },
    database: { type: 'string', default: 'sqlite' },
    processes: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills takes a whole number from 1');
const processes = Number(values.processes);
if (!Number.isInteger(processes) || processes < 1) throw new Error('--processes takes a whole number from 1');
if (processes > 1 && values.database === 'sqlite')
  throw new Error('one process serves a SQLite file: say --database postgres');
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const startedAt = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);

console.log(
  `kill test: ${kills} kills, 2 × ${processes} processes on ${values.database}${process.env.MONGODB_URL === undefined ? '' : ' and MongoDB'}, seed ${seed}`,
);
const places = await databases(values.database);
const place = await setUp({ places, processes });
const gateways = place.libraries.flatMap((library) => library.processes.map(gatewayProcess));
const faults = [];

try {
  await Promise.all(gateways.map((gateway) => gateway.start()));
  await Promise.all(gateways.map((gateway) => gateway.ready()));
  say('all gateways serve');
  const staff = staffOf(place.libraries, { random: randomFrom(seed + 1), atOnce: Number(values.loans) });
  await killAgainAndAgain();
  say(`${staff.loans} loans begun; finishing and settling`);
  await staff.finish(45_000);
  await staff.settle(45_000);
  for (const gateway of gateways) {
    const { code, tookMs } = await gateway.stop();
    if (code !== 0 || tookMs > 10_000)
      faults.push(`${gateway.name} did not stop well: exit ${code} after ${Math.round(tookMs)} ms`);
  }
  say('all gateways have stopped; comparing');
  const found = await audit(place.libraries, staff);
  faults.push(...found.faults, ...staff.faults);
  for (const line of found.story) say(line);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  const isWell = faults.length === 0 && found.lost.length === 0 && found.doubled.length === 0;
  for (const text of found.lost) console.log(`LOST ${text}`);
  for (const text of found.doubled) console.log(`DOUBLED ${text}`);
  if (isWell && !values.keep) rmSync(place.folder, { recursive: true, force: true });
  else console.log(`databases and logs: ${place.folder}`);
  console.log(
    `kills ${kills}, messages ${found.messages}, lost ${found.lost.length}, doubled ${found.doubled.length}`,
  );
  process.exitCode = isWell ? 0 : 1;
} catch (thrown) {
  console.error(thrown);
  console.error(`databases and logs: ${place.folder}`);
  process.exitCode = 1;
} finally {
  for (const gateway of gateways) gateway.end();
  if (!values.keep || values.database === 'sqlite') await places.end();
}
// Kept-alive connections of the driver would hold the process up.
process.exit();

async function killAgainAndAgain() {
  for (let done = 1; done <= kills; done += 1) {
    const gateway = random.of(gateways);
    // Most kills fall on a gateway at work, some on one that is only just starting.
    if (random.chance(0.15)) await random.wait(0, 900);
    else {
      await Promise.all(gateways.map((each) => each.ready()));
      await random.wait(50, 1_600);
    }
    await gateway.kill();
    if (random.chance(0.2)) await random.wait(100, 600);
    await gateway.start();
    if (done % 10 === 0 || done === kills) say(`${done} kills`);
  }
  await Promise.all(gateways.map((each) => each.ready()));
}
