import { expect } from 'chai';
import { Action, type ServiceType } from '../../../src/iso18626/index.js';
import {
  foldHappenings,
  receiveRequest,
  requestAgain,
  supplierReceives,
  type Reaction,
  type SupplierState,
  type SupplierTransaction,
} from '../../../src/loan/index.js';
import { SupplierEvent, supplierReceivesTable } from '../../../src/loan/tables/supplier-receives-table.js';
import { rowsOf, serviceTypes } from './cells.js';
import { ram, request, supplying, transactionId, viewOf } from './given.js';
import { contextAt } from './two-sides.js';

const columns = [
  'before',
  'Loaned',
  'Overdue',
  'Recalled',
  'HoldReturn',
  'RetryPossible',
  'Unfilled',
  'CopyCompleted',
  'LoanCompleted',
  'CompletedWithoutReturn',
  'Cancelled',
] as const;
const before: readonly SupplierState[] = ['RequestReceived', 'ExpectToSupply', 'WillSupply'];

const expected = rowsOf(
  columns,
  `
  RequestRepeated | dup  | dup | dup | dup | dup | dup  | dup | dup | dup | dup   | dup
  RequestChanged  | uv   | uv  | uv  | uv  | uv  | uv   | uv  | uv  | uv  | uv    | uv
  Retry           | uv   | uv  | uv  | uv  | uv  | new  | uv  | uv  | uv  | uv    | uv
  Reminder        | s    | s   | s   | s   | s   | s    | s   | s   | s   | s     | s
  StatusRequest   | s    | s   | s   | s   | s   | s    | s   | s   | s   | s     | s
  Cancel          | cp   | cN  | cN  | cN  | cN  | cN   | cN  | cN  | cN  | cN    | cY
  Received        | hold | rcv | rcv | rcv | rcv | ua   | ua  | ok  | ok  | ok    | ua
  Renew           | ua   | rp  | rp  | rN  | rp  | ua   | ua  | ua  | ua  | ua    | ua
  ShippedReturn   | ua   | ret | ret | ret | ret | ua   | ua  | ua  | ok  | found | ua
  ShippedForward  | ua   | fwd | fwd | fwd | fwd | ua   | ua  | ua  | ok  | found | ua
  HoldReturn      | ua   | hld | hld | hld | hld | ua   | ua  | ua  | ok  | ok    | ua
  Lost            | ua   | los | los | los | los | ua   | ua  | ua  | found | ok  | ua
  Notification    | ok   | ok  | ok  | ok  | ok  | ok   | ok  | ok  | ok  | ok    | ok
  Unknown         | ua   | ua  | ua  | ua  | ua  | ua   | ua  | ua  | ua  | ua    | ua
  `,
);

/** What is seen of a reaction: confirmation, raised flags, and what goes out. */
interface Seen {
  confirmation: string;
  flags: string[];
  owed: string[];
}

const flagNames = [
  'cancelPending',
  'renewPending',
  'received',
  'receivedHeldBack',
  'returnShipped',
  'requesterHold',
  'lostReported',
  'anomalies',
] as const;

function seen(reaction: Reaction, transaction: SupplierTransaction): Seen {
  const after = foldHappenings(viewOf(transaction), reaction.happenings).transactions.get(transactionId);
  return {
    confirmation: reaction.confirmation.ok
      ? 'OK'
      : reaction.confirmation.errors
          .map(({ errorType, errorValue = '' }) => `${errorType} ${errorValue}`)
          .join(', '),
    flags: flagNames.filter((flag) => after?.[flag] !== transaction[flag]),
    owed: reaction.happenings.flatMap(({ owe }) => owe?.what ?? []),
  };
}

const ok = (flags: string[] = [], owed: string[] = []): Seen => ({ confirmation: 'OK', flags, owed });
const expectedOf: Record<string, (event: string, state: string) => Seen> = {
  dup: () => ok(),
  uv: (event) => ({
    ...ok(),
    confirmation: `UnrecognisedDataValue ${
      event === 'Retry' ? 'requestingAgencyPreviousRequestId: R1' : 'requestingAgencyRequestId: R1 exists'
    }`,
  }),
  ua: (event) => ({ ...ok(), confirmation: `UnsupportedActionType ${event}` }),
  new: () => ok(),
  s: (event, state) =>
    ok([], [`${event === 'Reminder' ? 'RequestResponse' : 'StatusRequestResponse'} ${state}`]),
  cp: () => ok(['cancelPending']),
  cN: (_, state) => ok([], [`CancelResponse N ${state}`]),
  cY: (_, state) => ok([], [`CancelResponse Y ${state}`]),
  rN: (_, state) => ok([], [`RenewResponse N ${state}`]),
  hold: () => ok(['receivedHeldBack']),
  rcv: () => ok(['received']),
  ok: () => ok(),
  rp: () => ok(['renewPending']),
  ret: () => ok(['returnShipped']),
  fwd: () => ok(['returnShipped', 'anomalies']),
  hld: () => ok(['requesterHold']),
  los: () => ok(['lostReported']),
  found: () => ok(['anomalies']),
};

const ofLoansOnly = ['Renew', 'ShippedReturn', 'ShippedForward', 'HoldReturn', 'Lost'];

