import { plainCalendar } from '../../../src/loan/index.js';
import { shippedPolicy } from '../../support/plain-house.js';
import { ProfileError } from '../../../src/peers/index.js';
import type { Caller } from '../../../src/access/index.js';
import type {
  CredentialView,
  Gateway,
  LoanDetail,
  RotaView,
  PeerTestResult,
  RecordOutcome,
} from '../../../src/desk/index.js';
import type { Admitted } from '../../../src/inbound/index.js';
import { balancesOf, statementOf } from '../../../src/loan/index.js';
import type { Claim, Delivery, LoanRecord, Transaction } from '../../../src/loan/index.js';
import { fakeNotices } from './fake-notices.js';
import { fakeParcels } from './fake-parcels.js';
import { fakeRules } from './fake-rules.js';
import { fakeWebhooks } from './fake-webhooks.js';

/** Largest message of a peer that it takes, in bytes. */
export const LIMIT = 4_096;

export const LOAN_ID = '0198f3a2-7c11-7b6e-9d55-6e4f0a1b2c3d';
const at = '2026-03-02T08:00:00.000Z';
const erased = { certificate: 'C-1', erased: 2, heldBack: [], shredded: true };
const isil = (value: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: value });

export const record: LoanRecord = {
  role: 'requester',
  agency: 'isil:se-north',
  phase: 'open',
  createdAt: at,
  libraryId: 'N-1',
  content: 'a-commitment',
  sealedWish: 'a-sealed-value',
  bibliographicInfo: {
    title: 'Kallocain',
    author: 'Karin Boye',
    bibliographicItemId: [
      {
        bibliographicItemIdentifierCode: { value: 'ISBN', scheme: 'urn:x' },
        bibliographicItemIdentifier: '9780140000000',
      },
    ],
  },
  publicationInfo: { publisher: 'Bonniers', publicationType: { value: 'Book' } },
  serviceInfo: { serviceType: 'Loan', serviceLevel: { value: 'Normal' } },
  billingInfo: { maximumCosts: { currencyCode: { value: 'EUR' }, monetaryValue: '10.00' } },
  suppliers: {
    '002': { agency: 'isil:se-east', agencyId: isil('SE-EAST') },
    '001': { agency: 'isil:se-south', agencyId: isil('SE-SOUTH'), transaction: 't1', outcome: 'asked' },
  },
  current: 't1',
  reports: { r1: { kind: 'damaged', by: 'us', at } },
  struck: { 'parcel-late s1': at },
  held: { h1: { verb: 'cancel', decideAt: at, heldAt: at, sealed: 'a-sealed-act', actor: 'p1' } },
};

export const transaction: { id: string } & Transaction = {
  id: 't1',
  role: 'requester',
  state: 'Loaned',
  loan: LOAN_ID,
  peer: 'south',
  edition: '2017',
  requestingAgencyId: isil('SE-NORTH'),
  supplyingAgencyId: isil('SE-SOUTH'),
  requestingKey: 'isil:se-north',
  supplyingKey: 'isil:se-south',
  requestingAgencyRequestId: 'abc',
  serviceType: 'Loan',
  mode: 'Loan',
  openedAt: at,
  dueDate: at,
  anomalies: { late: { text: 'A late answer.', at } },
};

export const delivery: { id: string } & Delivery = {
  id: 'd1',
  loan: LOAN_ID,
  transaction: 't1',
  peer: 'south',
  message: 'requestingAgencyMessage',
  what: 'Cancel',
  duplicates: 'unsafe',
  state: 'undecided',
  doubt: true,
  owedAt: at,
  dueAt: at,
  attempts: 2,
  cause: 'no answer in time',
};

