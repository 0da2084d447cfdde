import { expect } from 'chai';
import type { ParcelView } from '../../../src/desk/index.js';
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

const parcel: ParcelView = {
  id: 'P1',
  way: 'out',
  state: 'late',
  next: 'ask-requester',
  peer: 'north',
  peerName: 'North\u001b[31m',
  agency: 'isil:se-south',
  carrier: 'Library van',
  routing: 'S-14',
  numbers: [{ trackingId: 'RR1', url: 'https://carrier.example/RR1' }],
  insurance: { insured: true, amount: '500.00', currency: 'SEK' },
  packing: ['boxed'],
  sentAt: '2026-03-02T08:00:00.000Z',
  expected: { median: '2026-03-04T08:00:00.000Z', p90: '2026-03-06T08:00:00.000Z', samples: 12 },
  lateAt: '2026-03-06T08:00:00.000Z',
  events: [{ status: 'in-transit', at: '2026-03-03T08:00:00.000Z', carrier: 'van', trackingId: 'RR1' }],
  requests: [
    {
      ...{ loan: 'L1', shipment: 'S1', requestId: 'R-1', direction: 'out', state: 'Loaned' },
      ...{ title: 'Kallocain', itemIds: ['3001'] },
    },
  ],
  possible: ['arrived', 'trace', 'lost'],
};

describe('lendwire shipments', () => {
  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
  });

  it('lists what is away with when it should arrive and what to do next, and says how to see more', async () => {
    const next = '/api/v1/parcels?after=2026-03-02T08%3A00%3A00.000Z~P1';
    const ran = await asking(['shipments', 'list', '--way', 'out', '--late', '--peer', 'north'], {
      body: { items: [parcel], next },
    });
    expect(asked().address).to.equal('/api/v1/parcels?way=out&peer=north&late=true');
    expect(ran.out)
      .to.include('2026-03-04 – 2026-03-06')
      .and.include('ask the other library whether it came')
      .and.include('--after 2026-03-02T08:00:00.000Z~P1');
    expect(ran.out, 'what a peer calls itself cannot colour the terminal').to.not.include('\u001b');
  });

  it('shows one parcel whole, with what can be done', async () => {
    const ran = await asking(['shipments', 'show', 'P1'], { body: parcel });
    for (const said of [
      'S-14',
      'https://carrier.example/RR1',
      '500.00 SEK',
      '12 earlier parcels',
      'Kallocain',
    ])
      expect(ran.out).to.include(said);
    expect(ran.out).to.match(/You can: arrived, trace, lost\.$/);
  });

  const acts: readonly [words: string[], body: object][] = [
    [['join', 'P1', 'P2'], { verb: 'join', parcel: 'P2' }],
    [['split', 'P1', 'S1'], { verb: 'split', shipment: 'S1' }],
    [
      ['add-tracking', 'P1', 'RR1', 'RR2', '--carrier', 'DHL'],
      { verb: 'add-tracking', trackingIds: ['RR1', 'RR2'], carrier: 'DHL' },
    ],
    [['arrived', 'P1'], { verb: 'arrived' }],
    [['trace', 'P1'], { verb: 'trace' }],
    [['lost', 'P1', '--note', 'burnt'], { verb: 'lost', note: 'burnt' }],
    [['found', 'P1'], { verb: 'found' }],
  ];
  for (const [words, body] of acts)
    it(`says ${words[0] ?? ''} in the API’s words, with a key of its own`, async () => {
      const done = { result: 'done', parcel: 'P1', loanRecords: ['L1', 'L2'], deliveries: ['D1'] };
      const ran = await asking(['shipments', 'act', ...words], { body: done });
      expect(asked()).to.include({ method: 'POST', address: '/api/v1/parcels/P1/acts' });
      expect(asked().body).to.deep.equal(body);
      expect(asked().headers['idempotency-key']).to.match(/^[0-9a-f-]{36}$/);
      expect(ran.out).to.include('It holds for 2 requests; 1 message to the peer.');
    });

  it('ends with 1 and the gateway’s reason where an act is not possible', async () => {
    const refusal = problem(409, { detail: 'The parcel does not count as lost.' });
    const ran = await asking(['shipments', 'act', 'found', 'P1'], refusal);
    expect(ran.code).to.equal(1);
    expect(ran.err).to.include('The parcel does not count as lost.');
  });

  const reading = {
    codes: [
      { code: 'R-1', is: 'request', loan: 'L1', requestId: 'R-1' },
      { code: '3001', is: 'new-item', loan: 'L1', requestId: 'R-1' },
    ],
    requests: [{ loan: 'L1', requestId: 'R-1', peer: 'north', peerName: 'North', verb: 'ship' }],
    ...{ trackingIds: [], left: [], offer: 'ship' },
  };

  it('reads a scan and does nothing before it is told to', async () => {
    const ran = await asking(['shipments', 'scan', 'R-1', '3001', '--item', '3001'], {
      body: { reading, acts: [] },
    });
    expect(asked().body).to.deep.equal({ codes: ['R-1', { code: '3001', as: 'item' }] });
    expect(asked().headers['idempotency-key']).to.equal(undefined);
    expect(ran.out).to.include('a new item').and.include('Offered: ship for 1 request, North.');
    expect(ran.out).to.include('Nothing was done: add --do.');
    expect(ran.code).to.equal(0);
  });

  it('does it with --do, and ends with 1 where something was refused or nothing is offered', async () => {
    const answer = { reading, acts: [{ loan: 'L1', result: 'refused', detail: 'no' }], parcel: 'P1' };
    const ran = await asking(['shipments', 'scan', 'R-1', '--do', '--key', 'k'], { body: answer });
    expect(asked().body).to.deep.equal({ codes: ['R-1'], act: true });
    expect(asked().headers['idempotency-key']).to.equal('k');
    expect([ran.code, ran.out.includes('L1: refused – no')]).to.deep.equal([1, true]);
    await gateway?.stop();
    const { offer: _offered, ...nothing } = { ...reading, fault: 'not-possible' };
    const refused = await asking(['shipments', 'scan', 'R-1', '--do'], {
      body: { reading: nothing, acts: [] },
    });
    expect([refused.code, refused.out.includes('Not with all of these')]).to.deep.equal([1, true]);
  });
});

