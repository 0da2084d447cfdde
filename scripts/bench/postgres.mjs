import { databases, freePort } from '../kill-test/databases.mjs';
import { join } from 'node:path';
import { startGateway, startProgram } from './processes.mjs';
import { median } from './report.mjs';
import { slot, suppliersGateway } from './throughput.mjs';

const CONNECTIONS = 64;
const PROCESSES = [1, 2, 4];

/**
 * How many requests are accepted in a second: by one process on SQLite, and by one, two and four on PostgreSQL, each with
 * a load of its own. They alternate, and each ratio is of two that ran one after the other.
 */
export async function measurePostgres(folder, { rounds, count }) {
  const places = await databases('postgres');
  const loads = [];
  while (loads.length < Math.max(...PROCESSES)) loads.push(await startProgram('load.mjs'));
  try {
    const sqlite = await houseOf(join(folder, 'sqlite'), { processes: 1 });
    const others = [];
    for (const processes of PROCESSES)
      others.push(await houseOf(join(folder, `postgres-${processes}`), { processes, places }));
    for (const house of [sqlite, ...others]) await rateOf(house, loads, Math.ceil(count / 5));
    const rates = { sqlite: [], others: others.map(() => []) };
    for (let round = 0; round < rounds; round += 1)
      for (const [at, house] of others.entries()) {
        const held = await rateOf(sqlite, loads, count);
        const perSecond = await rateOf(house, loads, count);
        rates.sqlite.push(held);
        rates.others[at].push({ perSecond, toSqlite: perSecond / held });
        console.log(`  ${house.name}: ${perSecond.toFixed(0)}/s, SQLite beside it ${held.toFixed(0)}/s`);
      }
    for (const house of [sqlite, ...others]) await house.stop();
    return [
      { name: 'SQLite, 1 process', perSecond: median(rates.sqlite) },
      ...others.map(({ name }, at) => ({
        name,
        perSecond: median(rates.others[at].map((each) => each.perSecond)),
        toSqlite: median(rates.others[at].map((each) => each.toSqlite)),
      })),
    ];
  } finally {
    for (const load of loads) await load.stop();
    await places.end();
  }
}

async function houseOf(folder, { processes, places }) {
  const database = places?.of(`bench_${processes}`);
  const here = await suppliersGateway(folder, 'south', database);
  const gateways = [];
  while (gateways.length < processes) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    gateways.push({ origin, ...(await startGateway({ ...here, origin, port })) });
  }
  return {
    name:
      database === undefined ? 'SQLite' : `PostgreSQL, ${processes} process${processes === 1 ? '' : 'es'}`,
    origins: gateways.map(({ origin }) => origin),
    stop: () => Promise.all(gateways.map((gateway) => gateway.stop())),
  };
}

async function rateOf({ origins }, loads, count) {
  const part = Math.ceil(count / origins.length);
  const from = performance.now();
  await Promise.all(
    origins.map((origin, at) =>
      slot(loads[at], origin, { connections: CONNECTIONS / origins.length, count: part }),
    ),
  );
  return (part * origins.length * 1000) / (performance.now() - from);
}