const claim: Claim = {
  loan: LOAN_ID,
  transaction: 't1',
  peer: 'south',
  by: 'peer',
  cause: 'lost',
  state: 'settled',
  currency: 'EUR',
  charges: { item: { what: 'replacement', amount: '75.00', refundable: true } },
  lines: {
    '001-claimed': { kind: 'claimed', amount: '75.00', at, step: '001' },
    '002-agreed': { kind: 'agreed', amount: '75.00', at, step: '002' },
    '002-voucher': { kind: 'voucher', amount: '75.00', at, step: '002', vouchers: '9.5' },
  },
  steps: {
    '001': { kind: 'record', at, by: 'p1', note: 'a-sealed-note' },
    '002': { kind: 'pay', from: 'sent', at, by: 'p1' },
  },
  openedAt: at,
  refundUntil: at,
};

const rota: RotaView = {
  id: LOAN_ID,
  askAt: at,
  catalogues: [
    { catalogue: 'union', outcome: 'found', askedAt: at, foundBy: 'isbn', hits: 1, unknownHolders: 2 },
    { catalogue: 'other', outcome: 'down', askedAt: at, cause: 'HTTP 503' },
  ],
  suppliers: [
    {
      agencyId: 'ISIL:SE-SOUTH',
      outcome: 'asked',
      total: 40,
      parts: [
        {
          rule: 'holds',
          points: 40,
          most: 40,
          because: 'holds it, and it is in: Hcb',
          reason: { why: 'available-now', facts: { callNumber: 'Hcb' } },
        },
      ],
      remark: 'staff put it there',
      remarkWhy: { why: 'by-staff' },
      evidence: [
        {
          catalogue: 'union',
          askedAt: at,
          ageMinutes: 5,
          availability: 'available',
          lends: 'both',
          callNumber: 'Hcb',
        },
      ],
    },
    { agencyId: 'ISIL:SE-EAST', parts: [], evidence: [] },
  ],
};

const detail: LoanDetail = {
  id: LOAN_ID,
  record,
  transactions: [transaction],
  shipments: [{ id: 's1', loan: LOAN_ID, transaction: 't1', direction: 'out', ours: false, sentAt: at }],
  claims: [{ id: 'c1', ...claim }],
  deliveries: [delivery],
  attention: { queue: 'problem', why: 'delivery-undecided', reason: 'A message is undecided.', since: at },
  acts: {
    possible: [{ verb: 'receive', primary: true }],
    missing: [{ verb: 'return', refusal: 'not-in-this-state', why: 'The item has not been received.' }],
  },
  timeline: [
    {
      seq: 1,
      at,
      kind: 'loan-record-accepted',
      text: 'The request was taken in.',
      because: 'the library handed it in',
      actor: { kind: 'library', id: 'p1' },
    },
  ],
  planned: [
    {
      id: 'x',
      at,
      rule: 'parcel-late',
      subject: 's1',
      whose: 'ours',
      text: 'The parcel is late.',
      because: 'three days',
      from: at,
      days: 3,
      closed: ['2026-03-07/2026-03-08'],
      holdable: true,
    },
  ],
};

const termsDifference = { key: 'overdue.n1', before: '1', after: '2' };

const credential: CredentialView = {
  id: 'c1',
  direction: 'incoming',
  kind: 'certificate',
  pin: { fingerprint: 'ab'.repeat(32) },
  expiresAt: at,
  addedAt: at,
  changedAt: at,
  previousUntil: at,
};

const entryText = JSON.stringify({
  actor: { kind: 'system', id: 'gateway' },
  at,
  because: 'the gateway began',
  changes: [{ aggregate: 'peer', id: 'south', version: 1, set: { name: 'South' } }],
  kind: 'peer-added',
  seq: 7,
});

/** What was asked of the fake, newest last. */
export interface Asked {
  what: string;
  with: unknown;
  by?: Caller;
}

/** A gateway that knows one loan, one delivery and one peer; a test replaces what it wants to go otherwise. */
const peerTest: PeerTestResult = {
  peer: 'south',
  name: 'South',
  url: 'https://south.example/iso18626',
  verdict: 'reached',
  cause: 'UnrecognisedDataValue',
  statusCode: 200,
  durationMs: 12,
  errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'requestingAgencyRequestId' }],
  requestId: '01M87TGW40ERQA03SV5F2KZ0EX',
  from: 'ISIL:SE-NORTH',
  to: 'ISIL:SE-SOUTH',
  sent: '<ISO18626Message/>',
  answer: { contentType: 'application/xml', text: '<ISO18626Message/>', isCut: false },
};

