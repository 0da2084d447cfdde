import type { Entrance } from './entrance.js';
import { strikeClocks } from '../exchange/index.js';
import type { Ground } from './ground.js';
import type { RejectionLog } from '../inbound/index.js';
import { buildJobs, JobName, type GatewayJob, type Jobs } from '../jobs/index.js';
import type { Pump } from '../outbound/index.js';
import { newId } from '../platform/index.js';
import type { Storage } from '../storage/index.js';

/** Loans whose clocks strike in one commit, and how often a job may go on when more are due. */
const CLOCKS_AT_ONCE = 100;
const CLOCK_ROUNDS = 50;

/** What happens by itself: `beside` are the jobs that other parts bring. */
export function buildClocks(
  { settings, context, clock, log, signingKey }: Ground,
  {
    storage,
    pump,
    rejections,
    entrance,
    beside,
  }: { storage: Storage; pump: Pump; rejections: RejectionLog; entrance: Entrance; beside: GatewayJob[] },
): Promise<Jobs> {
  const jobs: GatewayJob[] = [
    { name: JobName.Redeliver, everySeconds: 1, run: (now) => pump.redeliver(now) },
    {
      name: JobName.Clocks,
      everySeconds: 1,
      async run(now) {
        await rejections.flush(now);
        await entrance.tally.flush();
        for (let round = 0; round < CLOCK_ROUNDS; round += 1) {
          const struck = await storage.committer.commit(
            strikeClocks({ now, limit: CLOCKS_AT_ONCE }, context),
          );
          pump.wake(struck.owed);
          if (!struck.full) return;
        }
      },
    },
    { name: JobName.Checkpoint, everySeconds: 60, run: (now) => storage.checkpoint(signingKey, now) },
    ...beside,
  ];
  return buildJobs({
    jobs,
    sql: storage.database.sql,
    ...(settings.jobs.mongoUrl === undefined
      ? {}
      : { mongoUrl: settings.jobs.mongoUrl, collection: `jobs-${settings.name}` }),
    isAlone: storage.database.dialect.name === 'sqlite',
    name: `${settings.name}-${process.pid}-${newId()}`,
    log,
    clock,
  });
}
