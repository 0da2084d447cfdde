import { parseArgs } from 'node:util';
import { simulate, type Simulation } from './simulate/simulation.js';

const usage = `Many libraries in one process, by virtual time: what can go wrong does, and what has to hold is held against it.

  npm run simulate -- --libraries 20 --loans 5000 --seed 1

  --libraries N   libraries of each world (20)
  --loans N       loans of all worlds together (5000)
  --seed N        of chance: the same seed is the same again, to the last letter (1)
  --eventful N    to so many of a hundred loans everything happens by chance; the rest mostly go as loans go (20)
  --world N       only this one of the worlds, as a failing one is run again
  --sqlite N      so many loans of the first world also on SQLite, and the ledgers are compared (500)
  --workers N     threads (one a core, at most 4)
  --minutes N     stops after so long, with what has been simulated by then

Ends with 1 where anything was violated; the story of it and the command that repeats it are printed.
`;

const { values } = parsed();

function parsed() {
  try {
    return parseArgs({
      options: {
        libraries: { type: 'string', default: '20' },
        loans: { type: 'string', default: '5000' },
        seed: { type: 'string', default: '1' },
        eventful: { type: 'string' },
        minutes: { type: 'string' },
        world: { type: 'string' },
        workers: { type: 'string' },
        sqlite: { type: 'string', default: '500' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (thrown) {
    return refuse((thrown as Error).message);
  }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n\n${usage}`);
  process.exit(2);
}

function number(name: string, written: string, { least = 0, most = 1e9 } = {}): number {
  const value = Number(written);
  if (written.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  return refuse(`--${name} takes a whole number from ${least} to ${most}, not ${written}`);
}

if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const { minutes, world, workers, sqlite, eventful } = values;
const asked: Simulation = {
  libraries: number('libraries', values.libraries, { least: 2 }),
  loans: number('loans', values.loans, { least: 1 }),
  seed: number('seed', values.seed),
  ...(eventful === undefined ? {} : { eventful: number('eventful', eventful, { most: 100 }) / 100 }),
  ...(minutes === undefined ? {} : { minutes: number('minutes', minutes, { least: 1 }) }),
  ...(world === undefined ? {} : { world: number('world', world) }),
  ...(workers === undefined ? {} : { workers: number('workers', workers, { least: 1 }) }),
  sqlite: number('sqlite', sqlite),
  say: (line) => process.stdout.write(`${line}\n`),
};
const failed = await simulate(asked).catch((thrown: unknown) => {
  if (thrown instanceof RangeError) return refuse(thrown.message);
  throw thrown;
});
process.exit(failed ? 1 : 0);
