import { expect } from 'chai';
import fc from 'fast-check';
import type { RequestingAgencyMessage } from '../../../src/iso18626/index.js';
import {
  foldHappenings,
  performAct,
  possibleActs,
  RequesterState,
  SupplierState,
  type Act,
  type LoanView,
  type Verb,
} from '../../../src/loan/index.js';
import { requesterSendsTable, RequesterSaying } from '../../../src/loan/tables/requester-sends-table.js';
import { goodActs } from './good-acts.js';
import { requesterStates, rowsOf } from './cells.js';
import { requesting, supplying, transactionId, viewOf } from './given.js';
import { contextAt, isil } from './two-sides.js';

// Marks as the reference has them: c q > n o r a R f m.
const expected = rowsOf(
  requesterStates,
  `
  StatusRequest  | + | + | + | + | + | + | + | + | + | + | + | + | + | + | + | +
  Cancel         | c | c | c | c | - | - | - | - | - | - | - | - | - | - | - | -
  Received       | q | q | q | q | > | - | n | n | n | - | - | - | o | - | - | -
  Renew          | - | - | - | - | - | r | r | r | r | - | - | - | - | - | - | -
  ShippedReturn  | - | - | - | - | a | R | R | R | a | - | - | - | - | - | a | -
  ShippedForward | - | - | - | - | a | f | f | f | a | - | - | - | - | - | - | -
  HoldReturn     | - | - | - | - | - | + | + | + | - | - | - | - | - | - | - | -
  Lost           | - | - | - | - | + | + | + | + | + | + | - | - | - | - | - | -
  Notification   | + | + | + | + | + | + | + | + | + | + | + | + | + | + | + | +
  Retry          | - | - | - | - | - | - | - | - | - | - | + | - | - | - | - | -
  Reminder       | m | m | m | m | - | - | - | - | - | - | - | - | - | - | - | -
  `,
);
const marks: Record<string, string> = {
  '+': 'yes',
  '-': 'no',
  c: 'unless-cancel-waits',
  q: 'held-back',
  '>': 'to-received',
  n: 'if-not-received',
  o: 'optional',
  r: 'unless-renewal-waits',
  a: 'confirmed',
  R: 'to-returning',
  f: 'forward-to-returning',
  m: 'once-per-interval',
};

const ctx = contextAt('2026-03-02T09:00:00Z');
const raisedAt = '2026-03-01T09:00:00.000Z';

const sayings: [Verb, RequesterSaying, string][] = [
  ['ask-status', 'StatusRequest', 'StatusRequest'],
  ['cancel', 'Cancel', 'Cancel'],
  ['receive', 'Received', 'Received'],
  ['renew', 'Renew', 'Renew'],
  ['return', 'ShippedReturn', 'ShippedReturn'],
  ['forward', 'ShippedForward', 'ShippedForward'],
  ['hold-return', 'HoldReturn', 'HoldReturn'],
  ['remind', 'Reminder', 'Request Reminder'],
  ['report-lost', 'Lost', 'Lost'],
  ['note', 'Notification', 'Notification'],
];

describe('what a requester may send', () => {
  it('lists every saying and every state', () => {
    expect(expected.map(([saying]) => saying).sort()).to.deep.equal(Object.values(RequesterSaying).sort());
    const local = ['Queued', 'Rejected', 'SendFailed'];
    const states = Object.values(RequesterState).filter((state) => !local.includes(state));
    for (const row of Object.values(requesterSendsTable))
      expect(Object.keys(row).sort()).to.deep.equal([...states].sort());
  });

  for (const [saying, cells] of expected)
    it(`${saying} is as the reference has it [nr 76]`, () => {
      expect(requesterSendsTable[saying as RequesterSaying]).to.deep.equal(
        Object.fromEntries(requesterStates.map((state) => [state, marks[cells[state]]])),
      );
    });

  for (const [verb, saying, what] of sayings)
    for (const state of requesterStates)
      it(`${verb} in ${state} follows the cell of ${saying} [nr 76]`, () => {
        const mark = expected.find(([row]) => row === saying)?.[1][state] ?? '';
        const view = viewOf(requesting(state, { forwardTo: isil('SE-WEST') }), {
          record: { serviceInfo: { serviceType: 'Loan' } },
        });
        const outcome = performAct(view, goodActs[verb], ctx);
        expect(outcome.ok).to.equal(mark !== '-');
        if (!outcome.ok) return;
        expect(outcome.happenings.flatMap(({ owe }) => owe?.what ?? [])).to.deep.equal(
          mark === 'q' ? [] : [what],
        );
        const after = foldHappenings(view, outcome.happenings).transactions.get(transactionId)?.state;
        const moved: Record<string, string> = { '>': 'Received', R: 'ShippedReturn', f: 'ShippedReturn' };
        expect(after).to.equal(moved[mark] ?? state);
      });
});