type Hear = (what: string, given: unknown, by?: Caller) => void;

function fakeConformance(heard: Hear): Gateway['conformance'] {
  return {
    begin(asked, by) {
      heard('conformance.begin', asked, by);
      const begun = { kind: 'begun', mark: 'LWT0123456789abcdef', checks: 3 } as const;
      const other = { lost: { kind: 'unknown-peer' }, busy: { kind: 'running' } } as const;
      return Promise.resolve(asked.peer in other ? other[asked.peer as keyof typeof other] : begun);
    },
    view(peer, by) {
      heard('conformance.view', peer, by);
      const running = { state: 'running', mark: 'LWT0123456789abcdef', checks: 3, results: [] } as const;
      return peer === 'lost' ? undefined : running;
    },
    stop(peer, by) {
      heard('conformance.stop', peer, by);
      return peer !== 'lost';
    },
  };
}

function fakeFiles(heard: (what: string, given: unknown, by?: Caller) => void): Gateway['files'] {
  const sha256 = 'a'.repeat(64);
  const photo = { type: 'image/jpeg', bytes: 3, width: 16, height: 12, sha256 } as const;
  return {
    take: () => Promise.resolve({ kind: 'form', fields: {}, photos: [] }),
    fetchCopy(token) {
      heard('files.fetchCopy', token);
      if (token !== 'T-1') return Promise.resolve({ kind: token === 'T-2' ? 'over' : 'unknown' });
      return Promise.resolve({ kind: 'copy', type: 'application/pdf', content: Buffer.from('%PDF-1.4') });
    },
    conditions(loan, by) {
      heard('files.conditions', loan, by);
      const report = {
        id: 'C-1',
        when: 'arrived',
        by: 'us',
        at,
        marks: ['worn'],
        looks: 'A corner is bent.',
      } as const;
      return Promise.resolve([{ ...report, photos: { 'P-1': photo } }]);
    },
    photo(asked, by) {
      heard('files.photo', asked, by);
      if (asked.photo !== 'P-1')
        return Promise.resolve({ kind: asked.photo === 'P-2' ? 'destroyed' : 'unknown' });
      return Promise.resolve({ kind: 'photo', type: 'image/jpeg', content: Buffer.from([1, 2, 3]) });
    },
  };
}

