import { expect } from 'chai';
import { house, requesterAsks, requesterSays, supplierSays, type House } from '../support/house.js';
import type { Reader } from '../../src/admin/frame/reader.js';
import { fieldsOf } from '../../src/admin/request/message-view.js';
import { translator } from '../../src/admin/words/translate.js';
import { decode } from '../../src/iso18626/index.js';
import { messageBytes } from '../../src/outbound/index.js';
import { plays } from '../support/scripted-peer.js';

const south = 'ISIL:SE-SOUTH';

let north: House;

async function opened(...of: Parameters<typeof house>): Promise<House> {
  north = await house(...of);
  return north;
}

async function state(loan: string): Promise<Record<string, unknown>> {
  const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
  return (body['transactions'] as Record<string, unknown>[])[0] ?? {};
}

describe('how a library is named', () => {
  afterEach(() => north.close());

  it('[7.3 nr 43] does not depend on case and blanks, and the confirmation spells it as it came', async () => {
    await opened([{ id: 'ISIL:DK-710100' }]);
    await north.peer('south', [south]);
    const posted = await north.post(requesterAsks({ requestId: 'A1', from: south, to: 'isil: dk-710100 ' }));
    expect(posted.text).to.include('messageStatus>OK<');
    expect(posted.text).to.include('agencyIdType>isil<').and.include('agencyIdValue> dk-710100 <');
  });

  it('[7.3 nr 44] may be an alias, and whoever used it hears it in every answer', async () => {
    await opened();
    const peer = await north.peer('south', [], {
      agencies: [{ id: south, aliases: ['OCLC:SOU'] }],
    });
    await north.post(requesterAsks({ requestId: 'A1', from: 'OCLC:SOU' }));
    const loan = await north.newestLoan();
    await north.act(loan, 'will-supply');
    const told = peer.arrived.at(-1)?.message;
    expect(told?.header.requestingAgencyId).to.deep.equal({
      agencyIdType: { value: 'OCLC' },
      agencyIdValue: 'SOU',
    });
    expect(await state(loan)).to.include({ state: 'WillSupply', peer: 'south' });
  });
});

describe('a supplier that changes within a loan', () => {
  afterEach(() => north.close());

  it('[7.6 nr 86] is taken from the broker that it stands behind, and answered there', async () => {
    await opened();
    const broker = await north.peer('broker', [south, 'ISIL:SE-WEST'], { profile: 'crosslink-transparent' });
    const { loan, requestId } = await north.asks(south);

    const posted = await north.post(supplierSays({ requestId, from: 'ISIL:SE-WEST', status: 'WillSupply' }));

    expect(posted.text).to.include('messageStatus>OK<');
    expect(await state(loan)).to.include({ state: 'WillSupply' });
    expect((await north.lastReceived()).facts?.['remarks']).to.deep.equal(['supplier-changed']);
    await north.act(loan, 'cancel');
    expect(broker.arrived.at(-1)?.message?.header.supplyingAgencyId?.agencyIdValue).to.equal('SE-WEST');
  });

  it('[7.6 nr 86] is refused by name from anybody else', async () => {
    await opened();
    await north.peer('south', [south]);
    await north.peer('west', ['ISIL:SE-WEST']);
    const { loan, requestId } = await north.asks(south);

    const posted = await north.post(supplierSays({ requestId, from: 'ISIL:SE-WEST', status: 'Loaned' }));

    expect(posted.status).to.equal(200);
    expect(posted.text)
      .to.include('errorType>UnrecognisedDataValue<')
      .and.include('errorValue>supplyingAgencyId<');
    expect(await state(loan)).to.include({ state: 'Sent' });
  });
});

