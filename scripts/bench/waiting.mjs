import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { confirm, decode, edition2017, encode, formatInstant } from '../../dist/iso18626/index.js';
import { call, freePort, introduce, library } from './library.mjs';
import { requester } from './messages.mjs';
import { startProgram } from './processes.mjs';
import { median } from './report.mjs';
import { seedWaiting } from './seed.mjs';

/** What many deliveries to a peer that is gone cost: a run of `redeliver`, and a message to its neighbour meanwhile. */
export async function measureWaiting(folder, { waiting, runs }) {
  const alone = await measureBeside(folder, { waiting: 0, runs });
  const beside = await measureBeside(folder, { waiting, runs });
  return { alone, beside };
}

async function measureBeside(folder, { waiting, runs }) {
  const own = `${folder}/waiting-${waiting}`;
  mkdirSync(own, { recursive: true });
  const neighbour = await answeringPeer();
  const here = await library(own, 'north', requester);
  await introduce(here, [
    { name: 'gone', agency: 'XX-GONE', origin: `http://127.0.0.1:${await freePort()}` },
    { name: 'neighbour', agency: 'XX-NEAR', origin: neighbour.origin },
  ]);
  await seedWaiting(here, { count: waiting, supplier: 'XX-GONE' });
  const program = await startProgram('waiting-gateway.mjs', { LENDWIRE_CONFIG: here.config });
  await program.heard();
  const redeliver = await program.ask({ runs });
  const neighbours = [];
  for (let run = 0; run < runs; run += 1) neighbours.push(await sendOne(here, neighbour, run));
  const withNeighbour = await program.ask({ runs });
  await program.stop();
  neighbour.close();
  return {
    redeliver: [...redeliver, ...withNeighbour].slice(1),
    first: redeliver[0],
    neighbour: median(neighbours),
  };
}

/** From the API's answer that the record is accepted to the arrival of its request at the peer, in ms. */
async function sendOne(here, neighbour, run) {
  const arrived = neighbour.next();
  const from = performance.now();
  await call(here, 'POST', '/api/v1/loan-records', {
    body: {
      id: `N-${run}`,
      // Another reader each time: who asks for the same again is held for a person.
      patron: { reference: `P-${run}` },
      item: { title: 'Neighbour', author: 'Lind, Ada' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:XX-NEAR'],
    },
  });
  await arrived;
  return performance.now() - from;
}

/** A peer that confirms whatever comes. */
async function answeringPeer() {
  const waitingFor = [];
  const server = createServer(async (req, res) => {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    waitingFor.shift()?.();
    const { message } = decode(Buffer.concat(chunks), { edition: edition2017 });
    const now = formatInstant(Date.now());
    res.setHeader('content-type', 'application/xml');
    res.end(encode(confirm(message, { now }), edition2017).bytes);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    next: () => new Promise((resolve) => waitingFor.push(resolve)),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
