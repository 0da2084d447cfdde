import { expect } from 'chai';
import type { ReasonForMessage } from '../../../src/iso18626/index.js';
import { Status, type SupplyingAgencyMessage } from '../../../src/iso18626/index.js';
import {
  foldHappenings,
  requesterReceives,
  RequesterState,
  type LoanView,
  type Reaction,
  type RequesterTransaction,
} from '../../../src/loan/index.js';
import { RequesterEvent, requesterReceivesTable } from '../../../src/loan/tables/requester-receives-table.js';
import { requesterStates, rowsOf, serviceTypes } from './cells.js';
import { requesting, sam, transactionId, viewOf } from './given.js';
import { contextAt } from './two-sides.js';

const short: Record<string, RequesterState> = {
  RR: 'RequestReceived',
  ETS: 'ExpectToSupply',
  WS: 'WillSupply',
  LO: 'Loaned',
  RCV: 'Received',
  OD: 'Overdue',
  RC: 'Recalled',
  HR: 'HoldReturn',
  RP: 'RetryPossible',
  UF: 'Unfilled',
  CC: 'CopyCompleted',
  LC: 'LoanCompleted',
  NR: 'CompletedWithoutReturn',
  CX: 'Cancelled',
};

const expected = rowsOf(
  requesterStates,
  `
  RequestReceived        | RR  | =   | ~   | ~   | ~   | ~   | ~       | ~       | ~    | ~   | E  | E | E | E  | E | E
  ExpectToSupply         | ETS | ETS | =   | ~   | ~   | ~   | ~       | ~       | ~    | ~   | E  | E | E | E  | E | E
  WillSupply             | WS  | WS  | WS  | =   | ~   | ~   | ~       | ~       | ~    | ~   | E  | E | E | E  | E | E
  Loaned                 | LO  | LO  | LO  | LO  | =   | =   | back    | back    | back | =   | E  | E | E | E  | E | E
  Overdue                | OD! | OD! | OD! | OD! | OD  | OD  | =       | OD      | =    | =x  | E  | E | E | E  | E | E
  Recalled               | RC! | RC! | RC! | RC! | RC  | RC  | RC      | =       | RC   | =x  | E  | E | E | E  | E | E
  HoldReturn             | HR! | HR! | HR! | HR! | HR  | HR  | HR      | HR      | =    | =x  | E  | E | E | E  | E | E
  ReleaseHoldReturn      | ~   | ~   | ~   | ~   | ~   | ~   | ~       | ~       | back | ~   | E  | E | E | E  | E | E
  RetryPossible          | RP  | RP  | RP  | RP  | E   | E   | E       | E       | E    | E   | =  | E | E | E  | E | E
  Unfilled               | UF  | UF  | UF  | UF  | E   | E   | E       | E       | E    | E   | UF | = | E | E  | E | E
  CopyCompleted          | CC  | CC  | CC  | CC  | E   | E   | E       | E       | E    | E   | E  | E | = | E  | E | E
  LoanCompleted          | LC! | LC! | LC! | LC! | LC! | LC! | LC!     | LC!     | LC!  | LC  | E  | E | E | =  | LC | E
  CompletedWithoutReturn | NR! | NR! | NR! | NR! | NR  | NR  | NR      | NR      | NR   | NR  | E  | E | E | E  | = | E
  CancelledUnasked       | CX! | CX! | CX! | CX! | E   | E   | E       | E       | E    | E   | E  | E | E | E  | E | =
  CancelResponseYes      | CX  | CX  | CX  | CX  | E   | E   | E       | E       | E    | E   | E  | E | E | E  | E | =
  CancelResponseNo       | N   | N   | N   | N   | N   | N   | N       | N       | N    | N   | N  | N | N | N  | N | E
  RenewResponseYes       | E   | E   | E   | E   | due | due | backdue | backdue | due  | ~   | E  | E | E | E  | E | E
  RenewResponseNo        | E   | E   | E   | E   | =   | =   | =       | =       | =    | =   | E  | E | E | E  | E | E
  StatusRequestResponse  | s   | s   | s   | s   | s   | s   | s       | s       | s    | s   | s  | s | s | s  | s | s
  Notification           | n   | n   | n   | n   | n   | n   | n       | n       | n    | n   | n  | n | n | n  | n | n
  `,
);

const newDue = '2026-06-01T23:59:59Z';
const ctx = contextAt('2026-03-02T09:00:00Z');

