import { parseArgs } from 'node:util';
import { simulate, type Simulation } from './simulate/simulation.js';

// Many libraries in one process, by virtual time: what can go wrong does, and what has to hold is held against it.
//   npm run simulate -- --libraries 20 --loans 5000 --seed 1 [--minutes 20] [--world 3] [--workers 2] [--sqlite 500]
const { values } = parseArgs({
  options: {
    libraries: { type: 'string', default: '20' },
    loans: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    world: { type: 'string' },
    workers: { type: 'string' },
    sqlite: { type: 'string', default: '500' },
  },
});

function number(name: string, written: string): number {
  const value = Number(written);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${name} takes a number, not ${written}\n`);
  process.exit(2);
}

const { minutes, world, workers, sqlite } = values;
const asked: Simulation = {
  libraries: number('libraries', values.libraries),
  loans: number('loans', values.loans),
  seed: number('seed', values.seed),
  ...(minutes === undefined ? {} : { minutes: number('minutes', minutes) }),
  ...(world === undefined ? {} : { world: number('world', world) }),
  ...(workers === undefined ? {} : { workers: number('workers', workers) }),
  sqlite: number('sqlite', sqlite),
  say: (line) => process.stdout.write(`${line}\n`),
};
const failed = await simulate(asked);
process.exit(failed ? 1 : 0);
