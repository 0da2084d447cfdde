import { expect } from 'chai';
import { Status, type ServiceType } from '../../../src/iso18626/index.js';
import { performAct, SupplierState, type Act } from '../../../src/loan/index.js';
import { mayTell } from '../../../src/loan/compose/may-tell.js';
import { supplierSendsTable } from '../../../src/loan/tables/supplier-sends-table.js';
import { rowsOf, serviceTypes, supplierStates } from './cells.js';
import { supplying, viewOf } from './given.js';
import { contextAt } from './two-sides.js';

const statuses = [
  'RequestReceived',
  'ExpectToSupply',
  'WillSupply',
  'Loaned',
  'Overdue',
  'Recalled',
  'HoldReturn',
  'ReleaseHoldReturn',
  'RetryPossible',
  'Unfilled',
  'CopyCompleted',
  'LoanCompleted',
  'CompletedWithoutReturn',
  'Cancelled',
] as const;

// + allowed, = repeat, - refused, L loan, C copy, y answer yes, w withdrawal, h hold (2021), f found.
const expected = rowsOf(
  statuses,
  `
  New                    | + | + | + | L | - | - | - | - | + | + | C | - | - | y
  RequestReceived        | = | + | + | L | - | - | - | - | + | + | C | - | - | y
  ExpectToSupply         | - | = | + | L | - | - | - | - | + | + | C | - | - | y
  WillSupply             | - | - | = | L | - | - | - | - | + | + | C | - | - | y
  Loaned                 | - | - | - | = | + | + | h | - | - | - | - | + | + | -
  Overdue                | - | - | - | w | = | + | h | - | - | - | - | + | + | -
  Recalled               | - | - | - | w | + | = | h | - | - | - | - | + | + | -
  HoldReturn             | - | - | - | w | - | + | = | h | - | - | - | + | + | -
  RetryPossible          | - | - | - | - | - | - | - | - | = | - | - | - | - | -
  Unfilled               | - | - | - | - | - | - | - | - | - | = | - | - | - | -
  CopyCompleted          | - | - | - | - | - | - | - | - | - | - | = | - | - | -
  LoanCompleted          | - | - | - | - | - | - | - | - | - | - | - | = | - | -
  CompletedWithoutReturn | - | - | - | - | - | - | - | - | - | - | - | f | = | -
  Cancelled              | - | - | - | - | - | - | - | - | - | - | - | - | - | =
  `,
);

const marks: Record<string, string> = {
  '+': 'yes',
  '=': 'again',
  '-': 'no',
  L: 'loan-only',
  C: 'copy-only',
  y: 'as-cancel-yes',
  w: 'as-withdrawal',
  h: 'to-2021-only',
  f: 'found-again',
};

const acts: [Act, Status][] = [
  [{ verb: 'will-supply' }, 'WillSupply'],
  [{ verb: 'cannot-supply', reasonUnfilled: 'NotHeld' }, 'Unfilled'],
  [{ verb: 'ship' }, 'Loaned'],
  [{ verb: 'supply-copy' }, 'CopyCompleted'],
  [{ verb: 'check-in' }, 'LoanCompleted'],
  [{ verb: 'answer-cancel', answer: 'yes' }, 'Cancelled'],
];

describe('what a supplier may send', () => {
  it('lists every state and every status', () => {
    expect(expected.map(([state]) => state).sort()).to.deep.equal(Object.values(SupplierState).sort());
    expect([...statuses].sort()).to.deep.equal(Object.values(Status).sort());
    expect(Object.keys(supplierSendsTable).sort()).to.deep.equal(Object.values(SupplierState).sort());
  });

  for (const [state, cells] of expected)
    it(`from ${state} is as the reference has it [nr 64]`, () => {
      const found = Object.entries(supplierSendsTable[state as SupplierState]);
      expect(Object.fromEntries(found)).to.deep.equal(
        Object.fromEntries(Object.entries(cells).map(([status, mark]) => [status, marks[mark]])),
      );
    });

  for (const [state, cells] of expected)
    it(`from ${state} a forbidden status is never owed, for any service type [nr 64]`, () => {
      for (const status of statuses)
        for (const serviceType of serviceTypes) {
          const before = supplying(state as SupplierState, {}, serviceType);
          const isCancel = status === 'Cancelled';
          const saying = isCancel
            ? ({ reasonForMessage: 'CancelResponse', answerYesNo: 'Y', status } as const)
            : ({ reasonForMessage: 'StatusChange', status } as const);
          expect(mayTell(before, saying), `${status} ${serviceType ?? 'none'}`).to.equal(
            isWelcome(cells[status], serviceType),
          );
        }
    });

  function isWelcome(mark: string, serviceType: ServiceType | null): boolean {
    if (mark === 'L') return serviceType !== 'Copy';
    if (mark === 'C') return serviceType !== 'Loan';
    return mark !== '-';
  }

  for (const [act, status] of acts)
    it(`${act.verb} tells ${status} only where its cell and the service type allow it [nr 64]`, () => {
      for (const state of supplierStates)
        for (const serviceType of serviceTypes) {
          const mark = expected.find(([row]) => row === state)?.[1][status] ?? '';
          const flags = status === 'Cancelled' ? { cancelPending: '2026-03-01T09:00:00.000Z' } : {};
          const transaction = supplying(state, flags, serviceType);
          const outcome = performAct(viewOf(transaction), act, contextAt('2026-03-02T09:00:00Z'));
          const isAllowed =
            '+yf'.includes(mark) ||
            (mark === 'L' && serviceType !== 'Copy') ||
            (mark === 'C' && serviceType !== 'Loan');
          expect(outcome.ok, `${state} ${serviceType ?? 'none'}`).to.equal(isAllowed);
          if (outcome.ok) expect(outcome.happenings.at(-1)?.owe?.what).to.match(new RegExp(`${status}$`));
        }
    });
});
