import { expect } from 'chai';
import { ReasonForMessage, Status, type YesNo } from '../../../src/iso18626/index.js';
import { requesterReceives, type SupplierState } from '../../../src/loan/index.js';
import { mayTell } from '../../../src/loan/compose/may-tell.js';
import { tell, type Telling } from '../../../src/loan/compose/tell.js';
import { reasonsTable } from '../../../src/loan/tables/reasons-table.js';
import { rowsOf, serviceTypes, supplierStates } from './cells.js';
import { requesting, sam, supplying, transactionId, viewOf } from './given.js';
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

// m moves, c the current status, - never.
const expected = rowsOf(
  statuses,
  `
  RequestResponse          | m | m | m | m | c | c | c | - | m | m | m | c | c | c
  RequestResponse Y        | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  RequestResponse N        | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  StatusChange             | m | m | m | m | m | m | m | m | m | m | m | m | m | -
  StatusChange Y           | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  StatusChange N           | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  StatusRequestResponse    | c | c | c | c | c | c | c | - | c | c | c | c | c | c
  StatusRequestResponse Y  | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  StatusRequestResponse N  | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  RenewResponse            | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  RenewResponse Y          | - | - | - | m | - | - | - | - | - | - | - | - | - | -
  RenewResponse N          | c | c | c | c | c | c | c | - | c | c | c | c | c | c
  CancelResponse           | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  CancelResponse Y         | - | - | - | - | - | - | - | - | - | - | - | - | - | m
  CancelResponse N         | c | c | c | c | c | c | c | - | c | c | c | c | c | -
  Notification             | c | c | c | c | c | c | c | - | c | c | c | c | c | c
  Notification Y           | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  Notification N           | - | - | - | - | - | - | - | - | - | - | - | - | - | -
  `,
);
const marks: Record<string, string> = { m: 'moves', c: 'current', '-': 'no' };
const answers = ['none', 'Y', 'N'] as const;
const ctx = contextAt('2026-03-02T09:00:00Z');

describe('reason, answer and status of a supplier’s message', () => {
  it('are listed, each with each', () => {
    const rows = Object.values(ReasonForMessage).flatMap((reason) =>
      answers.map((answer) => (answer === 'none' ? reason : `${reason} ${answer}`)),
    );
    expect(expected.map(([row]) => row).sort()).to.deep.equal(rows.sort());
    expect([...statuses].sort()).to.deep.equal(Object.values(Status).sort());
  });

  for (const [row, cells] of expected)
    it(`${row} says what the table lets it say, and nothing else [nr 64, 70]`, () => {
      const [reasonForMessage, answerYesNo] = row.split(' ') as [ReasonForMessage, YesNo?];
      const { says } = reasonsTable[reasonForMessage][answerYesNo ?? 'none'];
      for (const status of statuses) expect(says?.[status] ?? 'no', status).to.equal(marks[cells[status]]);
      for (const state of supplierStates)
        for (const status of statuses)
          for (const serviceType of serviceTypes)
            checkTelling({ reasonForMessage, answerYesNo, status }, cells[status], {
              ...supplying(state, {}, serviceType),
            });
    });

  function checkTelling(
    saying: { reasonForMessage: ReasonForMessage; answerYesNo: YesNo | undefined; status: Status },
    mark: string,
    before: ReturnType<typeof supplying>,
  ): void {
    const isTold = mayTell(before, saying);
    const where = `${before.state} > ${saying.status}`;
    const stands = before.state === 'New' ? 'RequestReceived' : before.state;
    if (mark === '-') expect(isTold, where).to.equal(false);
    if (mark === 'c') expect(isTold, where).to.equal(saying.status === stands);
    const { status, reasonForMessage, answerYesNo } = saying;
    const isEvent = status === 'ReleaseHoldReturn';
    const state = isEvent ? 'Loaned' : (status satisfies SupplierState);
    const telling: Telling = {
      reasonForMessage,
      ...(answerYesNo === undefined ? {} : { answerYesNo }),
      ...(isEvent ? { status } : {}),
    };
    const told = (): unknown =>
      tell({ view: viewOf(before), transaction: transactionId, state: { ...before, state }, ctx }, telling)
        .owe.message;
    if (isTold)
      expect(told(), where).to.deep.include({
        messageInfo: { reasonForMessage, ...(answerYesNo === undefined ? {} : { answerYesNo }) },
      });
    else expect(told, where).to.throw(/may not be told from/);
  }

  it('a Notification moves nothing, whatever status and answer it carries [nr 79]', () => {
    for (const status of statuses)
      for (const answer of answers) {
        const message = sam(
          {
            reasonForMessage: 'Notification',
            note: 'Supplier: XYZ',
            ...(answer === 'none' ? {} : { answerYesNo: answer }),
          },
          { status, dueDate: '2027-01-01T00:00:00Z' },
        );
        for (const state of ['Sent', 'WillSupply', 'Loaned', 'Received', 'LoanCompleted'] as const) {
          const view = viewOf(requesting(state));
          const { confirmation, happenings } = requesterReceives(
            { view, transaction: transactionId },
            message,
            ctx,
          );
          expect(confirmation).to.deep.equal({ ok: true });
          expect(
            happenings.map(({ transactions, event }) => ({ transactions, event: event?.type })),
          ).to.deep.equal([{ transactions: undefined, event: 'needs-attention' }]);
        }
      }
  });
});
