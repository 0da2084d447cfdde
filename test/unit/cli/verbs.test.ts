import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { actBodies } from '../../../src/http/api/loans/act-bodies.js';
import { actWords } from '../../../src/cli/acts/act-words.js';
import { fakeGateway, lendwire, problem, type FakeGateway, type Ran, type Reply } from './running.js';

let gateway: FakeGateway | undefined;

async function asking(words: readonly string[], reply: Reply): Promise<Ran> {
  gateway = await fakeGateway(() => reply);
  return lendwire(words, { env: gateway.env });
}

const asked = (): FakeGateway['asked'][0] => {
  const [first] = gateway?.asked ?? [];
  if (first === undefined) throw new Error('nothing was asked');
  return first;
};

/** Each suite puts away what its own tests opened, and no other suite's. */
function putAwayAfterEach(): void {
  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
  });
}

describe('lendwire act', () => {
  putAwayAfterEach();

  const done = { body: { result: 'done', loanRecord: 'L1', deliveries: ['D1'] } };

  it('says what is to be done in the API’s words, with a key of its own', async () => {
    const words = ['ship', 'library:N/1', '--due-date', '2027-01-03', '--tracking-id', 'X1', '--note', 'hi'];
    const ran = await asking(['act', ...words], done);
    expect(asked()).to.include({ method: 'POST', address: '/api/v1/loan-records/library%3AN%2F1/acts' });
    expect(asked().body).to.deep.equal({ verb: 'ship', dueDate: '2027-01-03', trackingId: 'X1', note: 'hi' });
    expect(asked().headers['idempotency-key']).to.match(/^[0-9a-f-]{36}$/);
    expect([ran.code, ran.out]).to.deep.equal([
      0,
      'The item is on its way. 1 message to the peer: D1.\nRequest L1.',
    ]);
  });

  it('knows every act of the API, and offers for each what the API takes', () => {
    expect(Object.keys(actWords)).to.have.members(Object.keys(actBodies));
    const samples: Record<string, unknown> = {
      ...{ confirmed: true, answer: 'N', outcome: 'found', decision: 'waived', cause: 'lost' },
      ...{ amount: '75.00', currency: 'EUR', vouchers: '1', fee: '5' },
      ...{ party: 'patron', direction: 'in', channel: 'mail', result: 'agreed' },
      ...{ packing: ['boxed'], marks: ['worn', 'wet'], tell: true, when: 'arrived' },
      ...{ template: 'recall', language: 'sv', way: 'letter' },
    };
    for (const [verb, { options }] of Object.entries(actWords)) {
      const said = (place?: string): Record<string, unknown> =>
        Object.fromEntries(
          options
            .filter(({ within }) => within === place)
            .map(({ field, read }) => [field, samples[field] ?? read?.('12.00 EUR') ?? '2027-01-03']),
        );
      const condition = said('condition');
      const whole = { verb, ...said(), ...(Object.keys(condition).length === 0 ? {} : { condition }) };
      const read = actBodies[verb as keyof typeof actBodies].safeParse(whole);
      expect(read.error?.issues, verb).to.equal(undefined);
    }
  });

  it('keeps a key that is given, and tells when the act was done before', async () => {
    const ran = await asking(['act', 'receive', 'L1', '--key', 'k1'], {
      headers: { 'idempotent-replay': 'true' },
      body: { result: 'done', loanRecord: 'L1', deliveries: [] },
    });
    expect(asked().headers['idempotency-key']).to.equal('k1');
    expect(ran.out).to.contain('It was done before, under the same key. Nothing has to be sent for it.');
  });

  it('names the copy’s own address apart from the gateway’s', async () => {
    await asking(['act', 'supply-copy', 'L1', '--copy-url', 'https://copies.example/1'], done);
    expect(asked().body).to.deep.equal({ verb: 'supply-copy', url: 'https://copies.example/1' });
  });

  it('tells until when an act is held', async () => {
    const ran = await asking(['act', 'cancel', 'L1'], {
      status: 202,
      body: { result: 'held', loanRecord: 'L1', act: 'A1', decideAt: '2026-03-02T08:00:30.000Z' },
    });
    expect(ran.out).to.contain('Held until 2026-03-02 08:00 UTC');
  });

  it('says why an act is refused, and ends with 1', async () => {
    const ran = await asking(
      ['act', 'check-in', 'L1'],
      problem(409, { detail: 'Nothing has been lent.', refusal: 'not-in-this-state' }),
    );
    expect([ran.code, ran.err]).to.deep.equal([1, 'lendwire: Nothing has been lent.']);
  });
});

