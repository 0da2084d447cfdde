// Two libraries lend each other books, films and articles through two gateways, with what a user has: processes, the
// command line, the API. `npm run demo` shows it and stays up; with --once it ends, and leaves nothing behind.
import { closeHouses, demoPeople, openHouses, removeFiles, setStage, slowDown } from './demo/houses.mjs';
import { line } from './demo/page.mjs';
import { play } from './demo/plot.mjs';
import { thingsToTry } from './demo/things-to-try.mjs';
import { judge, settle } from './demo/verdict.mjs';

const isOnce = process.argv.includes('--once');
const SECONDS_AT_MOST = 180;

const asked = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  // Whoever reads the output has had enough.
  process.stdout.on('error', resolve);
});

class Interrupted extends Error {}

async function main() {
  const stage = await setStage();
  try {
    const told = show(stage);
    const broken = asked.then(() =>
      stage.isStaying ? told : Promise.reject(new Interrupted('interrupted')),
    );
    await Promise.race([told, broken, ...stage.all.map(({ fallen }) => fallen)]);
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) tellLogs(stage);
    throw thrown;
  } finally {
    await closeHouses(stage);
    if (isOnce) removeFiles(stage);
    else if (!stage.isStaying) line(`Files are kept in ${stage.folder}`);
  }
}

async function show(stage) {
  const late = setTimeout(() => {
    process.stderr.write(`demo failed: not at its end after ${SECONDS_AT_MOST} s\n`);
    tellLogs(stage);
    process.kill(process.pid, 'SIGTERM');
  }, SECONDS_AT_MOST * 1000);
  // Where it ends by itself nobody has time to sign in.
  await openHouses(stage, { people: isOnce ? [] : demoPeople });
  const outage = await play(stage);
  const open = await settle(stage);
  // A gateway that ends signs its ledger's last entry.
  if (isOnce) await end(stage);
  const lastLine = await judge(stage, { outage, open, areEnded: isOnce });
  clearTimeout(late);
  line();
  line(lastLine);
  if (isOnce) return;
  await slowDown(stage);
  stage.isStaying = true;
  thingsToTry(stage);
  await asked;
  line();
  await end(stage);
  line(`Both gateways have ended. Their files are kept in ${stage.folder}`);
}

async function end(stage) {
  for (const [name, code] of await closeHouses(stage))
    if (code !== 0) throw new Error(`${name} did not end cleanly (${code})`);
}

function tellLogs({ all }) {
  for (const gateway of all) {
    const tail = gateway.logTail();
    if (tail !== '') process.stderr.write(`\nThe last lines of ${gateway.name}:\n${tail}\n`);
  }
}

main().then(
  () => process.exit(0),
  (thrown) => {
    process.stderr.write(`demo failed: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    process.exit(1);
  },
);