function messageOf(event: string): SupplyingAgencyMessage {
  switch (event) {
    case 'CancelledUnasked':
      return sam({ reasonForMessage: 'StatusChange' }, { status: 'Cancelled' });
    case 'CancelResponseYes':
      return sam({ reasonForMessage: 'CancelResponse', answerYesNo: 'Y' }, { status: 'Cancelled' });
    case 'CancelResponseNo':
      return sam({ reasonForMessage: 'CancelResponse', answerYesNo: 'N' }, { status: 'WillSupply' });
    case 'RenewResponseYes':
      return sam(
        { reasonForMessage: 'RenewResponse', answerYesNo: 'Y' },
        { status: 'Loaned', dueDate: newDue },
      );
    case 'RenewResponseNo':
      return sam({ reasonForMessage: 'RenewResponse', answerYesNo: 'N' }, { status: 'Loaned' });
    case 'StatusRequestResponse':
      return sam({ reasonForMessage: 'StatusRequestResponse' }, { status: 'RequestReceived' });
    case 'Notification':
      return sam({ reasonForMessage: 'Notification' }, { status: 'Unfilled' });
    default:
      return sam({ reasonForMessage: 'StatusChange' }, { status: event as Status, dueDate: newDue });
  }
}

interface Heard {
  reaction: Reaction;
  after: RequesterTransaction;
  view: LoanView;
}

function hear(message: SupplyingAgencyMessage, transaction: RequesterTransaction): Heard {
  const view = viewOf(transaction);
  const reaction = requesterReceives({ view, transaction: transactionId }, message, ctx);
  const after = foldHappenings(view, reaction.happenings);
  return { reaction, after: after.transactions.get(transactionId) as RequesterTransaction, view: after };
}

describe('what a supplier sends to a requester', () => {
  it('has a row for every event and a column for every state', () => {
    expect(expected.map(([event]) => event).sort()).to.deep.equal(Object.values(RequesterEvent).sort());
    const rows = [
      ...Object.values(Status).map((status) => (status === 'Cancelled' ? 'CancelledUnasked' : status)),
      'CancelResponseYes',
      'CancelResponseNo',
      'RenewResponseYes',
      'RenewResponseNo',
      'StatusRequestResponse',
      'Notification',
    ];
    expect(rows.sort()).to.deep.equal(Object.values(RequesterEvent).sort());
    const local = ['Queued', 'Rejected', 'SendFailed'];
    const states = Object.values(RequesterState).filter((state) => !local.includes(state));
    for (const row of Object.values(requesterReceivesTable))
      expect(Object.keys(row).sort()).to.deep.equal([...states].sort());
    expect([...requesterStates].sort()).to.deep.equal([...states].sort());
  });

  for (const [event, cells] of expected)
    for (const state of requesterStates)
      it(`${event} in ${state} does what the table says [nr 76]`, () => {
        for (const serviceType of serviceTypes)
          for (const flags of [{}, { received: '2026-03-01T12:00:00.000Z' }]) {
            const transaction = requesting(
              state,
              {
                ...flags,
                cancelPending: '2026-03-01T09:00:00.000Z',
                renewPending: '2026-03-01T09:00:00.000Z',
              },
              serviceType,
            );
            checkCell(event, cells[state], transaction);
          }
      });

  function checkCell(event: string, mark: string, before: RequesterTransaction): void {
    const { reaction, after } = hear(messageOf(event), before);
    const where = `${before.state} ${before.serviceType ?? 'none'}`;
    const status = messageOf(event).statusInfo.status ?? '';
    const errorValue = `status: ${status}; current: ${before.state}`;
    expect(reaction.confirmation, where).to.deep.equal(
      mark === 'E'
        ? { ok: false, errors: [{ errorType: 'UnrecognisedDataValue', errorValue }] }
        : { ok: true },
    );
    expect(after.state, where).to.equal(nextState(mark, before));
    if (mark === 'E')
      expect(after.anomalies, where).to.have.property(`said-${messageOf(event).statusInfo.status ?? ''}`);
    if (mark.endsWith('!')) expect(reaction.happenings[0]?.because, where).to.match(/steps between/);
    if (mark === '=x') expect(after.overdueWhileReturning, where).to.not.equal(undefined);
    if (mark === 'N') expect(after.cancelPending, where).to.equal(undefined);
    if (mark.endsWith('due')) expect(after, where).to.include({ dueDate: newDue });
    if (mark === '~' || mark === 'n' || mark === 's') expect(after.dueDate, where).to.equal(before.dueDate);
    if (event.startsWith('RenewResponse') && mark !== 'E')
      expect(after.renewPending, where).to.equal(undefined);
    if (['RP', 'UF', 'LC', 'LC!', 'NR', 'NR!', 'CX', 'CX!'].includes(mark))
      expect(after.cancelPending, where).to.equal(undefined);
    if (['LO', 'CC'].includes(mark)) expect(after.cancelPending, where).to.not.equal(undefined);
  }

  function nextState(mark: string, before: RequesterTransaction): RequesterState {
    if (mark.startsWith('back')) return before.received === undefined ? 'Loaned' : 'Received';
    // The status that is told here, RequestReceived, is news only to a request that nobody has answered.
    if (mark === 's') return before.state === 'Sent' ? 'RequestReceived' : before.state;
    return short[mark.replace('!', '')] ?? before.state;
  }
});

