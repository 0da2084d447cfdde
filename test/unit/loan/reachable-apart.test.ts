import { expect } from 'chai';
import {
  ActRefusal,
  ClaimState,
  performAct,
  possibleActs,
  type Act,
  type RuleContext,
  type Verb,
} from '../../../src/loan/index.js';
import { lastMove } from '../../../src/loan/claims/take-step.js';
import { VolumeState } from '../../../src/loan/model/volumes.js';
import { without } from '../../../src/loan/present.js';
import { explore, type Node, type Ways } from './explore.js';
import { goodActs } from './good-acts.js';
import { requesting, supplying, viewOf } from './given.js';
import { contextAt } from './two-sides.js';

const startsAt = '2026-03-02T09:00:00Z';
const start = (view: Node['view']): Node => ({ view, now: startsAt, path: [] });
const lending = start(viewOf(without(supplying('WillSupply'), 'dueDate')));
const borrowing = start(viewOf(requesting('WillSupply')));

/** Each verb where it is offered, and nowhere else, for everybody who may ask. */
function isOfferedWhereItSucceeds({ view, now, path }: Node, said: Partial<RuleContext> = {}): void {
  const ctx = contextAt(now, said);
  const offered = new Set<Verb>(possibleActs(view, ctx).possible.map(({ verb }) => verb));
  for (const act of Object.values(goodActs)) {
    const outcome = performAct(view, act, ctx);
    const where = `${act.verb} after ${path.join(', ')}${outcome.ok ? '' : `: ${outcome.refusal}`}`;
    expect(outcome.ok, where).to.equal(offered.has(act.verb));
  }
}

const someOf: readonly Act[] = ['1', '2'].flatMap((itemId): Act[] => [
  { verb: 'receive', itemIds: [itemId] },
  { verb: 'return', itemIds: [itemId], confirmed: true },
  { verb: 'check-in', itemIds: [itemId] },
  { verb: 'report-lost', itemIds: [itemId] },
  { verb: 'found', itemIds: [itemId] },
]);

describe('several volumes, wherever each of them is', function () {
  this.timeout(300_000);
  const whole = (
    ['receive', 'return', 'forward', 'check-in', 'report-lost', 'found', 'recall', 'hold-return'] as const
  ).map((verb): Act => goodActs[verb]);
  const ways: Ways = {
    acts: [
      { verb: 'ship', volumes: [{ itemId: '1' }, { itemId: '2' }] },
      { verb: 'close-without-return' },
      ...someOf,
      ...whole,
    ],
    hears: (what) =>
      /^(Received|ShippedReturn|Lost|.*in volumes|StatusChange (Overdue|LoanCompleted|CompletedWithoutReturn))$/.test(
        what,
      ),
    passesTime: false,
  };
  let nodes: Node[];
  before(() => {
    nodes = [...explore([lending], ways), ...explore([borrowing], ways)];
  });
  const volumesOf = ({ view }: Node) =>
    Object.values(view.transactions.get(view.record.current ?? '')?.volumes ?? {});

  it('are in each state, on either side', () => {
    for (const role of ['supplier', 'requester'] as const) {
      const there = nodes.filter(({ view }) => view.record.role === role).flatMap(volumesOf);
      expect([...new Set(there.map(({ state }) => state))]).to.have.members(Object.values(VolumeState));
    }
  });

  it('offer exactly the acts that succeed', () => {
    for (const node of nodes) isOfferedWhereItSucceeds(node);
  });

  it('take an act about some of them where the act is offered, unless that one cannot be meant', () => {
    const beside: readonly string[] = [ActRefusal.ItemUnknown, ActRefusal.AlreadyReported];
    for (const { view, now, path } of nodes) {
      const ctx = contextAt(now);
      const offered = new Set<Verb>(possibleActs(view, ctx).possible.map(({ verb }) => verb));
      for (const act of someOf) {
        const outcome = performAct(view, act, ctx);
        const where = `${act.verb} after ${path.join(', ')}`;
        if (!offered.has(act.verb)) expect(outcome.ok, where).to.equal(false);
        else if (!outcome.ok) expect(beside, where).to.include(outcome.refusal);
      }
    }
  });

  it('end a loan only when each is back or lost, and none that is lost stays so for ever', () => {
    for (const node of nodes) {
      const { view, now, path } = node;
      const state = view.transactions.get(view.record.current ?? '')?.state;
      const states = volumesOf(node).map((volume) => volume.state);
      if (state === 'LoanCompleted')
        expect(
          states.every((one) => one === 'back' || one === 'lost'),
          path.join(', '),
        ).to.equal(true);
      if (!states.includes('lost')) continue;
      const possible = possibleActs(view, contextAt(now)).possible.map(({ verb }) => verb);
      expect(possible, path.join(', ')).to.include('found');
    }
  });
});

describe('a claim, wherever it stands', function () {
  this.timeout(300_000);
  const verbs: readonly Verb[] = [
    ...(['report-lost', 'report-damaged', 'found', 'shelf-check', 'settle-damage', 'draft-claim'] as const),
    ...(['record-claim', 'approve-claim', 'send-claim', 'dispute-claim', 'agree-claim'] as const),
    ...(['record-payment', 'waive-claim', 'withdraw-claim', 'refund-claim', 'undo-claim-step'] as const),
    ...(['ship', 'receive', 'return', 'check-in', 'close-without-return'] as const),
  ];
  const ways: Ways = {
    acts: [
      ...verbs.map((verb): Act => goodActs[verb]),
      { verb: 'draft-claim', amount: '900.00' },
      { verb: 'record-payment' },
      { verb: 'refund-claim' },
      { verb: 'agree-claim', amount: '20.00' },
      { verb: 'settle-damage', decision: 'claimed', amount: '12.00' },
    ],
    hears: (what) => /^(Received|ShippedReturn|Lost|StatusChange (Loaned|LoanCompleted))$/.test(what),
    passesTime: false,
  };
  let nodes: Node[];
  before(() => {
    nodes = [...explore([lending], ways), ...explore([borrowing], ways)];
  });

  it('comes to each of its states', () => {
    const states = nodes.flatMap(({ view }) => [...view.claims.values()].map(({ state }) => state));
    expect([...new Set(states)]).to.have.members(Object.values(ClaimState));
  });

  for (const [who, actor] of [
    ['somebody who may decide about money', { id: 'anna', decidesMoney: true }],
    ['somebody who may not', { id: 'bert', decidesMoney: false }],
  ] as const)
    it(`offers ${who} exactly the acts that succeed`, () => {
      for (const node of nodes) isOfferedWhereItSucceeds(node, { actor });
    });

  it('can be gone back on, one step after the other, until only its making is left', () => {
    for (const { view, now, path } of nodes) {
      const [claim] = view.claims.values();
      if (claim === undefined || lastMove(claim) === undefined) continue;
      const possible = possibleActs(view, contextAt(now)).possible.map(({ verb }) => verb);
      expect(possible, path.join(', ')).to.include('undo-claim-step');
    }
  });
});