describe('lendwire records', () => {
  putAwayAfterEach();

  const items = [
    {
      id: 'L1',
      libraryId: 'N-1',
      role: 'requester',
      agency: 'isil:se-north',
      phase: 'open',
      createdAt: '2026-03-02T08:00:00.000Z',
      title: 'Aniara',
      state: 'Loaned',
      peer: 'south',
      dueDate: '2026-04-01T23:59:59.000Z',
      attention: 'overdue',
    },
  ];

  it('lists requests with the filters that are given, and says how to see more', async () => {
    const words = ['records', '--state', 'Loaned', '--due-before', '2026-05-01', '--library-id', 'N-1'];
    const ran = await asking(words, { body: { items, next: '/api/v1/loan-records?state=Loaned&after=L1' } });
    const query = Object.fromEntries(new URL(asked().address, 'http://x').searchParams);
    expect(query).to.deep.equal({ state: 'Loaned', dueBefore: '2026-05-01', libraryId: 'N-1' });
    expect(ran.out.split('\n')).to.deep.equal([
      'ID  LIBRARY ID  WE      STATE   PEER   DUE         NEEDS YOU  TITLE',
      'L1  N-1         borrow  Loaned  south  2026-04-01  overdue    Aniara',
      'There is more: the same with --after L1',
    ]);
  });

  it('gives the API’s own answer as JSON', async () => {
    const ran = await asking(['records', 'list', '--json'], { body: { items } });
    expect(JSON.parse(ran.out)).to.deep.equal({ items });
  });

  it('says under what is owed how a person decides about it, with the verbs that its state takes', async () => {
    const shown = async (role: string, ...deliveries: object[]): Promise<string[]> => {
      const record = { role, phase: 'open', bibliographicInfo: {}, suppliers: [], held: [] };
      const lists = { transactions: [], shipments: [], reports: [], timeline: [], planned: [] };
      const ran = await asking(['records', 'show', 'L1'], {
        body: { id: 'L1', record, ...lists, deliveries, possible: [], missing: [] },
      });
      expect(ran.err).to.equal('');
      return ran.out.split('\n').filter((line) => line.includes('lendwire deliveries'));
    };
    const doubtful = { id: 'D1', what: 'Cancel', state: 'undecided', doubt: true, attempts: 1 };
    const givenUp = { id: 'D2', what: 'Received', state: 'given-up', attempts: 9 };
    const waiting = { id: 'D3', what: 'Received', state: 'owed', attempts: 1 };
    expect(await shown('requester', doubtful, givenUp, waiting)).to.deep.equal([
      '  Decide: lendwire deliveries probe|send-again|drop D1',
      '  Decide: lendwire deliveries send-again|compose-anew|drop D2',
    ]);
    expect(
      await shown('supplier', { ...givenUp, doubt: true }, { ...givenUp, state: 'stopped' }),
    ).to.deep.equal([
      '  Decide: lendwire deliveries send-again|drop D2',
      '  Decide: lendwire deliveries send-again|compose-anew|drop D2',
    ]);
  });

  it('shows a request with what happened and why, what will happen, and what can be done', async () => {
    const at = '2026-03-02T08:00:00.000Z';
    const ran = await asking(['records', 'show', 'L1'], {
      body: {
        id: 'L1',
        record: {
          role: 'requester',
          phase: 'open',
          libraryId: 'N-1',
          createdAt: at,
          bibliographicInfo: { title: 'Aniara\u001b[2J' },
          serviceInfo: { serviceType: 'Loan' },
          suppliers: [{ agencyId: 'ISIL:SE-EAST', outcome: 'unfilled' }, { agencyId: 'ISIL:SE-SOUTH' }],
          held: [],
        },
        attention: { queue: 'overdue', reason: 'The due date is over.', since: at },
        transactions: [
          {
            id: 'T1',
            state: 'Loaned',
            peer: 'south',
            supplyingAgencyId: 'ISIL:SE-SOUTH',
            requestingAgencyId: 'ISIL:SE-NORTH',
            requestingAgencyRequestId: 'R1',
            openedAt: at,
          },
        ],
        shipments: [{ id: 'S1', transaction: 'T1', direction: 'out', ours: false, sentAt: at }],
        reports: [],
        deliveries: [],
        timeline: [{ seq: 1, at, kind: 'accepted', text: 'Accepted.', because: 'It was handed in.' }],
        planned: [
          { id: 'P1', at, rule: 'parcel-late', text: 'It counts as late.', because: 'Sent long ago.' },
        ],
        possible: [
          { verb: 'receive', primary: true },
          { verb: 'return', primary: false, needsConfirmation: true },
        ],
        missing: [{ verb: 'cancel', why: 'The item is on loan.' }],
      },
    });
    expect(ran.out.split('\n')).to.deep.equal([
      'Request L1: we are the requester, it is open',
      '  Library id  N-1',
      '  Title       Aniara [2J',
      '  Service     Loan',
      '  Suppliers   ISIL:SE-EAST (unfilled); ISIL:SE-SOUTH',
      '  Needs you: The due date is over. (overdue, since 2026-03-02 08:00)',
      '',
      'Asked of',
      '  STATE   SUPPLIER       PEER   REQUEST ID  OPENED',
      '  Loaned  ISIL:SE-SOUTH  south  R1          2026-03-02 08:00',
      '',
      'Parcels',
      '  WAY    SENT BY  SENT              STATE',
      '  there  them     2026-03-02 08:00  on its way',
      '',
      'What happened',
      '  2026-03-02 08:00  Accepted.',
      '                    because: It was handed in.',
      '',
      'What will happen by itself',
      '  2026-03-02 08:00  It counts as late.',
      '                    because: Sent long ago.',
      '',
      'What you can do now',
      '  receive  (most likely next)',
      '  return  (add --confirmed)',
      '',
      'What you cannot, and why',
      '  cancel: The item is on loan.',
    ]);
  });
});

