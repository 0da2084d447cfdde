import { expect } from 'chai';
import { newId } from '../../src/platform/index.js';
import {
  ledgersHold,
  shown,
  twoLibraries,
  type Libraries,
  type Library,
  type Lending,
} from '../support/two-libraries.js';

interface Shown {
  id: string;
  parcel: string;
  direction: string;
  carrier?: string;
  trackingIds: string[];
  itemIds: string[];
  arrivedAt?: string;
  lateAt?: string;
  lostAt?: string;
  expected?: { median: string; p90: string; samples: number };
  insurance?: object;
}

describe('a parcel with two requests in it', () => {
  afterEach(ledgersHold);

  it('is scanned in any order: label, item, slip, slip, item; both requests travel under its number', async () => {
    const two = await twoLibraries();
    const [one, other] = await promised(two, 2);
    const [first, second] = await Promise.all([slipOf(two.south, one!), slipOf(two.south, other!)]);

    const codes = ['RR123456785SE', '3001', first, second, '3002'];
    const { body: looked } = await two.south.api('POST', '/api/v1/scan', { codes });
    expect(looked).to.deep.nested.include({
      'reading.offer': 'ship',
      'reading.trackingIds': ['RR123456785SE'],
      'reading.carrier': 'PostNord AB',
      'reading.left': [],
    });
    const done = await scan(two, two.south, codes);

    expect(done['acts']).to.have.lengthOf(2);
    const [a, b] = await Promise.all([
      shipmentsOf(two.south, one!.south),
      shipmentsOf(two.south, other!.south),
    ]);
    expect(a[0]?.parcel).to.equal(b[0]?.parcel);
    expect(a[0]).to.deep.include({
      itemIds: ['3001'],
      trackingIds: ['RR123456785SE'],
      carrier: 'PostNord AB',
    });
    expect(b[0]).to.deep.include({ itemIds: ['3002'], trackingIds: ['RR123456785SE'] });
    for (const loan of [one!, other!]) {
      const [theirs] = await shipmentsOf(two.north, loan.north);
      expect(theirs).to.deep.include({ trackingIds: ['RR123456785SE'], carrier: 'PostNord AB' });
    }
  });

  it('is received by its label alone, with everything that travels in it', async () => {
    const two = await twoLibraries();
    const loans = await inOneParcel(two, 'JD014600006281230704');

    const { body } = await two.north.api('POST', '/api/v1/scan', { codes: ['jd01 4600 0062 8123 0704'] });
    expect(body).to.nested.include({ 'reading.offer': 'receive', 'reading.requests.length': 2 });
    await scan(two, two.north, ['JD014600006281230704']);

    for (const loan of loans) {
      expect((await shipmentsOf(two.north, loan.north))[0]?.arrivedAt, 'here').to.be.a('string');
      expect((await shipmentsOf(two.south, loan.south))[0]?.arrivedAt, 'there').to.be.a('string');
    }
    const { body: away } = await two.south.api('GET', '/api/v1/parcels?way=out');
    expect(away['items']).to.deep.equal([]);
  });

  it('is split and joined again, each with its reason in the ledger; what has arrived is neither', async () => {
    const two = await twoLibraries();
    const [one, other] = await inOneParcel(two, 'RR123456785SE');
    const [part] = await shipmentsOf(two.south, other!.south);
    const parcel = part!.parcel;

    await onParcel(two, parcel, { verb: 'split', shipment: part!.id });
    const [alone] = await shipmentsOf(two.south, other!.south);
    expect(alone?.parcel).to.not.equal(parcel);
    await onParcel(two, parcel, { verb: 'join', parcel: alone!.parcel });
    expect((await shipmentsOf(two.south, other!.south))[0]?.parcel).to.equal(parcel);
    await onParcel(two, parcel, { verb: 'arrived' });
    expect((await shipmentsOf(two.south, one!.south))[0]?.arrivedAt).to.be.a('string');
    const late = await tryOnParcel(two, parcel, { verb: 'split', shipment: part!.id });
    expect(late).to.deep.include({ status: 409 });
    expect(late.body).to.include({ refusal: 'arrived-already' });
  });

  it('gets its label last: the number reaches the other library for both requests', async () => {
    const two = await twoLibraries();
    const [one, other] = await promised(two, 2);
    const slips = [await slipOf(two.south, one!), await slipOf(two.south, other!)];
    await scan(two, two.south, [slips[0]!]);
    const [first] = await shipmentsOf(two.south, one!.south);
    await scan(two, two.south, [slips[1]!]);
    const [second] = await shipmentsOf(two.south, other!.south);
    await onParcel(two, first!.parcel, { verb: 'join', parcel: second!.parcel });

    const done = await scan(two, two.south, [slips[0]!, '1Z999AA10123456784']);

    expect(done).to.nested.include({ 'reading.offer': 'add-tracking' });
    for (const loan of [one!, other!]) {
      const [theirs, ...more] = await shipmentsOf(two.north, loan.north);
      expect(more).to.deep.equal([]);
      expect(theirs?.trackingIds).to.deep.equal(['1Z999AA10123456784']);
    }
  });

  it('keeps apart what goes to other libraries or was scanned in the wrong place, and says why', async () => {
    const two = await twoLibraries();
    const [loan] = await promised(two, 1);
    await two.act('south', loan!, 'ship', { itemId: '3001' });
    const { body: wrong } = await two.north.api('POST', '/api/v1/scan', { codes: ['nobody-knows-this'] });
    expect(wrong).to.nested.include({ 'reading.fault': 'slip-missing' });
    expect(wrong).to.not.have.nested.property('reading.offer');
    await two.act('north', loan!, 'receive');
    await two.act('north', loan!, 'return');
    const { body: gone } = await two.north.api('POST', '/api/v1/scan', { codes: ['3001'] });
    expect(gone).to.nested.include({ 'reading.fault': 'not-possible' });
    expect(gone).to.have.nested.property('reading.requests[0].why').that.is.a('string');
  });
});