function react(event: string, transaction: SupplierTransaction): Reaction {
  const ctx = contextAt('2026-03-02T09:00:00Z');
  const place = { view: viewOf(transaction), transaction: transactionId };
  switch (event) {
    case 'RequestRepeated':
      // Recognized before the rules are asked: the stored confirmation again.
      expect(supplierReceivesTable.RequestRepeated[transaction.state as 'Loaned']).to.equal('replay');
      return { confirmation: { ok: true }, happenings: [] };
    case 'RequestChanged':
      return requestAgain(place, request({ note: 'other' }), ctx);
    case 'Reminder':
      return requestAgain(place, request({ requestType: 'Reminder' }), ctx);
    case 'Retry':
      return receiveRequest(
        request({ requestType: 'Retry', requestingAgencyPreviousRequestId: 'R1' }),
        {
          peer: 'peer',
          edition: '2017',
          agency: 'isil:se-east',
          requestingKey: 'isil:se-north',
          supplyingKey: 'isil:se-east',
          previous: place,
        },
        ctx,
      );
    default:
      return supplierReceives(place, ram(event as Action), ctx);
  }
}

describe('what a requester sends to a supplier', () => {
  it('has a row for every event and a column for every state', () => {
    expect(expected.map(([event]) => event).sort()).to.deep.equal(Object.values(SupplierEvent).sort());
    const events = [
      'RequestRepeated',
      'RequestChanged',
      'Retry',
      'Reminder',
      ...Object.values(Action),
      'Unknown',
    ];
    expect(events.sort()).to.deep.equal(Object.values(SupplierEvent).sort());
    for (const row of Object.values(supplierReceivesTable))
      expect(Object.keys(row).sort()).to.deep.equal([...before, ...columns.slice(1)].sort());
  });

  for (const [event, cells] of expected)
    for (const column of columns)
      it(`${event} in ${column === 'before' ? before.join('/') : column} does what the table says [${event === 'StatusRequest' ? 'nr 63, 71' : 'nr 63'}]`, () => {
        const states = column === 'before' ? before : [column];
        for (const state of states)
          for (const serviceType of serviceTypes)
            checkCell(event, { state, serviceType, mark: cells[column] });
      });

  function checkCell(
    event: string,
    cell: { state: SupplierState; serviceType: ServiceType | null; mark: string },
  ): void {
    const transaction = supplying(cell.state, {}, cell.serviceType);
    const isRefusedForCopy = cell.serviceType === 'Copy' && ofLoansOnly.includes(event);
    const mark = isRefusedForCopy ? 'ua' : cell.mark;
    expect(
      seen(react(event, transaction), transaction),
      `${cell.state} ${cell.serviceType ?? 'none'}`,
    ).to.deep.equal(expectedOf[mark]?.(event, cell.state));
  }

  it('a request under a known id with other content is refused with the id and the word exists [nr 66]', () => {
    const { confirmation } = react('RequestChanged', supplying('WillSupply'));
    expect(confirmation).to.deep.equal({
      ok: false,
      errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'requestingAgencyRequestId: R1 exists' }],
    });
  });

  it('an unknown action is refused with its value [nr 87]', () => {
    const { confirmation } = react('Foo', supplying('Loaned'));
    expect(confirmation).to.deep.equal({
      ok: false,
      errors: [{ errorType: 'UnsupportedActionType', errorValue: 'Foo' }],
    });
  });

  it('a second Cancel or Renew while one waits makes no second task', () => {
    const waiting = { cancelPending: '2026-03-01T09:00:00.000Z', renewPending: '2026-03-01T09:00:00.000Z' };
    for (const [action, state] of [
      ['Cancel', 'WillSupply'],
      ['Renew', 'Loaned'],
    ] as const) {
      const transaction = supplying(state, waiting);
      expect(seen(react(action, transaction), transaction)).to.deep.equal(ok());
    }
  });

  it('what is on its way back is not renewed', () => {
    const transaction = supplying('Loaned', { returnShipped: '2026-03-01T09:00:00.000Z' });
    expect(seen(react('Renew', transaction), transaction).owed).to.deep.equal(['RenewResponse N Loaned']);
  });

  it('a Retry of a request that may be retried makes a new transaction in the same loan record [nr 58]', () => {
    const transaction = supplying('RetryPossible', { closedAt: '2026-03-01T09:00:00.000Z' });
    const reaction = react('Retry', transaction) as ReturnType<typeof receiveRequest>;
    const after = foldHappenings(viewOf(transaction), reaction.happenings);
    expect(after.transactions.size).to.equal(2);
    expect(after.record.current).to.equal(reaction.transaction);
    expect(after.transactions.get(transactionId)?.state).to.equal('RetryPossible');
  });

  it('a request is taken in with what names a person apart from the record', () => {
    const ctx = contextAt('2026-03-02T09:00:00Z');
    const origin = {
      peer: 'peer',
      edition: '2017',
      agency: 'isil:se-east',
      requestingKey: 'isil:se-north',
      supplyingKey: 'isil:se-east',
    };
    const reaction = receiveRequest(
      { ...request({ note: 'canary-note' }), patronInfo: { surname: 'canary-name' } },
      origin,
      ctx,
    );
    expect(JSON.stringify(reaction.happenings)).to.not.contain('canary');
    expect(JSON.stringify(reaction.sealed?.wish)).to.contain('canary-note').and.to.contain('canary-name');
    expect(reaction.happenings[0]?.record?.sealedWish).to.equal(reaction.sealed?.id);
    expect(reaction.happenings[0]?.transactions?.[reaction.transaction ?? '']?.state).to.equal(
      'RequestReceived',
    );
  });
});