describe('lendwire deliveries', () => {
  putAwayAfterEach();

  it('lists them with their cause', async () => {
    const ran = await asking(['deliveries', '--state', 'given-up', '--peer', 'south'], {
      body: {
        items: [
          {
            ...{ id: 'D1', loan: 'L1', transaction: 'T1', peer: 'south', message: 'request', what: 'Cancel' },
            ...{ duplicates: 'unsafe', state: 'given-up', doubt: true, attempts: 9, cause: 'HTTP 500' },
            ...{ owedAt: '2026-03-02T08:00:00.000Z', dueAt: '2026-03-02T08:00:00.000Z' },
          },
        ],
      },
    });
    expect(asked().address).to.equal('/api/v1/deliveries?state=given-up&peer=south');
    expect(ran.out).to.match(/^D1 +south +Cancel +given-up, in doubt +9 +2026-03-02 08:00 +HTTP 500$/m);
  });

  it('groups what waits by its cause', async () => {
    const ran = await asking(['deliveries', 'causes'], {
      body: {
        items: [
          {
            ...{ cause: 'HTTP 500', state: 'owed', count: 3, peers: ['south', 'east'] },
            oldestOwedAt: '2026-03-02T08:00:00.000Z',
          },
        ],
      },
    });
    expect(ran.out).to.match(/^HTTP 500 +owed +3 +south east +2026-03-02 08:00$/m);
  });

  for (const verb of ['send-again', 'compose-anew', 'probe'])
    it(`asks for ${verb}`, async () => {
      const ran = await asking(['deliveries', verb, 'D1'], {
        body: { result: 'done', loanRecord: 'L1', delivery: 'D1', deliveries: ['D1'] },
      });
      expect([ran.code, asked().method, asked().address]).to.deep.equal([
        0,
        'POST',
        `/api/v1/deliveries/D1/${verb}`,
      ]);
    });

  it('drops one with a reason, and not without', async () => {
    const ran = await asking(['deliveries', 'drop', 'D1', '--reason', 'the peer is gone'], {
      body: { result: 'done', loanRecord: 'L1', delivery: 'D1', deliveries: [] },
    });
    expect(ran.code).to.equal(0);
    expect(asked().body).to.deep.equal({ reason: 'the peer is gone' });
    expect((await lendwire(['deliveries', 'drop', 'D1'])).code).to.equal(64);
  });
});