describe('one request in two parcels', () => {
  afterEach(ledgersHold);

  it('has two shipments on both sides, each of which arrives and is missed by itself', async () => {
    const two = await twoLibraries();
    const [loan] = await promised(two, 1);
    await two.act('south', loan!, 'ship', { itemId: '3001', carrier: 'DHL', trackingId: 'JD01' });
    await two.act('south', loan!, 'send-further', { itemId: '3002', carrier: 'DHL', trackingId: 'JD02' });

    const theirs = await shipmentsOf(two.north, loan!.north);
    expect(theirs.map(({ trackingIds }) => trackingIds)).to.deep.equal([['JD01'], ['JD02']]);
    const ours = await shipmentsOf(two.south, loan!.south);
    await onParcel(two, ours[1]!.parcel, { verb: 'lost' });
    const after = await shipmentsOf(two.south, loan!.south);
    expect(after.map(({ lostAt }) => lostAt !== undefined)).to.deep.equal([false, true]);
    expect((await shown(two.south, loan!.south))['reports'], 'half a loan is no loss').to.deep.equal([]);
  });
});

describe('a parcel that is lost on its way and found again', () => {
  afterEach(ledgersHold);

  it('is reported for each request in it, and taken back for each', async () => {
    const two = await twoLibraries();
    const loans = await inOneParcel(two, 'RR123456785SE');
    const [part] = await shipmentsOf(two.south, loans[0]!.south);

    await onParcel(two, part!.parcel, { verb: 'trace' });
    await onParcel(two, part!.parcel, { verb: 'lost', note: 'the carrier has burnt down' });
    for (const { south, north } of loans) {
      expect((await shown(two.south, south))['reports']).to.have.nested.property('[0].kind', 'lost');
      expect((await shipmentsOf(two.south, south))[0]?.lostAt).to.be.a('string');
      expect((await shown(two.north, north))['attention']).to.not.equal(undefined);
    }
    await onParcel(two, part!.parcel, { verb: 'found' });
    for (const { south } of loans) {
      expect((await shown(two.south, south))['reports']).to.have.nested.property('[0].decision', 'found');
      expect((await shipmentsOf(two.south, south))[0]?.lostAt).to.equal(undefined);
    }
    const again = await tryOnParcel(two, part!.parcel, { verb: 'found' });
    expect(again.body).to.include({ refusal: 'not-lost' });
  });
});