describe('what a peer answers', () => {
  afterEach(() => north.close());

  const ends = {
    'HTTP 201 with a confirmation': { play: plays.created, state: 'answered' },
    '409 with JSON': {
      play: plays.http(409, { 'content-type': 'application/json' }, '{}'),
      state: 'stopped',
    },
    '400 with a confirmation ERROR': {
      play: plays.refuses([{ errorType: 'UnrecognisedDataValue', errorValue: 'title' }], 400),
      state: 'refused',
    },
    'a page': { play: plays.page, state: 'undecided' },
    'nothing under 200': { play: plays.http(200), state: 'undecided' },
    'the confirmation of another message': { play: plays.wrongConfirmation, state: 'answered' },
  } as const;
  for (const [what, { play, state: expected }] of Object.entries(ends))
    it(`[7.7 nr 91] ${what}: the request is ${expected}`, async () => {
      await opened();
      const peer = await north.peer('south', [south]);
      peer.always(play);
      const { loan } = await north.asks(south);
      const states = (await north.entries(loan)).flatMap(({ changes }) =>
        changes.filter(({ aggregate }) => aggregate === 'delivery').map(({ set }) => set['state']),
      );
      expect(states.filter(Boolean).at(-1)).to.equal(expected);
    });

  it('[7.7 nr 91] 409 after an ambiguous attempt of the same bytes: the peer has it', async () => {
    await opened();
    const peer = await north.peer('south', [south], {
      profile: 'koha-core',
      duplicates: { request: 'safe' },
    });
    peer.next(plays.reset, plays.http(409, { 'content-type': 'application/json' }, '{"error":"exists"}'));
    const { loan } = await north.asks(south);
    north.clock.move(120_000);
    await north.settle();
    const confirmed = (await north.entries(loan)).find(({ facts }) => facts?.['class'] === 'already-had');
    expect(confirmed?.facts).to.include({ statusCode: 409 });
  });

  it('UnsupportedActionType after the loan was closed there is no failure, where the profile says so', async () => {
    await opened();
    const peer = await north.peer('south', [south], { profile: 'koha-core' });
    const { loan, requestId } = await north.asks(south);
    const says = { requestId, from: south, supplierId: '17' };
    await north.post(supplierSays({ ...says, status: 'Loaned' }));
    peer.always(plays.refuses([{ errorType: 'UnsupportedActionType', errorValue: 'Received' }], 400));
    await north.act(loan, 'receive');
    const answered = (await north.entries(loan)).at(-1);
    expect(answered?.facts).to.include({ class: 'answered', cause: 'closed at their end', statusCode: 400 });
    expect((await state(loan))['anomalies']).to.deep.equal([]);
  });

  it('is sent on as the profile says: another address for each kind of message, and another content type', async () => {
    await opened();
    const replies = await north.peer('replies', ['ISIL:SE-EAST']);
    await north.peer('south', [south], {
      wire: { http: { urls: { supplyingAgencyMessage: replies.url }, contentType: 'text/xml' } },
    });
    await north.post(requesterAsks({ requestId: 'A1', from: south }));
    await north.act(await north.newestLoan(), 'will-supply');
    expect(replies.arrived).to.have.length(1);
    expect(replies.arrived[0]?.headers).to.include({ 'content-type': 'text/xml' });
  });
});

describe('an item that is reported lost', () => {
  afterEach(() => north.close());

  for (const [edition, losses] of [
    ['2014', ['requestingAgencyMessage/action (in the note)']],
    ['2017', ['requestingAgencyMessage/action (in the note)']],
    ['2021', undefined],
  ] as const)
    it(`is told in words to a peer of ${edition} only where it has no action for it, and the entry says so`, async () => {
      await opened();
      const peer = await north.peer('south', [south], { edition });
      const { loan, requestId } = await north.asks(south);
      await north.post(supplierSays({ requestId, from: south, status: 'Loaned' }));
      await north.act(loan, 'receive');
      expect((await north.act(loan, 'report-lost', { note: 'On a train.' })).status).to.equal(200);
      const [told] = (await north.entries(loan)).filter(({ facts }) => facts?.['verb'] === 'report-lost');
      expect(told?.facts?.['losses']).to.deep.equal(losses);
      expect(peer.arrived.at(-1)?.body.toString()).to.include(
        losses === undefined ? 'action>Lost<' : '[ill:lost v1]',
      );
    });
});