export function fakeGateway(asked: Asked[] = []): Gateway {
  const heard = (what: string, given: unknown, by?: Caller): void => {
    asked.push({ what, with: given, ...(by === undefined ? {} : { by }) });
  };
  return {
    admit: (presented) => ({
      kind: 'admitted',
      presented,
      gate: {} as Admitted['gate'],
      proof: { proven: new Set(), held: new Set() },
      bodyLimitBytes: LIMIT,
      chargedTo: presented.address,
      done: () => undefined,
    }),
    turnAway(refused) {
      heard('turnAway', refused);
      return Promise.resolve();
    },
    receive(incoming) {
      heard('receive', incoming);
      return Promise.resolve({ statusCode: 200, body: Buffer.from('<ISO18626Message/>') });
    },
    loanRecords: fakeLoanRecords(heard),
    // The API does not ask for it.
    work: {} as Gateway['work'],
    reveal: {} as Gateway['reveal'],
    files: fakeFiles(heard),
    conformance: fakeConformance(heard),
    exports: {} as Gateway['exports'],
    verification: {} as Gateway['verification'],
    caseFolder: () => Promise.resolve(''),
    erasures: {
      preview(asked, by) {
        heard('erasures.preview', asked, by);
        return Promise.resolve({ erasable: 2, heldBack: [{ loan: 'L-3', why: 'it is still open' }] });
      },
      erase(asked, by) {
        heard('erasures.erase', asked, by);
        if (asked.patron === 'P-2')
          return Promise.resolve({ kind: 'proposed', proposal: { proposal: 'E-1', until: at, requests: 2 } });
        return Promise.resolve({ kind: 'erased', done: erased });
      },
      waiting(by) {
        heard('erasures.waiting', by);
        const proposedBy = { kind: 'person', id: 'privacy desk' } as const;
        const waits = { proposedAt: at, proposedBy, until: at, because: 'asked for it', requests: 2 };
        return Promise.resolve([{ id: 'E-1', ...waits, isOwn: false }]);
      },
      approve(id, by) {
        heard('erasures.approve', id, by);
        if (id === 'own') return Promise.resolve({ kind: 'refused', why: 'same-person' });
        if (id === 'late') return Promise.resolve({ kind: 'refused', why: 'ran-out' });
        if (id === 'none') return Promise.resolve({ kind: 'refused', why: 'unknown' });
        return Promise.resolve({ kind: 'erased', done: erased });
      },
    },
    rota: {
      explain(record, by) {
        heard('rota', record, by);
        return Promise.resolve(record.by === 'id' && record.id === 'unknown' ? undefined : rota);
      },
      order(record, suppliers, by) {
        heard('order', { record, suppliers }, by);
        return Promise.resolve({ kind: 'done', loan: LOAN_ID, owed: ['d9'] });
      },
      seek(record, by) {
        heard('seek', record, by);
        return Promise.resolve({ kind: 'done', loan: LOAN_ID, owed: [] });
      },
    },
    notices: fakeNotices(heard),
    policies: {
      show(peer) {
        if (peer === 'nobody') return { kind: 'unknown-peer' };
        const about = { name: 'default', about: 'Most libraries.', source: 'Practice.' } as const;
        const replan = { state: 'idle', done: 3, all: 3, startedAt: at, finishedAt: at } as const;
        return {
          policy: shippedPolicy,
          profile: 'uk-fil',
          set: { overdue: { n1: 2 } },
          peers: ['south'],
          profiles: [about],
          replan,
        };
      },
      change(asked, by) {
        heard('policies.change', asked, by);
        if (asked.set['overdue'] === 'soon')
          return Promise.resolve({ kind: 'faults', faults: ['overdue: an object'] });
        return Promise.resolve({ kind: 'changed', differences: [termsDifference] });
      },
      history: () =>
        Promise.resolve([
          {
            ...{ seq: 4, at, kind: 'policy-changed', of: 'house', by: 'anna', because: 'as agreed' },
            differences: [termsDifference],
          },
        ]),
      dryRun(asked, by) {
        heard('policies.dryRun', asked, by);
        return Promise.resolve({
          loans: 1,
          tally: { 'overdue-notice': { now: 1, then: 2 } },
          differences: [{ loan: LOAN_ID, rule: 'overdue-notice', now: [at], then: [at, at] }],
          next: LOAN_ID,
        });
      },
      below: () => shippedPolicy,
      undo(asked, by) {
        heard('policies.undo', asked, by);
        if (asked.seq === 404) return Promise.resolve({ kind: 'unknown-entry' });
        return Promise.resolve({ kind: 'changed', differences: [termsDifference] });
      },
      peerCalendars: () => [{ peer: 'south', name: 'South', isSaid: false, calendar: plainCalendar }],
      calendars: () => [
        { agency: 'ISIL:SE-NORTH', name: 'North', calendar: plainCalendar, set: { timeZone: 'UTC' } },
      ],
      changeCalendar(asked, by) {
        heard('policies.changeCalendar', asked, by);
        if (asked.agency === 'ISIL:NONE') return Promise.resolve({ kind: 'unknown-agency' });
        return Promise.resolve({ kind: 'unchanged' });
      },
    },
    claims: {
      list(filter, by) {
        heard('claims', filter, by);
        const about = { loan: LOAN_ID, peer: 'south', peerName: 'South', title: 'Kallocain' };
        return Promise.resolve({ items: [{ id: 'c1', claim, ...about }], next: 'c1' });
      },
      // The API does not ask for it.
      board: () => Promise.resolve([]),
      balances: () =>
        Promise.resolve(balancesOf([claim]).map((balance) => ({ ...balance, peerName: 'South' }))),
      statement({ peer, from, to }, by) {
        heard('statement', { peer, from, to }, by);
        if (peer !== 'south') return Promise.resolve(undefined);
        const booked = { id: 'c1', claim, requestingAgencyRequestId: 'abc', title: '=SUM(A1)' };
        return Promise.resolve({
          peer,
          peerName: 'South',
          from,
          to,
          sheets: statementOf([booked], { from, to }),
        });
      },
    },
    deliveries: {
      list(filter, by) {
        heard('deliveries', filter, by);
        return Promise.resolve({ items: [delivery], next: LOAN_ID });
      },
      causes: () =>
        Promise.resolve([
          { cause: 'HTTP 500', state: 'undecided', count: 3, peers: ['south'], oldestOwedAt: at },
        ]),
      act(given) {
        heard('delivery-act', given, given.by);
        return Promise.resolve({
          answer: { kind: 'done', loan: LOAN_ID, delivery: given.delivery, wake: [given.delivery] },
          replay: false,
        });
      },
    },
    ledger: {
      loanFacts: () => Promise.resolve(new Map()),
      events: ({ after }) =>
        Promise.resolve({
          items: [
            {
              seq: after + 1,
              at,
              type: 'shipped',
              loan: LOAN_ID,
              libraryId: 'N-1',
              dueDate: at,
              carrier: 'Post',
            },
          ],
          after: after + 9,
          more: after === 0,
        }),
      entries: ({ after }) =>
        Promise.resolve({
          items: [{ seq: 7, leafHash: 'ab'.repeat(32), text: entryText }],
          after: after + 7,
          more: false,
        }),
      checkpoint: () => Promise.resolve('lendwire\n7\nroot\n\n— lendwire sig\n'),
    },
    peers: {
      list: () =>
        Promise.resolve([
          {
            id: 'south',
            name: 'South',
            url: 'https://south.example/iso18626',
            edition: '2017',
            agencies: ['ISIL:SE-SOUTH'],
            patronData: false,
            demands: ['bearer'],
            shows: ['message'],
            credentialEndsAt: at,
            failures: 0,
            lastGoodAt: at,
            undelivered: 1,
          },
        ]),
      import(file, by) {
        heard('import-peers', file, by);
        return Promise.resolve({ added: ['south'], changed: [], unchanged: [] });
      },
      profiles: () => [
        {
          name: 'mine',
          about: 'Mine.',
          source: 'a letter',
          edition: '2017',
          rules: [{ name: 'r', does: 'It does.' }],
        },
      ],
      dryRun: ({ peer, profile }) => {
        if (profile === 'nope')
          return Promise.reject(new ProfileError('there is no profile nope; there are mine'));
        const changed = [
          {
            seq: 7,
            at,
            direction: 'out' as const,
            what: 'Request',
            lines: [{ sign: '-' as const, text: '<a>' }],
          },
          {
            seq: 8,
            at,
            direction: 'in' as const,
            what: 'Cancel',
            fields: [{ path: 'note', was: '‹3 characters›' }],
          },
        ];
        const run = { peer, profile, replayed: 3, unchanged: 1, notReplayable: 1, changed };
        return Promise.resolve(peer === 'south' ? run : undefined);
      },
      quirks: (peer) =>
        Promise.resolve(
          peer === 'south'
            ? [
                {
                  ...{ id: 'empty-status', says: 'sends an empty status in 3 of 3 cases', seen: 3, of: 3 },
                  change: { rules: [{ rule: 'empty-status', parameters: {} }] },
                  dryRun: { replayed: 3, unchanged: 0, notReplayable: 0, changed: 3 },
                },
              ]
            : undefined,
        ),
      adopt: ({ proposal }) =>
        Promise.resolve(proposal === 'empty-status' ? { kind: 'done' } : { kind: 'unknown-proposal' }),
      pause: (id) => Promise.resolve(id === 'south' ? { kind: 'done' } : { kind: 'unknown-peer' }),
      test: (id) =>
        Promise.resolve(
          id === 'south'
            ? { kind: 'done', test: peerTest }
            : { kind: id === 'busy' ? 'running' : 'unknown-peer' },
        ),
      resume: (id) => Promise.resolve(id === 'south' ? { kind: 'unchanged' } : { kind: 'unknown-peer' }),
    },
    credentials: {
      list: (peer) => Promise.resolve(peer === 'south' ? [credential] : undefined),
      add(peer, asked, by) {
        heard('add-credential', asked, by);
        return Promise.resolve(
          peer === 'south' ? { kind: 'done', id: 'c1', secret: 'made-here' } : { kind: 'unknown-peer' },
        );
      },
      rotate(which, asked, by) {
        heard('rotate-credential', { which, asked }, by);
        return Promise.resolve(
          asked.secret === undefined
            ? { kind: 'faults', faults: [{ field: 'secret', detail: 'is missing' }] }
            : { kind: 'done', id: which.id },
        );
      },
      remove: ({ id }) =>
        Promise.resolve(id === 'c1' ? { kind: 'done', id } : { kind: 'unknown-credential' }),
    },
    webhooks: fakeWebhooks(heard),
    rules: fakeRules(heard),
    ...fakeParcels(heard),
    jobs: {
      survey: () =>
        Promise.resolve({
          ...{ backend: 'sqlite', isStarted: false, connected: false, fallback: false, errors: 0, jobs: [] },
        }),
      agendash: () => undefined,
    },
    readiness: () =>
      Promise.resolve({
        checks: {
          database: { ok: true },
          ledger: { ok: true },
          jobs: { ok: true, detail: 'redeliver 1 s ago' },
        },
        oldestUndeliveredAt: at,
        credentialsEnding: 1,
      }),
    gauges: () =>
      Promise.resolve({
        waiting: { peers: 3 },
        undelivered: [{ peer: 'south', state: 'owed', count: 2 }],
        oldestUndeliveredSeconds: 12,
        ledgerEntries: 7,
        jobs: [{ name: 'redeliver', secondsSinceRun: 1, lagSeconds: 42, failures: 2 }],
        credentials: [{ peer: 'south', direction: 'incoming', kind: 'bearer', secondsLeft: 60 }],
      }),
  };
}

