import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../dist/storage/index.js';
import { introduce, library } from './library.mjs';
import { requester, supplier } from './messages.mjs';
import { startGateway, startProgram } from './processes.mjs';
import { median } from './report.mjs';
import { seedTransactions } from './seed.mjs';

const path = '/iso18626';
const headers = { 'content-type': 'application/xml; charset="utf-8"' };
let call = 0;

/** One slot of load; no two slots send the same request. `more` are headers, `account` stands in each message. */
export function slot(load, origin, { connections, count, more = {}, account }) {
  const shown = { ...headers, ...more };
  return load.ask({ origin, path, headers: shown, account, connections, count, prefix: `slot-${++call}` });
}

/** A gateway that is asked: the requester is a peer that never needs an answer. */
export async function suppliersGateway(folder, name, database) {
  mkdirSync(folder, { recursive: true });
  const here = await library(folder, name, supplier, database);
  await introduce(here, [{ name: 'north', agency: requester, origin: 'http://127.0.0.1:9' }]);
  return here;
}

/** What the gateway writes for one request: rows, and the bytes of all of them but the body's. Counted in a real run. */
export async function countRows(folder) {
  const here = await suppliersGateway(join(folder, 'counted'), 'counted');
  const file = join(here.folder, 'counted.sqlite');
  const before = await contents(file);
  const messages = 1000;
  await seedTransactions(here, messages);
  const after = await contents(file);
  const rows = Math.round((after.rows - before.rows) / messages);
  const bytes = (after.bytes - before.bytes) / messages;
  return {
    rows,
    bytes: Math.round(bytes),
    perRow: Math.round(Math.max(0, after.other - before.other) / messages / (rows - 1)),
  };
}

async function contents(file) {
  const database = await openDatabase(file);
  const tables = await database.all(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('tiles', 'meta', 'ledger_head', 'checkpoints')`,
  );
  const sum = { rows: 0, bytes: 0, other: 0 };
  for (const { name } of tables) {
    const columns = await database.all(`SELECT name FROM pragma_table_info('${name}')`);
    const length = columns.map(({ name: column }) => `COALESCE(LENGTH(${column}), 0)`).join(' + ');
    const [row] = await database.all(
      `SELECT COUNT(*) AS rows, COALESCE(SUM(${length}), 0) AS bytes FROM ${name}`,
    );
    sum.rows += row.rows;
    sum.bytes += row.bytes;
    if (name !== 'bodies') sum.other += row.bytes;
  }
  await database.close();
  return sum;
}

/** The ceilings and the gateway, alternating, at each number of connections. */
export async function measureThroughput(folder, { load, counts, rounds, rows }) {
  const servers = await startAll(folder, rows);
  const results = [];
  for (const server of Object.values(servers))
    await slot(load, server.origin, { connections: 32, count: counts.warm });
  const idleMb = servers.b.residentIdleMb;
  let loadedMb = 0;
  for (const connections of [1, 32, 128]) {
    const count = connections === 1 ? counts.single : counts.many;
    const pairs = { a: [], aPrime: [] };
    for (let round = 0; round < rounds; round += 1)
      for (const ceiling of ['a', 'aPrime']) {
        const held = await slot(load, servers[ceiling].origin, { connections, count });
        const gateway = await slot(load, servers.b.origin, { connections, count });
        pairs[ceiling].push({ held, gateway });
        loadedMb = Math.max(loadedMb, servers.b.residentMb());
      }
    results.push(summary(connections, pairs));
    console.log(lineOf(results.at(-1)));
  }
  const { startedInMs } = servers.b;
  for (const server of Object.values(servers)) await server.stop();
  return { results, idleMb, loadedMb, startedInMs };
}

async function startAll(folder, { rows, perRow }) {
  const here = await suppliersGateway(join(folder, 'b'), 'south');
  const gateway = await startGateway(here);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return {
    a: await startCeiling(join(folder, 'a.sqlite'), { rows: 2, perRow: 1000 }),
    aPrime: await startCeiling(join(folder, 'a-prime.sqlite'), { rows, perRow }),
    b: { ...gateway, origin: here.origin, residentIdleMb: gateway.residentMb() },
  };
}

async function startCeiling(database, { rows, perRow }) {
  const program = await startProgram('ceiling.mjs', {
    BENCH_DATABASE: database,
    BENCH_ROWS: String(rows),
    BENCH_ROW_BYTES: String(perRow),
  });
  const { port } = await program.heard();
  return { ...program, origin: `http://127.0.0.1:${port}` };
}

function summary(connections, { a, aPrime }) {
  const gateways = [...a, ...aPrime].map(({ gateway }) => gateway);
  const of = (slots) => ({
    perSecond: median(slots.map(({ perSecond }) => perSecond)),
    p50: median(slots.map(({ p50 }) => p50)),
    p99: median(slots.map(({ p99 }) => p99)),
  });
  const ratio = (pairs) => median(pairs.map(({ held, gateway }) => gateway.perSecond / held.perSecond));
  return {
    connections,
    a: of(a.map(({ held }) => held)),
    aPrime: of(aPrime.map(({ held }) => held)),
    b: of(gateways),
    toA: ratio(a),
    toAPrime: ratio(aPrime),
    p99ToA: median(a.map(({ held, gateway }) => gateway.p99 / held.p99)),
  };
}

function lineOf({ connections, a, aPrime, b, toA, toAPrime }) {
  const one = (name, { perSecond, p50, p99 }) =>
    `${name} ${perSecond.toFixed(0)}/s (p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms)`;
  const ratios = `b/a ${(toA * 100).toFixed(0)} %, b/a' ${(toAPrime * 100).toFixed(0)} %`;
  return `  ${connections} connections: ${one('a', a)}, ${one("a'", aPrime)}, ${one('b', b)}; ${ratios}`;
}

/** The gateway's throughput at a small and at a large database, alternating. */
export async function measureSize(folder, { load, small, large, count, rounds }) {
  const gateways = [];
  for (const size of [small, large]) {
    const here = await suppliersGateway(join(folder, `size-${size}`), `size-${size}`);
    await seedTransactions(here, size);
    gateways.push({ ...(await startGateway(here)), origin: here.origin });
  }
  const [atSmall, atLarge] = gateways;
  for (const { origin } of gateways) await slot(load, origin, { connections: 32, count });
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = await slot(load, atSmall.origin, { connections: 32, count });
    const other = await slot(load, atLarge.origin, { connections: 32, count });
    pairs.push({ one, other });
  }
  for (const gateway of gateways) await gateway.stop();
  return {
    grownTo: small + count * (rounds + 1),
    small: median(pairs.map(({ one }) => one.perSecond)),
    large: median(pairs.map(({ other }) => other.perSecond)),
    ratio: median(pairs.map(({ one, other }) => other.perSecond / one.perSecond)),
  };
}