describe('a status that was asked for', () => {
  for (const status of Object.values(Status))
    it(`and is ${status} moves us forward as its own row would, and is OK everywhere [nr 76]`, () => {
      const row = expected.find(([event]) => event === status)?.[1];
      const unasked = expected.find(([event]) => event === 'CancelledUnasked')?.[1];
      for (const state of requesterStates) {
        const mark = (status === 'Cancelled' ? unasked : row)?.[state] ?? '';
        const message = sam({ reasonForMessage: 'StatusRequestResponse' }, { status, dueDate: newDue });
        const { reaction, after } = hear(message, requesting(state));
        expect(reaction.confirmation, state).to.deep.equal({ ok: true });
        expect(after.state, state).to.equal(short[mark.replace('!', '')] ?? state);
      }
    });
});

describe('a supplier that is read leniently', () => {
  it('an impossible status is refused with both states, and the state is kept', () => {
    const { reaction } = hear(messageOf('WillSupply'), requesting('LoanCompleted'));
    expect(reaction.confirmation).to.deep.equal({
      ok: false,
      errors: [
        { errorType: 'UnrecognisedDataValue', errorValue: 'status: WillSupply; current: LoanCompleted' },
      ],
    });
  });

  it('an empty status is unchanged in a Notification and an error in a StatusChange [nr 80]', () => {
    expect(
      hear(sam({ reasonForMessage: 'Notification' }), requesting('Loaned')).reaction.confirmation.ok,
    ).to.equal(true);
    const { reaction } = hear(sam({ reasonForMessage: 'StatusChange' }), requesting('Loaned'));
    expect(reaction.confirmation).to.deep.include({
      errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'status' }],
    });
  });

  it('No with status Cancelled cancels nothing, and is noted [nr 81]', () => {
    const message = sam({ reasonForMessage: 'CancelResponse', answerYesNo: 'N' }, { status: 'Cancelled' });
    const { after } = hear(message, requesting('WillSupply', { cancelPending: '2026-03-01T09:00:00.000Z' }));
    expect(after).to.include({ state: 'WillSupply' });
    expect(after.cancelPending).to.equal(undefined);
    expect(after.anomalies).to.have.property('no-but-cancelled');
  });

  it('a CancelResponse without an answer counts by its status, and else is an error [nr 82]', () => {
    const cancelled = sam({ reasonForMessage: 'CancelResponse' }, { status: 'Cancelled' });
    expect(hear(cancelled, requesting('WillSupply')).after.state).to.equal('Cancelled');
    const vague = sam({ reasonForMessage: 'CancelResponse' }, { status: 'WillSupply' });
    expect(hear(vague, requesting('WillSupply')).reaction.confirmation).to.deep.include({
      errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'answerYesNo' }],
    });
  });

  it('a RenewResponse without an answer counts by a later due date, and else is an error [nr 82]', () => {
    const held = requesting('Received', { dueDate: '2026-05-01T23:59:59Z' });
    const later = sam({ reasonForMessage: 'RenewResponse' }, { status: 'Loaned', dueDate: newDue });
    expect(hear(later, held).after.dueDate).to.equal(newDue);
    const same = sam(
      { reasonForMessage: 'RenewResponse' },
      { status: 'Loaned', dueDate: '2026-05-01T23:59:59Z' },
    );
    expect(hear(same, held).reaction.confirmation.ok).to.equal(false);
  });

  it('a RequestResponse for LoanCompleted is a StatusChange [nr 83]', () => {
    const message = sam({ reasonForMessage: 'RequestResponse' }, { status: 'LoanCompleted' });
    expect(hear(message, requesting('ShippedReturn')).after.state).to.equal('LoanCompleted');
  });

  it('an unknown reason and an unknown status are named in the error [nr 87]', () => {
    const foo = sam({ reasonForMessage: 'Foo' as ReasonForMessage }, { status: 'Loaned' });
    expect(hear(foo, requesting('Sent')).reaction.confirmation).to.deep.include({
      errors: [{ errorType: 'UnsupportedReasonForMessageType', errorValue: 'Foo' }],
    });
    const bar = sam({ reasonForMessage: 'StatusChange' }, { status: 'Bar' as Status });
    expect(hear(bar, requesting('Sent')).reaction.confirmation).to.deep.include({
      errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'status: Bar' }],
    });
  });

  it('conditions, or costs above what we pay, wait for staff', () => {
    const condition = {
      ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }),
      deliveryInfo: { loanCondition: [{ value: 'LibraryUseOnly' }] },
    };
    expect(hear(condition, requesting('Sent')).after.conditionPending).to.not.equal(undefined);
    const costs = (monetaryValue: string, currency = 'EUR') => ({
      ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }),
      retryInfo: { offeredCosts: [{ currencyCode: { value: currency }, monetaryValue }] },
    });
    const view = viewOf(requesting('Sent'), {
      record: { billingInfo: { maximumCosts: { currencyCode: { value: 'EUR' }, monetaryValue: '10' } } },
    });
    const pending = (message: SupplyingAgencyMessage): boolean => {
      const { happenings } = requesterReceives({ view, transaction: transactionId }, message, ctx);
      return foldHappenings(view, happenings).transactions.get(transactionId)?.conditionPending !== undefined;
    };
    expect(pending(costs('10.01'))).to.equal(true);
    expect(pending(costs('9.99'))).to.equal(false);
    expect(pending(costs('10.00'))).to.equal(false);
    expect(pending(costs('1', 'SEK'))).to.equal(true);
  });

  it('a status that was asked for moves us where we were behind, and never back', () => {
    const behind = sam({ reasonForMessage: 'StatusRequestResponse' }, { status: 'Loaned', dueDate: newDue });
    expect(hear(behind, requesting('WillSupply')).after).to.include({ state: 'Loaned', dueDate: newDue });
    expect(hear(behind, requesting('LoanCompleted')).after.state).to.equal('LoanCompleted');
    expect(hear(behind, requesting('LoanCompleted')).reaction.confirmation.ok).to.equal(true);
  });

  it('what the supplier cancels by itself leaves the wish open for staff', () => {
    const { after, view } = hear(messageOf('CancelledUnasked'), requesting('WillSupply'));
    expect(after.state).to.equal('Cancelled');
    expect(view.record.phase).to.equal('open');
  });

  it('a message for a request that counted as refused revives it, and staff see it', () => {
    const rejected = requesting('Rejected', { closedAt: '2026-03-01T12:00:00.000Z' });
    const { after } = hear(messageOf('WillSupply'), rejected);
    expect(after).to.include({ state: 'WillSupply' });
    expect(after.closedAt).to.equal(undefined);
    expect(after.anomalies).to.have.property('answered-after-all');
  });

  it('the answer to a question that waits is never late', () => {
    const waiting = requesting('WillSupply', {
      cancelPending: '2026-03-01T09:00:00.000Z',
      lastChange: '2026-03-05T00:00:00.000Z',
    });
    expect(hear(messageOf('CancelResponseYes'), waiting).after.state).to.equal('Cancelled');
    const silent = requesting('WillSupply', { lastChange: '2026-03-05T00:00:00.000Z' });
    expect(hear(messageOf('CancelResponseYes'), silent).after.state).to.equal('WillSupply');
  });

  it('a note never reaches an entry', () => {
    const message = sam(
      { reasonForMessage: 'Notification', note: 'canary [ill:damaged v1]' },
      { status: 'Loaned' },
    );
    const { reaction, after } = hear(message, requesting('Received'));
    expect(JSON.stringify(reaction.happenings)).to.not.contain('canary');
    expect(after.damageReported).to.not.equal(undefined);
  });
});