describe('a link to a copy, for a peer whose edition has no element for it', () => {
  afterEach(() => north.close());

  it('[7.6 nr 85] goes as itemId, and the entry says so', async () => {
    await opened();
    await north.peer('south', [south], { edition: '2017' });
    await north.post(requesterAsks({ requestId: 'A1', from: south }).replace('>Loan<', '>Copy<'));
    const loan = await north.newestLoan();
    const { status, body } = await north.act(loan, 'supply-copy', { url: 'https://copies.example/1' });
    expect(status, JSON.stringify(body)).to.equal(200);
    const [told] = (await north.entries(loan)).filter(({ facts }) => facts?.['verb'] === 'supply-copy');
    expect(told?.facts?.['losses']).to.deep.equal([
      'supplyingAgencyMessage/deliveryInfo/URL (in another element)',
    ]);
  });
});

describe('the quirks of systems', () => {
  afterEach(() => north.close());

  it('[7.8 nr 100] `#seq:3#` is kept in the bytes and left out of what staff read; `#lastSeq:3#` is answered', async () => {
    await opened();
    await north.peer('south', [south], { profile: 'reshare' });
    const { loan, requestId } = await north.asks(south);
    await north.post(supplierSays({ requestId, from: south, status: 'WillSupply', note: 'Soon. #seq:3#' }));

    const came = await north.lastReceived();
    const body = await north.library.app.storage.readers.deliveries.body(came.facts?.['bodyId'] as string);
    expect(body?.holes).to.deep.equal(['Soon. #seq:3#']);
    expect(came.facts?.['rules']).to.include('sequence-tags');
    const ask = (number: number): Promise<{ text: string }> => {
      const note = `#lastSeq:${number}#`;
      const timestamp = `2026-03-02T09:00:0${number}Z`;
      return north.post(supplierSays({ requestId, from: south, timestamp, note }));
    };
    expect((await ask(3)).text)
      .to.include('messageStatus>OK<')
      .and.include('errorValue>3<');
    expect((await ask(4)).text).to.include('messageStatus>ERROR<');
    expect(await state(loan)).to.include({ state: 'WillSupply' });
  });

  it('[7.8 nr 98] bytes come back exactly as they came and went, whatever rules had a hand in them', async () => {
    await opened();
    const peer = await north.peer('south', [south], {
      profile: 'reshare',
      wire: { envelope: { prefix: '', attributes: 'unqualified' }, times: { precision: 'milliseconds' } },
    });
    const { loan, requestId } = await north.asks(south);
    const posted = supplierSays({
      requestId,
      from: south,
      status: 'WillSupply',
      note: 'Å <b>&amp; #seq:3#'.replace('<b>', ''),
    });
    await north.post(posted);

    const { deliveries } = north.library.app.storage.readers;
    const bytesOf = async (id: unknown): Promise<string> => {
      const body = await deliveries.body(id as string);
      return body === undefined ? '' : messageBytes(body).toString('utf8');
    };
    expect(await bytesOf((await north.lastReceived()).facts?.['bodyId'])).to.equal(posted);
    const [sent] = (await north.entries(loan)).filter(({ facts }) => facts?.['direction'] === 'out');
    const arrived = peer.arrived[0]?.body.toString('utf8') ?? '';
    expect(await bytesOf(sent?.facts?.['bodyId'])).to.equal(arrived);
    expect(arrived).to.match(/<ISO18626Message xmlns="[^"]*" version="1.2"><request><header>/);
    expect(arrived).to.match(/<timestamp>[^<]*:\d\d\.000Z<\/timestamp>/);
  });

  it('[7.8 nr 100] the same message under another running number is the same message', async () => {
    await opened();
    await north.peer('south', [south], { profile: 'reshare' });
    const { loan, requestId } = await north.asks(south);
    const says = (note: string): string =>
      supplierSays({ requestId, from: south, status: 'WillSupply', note });
    const first = await north.post(says('Soon. #seq:3#'));
    const again = await north.post(says('Soon. #seq:4#'));
    expect(again.text).to.equal(first.text);
    const received = (await north.entries(loan)).filter(({ facts }) => facts?.['direction'] === 'in');
    expect(received).to.have.length(1);
  });

  for (const [note, profile, remark] of [
    ['ACCEPT', 'crosslink-opaque', 'condition-accepted'],
    ['REJECT', 'crosslink-opaque', 'condition-refused'],
    ['#ReShareLoanConditionAgreeResponse#', 'reshare', 'condition-accepted'],
  ] as const)
    it(`[7.8 nr 100] ${note} from a peer that writes it is told to staff, and moves nothing`, async () => {
      await opened();
      await north.peer('south', [south], { profile });
      await north.post(requesterAsks({ requestId: 'A1', from: south }));
      const loan = await north.newestLoan();
      const before = (await state(loan))['state'];
      await north.post(requesterSays({ requestId: 'A1', from: south, action: 'Notification', note }));
      expect((await north.lastReceived()).facts?.['remarks']).to.deep.equal([remark]);
      expect(await state(loan)).to.have.property('state', before);
      expect((await state(loan))['anomalies']).to.have.nested.property('[0].id', remark);
    });

  it('[7.8 nr 100] the same words from any other peer are words', async () => {
    await opened();
    await north.peer('south', [south]);
    await north.post(requesterAsks({ requestId: 'A1', from: south }));
    const note = '#ReShareLoanConditionAgreeResponse#';
    await north.post(requesterSays({ requestId: 'A1', from: south, action: 'Notification', note }));
    expect((await north.lastReceived()).facts).to.not.have.any.keys('remarks', 'rules');
    expect((await state(await north.newestLoan()))['anomalies']).to.deep.equal([]);
  });

  for (const [profile, itemId] of [
    ['crosslink-transparent', 'multivol:v1,QA,B1,multivol:v2,QA,B2'],
    ['reshare', 'multivol:v1##QA##B1###multivol:v2##QA##B2'],
  ] as const)
    it(`[7.8 nr 100] several volumes as ${profile} packs them are unpacked`, async () => {
      await opened();
      await north.peer('south', [south], { profile });
      const { loan, requestId } = await north.asks(south);
      const delivery = `<deliveryInfo><dateSent>2026-03-02T08:00:00Z</dateSent><itemId>${itemId}</itemId></deliveryInfo>`;
      await north.post(supplierSays({ requestId, from: south, status: 'Loaned', delivery }));
      const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
      expect(body['shipments']).to.have.nested.property('[0].itemId', 'B1');
      expect((await north.lastReceived()).facts?.['remarks']).to.deep.equal(['several-volumes']);
    });

  it('[7.8 nr 100] a supplier that names placeholders, or nobody, is known by our number', async () => {
    await opened();
    await north.peer('south', [south], { profile: 'koha-core' });
    const { loan, requestId } = await north.asks(south);
    const posted = await north.post(
      supplierSays({
        requestId,
        from: 'ISIL:sup_agency_value',
        to: 'ISIL:req_agency_value',
        supplierId: '17',
        status: 'WillSupply',
      }),
    );
    expect(posted.text).to.include('messageStatus>OK<').and.include('sup_agency_value');
    expect(await state(loan)).to.include({ state: 'WillSupply', supplyingAgencyRequestId: '17' });
    expect((await north.lastReceived()).facts?.['remarks']).to.deep.equal(['agency-filled-in']);
  });

  it('nothing is asked of such a supplier before it has told its own number', async () => {
    await opened();
    await north.peer('south', [south], { profile: 'koha-core' });
    const { loan, requestId } = await north.asks(south);
    const refused = await north.act(loan, 'cancel');
    expect(refused.status).to.equal(409);
    expect(refused.body['type']).to.match(/their-id-unknown$/);
    await north.post(supplierSays({ requestId, from: south, supplierId: '17', status: 'WillSupply' }));
    expect((await north.act(loan, 'cancel', { note: 'Found here.' })).status).to.equal(200);
  });

  it('a request without envelope, namespace, zone and supplier is read from the peer that writes so', async () => {
    await opened();
    await north.peer('west', ['ISIL:SE-WEST'], {
      profile: 'koha-openfifth',
      wire: { times: { zone: 'Europe/Oslo' } },
    });
    const xml = requesterAsks({
      ...{ requestId: 'K1', from: 'ISIL:req_agency_value', to: '', timestamp: '2026-07-01 12:00:00' },
      ...{ namespace: 'http://example.com/ill/request', bare: true },
    });
    const posted = await north.post(xml);
    expect(posted.status).to.equal(200);
    expect(posted.text).to.include('messageStatus>OK<');
    expect(await state(await north.newestLoan())).to.include({
      peer: 'west',
      requestingAgencyRequestId: 'K1',
    });
  });

  it('the same body from any other peer is refused as it always was', async () => {
    await opened();
    await north.peer('west', ['ISIL:SE-WEST'], { profile: 'koha-openfifth' });
    await north.peer('south', [south]);
    const posted = await north.post(requesterAsks({ requestId: 'K1', from: south, bare: true }));
    expect(posted.status).to.equal(400);
    expect(posted.text).to.include('BadlyFormedMessage');
  });
});

