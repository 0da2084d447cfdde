import { clocksStrikeOnce } from './checks/clocks.js';
import { violationsIn, restOf } from './checks/at-rest.js';
import { rowsAreTheFold } from './checks/fold.js';
import { readLedger } from './checks/ledgers.js';
import type { Violation } from './checks/violation.js';
import { World, type WorldOptions } from './world.js';

/** What one world came to. */
export interface WorldReport {
  loans: number;
  messages: number;
  faults: number;
  deaths: number;
  /** Acts of staff that were done or held. */
  acts: number;
  /** What really happened, each kind of thing by how often. */
  happened: Happened;
  violations: Violation[];
}

export const happenings = ['faults', 'acts', 'spoken', 'policies', 'forgotten'] as const;
export type Happened = Record<(typeof happenings)[number], Record<string, number>>;

/** After so many events one house is looked at in the middle of everything. */
const LOOK_EVERY = 10_000;

/** Lets a world happen, looks at it along the way and when it has come to rest. */
export async function runWorld(options: WorldOptions): Promise<{ world: World; report: WorldReport }> {
  const underWay: Violation[] = [];
  const world = new World({
    ...options,
    async progress(running) {
      await options.progress?.(running);
      if (running.events % LOOK_EVERY === 0) underWay.push(...(await lookAtOne(running)));
    },
  });
  await world.run();
  const violations = [...underWay, ...(await violationsIn(world))];
  return { world, report: { ...countsOf(world), violations } };
}

async function lookAtOne(world: World): Promise<Violation[]> {
  const up = [...world.houses.values()].filter(({ isUp }) => isUp);
  const house = up[(world.events / LOOK_EVERY) % up.length];
  if (house === undefined) return [];
  const atRest = await restOf(world);
  const { entries, violations } = await readLedger(house);
  return [
    ...violations,
    ...(await rowsAreTheFold(atRest, house, entries)),
    ...clocksStrikeOnce(atRest, house, entries),
  ];
}

function countsOf(world: World): Omit<WorldReport, 'violations'> {
  const sum = (counts: Iterable<number>): number => [...counts].reduce((so, count) => so + count, 0);
  return {
    loans: world.loans.length,
    messages: world.network.arrivals,
    faults: sum(world.faults.counts.values()),
    deaths: sum([...world.houses.values()].map(({ deaths }) => deaths)),
    acts: sum(Object.values(actsOf(world))),
    happened: {
      faults: Object.fromEntries(world.faults.counts),
      acts: actsOf(world),
      spoken: Object.fromEntries(world.network.spoken),
      policies: Object.fromEntries(world.policies),
      forgotten: { visits: world.forgotten },
    },
  };
}

/** Acts that were done or held, by verb. */
function actsOf({ acts }: World): Record<string, number> {
  const done: Record<string, number> = {};
  for (const [name, count] of acts) {
    const [verb = ''] = name.split(' ');
    if (!name.includes(' refused')) done[verb] = (done[verb] ?? 0) + count;
  }
  return done;
}

/** Seed of one of the worlds of a run, and which of its loans are in it. */
export function worldSeed(seed: number, world: number): number {
  return seed * 1_000 + world;
}
