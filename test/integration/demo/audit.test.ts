import { expect } from 'chai';
import { applyPatch } from '../../../src/ledger/index.js';

interface Told {
  seq: number;
  at: string;
  kind: string;
  changes: { aggregate: string; id: string; set: object }[];
  transaction?: string;
  delivery?: string;
  facts?: object;
}

interface Compared {
  messages: number;
  unconfirmed: unknown[];
  lost: { what: string }[];
  doubled: { what: string }[];
  fromNowhere: { what: string }[];
  differing: { requestId: string }[];
}

type Compare = (ledgers: { name: string; entries: Told[] }[], patch: typeof applyPatch) => Compared;

// The demonstration is plain JavaScript: it runs on what `npm ci` has built.
const path: string = new URL('../../../scripts/demo/audit.mjs', import.meta.url).href;

const at = '2026-03-02T08:00:00.000Z';
const transaction = (role: string, state: string): Told['changes'] => [
  { aggregate: 'transaction', id: role, set: { role, state, requestingAgencyRequestId: 'R1' } },
];

const sent = (seq: number, what: string, body: string): Told[] => [
  {
    ...{ seq, at, kind: 'act', transaction: 'requester', delivery: `d${seq}`, changes: [] },
    facts: { direction: 'out', what, body },
  },
  {
    ...{
      seq: seq + 1,
      at,
      kind: 'message-confirmed',
      transaction: 'requester',
      delivery: `d${seq}`,
      changes: [],
    },
    facts: { attempt: 1, class: 'answered' },
  },
];

const heard = (seq: number, what: string, body: string): Told => ({
  ...{ seq, at, kind: 'message-received', transaction: 'supplier', changes: [] },
  facts: { direction: 'in', what, body, confirmed: 'OK' },
});

const opened = (role: string, state = 'Loaned'): Told => ({
  ...{ seq: 1, at, kind: 'opened', changes: transaction(role, state) },
});

describe('Two ledgers held against each other', () => {
  let compare: (north: Told[], south: Told[]) => Compared;

  before(async () => {
    const { compareLedgers } = (await import(path)) as { compareLedgers: Compare };
    compare = (north, south) =>
      compareLedgers(
        [
          { name: 'north', entries: [opened('requester'), ...north] },
          { name: 'south', entries: [opened('supplier'), ...south] },
        ],
        applyPatch,
      );
  });

  it('agree when each message that one sent and had confirmed was received once by the other', () => {
    const found = compare([...sent(2, 'Received', 'a')], [heard(2, 'Received', 'a')]);
    expect(found).to.deep.include({
      ...{ messages: 1, unconfirmed: [], lost: [], doubled: [], fromNowhere: [], differing: [] },
    });
  });

  it('show a message that was confirmed and stands nowhere', () => {
    const found = compare(
      [...sent(2, 'Received', 'a'), ...sent(4, 'ShippedReturn', 'b')],
      [heard(2, 'Received', 'a')],
    );
    expect(found.lost.map(({ what }) => what)).to.deep.equal(['ShippedReturn']);
  });

  it('show a message that was taken twice', () => {
    const twice = [heard(2, 'Received', 'a'), heard(3, 'Received', 'a')];
    expect(compare(sent(2, 'Received', 'a'), twice).doubled).to.have.length(1);
  });

  it('show a message whose bytes are not those that were sent, as lost here and from nowhere there', () => {
    const found = compare(sent(2, 'Received', 'a'), [heard(2, 'Received', 'b')]);
    expect([found.lost.length, found.fromNowhere.length]).to.deep.equal([1, 1]);
  });

  it('show a message that was never confirmed', () => {
    const [owed] = sent(2, 'Received', 'a');
    expect(compare(owed === undefined ? [] : [owed], []).unconfirmed).to.have.length(1);
  });

  it('show a loan that has ended for one side only', () => {
    const ended: Told = { ...opened('supplier', 'LoanCompleted'), seq: 2 };
    expect(compare([], [ended]).differing.map(({ requestId }) => requestId)).to.deep.equal(['R1']);
  });
});
