import { expect } from 'chai';
import type { Invariant } from '../../../scripts/simulate/checks/violation.js';
import { runWorld } from '../../../scripts/simulate/run.js';
import { simulate } from '../../../scripts/simulate/simulation.js';
import { shrink } from '../../../scripts/simulate/shrink.js';
import { told } from '../../../scripts/simulate/tell.js';
import { ledgersDiffer, textsOf } from '../../../scripts/simulate/twin.js';
import type { Breaks, WorldOptions } from '../../../scripts/simulate/world.js';
import { deciding, over, overclaimed, turns, writing } from './planted.js';

const small = (loans: number, more: Partial<WorldOptions> = {}): WorldOptions => ({
  seed: 3,
  houses: 6,
  eventful: 1 / 3,
  loans: Array.from({ length: loans }, (_, loan) => loan),
  ...more,
});

/** Loans whose books are lost, claimed for, and paid. */
const claiming: WorldOptions = { seed: 1_003, houses: 20, eventful: 1, loans: [26, 63, 94, 135] };

describe('the simulation', function () {
  this.timeout(300_000);

  it('finds nothing wrong in a world of faults, deaths and forgetful staff', async () => {
    const { report } = await runWorld(small(60));
    expect(report.violations).to.deep.equal([]);
    expect(report.faults).to.be.greaterThan(30);
    expect(report.deaths).to.be.greaterThan(2);
  });

  it('has a thread do one world after another, and adds up what they came to', async () => {
    const lines: string[] = [];
    const asked = { libraries: 4, loans: 11, seed: 3, loansPerWorld: 4, workers: 1, sqlite: 3 };
    expect(await simulate({ ...asked, say: (line) => lines.push(line) })).to.equal(false);
    expect(lines[0]).to.match(/^sqlite: 3 loans, \d+ entries, the same ledgers$/);
    expect(lines.at(-1)).to.match(/^simulate: 11 loans, \d+ messages, .* violations 0, /);
  });

  it('has claims in its books that are sent and paid, the same on both sides', async () => {
    const { world, report } = await runWorld(claiming);
    expect(report.violations).to.deep.equal([]);
    const claims = await Promise.all([...world.houses.values()].map(({ durable }) => durable.rows('claims')));
    expect(claims.flat().filter(({ state }) => state.includes('"kind":"pay"')).length).to.be.greaterThan(1);
  });

  it('is the same world again for the same seed, to the last letter of each ledger, and another for another', async () => {
    const ledgers = async (seed: number): Promise<string[]> => {
      const { world } = await runWorld(small(12, { seed }));
      return (
        await Promise.all([...world.houses.values()].map(async ({ durable }) => durable.rows('entries')))
      ).flatMap((rows) => rows.map(({ text }) => text));
    };
    const first = await ledgers(5);
    expect(await ledgers(5)).to.deep.equal(first);
    expect(await ledgers(6)).not.to.deep.equal(first);
  });

  it('lets a loan happen as it did when all others are left out', async () => {
    const storyOf = async (loans: number[]): Promise<string[]> => {
      const { world } = await runWorld(small(0, { loans }));
      const acts: string[] = [];
      for (const visit of world.visits) if (visit.startsWith('4.')) acts.push(visit);
      return acts;
    };
    expect(await storyOf([4])).to.deep.equal(await storyOf([2, 3, 4, 5, 6, 7]));
  });

  it('tells the same on SQLite as in memory, ids apart', async () => {
    const { difference, entries, report } = await ledgersDiffer(small(10));
    expect(difference).to.equal(undefined);
    expect(report.violations).to.deep.equal([]);
    expect(entries).to.be.greaterThan(150);
  });

  it('names what differs when two ledgers do not tell the same', async () => {
    const { world } = await runWorld(small(3));
    const [one, other] = [...world.houses.values()];
    if (one === undefined || other === undefined) throw new Error('no houses');
    expect(await textsOf(one)).not.to.deep.equal(await textsOf(other));
  });
});

interface Planted {
  name: string;
  breaks: Breaks;
  finds: Invariant;
  /** Another world than the usual one, where it takes less or another loan to see it. */
  world?: WorldOptions;
}

