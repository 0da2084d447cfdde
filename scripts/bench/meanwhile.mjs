import { join } from 'node:path';
import { startProgram } from './processes.mjs';
import { median } from './report.mjs';
import { slot } from './throughput.mjs';

const connections = 4;

/** How long messages wait for their confirmation without an export, and while one runs; alternating. */
export async function measureMeanwhile(here, { rounds, count }) {
  const load = await startProgram('load.mjs');
  const gateway = await startProgram('export-gateway.mjs', { LENDWIRE_CONFIG: here.config });
  await gateway.heard();
  const send = () => slot(load, here.origin, { connections, count });
  for (let warm = 0; warm < 3; warm += 1) await send();
  const slots = { without: [], during: [] };
  for (let round = 0; round < rounds; round += 1) {
    slots.without.push(await send(), await send());
    await gateway.ask({ begin: join(here.folder, 'meanwhile.zip') });
    for (let isRunning = true; isRunning;) {
      const result = await send();
      ({ isRunning } = await gateway.ask({}));
      // A slot that the export left halfway tells less than there is to tell.
      if (isRunning) slots.during.push(result);
    }
  }
  await Promise.all([gateway.stop(), load.stop()]);
  const of = (them) => ({
    p50: median(them.map(({ p50 }) => p50)),
    p99: median(them.map(({ p99 }) => p99)),
    perSecond: median(them.map(({ perSecond }) => perSecond)),
  });
  const [without, during] = [of(slots.without), of(slots.during)];
  return { connections, without, during, p99Ratio: during.p99 / without.p99 };
}
