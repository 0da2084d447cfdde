/** A gateway whose `redeliver` is run when the bench asks, and timed where it runs. */
import { buildApp } from '../../dist/app.js';
import { readSettings } from '../../dist/config/index.js';

const app = await buildApp(readSettings({ file: process.env.LENDWIRE_CONFIG }));
await app.start({ jobs: false });
process.on('message', async ({ runs }) => {
  const taken = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await app.pump.redeliver(new Date());
    taken.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  process.send({ result: taken });
});
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.send('ready');