const flag = fc.option(fc.constant(raisedAt), { nil: undefined });
const flags = fc.record(
  {
    cancelPending: flag,
    renewPending: flag,
    received: flag,
    receivedHeldBack: flag,
    returnShipped: flag,
    closedAt: flag,
    requesterHold: flag,
    remindedAt: flag,
    dueDate: fc.constantFrom('2026-02-20T23:59:59Z', '2026-05-01T23:59:59Z', undefined),
    forwardTo: fc.option(fc.constant(isil('SE-WEST')), { nil: undefined }),
  },
  { requiredKeys: [] },
);
const report = fc.record({
  kind: fc.constantFrom('lost' as const, 'damaged' as const),
  by: fc.constantFrom('us' as const, 'peer' as const),
  at: fc.constant(raisedAt),
});
const serviceType = fc.constantFrom('Loan' as const, 'Copy' as const, 'CopyOrLoan' as const, null);
const transaction = fc.oneof(
  fc
    .tuple(fc.constantFrom(...Object.values(SupplierState)), flags, serviceType)
    .map(([state, raised, type]) => supplying(state, given(raised), type)),
  fc
    .tuple(fc.constantFrom(...Object.values(RequesterState)), flags, serviceType)
    .map(([state, raised, type]) => requesting(state, given(raised), type)),
);
const view = fc
  .tuple(transaction, fc.dictionary(fc.constantFrom('r1', 'r2'), report), fc.boolean(), fc.boolean())
  .map(([state, reports, isOpen, hasNext]): LoanView => {
    const asked = viewOf(state, {
      record: { reports, phase: isOpen ? 'open' : 'closed', serviceInfo: { serviceType: 'Loan' } },
    });
    if (!hasNext || state.role === 'supplier') return asked;
    const next = { agency: 'isil:se-south', agencyId: isil('SE-SOUTH') };
    return { ...asked, record: { ...asked.record, suppliers: { ...asked.record.suppliers, '002': next } } };
  });

function given(raised: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(raised).filter(([, at]) => at !== undefined));
}

describe('the acts of staff', () => {
  it('offered are exactly those that succeed, and every other one says why not', () => {
    fc.assert(
      fc.property(view, (loan) => {
        const { possible, missing } = possibleActs(loan, ctx);
        const succeed = Object.values(goodActs)
          .filter((act) => performAct(loan, act, ctx).ok)
          .map(({ verb }) => verb);
        expect(possible.map(({ verb }) => verb).sort()).to.deep.equal(succeed.sort());
        expect(missing.every(({ why, verb }) => why !== '' && !succeed.includes(verb))).to.equal(true);
        const primaries = possible.filter(({ primary }) => primary);
        expect(primaries.length).to.be.at.most(1);
        expect(possible[0]?.primary === true || primaries.length === 0).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('succeed without naming a note in what becomes an entry', () => {
    fc.assert(
      fc.property(view, fc.constantFrom(...Object.values(goodActs)), (loan, act) => {
        const outcome = performAct(loan, { ...act, note: 'canary' } as Act, ctx);
        if (!outcome.ok) return;
        const entries = outcome.happenings.map((happening) => ({
          ...happening,
          owe: undefined,
          sealed: undefined,
        }));
        expect(JSON.stringify(entries)).to.not.contain('canary');
      }),
      { numRuns: 300 },
    );
  });

  it('never put an answer into a message that answers nothing [nr 70]', () => {
    fc.assert(
      fc.property(view, fc.constantFrom(...Object.values(goodActs)), (loan, act) => {
        const outcome = performAct(loan, act, ctx);
        const messages = outcome.ok ? outcome.happenings.flatMap(({ owe }) => owe?.message ?? []) : [];
        for (const message of messages)
          if (message.kind === 'supplyingAgencyMessage')
            expect(message.messageInfo.answerYesNo !== undefined).to.equal(
              ['CancelResponse', 'RenewResponse'].includes(message.messageInfo.reasonForMessage),
            );
      }),
      { numRuns: 300 },
    );
  });

  it('that a supplier owes nothing for are refused to the requester, with a sentence', () => {
    const outcome = performAct(viewOf(requesting('Sent')), { verb: 'ship' }, ctx);
    expect(outcome).to.deep.include({ ok: false, refusal: 'not-our-role' });
  });

  it('say what is missing or unreadable in them', () => {
    const lending = viewOf(supplying('WillSupply', { cancelPending: raisedAt }));
    const refusal = (act: Act, loan = lending): string | undefined => {
      const outcome = performAct(loan, act, ctx);
      return outcome.ok ? undefined : outcome.refusal;
    };
    expect(refusal({ verb: 'ship', dueDate: 'soon' })).to.equal('date-unreadable');
    expect(refusal({ verb: 'ship', dueDate: '2026-03-01' })).to.equal('due-date-in-the-past');
    expect(refusal({ verb: 'ship', expectedAt: '1/2' })).to.equal('date-unreadable');
    expect(refusal({ verb: 'cannot-supply' })).to.equal('reason-missing');
    expect(refusal({ verb: 'answer-cancel' })).to.equal('answer-missing');
    expect(refusal({ verb: 'note', note: ' ' })).to.equal('note-missing');
    const copy = viewOf(supplying('WillSupply', {}, 'Copy'));
    expect(refusal({ verb: 'supply-copy', url: 'javascript:alert(1)' }, copy)).to.equal('url-unreadable');
    expect(refusal({ verb: 'return' }, viewOf(requesting('Loaned')))).to.equal('needs-confirmation');
  });

  it('a due date without a time of day is the end of that day', () => {
    const outcome = performAct(viewOf(supplying('WillSupply')), { verb: 'ship', dueDate: '2026-04-01' }, ctx);
    expect(outcome.ok && outcome.happenings[0]?.event).to.include({ dueDate: '2026-04-01T23:59:59Z' });
  });

  it('a return says how the parcel travels in a line of its note', () => {
    const act: Act = {
      verb: 'return',
      carrier: 'DHL; express',
      trackingId: 'X1',
      expectedAt: '2026-03-09',
      note: 'Thanks',
    };
    const outcome = performAct(viewOf(requesting('Received')), act, ctx);
    const message = outcome.ok ? (outcome.happenings[0]?.owe?.message as RequestingAgencyMessage) : undefined;
    expect(message?.note).to.equal('Thanks\nSent by DHL express; tracking id X1; expected on 2026-03-09.');
  });
});