describe('a library that lends to itself', () => {
  afterEach(() => north.close());

  it('has both sides of the loan, each under its role', async () => {
    await opened([{ id: 'ISIL:SE-NORTH' }, { id: 'ISIL:SE-EAST' }]);
    await north.peer('self', ['ISIL:SE-NORTH', 'ISIL:SE-EAST'], {
      url: north.library.url,
      speaksForUs: true,
    });
    const record = {
      id: 'N-1',
      agency: 'ISIL:SE-NORTH',
      patron: { reference: 'P-1' },
      item: { title: 'Kris' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-EAST'],
    };
    const { body } = await north.library.api('POST', '/api/v1/loan-records', record);
    await north.settle();
    const asking = body['id'] as string;
    const lending = await north.newestLoan();

    await north.act(lending, 'ship', { dueDate: '2026-05-01' });
    await north.act(asking, 'receive');

    expect(await state(asking)).to.include({ role: 'requester', state: 'Received' });
    expect(await state(lending)).to.include({ role: 'supplier', state: 'Loaned' });
    expect(await state(lending)).to.have.property('received');
  });

  it('is not allowed to a peer that does not say so', async () => {
    await opened();
    const entry = { id: 'self', name: 'self', agencies: [{ id: 'ISIL:SE-NORTH' }], url: north.library.url };
    const { status, body } = await north.library.api('POST', '/api/v1/peers/import', [entry]);
    expect(status).to.equal(422);
    expect(JSON.stringify(body)).to.include('is an agency of our own');
  });
});

describe('a link to a copy', () => {
  afterEach(() => north.close());

  const url = 'https://copies.example/a';
  const reader: Reader = {
    ...{ locale: 'en', t: translator('en'), timeZone: 'UTC', now: new Date(0), path: '/', library: 'North' },
    may: () => false,
  };
  const at = '<dateSent>2026-03-02T08:00:00Z</dateSent>';
  const ways: Record<string, { delivery?: string; note?: string; text?: string }> = {
    'URL of 2021': { delivery: `<deliveryInfo>${at}<URL>${url}</URL></deliveryInfo>` },
    'itemId with the method URL': {
      delivery: `<deliveryInfo>${at}<itemId>${url}</itemId><sentVia>URL</sentVia></deliveryInfo>`,
    },
    'a line of the note': { note: `URL: ${url}` },
    'a script, which stays text': { note: 'URL: javascript:alert(1)', text: 'javascript:alert(1)' },
  };
  for (const [way, { text = url, ...said }] of Object.entries(ways))
    it(`[7.6 nr 85] by ${way} is shown to staff as text, and nothing is fetched`, async () => {
      await opened();
      const peer = await north.peer('south', [south]);
      const { loan, requestId } = await north.asks(south);
      await north.post(supplierSays({ requestId, from: south, status: 'CopyCompleted', ...said }));
      const body = await north.library.app.storage.readers.deliveries.body(
        (await north.lastReceived()).facts?.['bodyId'] as string,
      );
      const reading = decode(messageBytes(body ?? { template: '', encoding: 'utf-8', holes: [] }));
      const shown = reading.ok ? fieldsOf(reading.message, reader) : [];
      expect(shown).to.deep.include({ name: reader.t('part.url'), value: text });
      expect(await state(loan)).to.include({ state: 'CopyCompleted' });
      expect(peer.arrived).to.have.length(1);
    });
});