describe('lendwire carriers', () => {
  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
  });

  it('says all of a carrier anew', async () => {
    const words = ['--name', 'Van', '--alias', 'V', '--page', 'https://van.example/{id}', '--csv'];
    const ran = await asking(['carriers', 'set', 'van', ...words, '--routing', 'north=S-14'], {
      body: { result: 'done' },
    });
    expect(asked()).to.include({ method: 'PUT', address: '/api/v1/carriers/van' });
    expect(asked().body).to.deep.equal({
      ...{ name: 'Van', url: 'https://van.example/{id}', aliases: ['V'] },
      ...{ source: { kind: 'csv' }, routing: { north: 'S-14' } },
    });
    expect(ran.out).to.equal('The carrier van is as you said.');
  });

  it('lists and removes; a feed and files do not go together', async () => {
    const listed = await asking(['carriers'], {
      body: { items: [{ id: 'van', name: 'Van', source: { kind: 'csv' } }] },
    });
    expect(listed.out).to.match(/van +Van +csv/);
    await gateway?.stop();
    await asking(['carriers', 'remove', 'van'], { body: { result: 'done' } });
    expect(asked()).to.include({ method: 'DELETE', address: '/api/v1/carriers/van' });
    const both = ['carriers', 'set', 'van', '--name', 'V', '--csv', '--feed', 'https://x/{id}'];
    expect((await lendwire(both, { env: gateway?.env ?? {} })).code).to.equal(64);
  });
});
