import { expect } from 'chai';
import fc from 'fast-check';
import type { ServiceType } from '../../../src/iso18626/index.js';
import {
  attentionQueues,
  deadlineOf,
  placeOf,
  plan,
  queueOf,
  strike,
  WorkQueue,
  type Act,
  type LoanView,
  type Verb,
} from '../../../src/loan/index.js';
import { Lending, newRecord, terms, type Library } from './two-sides.js';

type Step = { side: 'north' | 'supplier'; pick: number } | { days: number } | 'settle' | 'give-up';

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ side: fc.constantFrom('north' as const, 'supplier' as const), pick: fc.nat(50) }),
  },
  { weight: 2, arbitrary: fc.record({ days: fc.integer({ min: 0, max: 20 }) }) },
  { weight: 4, arbitrary: fc.constant('settle' as const) },
  { weight: 1, arbitrary: fc.constant('give-up' as const) },
);

const filled: Partial<Record<Verb, Act>> = {
  conditional: { verb: 'conditional', conditions: ['LibraryUseOnly'] },
  'ask-retry': {
    verb: 'ask-retry',
    reasonRetry: 'CostExceedsMaxCost',
    cost: { value: '15.00', currency: 'EUR' },
  },
  'cannot-supply': { verb: 'cannot-supply', reasonUnfilled: 'NotOnShelf' },
  'answer-cancel': { verb: 'answer-cancel', answer: 'no' },
  ship: { verb: 'ship', carrier: 'DHL', trackingId: 'JD01', itemId: '3005' },
  return: { verb: 'return', confirmed: true },
  note: { verb: 'note', note: 'Hello there' },
  'shelf-check': { verb: 'shelf-check', outcome: 'not-found' },
  'log-call': { verb: 'log-call', result: 'no-answer' },
  'report-condition': { verb: 'report-condition', condition: { marks: ['worn'], tell: true } },
  'settle-damage': { verb: 'settle-damage', decision: 'accepted' },
  'draft-claim': { verb: 'draft-claim', amount: '40.00' },
  'record-claim': { verb: 'record-claim', amount: '40.00' },
};

function take(lending: Lending, next: Step): void {
  if (next === 'settle') return lending.settle();
  if (next === 'give-up') return giveUp(lending.north);
  if ('days' in next) return passDays(lending, next.days);
  const library = next.side === 'north' ? lending.north : [...lending.suppliers.values()].at(-1);
  if (library === undefined || library.loans.size === 0) return;
  const possible = lending.possible(library);
  const verb = possible[next.pick % possible.length] as Verb | undefined;
  if (verb !== undefined) lending.act(library, filled[verb] ?? ({ verb } as Act));
}

/** The oldest message that is owed meets a failure that stays. */
function giveUp(library: Library): void {
  const view = library.loan;
  const [first] = view.deliveries;
  if (first === undefined) return;
  const [id, delivery] = first;
  library.loans.set(view.id, {
    ...view,
    deliveries: new Map(view.deliveries).set(id, { ...delivery, state: 'given-up' }),
  });
}

function passDays(lending: Lending, days: number): void {
  lending.passDays(days);
  for (const library of [lending.north, ...lending.suppliers.values()]) {
    if (library.loans.size === 0) continue;
    for (const planned of plan(library.loan, terms).filter(({ at }) => at <= lending.now.toISOString()))
      library.tell(library.loan.id, strike(library.loan, planned, lending.context()));
  }
}

const all: readonly string[] = Object.values(WorkQueue);

function standsInOneQueue(view: LoanView, now: Date, seen: Set<string>): void {
  const placed = placeOf(view, now);
  if (view.record.phase !== 'open') {
    expect(placed?.queue ?? 'problem').to.equal('problem');
    return;
  }
  if (placed === undefined) throw new Error('an open request stands in no queue');
  expect(all).to.include(placed.queue);
  expect(placed.reason).to.not.equal('');
  seen.add(placed.queue);
  const stuck = [...view.deliveries.values()].some(({ state }) => state === 'given-up');
  if (stuck) expect(placed.queue).to.equal('problem');
  if (attentionQueues.includes(placed.queue))
    expect(deadlineOf(view, placed, terms), placed.queue).to.match(/^\d{4}-.*Z$/);
}

describe('the queues of the page', () => {
  it('hold each open request in exactly one, a problem first, and each that waits for staff has a deadline', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom<ServiceType>('Loan', 'Copy', 'CopyOrLoan'),
        fc.array(step, { maxLength: 25 }),
        (serviceType, steps) => {
          const lending = new Lending(newRecord({ serviceType }));
          for (const next of steps) {
            take(lending, next);
            for (const library of [lending.north, ...lending.suppliers.values()])
              if (library.loans.size > 0) standsInOneQueue(library.loan, lending.now, seen);
          }
        },
      ),
      { numRuns: 500, seed: 18626 },
    );
    expect([...seen]).to.include.members([
      'problem',
      'new-to-decide',
      'ready-to-ship',
      'waiting-for-supplier',
      'on-its-way',
    ]);
  });

  it('let what is here become due soon and then overdue by the date alone', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'ship', dueDate: '2026-03-20' });
    lending.settle();
    lending.act(lending.north, { verb: 'receive' });
    const queueOn = (day: string) => placeOf(lending.north.loan, new Date(`${day}T12:00:00Z`));
    expect(queueOn('2026-03-10')).to.include({ queue: 'here', why: 'here' });
    expect(queueOn('2026-03-18')).to.include({ queue: 'due-soon', why: 'due-soon' });
    expect(queueOn('2026-03-22')).to.include({ queue: 'overdue', why: 'due-over' });
    expect(queueOf(lending.north.loan)?.queue).to.equal('here');
  });

  it('give a new request four working days, a rush one a single one', () => {
    const deadline = (level: string | undefined): string | undefined => {
      const lending = new Lending(
        newRecord({
          serviceInfo: {
            serviceType: 'Loan',
            ...(level === undefined ? {} : { serviceLevel: { value: level } }),
          },
        }),
      );
      lending.settle();
      const { loan } = lending.east;
      const placed = queueOf(loan);
      return placed === undefined ? undefined : deadlineOf(loan, placed, terms)?.slice(0, 10);
    };
    // It comes in on a Monday.
    expect(deadline(undefined)).to.equal('2026-03-06');
    expect(deadline('Rush')).to.equal('2026-03-03');
    expect(deadline('Express')).to.equal('2026-03-02');
  });
});