/** One defect for each invariant; a simulation that cannot fail proves nothing. */
const planted: Planted[] = [
  {
    name: 'a store that keeps another text than the one that was sealed',
    breaks: writing((writes) => ({
      ...writes,
      ...(writes.entries === undefined
        ? {}
        : { entries: writes.entries.map((row) => ({ ...row, text: row.text.replace('"act"', '"fact"') })) }),
    })),
    finds: 'ledgers verify',
  },
  {
    name: 'a store that writes rows which do not follow from the entries',
    breaks: writing((writes) => ({
      ...writes,
      ...(writes.shipments === undefined
        ? {}
        : { shipments: writes.shipments.map((row) => ({ ...row, state: '{}' })) }),
    })),
    finds: 'rows are the fold',
  },
  {
    name: 'a store that forgets what was received',
    breaks: {
      store: turns((turn) =>
        over(turn, {
          async look(asked) {
            const seen = await turn.look(asked);
            return { ...seen, resolved: { ...seen.resolved, received: [] } };
          },
          write: ({ received: _forgotten, ...writes }, atTheEdge) => turn.write(writes, atTheEdge),
        }),
      ),
    },
    finds: 'messages arrive once',
  },
  {
    name: 'a gateway that confirms a Received and keeps nothing of it',
    breaks: deciding('receive-requestingAgencyMessage', ({ result }) => ({ result })),
    finds: 'messages arrive once',
  },
  {
    name: 'a line over which nothing ever comes to one library',
    breaks: {
      post: (post) => (from, life, to, body) =>
        to === 'house-02'
          ? Promise.resolve({ kind: 'not-sent', cause: 'connection refused' })
          : post(from, life, to, body),
    },
    finds: 'nothing is left over',
  },
  {
    name: 'a rule that hears what the supplier says and does not move',
    breaks: deciding('receive-supplyingAgencyMessage', (outcome) => ({
      ...outcome,
      entries: (outcome.entries ?? []).map((entry) => ({
        ...entry,
        changes: entry.changes.filter(({ aggregate }) => aggregate !== 'transaction'),
      })),
    })),
    finds: 'both sides agree',
  },
  {
    name: 'a clock that strikes what has struck',
    breaks: deciding('strike-clocks', (outcome) => ({
      ...outcome,
      entries: (outcome.entries ?? []).flatMap((entry) => {
        const struck = entry.changes.find(({ set }) => 'struck' in set);
        if (struck === undefined || entry.changes.length > 1) return [entry];
        return [entry, { ...entry, changes: [{ ...struck, version: struck.version + 1 }] }];
      }),
    })),
    finds: 'clocks strike once',
    world: small(8),
  },
  {
    name: 'a library whose books say another sum than it claims',
    breaks: deciding('staff-visit', (outcome) => ({
      ...outcome,
      entries: (outcome.entries ?? []).map((entry) => ({
        ...entry,
        changes: entry.changes.map(overclaimed),
      })),
    })),
    finds: 'balances agree',
    world: claiming,
  },
  {
    name: 'a use case that throws',
    breaks: deciding('settle-attempt', () => {
      throw new Error('a fault of the program');
    }),
    finds: 'no fault of the program',
    world: small(6),
  },
];

describe('a defect that is planted', function () {
  this.timeout(300_000);

  for (const { name, breaks, finds, world = small(25) } of planted)
    it(`is found: ${name}`, async () => {
      const { report } = await runWorld({ ...world, breaks });
      expect(report.violations.map(({ invariant }) => invariant)).to.include(finds);
    });

  it('is shrunk to the loan, the libraries and the faults that it needs, and told as a story', async () => {
    const breaks = planted.find(({ name }) => name.includes('forgets'))?.breaks ?? {};
    const options = small(25, { breaks });
    const { report } = await runWorld(options);
    const [first] = report.violations.filter(({ invariant }) => invariant === 'messages arrive once');
    if (first === undefined) throw new Error('nothing was found');
    const shrunk = await shrink(options, first);
    expect(shrunk.options.loans).to.have.length(1);
    expect(shrunk.world.faults.happened.size).to.be.lessThan(4);
    expect(shrunk.world.houses.size).to.be.lessThan(5);
    const text = await told(shrunk);
    expect(text).to.include('messages arrive once').and.include('received');
  });
});