describe('lendwire peers', () => {
  putAwayAfterEach();

  it('hands a peers file in and names what is new', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lendwire-peers-'));
    const file = join(folder, 'peers.json');
    writeFileSync(file, '\ufeff[{"id":"south"}]');
    const ran = await asking(['peers', 'import', file], {
      body: { added: ['south'], changed: [], unchanged: ['east', 'west'] },
    });
    writeFileSync(file, '[');
    const broken = await lendwire(['peers', 'import', file], { env: gateway?.env ?? {} });
    rmSync(folder, { recursive: true });
    expect(asked().body).to.deep.equal([{ id: 'south' }]);
    expect(ran.out).to.equal('Added: south\nUnchanged: east, west');
    expect(broken.code).to.equal(1);
    expect(broken.err).to.contain('is not JSON');
  });

  it('shows the faults of a peers file one below the other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lendwire-peers-'));
    const file = join(folder, 'peers.json');
    writeFileSync(file, '[]');
    const detail = 'The peers file cannot be used:\n✖ an http or https URL\n  → at [0].url';
    const ran = await asking(['peers', 'import', file], problem(422, { detail }));
    rmSync(folder, { recursive: true });
    expect(ran.err).to.equal(`lendwire: ${detail}`);
  });

  it('tells how it stands with each', async () => {
    const view = {
      name: 'South',
      url: 'https://south.example',
      edition: '2017',
      agencies: ['ISIL:SE-SOUTH'],
    };
    const ran = await asking(['peers', 'list'], {
      body: {
        items: [
          { id: 'a', ...view, failures: 0, undelivered: 0, lastGoodAt: '2026-03-02T08:00:00.000Z' },
          { id: 'b', ...view, failures: 7, undelivered: 4, breakerOpenUntil: '2026-03-02T09:00:00.000Z' },
          { id: 'c', ...view, failures: 7, undelivered: 4, pausedAt: '2026-03-02T08:00:00.000Z' },
        ],
      },
    });
    const states = ran.out
      .split('\n')
      .slice(1)
      .map((row) => row.replace(/^.*example +\d +/, ''));
    expect(states).to.deep.equal([
      'good, last 2026-03-02 08:00',
      'failed 7 times in a row, tried again 2026-03-02 09:00',
      'paused since 2026-03-02 08:00',
    ]);
  });

  it('tests one, and says what it proves and what to do', async () => {
    const tested = {
      ...{ result: 'reached', peer: 'south', name: 'South', url: 'https://south.test/' },
      ...{ cause: 'UnrecognisedDataValue', statusCode: 200, durationMs: 43 },
      ...{ errors: [{ errorType: 'UnrecognisedDataValue', errorValue: 'id' }], requestId: '01M8' },
      ...{ from: 'ISIL:N', to: 'ISIL:S', sent: '<sent/>' },
      answer: { contentType: 'application/xml', text: '<came/>\u001b[2J', isCut: false },
    };
    const good = await asking(['peers', 'test', 'south', '--show'], { body: tested });
    expect(good.code).to.equal(0);
    expect(good.out.split('\n')).to.deep.equal([
      'south answers as it should: UnrecognisedDataValue: id (HTTP 200, 43 ms).',
      'Address, certificate, keys and protocol are right.',
      ...['', 'Sent to https://south.test/:', '<sent/>'],
      ...['', 'Came back as application/xml:', '<came/> [2J'],
    ]);
    const { answer: _none, statusCode: _status, ...rest } = tested;
    const bad = await asking(['peers', 'test', 'south'], {
      body: { ...rest, result: 'not-reached', cause: 'connection refused', errors: [] },
    });
    expect(bad.code).to.equal(1);
    expect(bad.out).to.include('did not answer in the protocol: connection refused (43 ms).');
    expect(bad.out).to.include('Compare the address with them');
  });

  it('pauses and resumes', async () => {
    const paused = await asking(['peers', 'pause', 'south'], { body: { result: 'done' } });
    expect([asked().address, paused.out]).to.deep.equal([
      '/api/v1/peers/south/pause',
      'south is paused: nothing goes to it until it is resumed.',
    ]);
  });
});