function fakeLoanRecords(heard: (what: string, given: unknown, by?: Caller) => void): Gateway['loanRecords'] {
  return {
    accept(records, by) {
      heard('accept', records, by);
      return Promise.resolve(
        records.map((given): RecordOutcome => {
          const { id } = given as { id?: string };
          return { status: 'accepted', id: LOAN_ID, libraryId: id ?? '?' };
        }),
      );
    },
    change(reference, content, by) {
      heard('change', { reference, content }, by);
      return Promise.resolve({ status: 'replaced', id: LOAN_ID, libraryId: 'N-1' });
    },
    withdraw(reference, by) {
      heard('withdraw', reference, by);
      return Promise.resolve({ kind: 'done', loan: LOAN_ID, owed: ['d2'] });
    },
    act(given) {
      heard('act', given, given.by);
      return Promise.resolve({ answer: { kind: 'done', loan: LOAN_ID, owed: ['d2'] }, replay: false });
    },
    list(filter, by) {
      heard('list', filter, by);
      const summary = {
        id: LOAN_ID,
        libraryId: 'N-1',
        role: 'requester' as const,
        agency: 'isil:se-north',
        phase: 'open' as const,
        createdAt: at,
        title: 'Kallocain',
        state: 'Loaned' as const,
        attention: 'problem' as const,
      };
      return Promise.resolve({ items: [summary], next: LOAN_ID });
    },
    get(reference, by) {
      heard('get', reference, by);
      const isKnown = reference.by === 'id' ? reference.id === LOAN_ID : reference.libraryId === 'N-1';
      return Promise.resolve(isKnown ? detail : undefined);
    },
  };
}
