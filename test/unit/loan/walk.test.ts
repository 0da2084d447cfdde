import { expect } from 'chai';
import fc from 'fast-check';
import {
  decode,
  editions,
  encode,
  type EditionId,
  type Initiating,
  type ServiceType,
} from '../../../src/iso18626/index.js';
import { attention, nextClockAt, plan, strike, type Act, type Verb } from '../../../src/loan/index.js';
import { officialJudge, type Judge } from '../../support/iso18626-official.js';
import { Lending, newRecord, terms, type Library } from './two-sides.js';

/** What staff of either side do next: which side, which of the acts that are offered, or nothing but time. */
type Step = { side: 'north' | 'supplier'; pick: number } | { days: number } | 'settle';

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ side: fc.constantFrom('north' as const, 'supplier' as const), pick: fc.nat(50) }),
  },
  { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: -1, max: 20 }) }) },
  { weight: 4, arbitrary: fc.constant('settle' as const) },
);

const filled: Partial<Record<Verb, Act>> = {
  conditional: { verb: 'conditional', conditions: ['LibraryUseOnly'] },
  'ask-retry': {
    verb: 'ask-retry',
    reasonRetry: 'CostExceedsMaxCost',
    cost: { value: '15.00', currency: 'EUR' },
  },
  'cannot-supply': { verb: 'cannot-supply', reasonUnfilled: 'NotOnShelf' },
  'answer-cancel': { verb: 'answer-cancel', answer: 'yes' },
  'answer-renewal': { verb: 'answer-renewal', answer: 'yes' },
  ship: { verb: 'ship', carrier: 'DHL', trackingId: 'JD01', itemId: '3005', returnTo: 'ISIL:SE-WEST' },
  forward: { verb: 'forward', confirmed: true },
  return: { verb: 'return', confirmed: true, carrier: 'PostNord' },
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
  if ('days' in next) return strikeAfter(lending, next.days);
  const library = next.side === 'north' ? lending.north : newestSupplier(lending);
  if (library === undefined || library.loans.size === 0) return;
  const possible = lending.possible(library);
  const verb = possible[next.pick % possible.length] as Verb | undefined;
  if (verb !== undefined) lending.act(library, filled[verb] ?? ({ verb } as Act));
}

function strikeAfter(lending: Lending, days: number): void {
  lending.passDays(days);
  for (const library of [lending.north, ...lending.suppliers.values()]) {
    if (library.loans.size === 0) continue;
    for (const planned of plan(library.loan, terms).filter(({ at }) => at <= lending.now.toISOString()))
      library.tell(library.loan.id, strike(library.loan, planned, lending.context()));
    const left = nextClockAt(library.loan, terms);
    expect(left === undefined || left > lending.now.toISOString()).to.equal(true);
  }
}

function newestSupplier(lending: Lending): Library | undefined {
  return [...lending.suppliers.values()].at(-1);
}

/** What each state of the requester is to its supplier. */
const told: Record<string, readonly string[]> = {
  Sent: ['RequestReceived'],
  // A hold that is released leaves the supplier where it stood before, and the requester with the item; a requester of
  // 2017 hears of a hold in words alone.
  Loaned: ['Loaned', 'Overdue', 'Recalled', 'HoldReturn'],
  Received: ['Loaned', 'Overdue', 'Recalled', 'HoldReturn'],
  Overdue: ['Overdue', 'HoldReturn', 'Recalled'],
  Recalled: ['Recalled', 'HoldReturn', 'Overdue'],
  ShippedReturn: ['Loaned', 'Overdue', 'Recalled', 'HoldReturn'],
};

const isOnLoan: ReadonlySet<string> = new Set(['Loaned', 'Overdue', 'Recalled', 'HoldReturn']);

describe('any walk of two libraries through a loan', () => {
  const judges = new Map<EditionId, Judge | undefined>();
  before(() => {
    for (const id of ['2017', '2021'] as const) judges.set(id, officialJudge(id));
  });
  after(() => {
    for (const judge of judges.values()) judge?.dispose();
  });

  const serviceType = fc.constantFrom<ServiceType>('Loan', 'Copy', 'CopyOrLoan');
  const edition = fc.constantFrom<'2017' | '2021'>('2017', '2021');

  it('ends with both sides of one mind, nothing refused, and no message that could not be sent', () => {
    fc.assert(
      fc.property(serviceType, edition, fc.array(step, { maxLength: 25 }), (type, id, steps) => {
        const lending = new Lending(newRecord({ serviceType: type }), id);
        for (const next of steps) take(lending, next);
        lending.settle();
        expect(lending.lines.filter((line) => line.endsWith('ERROR'))).to.deep.equal([]);
        for (const supplier of lending.suppliers.values()) agrees(lending, supplier);
        for (const library of [lending.north, ...lending.suppliers.values()]) {
          for (const message of library.sent) survives(message, id);
          if (library.loans.size > 0) restsWhenClosed(library, lending.now);
        }
      }),
      { numRuns: 300 },
    );
  });

  function agrees(lending: Lending, supplier: Library): void {
    const theirs = supplier.transaction;
    const ours = [...lending.north.loan.transactions.values()].find(
      ({ requestingAgencyRequestId }) => requestingAgencyRequestId === theirs.requestingAgencyRequestId,
    );
    const state = ours?.state ?? '';
    expect(told[state] ?? [state], lending.lines.join('\n')).to.include(theirs.state);
    if (isOnLoan.has(theirs.state)) expect(ours?.dueDate, lending.lines.join('\n')).to.equal(theirs.dueDate);
    expect(
      ours?.renewPending === undefined || theirs.renewPending !== undefined,
      lending.lines.join('\n'),
    ).to.equal(true);
    expect(
      ours?.cancelPending === undefined || theirs.cancelPending !== undefined,
      lending.lines.join('\n'),
    ).to.equal(true);
  }

  /** A closed loan wants nothing of staff, unless a report is open or a copy has not come. */
  function restsWhenClosed({ loan }: Library, now: Date): void {
    const isWaiting =
      loan.record.phase === 'open' ||
      Object.values(loan.record.reports).some(({ decidedAt }) => decidedAt === undefined) ||
      [...loan.transactions.values()].some(({ state }) => state === 'CopyCompleted');
    if (!isWaiting) expect(attention(loan, now)).to.equal(undefined);
  }

  function survives(message: Initiating, id: EditionId): void {
    const edition = editions[id];
    const { bytes, losses } = encode(message, edition);
    expect(losses, JSON.stringify(message)).to.deep.equal([]);
    expect(judges.get(id)?.verdict(bytes), bytes.toString()).to.equal(undefined);
    const reading = decode(bytes, { edition });
    expect(reading).to.deep.include({ message, warnings: [] });
  }
});
