import { expect } from 'chai';
import {
  acceptRecord,
  ActRefusal,
  confirmed,
  foldHappenings,
  notDelivered,
  performAct,
  possibleActs,
  RequesterState,
  SupplierState,
  type Happening,
  type LoanView,
  type Verb,
} from '../../../src/loan/index.js';
import { without } from '../../../src/loan/present.js';
import { goodActs } from './good-acts.js';
import { supplying, viewOf } from './given.js';
import { explore, type Node } from './explore.js';
import { contextAt, deliveryOf, emptyView, newRecord } from './two-sides.js';
import type { ServiceType } from '../../../src/iso18626/index.js';

const startsAt = '2026-03-02T09:00:00Z';

describe('every state that a loan can come to', function () {
  // Some thousands of places, each with every verb; a busy machine takes its time.
  this.timeout(300_000);
  let lending: Node[];
  let borrowing: Node[];

  before(() => {
    lending = explore(lendingStarts());
    borrowing = explore(borrowingStarts());
  });

  it('is reached by messages, acts and clocks from a fresh request, on either side', () => {
    expect(statesIn(lending)).to.have.members(Object.values(SupplierState));
    expect(statesIn(borrowing)).to.have.members(Object.values(RequesterState));
    expect(lending.length + borrowing.length).to.be.greaterThan(1_000);
  });

  it('offers exactly the acts that succeed, and says of every other one why not', () => {
    for (const { view, now, path } of [...lending, ...borrowing]) {
      const ctx = contextAt(now);
      const { possible, missing } = possibleActs(view, ctx);
      const offered = new Set<Verb>(possible.map(({ verb }) => verb));
      for (const act of Object.values(goodActs)) {
        const outcome = performAct(view, act, ctx);
        const where = `${act.verb} after ${path.join(', ')}`;
        expect(outcome.ok, where).to.equal(offered.has(act.verb));
        if (!outcome.ok) expect(Object.values(ActRefusal), where).to.include(outcome.refusal);
        else expect(outcome.happenings.flatMap(withShape), where).to.deep.equal([]);
      }
      expect(missing.every(({ why }) => why !== '')).to.equal(true);
    }
  });

  it('has at most one act that comes first, and it is one of those that are offered', () => {
    for (const { view, now, path } of [...lending, ...borrowing]) {
      const { possible } = possibleActs(view, contextAt(now));
      const first = possible.findIndex(({ primary }) => primary);
      expect(possible.filter(({ primary }) => primary).length, path.join(', ')).to.be.at.most(1);
      expect(first, path.join(', ')).to.be.at.most(0);
    }
  });
});

/** What a happening changes by ids in an object that has a shape: a thousand of them slow down everything (0022). */
function withShape({ record, transactions, shipments, claims, notices }: Happening): object[] {
  const { struck, clockHolds, conditions, shelfChecks, followUps } = record ?? {};
  const tables: (object | undefined)[] = [
    ...[transactions, shipments, claims, notices],
    ...[struck, clockHolds, conditions, shelfChecks, followUps],
  ];
  return tables.flatMap((table = {}) =>
    Object.keys(table).length === 0 || Object.getPrototypeOf(table) === null ? [] : [table],
  );
}

const serviceTypes: readonly (ServiceType | null)[] = ['Loan', 'Copy', 'CopyOrLoan', null];

function lendingStarts(): Node[] {
  return serviceTypes.flatMap((type) =>
    (['New', 'RequestReceived'] as const).map((state) => ({
      view: viewOf(without(supplying(state, {}, type), 'dueDate')),
      now: startsAt,
      path: [`${type ?? 'unknown'} ${state}`],
    })),
  );
}

function borrowingStarts(): Node[] {
  return (['Loan', 'Copy', 'CopyOrLoan'] as const).flatMap((serviceType) => {
    const ctx = contextAt(startsAt);
    const accepted = acceptRecord(newRecord({ serviceType }), ctx);
    if (!accepted.ok) throw new Error(accepted.detail);
    const [owe] = accepted.happenings.flatMap((happening) => happening.owe ?? []);
    if (owe === undefined) throw new Error('nothing is owed');
    const queued = foldHappenings(emptyView(accepted.loan), accepted.happenings);
    const delivery = deliveryOf(accepted.loan, owe);
    const settled = (happenings: Happening[]): LoanView => foldHappenings(queued, happenings);
    const error = { errorType: 'UnrecognisedDataValue' as const };
    const node = (view: LoanView, path: string): Node => ({
      view,
      now: startsAt,
      path: [`${serviceType} ${path}`],
    });
    return [
      node(queued, 'queued'),
      node(settled(confirmed(queued, { delivery, outcome: { ok: true } }, ctx)), 'sent'),
      node(
        settled(confirmed(queued, { delivery, outcome: { ok: false, errors: [error] } }, ctx)),
        'rejected',
      ),
      node(settled(notDelivered(queued, { delivery, why: 'No way.' }, ctx)), 'not delivered'),
    ];
  });
}

function statesIn(nodes: readonly Node[]): (string | undefined)[] {
  return [...new Set(nodes.map(({ view }) => view.transactions.get(view.record.current ?? '')?.state))];
}