describe('parcels between two libraries', () => {
  afterEach(ledgersHold);

  it('are listed by way, peer, lateness and the time of posting, page by page', async () => {
    const two = await twoLibraries();
    const [one, other] = await promised(two, 2);
    await two.act('south', one!, 'ship', { insuredFor: '500.00 SEK' });
    const between = new Date(two.clock.now().getTime() + 3_600_000).toISOString();
    await two.pass({ hours: 2 });
    await two.act('south', other!, 'ship');
    const loansIn = async (library: Library, query: string): Promise<string[]> => {
      const { status, body } = await library.api('GET', `/api/v1/parcels${query}`);
      expect(status, query).to.equal(200);
      return (body['items'] as { requests: { loan: string }[] }[]).flatMap(({ requests }) =>
        requests.map(({ loan }) => loan),
      );
    };
    const both = [one!.south, other!.south];
    expect(await loansIn(two.south, '?way=out&peer=north')).to.deep.equal(both);
    for (const query of ['?way=in', '?peer=nobody', '?late=true'])
      expect(await loansIn(two.south, query), query).to.deep.equal([]);
    expect(await loansIn(two.north, '?way=in&peer=south')).to.deep.equal([one!.north, other!.north]);
    const { body: first } = await two.south.api('GET', '/api/v1/parcels?limit=1');
    const rest = new URL(first['next'] as string, 'http://x').search;
    expect(await loansIn(two.south, rest)).to.deep.equal([other!.south]);
    const span = (from: string, before: string): string => `?sentFrom=${from}&sentBefore=${before}`;
    const [early, late] = ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z'];
    expect(await loansIn(two.south, span(early, between))).to.deep.equal([one!.south]);
    expect(await loansIn(two.south, span(between, late))).to.deep.equal([other!.south]);
    const { status } = await two.south.api('GET', `/api/v1/parcels?sentFrom=${early}`);
    expect(status, 'a period has two ends').to.equal(400);

    await two.pass({ days: 30 });
    expect(await loansIn(two.south, '?late=true')).to.deep.equal(both);
    const { body } = await two.south.api('GET', '/api/v1/parcels?late=true');
    const [parcel] = body['items'] as object[];
    expect(parcel).to.deep.include({
      ...{ state: 'late', next: 'ask-requester' },
      insurance: { insured: true, amount: '500.00', currency: 'SEK' },
    });
    const [{ id }] = body['items'] as [{ id: string }];
    await onParcel(two, id, { verb: 'trace' });
    const traced = await two.south.api('GET', `/api/v1/parcels/${id}`);
    expect(traced.body).to.include({ next: 'await-search' }).and.have.property('tracedAt');
    await two.act('north', one!, 'receive');
    expect(await loansIn(two.south, '?late=true')).to.deep.equal([other!.south]);
    expect(await loansIn(two.south, span(early, between)), 'posted is posted').to.deep.equal([one!.south]);
  });

  it('are late once nine of ten earlier ones had arrived, long before the policy’s rule', async () => {
    const two = await twoLibraries();
    for (let count = 0; count < 6; count += 1) {
      const [loan] = await promised(two, 1);
      await two.act('south', loan!, 'ship');
      await two.pass({ days: 2 });
      await two.act('north', loan!, 'receive');
    }
    await two.pass({ hours: 1 });
    for (const library of [two.south, two.north]) await library.app.jobs.runOne('track', two.clock.now());

    const [loan] = await promised(two, 1);
    await two.act('south', loan!, 'ship');
    const [sent] = await shipmentsOf(two.south, loan!.south);
    const [heard] = await shipmentsOf(two.north, loan!.north);
    expect(sent?.expected).to.include({ samples: 6 });
    expect(heard?.expected).to.include({ samples: 6 });
    await two.pass({ days: 1 });
    expect((await shipmentsOf(two.north, loan!.north))[0]?.lateAt).to.equal(undefined);
    await two.pass({ days: 2 });
    expect((await shipmentsOf(two.north, loan!.north))[0]?.lateAt, 'there').to.be.a('string');
    expect((await shipmentsOf(two.south, loan!.south))[0]?.lateAt, 'here').to.be.a('string');
  });
});

/** Requests that south has promised to north. */
async function promised(two: Libraries, count: number): Promise<Lending[]> {
  const loans: Lending[] = [];
  for (let made = 0; made < count; made += 1) {
    const loan = await two.ask();
    await two.act('south', loan, 'will-supply');
    loans.push(loan);
  }
  return loans;
}

async function inOneParcel(two: Libraries, label: string): Promise<Lending[]> {
  const loans = await promised(two, 2);
  const slips = await Promise.all(loans.map((loan) => slipOf(two.south, loan)));
  await scan(two, two.south, [...slips, label]);
  return loans;
}

/** The request id, as a slip has it in its barcode. */
async function slipOf(library: Library, loan: Lending): Promise<string> {
  const { transactions } = await shown(library, loan.south);
  const [transaction] = transactions as { requestingAgencyRequestId: string }[];
  return transaction?.requestingAgencyRequestId ?? '';
}

async function shipmentsOf(library: Library, loan: string): Promise<Shown[]> {
  return (await shown(library, loan))['shipments'] as Shown[];
}

async function scan(
  two: Libraries,
  library: Library,
  codes: readonly string[],
): Promise<Record<string, unknown>> {
  const answer = await library.api(
    'POST',
    '/api/v1/scan',
    { codes, act: true },
    { 'idempotency-key': newId() },
  );
  expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
  await two.settle();
  return answer.body;
}

async function tryOnParcel(two: Libraries, parcel: string, act: object): ReturnType<Library['api']> {
  const key = { 'idempotency-key': newId() };
  const answer = await two.south.api('POST', `/api/v1/parcels/${parcel}/acts`, act, key);
  await two.settle();
  return answer;
}

async function onParcel(two: Libraries, parcel: string, act: object): Promise<void> {
  const { status, body } = await tryOnParcel(two, parcel, act);
  expect(status, JSON.stringify(body)).to.equal(200);
}
