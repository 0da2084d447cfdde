import { expect } from 'chai';
import type { Router } from 'express';
import request from 'supertest';
import {
  allScopes,
  apiTable,
  OPEN,
  rightsOfScope,
  scopeFor,
  wholeGateway,
} from '../../../src/access/index.js';
import { DeliveryRefusal } from '../../../src/exchange/deliveries/index.js';
import { actBodies } from '../../../src/http/api/loans/act-bodies.js';
import {
  ActRefusal,
  DeliveryStateName,
  LoanEventType,
  noticeDecisions,
  noticeKinds,
  noticeReceivers,
  NoticeRefusal,
  NoticeState,
  ParcelRefusal,
  Queue,
  RequesterState,
  SupplierState,
} from '../../../src/loan/index.js';
import { LOAN_ID } from './fake-gateway.js';
import { NOTICE_ID } from './fake-notices.js';
import { PARCEL_ID } from './fake-parcels.js';
import { RULE_ID } from './fake-rules.js';
import { WEBHOOK_ID } from './fake-webhooks.js';
import { harness, type Harness } from './harness.js';
import { OpenApi } from './open-api.js';

const RECORD = `/api/v1/loan-records/${LOAN_ID}`;
const CREDENTIALS = '/api/v1/peers/south/credentials';
const NOTICE = `/api/v1/notices/${NOTICE_ID}`;
const PARCEL = `/api/v1/parcels/${PARCEL_ID}`;
const HOOK = `/api/v1/webhooks/${WEBHOOK_ID}`;

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function routesOf(router: Router): string[] {
  return (router.stack as unknown as Layer[]).flatMap(({ route, handle }) => {
    if (route !== undefined)
      return Object.keys(route.methods).map(
        (method) => `${method === '_all' ? 'ALL' : method.toUpperCase()} ${route.path}`,
      );
    return handle.stack === undefined ? [] : routesOf(handle as unknown as Router);
  });
}

const goodRecord = {
  id: 'N-1',
  patron: { reference: 'P-1' },
  item: { title: 'Kallocain' },
  service: { type: 'Loan' },
  suppliers: ['ISIL:SE-SOUTH'],
};

describe('the API as it is described', () => {
  const api = new OpenApi();
  let edge: Harness;
  beforeEach(() => {
    edge = harness();
  });

  it('has each route of the application in the access table, and each row of the table in the application', () => {
    expect(routesOf(edge.app.router).sort()).to.deep.equal(Object.keys(apiTable).sort());
  });

  it('describes each route of the access table, and no other', () => {
    const table = Object.keys(apiTable).map((key) => key.replace('ALL /iso18626', 'POST /iso18626'));
    expect(api.operations.sort()).to.deep.equal(table.sort());
  });

  it('names the same codes as the rules do', () => {
    const { schemas } = api.document.components;
    const states = new Set([...Object.values(RequesterState), ...Object.values(SupplierState)]);
    expect(schemas['TransactionState']?.enum).to.have.members([...states]);
    expect(schemas['Verb']?.enum).to.have.members(Object.keys(actBodies));
    expect(schemas['ActRefusal']?.enum).to.have.members(Object.values(ActRefusal));
    expect(schemas['ParcelRefusal']?.enum).to.have.members(Object.values(ParcelRefusal));
    expect(schemas['NoticeKind']?.enum).to.have.members(Object.keys(noticeKinds));
    expect(schemas['NoticeState']?.enum).to.have.members(Object.values(NoticeState));
    expect(schemas['NoticeRefusal']?.enum).to.have.members(Object.values(NoticeRefusal));
    expect(schemas['NoticeReceiver']?.enum).to.have.members([...noticeReceivers]);
    const notice = schemas['Notice'] as { properties: { possible: { items: { enum: string[] } } } };
    expect(notice.properties.possible.items.enum).to.have.members([...noticeDecisions]);
    expect(schemas['DeliveryRefusal']?.enum).to.have.members(Object.values(DeliveryRefusal));
    expect(schemas['DeliveryState']?.enum).to.have.members(Object.values(DeliveryStateName));
    expect(schemas['Queue']?.enum).to.have.members(Object.values(Queue));
    expect(schemas['Scope']?.enum).to.have.members([...allScopes]);
    const event = schemas['LibraryEvent'] as { properties: { type: { enum: string[] } } };
    expect(event.properties.type.enum).to.have.members(Object.values(LoanEventType));
  });

  it('answers every operation as described', async () => {
    const { call, callForAll } = edge;
    const answers = [
      await call('post', '/api/v1/loan-records').send(goodRecord),
      await call('post', '/api/v1/loan-records').send({ records: [goodRecord, goodRecord] }),
      await call('get', '/api/v1/loan-records?limit=1&attention=any&dueBefore=2026-04-01'),
      await call('get', RECORD),
      await call('put', RECORD).send(goodRecord),
      await call('delete', RECORD),
      await call('post', `${RECORD}/acts`).set('Idempotency-Key', 'k1').send({ verb: 'receive' }),
      await request(edge.app).get('/copies/T-1'),
      await call('get', `${RECORD}/conditions`),
      await call('get', `${RECORD}/photos/P-1`),
      await call('get', `${RECORD}/rota`),
      await call('put', `${RECORD}/suppliers`).send({ suppliers: ['ISIL:SE-EAST'] }),
      await call('post', `${RECORD}/holdings`),
      await call('get', '/api/v1/claims?peer=south&state=settled'),
      await call('get', '/api/v1/balances'),
      await call('get', '/api/v1/policy?peer=south'),
      await call('get', '/api/v1/policy?peer=nobody'),
      await callForAll('put', '/api/v1/policy').send({ set: { overdue: { n1: 2 } }, reason: 'as agreed' }),
      await callForAll('put', '/api/v1/policy').send({ set: { overdue: 'soon' }, reason: 'as agreed' }),
      await callForAll('put', '/api/v1/policy').send({ profile: 'uk-fil', reason: 'x' }),
      await call('get', '/api/v1/policy/history?limit=5'),
      await call('post', '/api/v1/policy/dry-run').send({
        profile: 'se-kb',
        from: '2026-01-01',
        to: '2026-04-01',
      }),
      await callForAll('post', '/api/v1/policy/undo').send({ seq: 4, reason: 'not so' }),
      await callForAll('post', '/api/v1/policy/undo').send({ seq: 404 }),
      await call('post', '/api/v1/policy/dry-run').send({ from: 'soon', to: '2026-04-01' }),
      await call('get', '/api/v1/calendars'),
      await callForAll('put', '/api/v1/calendars').send({
        agency: 'house',
        set: { timeZone: 'UTC' },
        reason: 'as agreed',
      }),
      await callForAll('put', '/api/v1/calendars').send({
        agency: 'ISIL:NONE',
        set: {},
        reason: 'as agreed',
      }),
      await call('get', '/api/v1/peers/south/statement?from=2026-01-01&to=2027-01-01'),
      await call('get', '/api/v1/peers/south/statement?from=2026-01-01&to=2027-01-01&format=csv'),
      await call('get', '/api/v1/notices?state=bounced&to=patron&limit=1'),
      await call('get', '/api/v1/notices/counts'),
      await call('get', NOTICE),
      await call('post', `${RECORD}/notices/preview`).send({ template: 'arrived', note: 'your fault' }),
      await call('post', '/api/v1/notices/reports').type('message/rfc822').send('Subject: x'),
      ...(await Promise.all(
        ['send-again', 'to-letter', 'was-sent', 'withdraw', 'not-printed', 'print'].map((decision) =>
          call('post', `${NOTICE}/${decision}`),
        ),
      )),
      await call('get', '/api/v1/deliveries?state=undecided'),
      await call('get', '/api/v1/deliveries/causes'),
      await call('post', '/api/v1/deliveries/d1/send-again'),
      await call('post', '/api/v1/deliveries/d1/compose-anew'),
      await call('post', '/api/v1/deliveries/d1/probe'),
      await call('post', '/api/v1/deliveries/d1/drop').send({ reason: 'sent by e-mail' }),
      await call('get', '/api/v1/parcels?way=out&limit=1'),
      await call('get', PARCEL),
      await call('post', `${PARCEL}/acts`).set('Idempotency-Key', 'k2').send({ verb: 'arrived' }),
      await call('post', '/api/v1/scan').send({ codes: ['R-1', { code: 'RR1', as: 'tracking' }] }),
      await call('post', '/api/v1/scan')
        .set('Idempotency-Key', 'k3')
        .send({ codes: ['R-1'], act: true }),
      await call('get', '/api/v1/carriers'),
      await callForAll('put', '/api/v1/carriers/van').send({ name: 'Van', source: { kind: 'csv' } }),
      await callForAll('delete', '/api/v1/carriers/van'),
      await call('get', '/api/v1/events'),
      await call('get', '/api/v1/ledger?after=0&limit=5'),
      await call('get', '/api/v1/peers'),
      await callForAll('post', '/api/v1/peers/import').send([]),
      await callForAll('post', '/api/v1/peers/south/pause'),
      await callForAll('post', '/api/v1/peers/south/resume'),
      await callForAll('post', '/api/v1/peers/south/test'),
      await callForAll('get', CREDENTIALS),
      await callForAll('post', CREDENTIALS).send({ direction: 'incoming', kind: 'bearer', generate: true }),
      await callForAll('post', `${CREDENTIALS}/c1/rotate`).send({ secret: 'another-one-of-it' }),
      await callForAll('delete', `${CREDENTIALS}/c1`),
      await call('get', '/api/v1/peers/profiles'),
      await callForAll('post', '/api/v1/peers/south/dry-run').send({ profile: 'mine' }),
      await callForAll('get', '/api/v1/peers/south/quirks'),
      await callForAll('post', '/api/v1/peers/south/adopt').send({
        proposal: 'empty-status',
        because: 'it does',
      }),
      await callForAll('post', '/api/v1/peers/south/conformance').send({ as: 'requester' }),
      await callForAll('get', '/api/v1/peers/south/conformance'),
      await callForAll('delete', '/api/v1/peers/south/conformance'),
      await call('post', '/api/v1/erasures/preview').send({ patron: 'P-1' }),
      await call('post', '/api/v1/erasures').send({ patron: 'P-1', because: 'asked for it' }),
      await call('post', '/api/v1/erasures').send({ patron: 'P-2', because: 'asked for it' }),
      await call('get', '/api/v1/erasures/proposals'),
      ...(await Promise.all(
        ['E-1', 'own', 'late', 'none'].map((id) => call('post', `/api/v1/erasures/proposals/${id}/approve`)),
      )),
      await callForAll('get', '/api/v1/rules'),
      await callForAll('post', '/api/v1/rules').send({
        name: 'In-library loans',
        conditions: ['LibraryUseOnly'],
      }),
      await callForAll('post', '/api/v1/rules/dry-run').send({ since: '2026-01-01T00:00:00Z' }),
      await callForAll('delete', `/api/v1/rules/${RULE_ID}`),
      await callForAll('get', '/api/v1/webhooks'),
      await callForAll('post', '/api/v1/webhooks').send({ name: 'ILS', url: 'https://ils.example.org/' }),
      await callForAll('put', HOOK).send({
        name: 'ILS',
        url: 'https://ils.example.org/',
        events: ['shipped'],
      }),
      await callForAll('delete', HOOK),
      await callForAll('post', `${HOOK}/rotate-secret`),
      await callForAll('post', `${HOOK}/pause`),
      await callForAll('post', `${HOOK}/resume`),
      await callForAll('post', `${HOOK}/test`),
      await call('get', '/api/v1/webhooks/failed'),
      await call('post', `${HOOK}/replay`).send({ after: 4 }),
      await call('post', `${HOOK}/failed/5/send-again`),
      await call('post', `${HOOK}/failed/5/drop`).send({ reason: 'entered by hand' }),
      await request(edge.app).get('/ledger/checkpoint'),
      await request(edge.app).get('/healthz'),
      await request(edge.app).get('/readyz'),
      await request(edge.app).get('/metrics'),
      await request(edge.app).post('/iso18626').type('application/xml').send('<x/>'),
    ];
    for (const answer of answers) api.holds(answer);
    expect([...api.answered].sort()).to.deep.equal(api.operations.sort());
  });

  it('answers each refusal as described', async () => {
    const { gateway, call, callForAll } = edge;
    const faults = [{ at: 'record 1', field: '/item/title', reason: 'is missing' }];
    gateway.loanRecords.accept = (records) =>
      Promise.resolve(records.map(() => ({ status: 'refused' as const, libraryId: 'N-1', faults })));
    gateway.loanRecords.change = () =>
      Promise.resolve({
        status: 'conflict',
        id: LOAN_ID,
        libraryId: 'N-1',
        detail: 'The supplier has the request.',
        difference: [{ field: '/item/title', was: 'A', now: 'B' }, { field: '/patron' }],
      });
    gateway.loanRecords.act = () =>
      Promise.resolve({
        answer: { kind: 'refused', refusal: 'not-in-this-state', detail: 'Not now.' },
        replay: false,
      });
    gateway.loanRecords.withdraw = () =>
      Promise.resolve({ kind: 'held', loan: LOAN_ID, act: 'a1', decideAt: '2026-03-02T08:00:05.000Z' });
    gateway.deliveries.act = () =>
      Promise.resolve({
        answer: { kind: 'refused', refusal: 'delivery-in-doubt', detail: 'It may have it.' },
        replay: false,
      });
    gateway.readiness = () =>
      Promise.resolve({
        checks: { database: { ok: false, detail: 'disk full' }, ledger: { ok: true }, jobs: { ok: true } },
      });
    gateway.ledger.checkpoint = () => Promise.resolve(undefined);
    const act = () => call('post', `${RECORD}/acts`).set('Idempotency-Key', 'k');
    const expected: [number, ReturnType<typeof act>][] = [
      [422, call('post', '/api/v1/loan-records').send(goodRecord)],
      [200, call('post', '/api/v1/loan-records').send({ records: [goodRecord] })],
      [422, call('post', '/api/v1/loan-records').send([])],
      [422, call('post', '/api/v1/loan-records').send({ records: [] })],
      [409, call('put', RECORD).send(goodRecord)],
      [202, call('delete', RECORD)],
      [409, act().send({ verb: 'ship' })],
      [422, act().send({ verb: 'fly' })],
      [400, call('post', `${RECORD}/acts`).send({ verb: 'ship' })],
      [404, call('get', '/api/v1/loan-records/unknown')],
      [400, call('get', '/api/v1/loan-records?colour=red&limit=0')],
      [400, call('get', '/api/v1/claims?state=lost')],
      [400, call('get', '/api/v1/peers/south/statement')],
      [404, call('get', '/api/v1/peers/nobody/statement?from=2026-01-01&to=2027-01-01')],
      [409, call('post', '/api/v1/deliveries/d1/compose-anew')],
      [404, callForAll('post', '/api/v1/peers/lost/conformance').send({})],
      [404, callForAll('get', '/api/v1/peers/lost/conformance')],
      [409, callForAll('post', '/api/v1/peers/busy/conformance').send({})],
      [422, callForAll('post', '/api/v1/peers/south/conformance').send({ messagesPerSecond: 1000 })],
      [422, call('post', '/api/v1/deliveries/d1/drop').send({})],
      [404, edge.callForAll('post', '/api/v1/peers/nobody/pause')],
      [404, edge.callForAll('post', '/api/v1/peers/nobody/test')],
      [409, edge.callForAll('post', '/api/v1/peers/busy/test')],
      [404, edge.callForAll('get', '/api/v1/peers/nobody/credentials')],
      [404, edge.callForAll('delete', `${CREDENTIALS}/c2`)],
      [422, edge.callForAll('post', CREDENTIALS).send({ direction: 'sideways', kind: 'bearer' })],
      [422, edge.callForAll('post', `${CREDENTIALS}/c1/rotate`).send({ generate: true })],
      [404, edge.callForAll('post', '/api/v1/peers/nobody/dry-run').send({ profile: 'mine' })],
      [422, edge.callForAll('post', '/api/v1/peers/south/dry-run').send({ profile: 'nope' })],
      [422, edge.callForAll('post', '/api/v1/peers/south/dry-run').send({ profile: 'mine', last: 0 })],
      [404, edge.callForAll('get', '/api/v1/peers/nobody/quirks')],
      [404, edge.callForAll('post', '/api/v1/peers/south/adopt').send({ proposal: 'other', because: 'x' })],
      [422, edge.callForAll('post', '/api/v1/peers/south/adopt').send({ proposal: 'empty-status' })],
      [404, call('get', '/copies/T-3')],
      [410, call('get', '/copies/T-2')],
      [404, call('get', `${RECORD}/photos/P-3`)],
      [410, call('get', `${RECORD}/photos/P-2`)],
      [404, call('get', '/api/v1/notices/none')],
      [404, call('post', '/api/v1/notices/none/withdraw')],
      [409, call('post', '/api/v1/notices/settled/withdraw')],
      [409, call('post', '/api/v1/notices/settled/print')],
      [400, call('get', '/api/v1/notices?state=lost')],
      [404, call('post', '/api/v1/loan-records/unknown/notices/preview').send({ template: 'arrived' })],
      [422, call('post', `${RECORD}/notices/preview`).send({})],
      [422, call('post', `${RECORD}/notices/preview`).send({ template: 'nothing' })],
      [422, call('post', '/api/v1/notices/reports').type('message/delivery-status').send('Action: x')],
      [415, call('post', '/api/v1/notices/reports').send({ Action: 'failed' })],
      [413, call('post', '/api/v1/notices/reports').type('message/rfc822').send('x'.repeat(600_000))],
      [404, call('get', '/api/v1/parcels/none')],
      [404, callForAll('delete', '/api/v1/rules/none')],
      [409, call('post', `${PARCEL}/acts`).set('Idempotency-Key', 'k').send({ verb: 'found' })],
      [422, call('post', `${PARCEL}/acts`).set('Idempotency-Key', 'k').send({ verb: 'burn' })],
      [400, call('post', `${PARCEL}/acts`).send({ verb: 'arrived' })],
      [422, call('post', '/api/v1/scan').send({ codes: [] })],
      [400, call('post', '/api/v1/scan').send({ codes: ['R-1'], act: true })],
      [422, callForAll('put', '/api/v1/carriers/van').send({ name: 'Van', url: 'http://van.example/{id}' })],
      [422, callForAll('put', '/api/v1/carriers/bad').send({ name: 'Bad' })],
      [404, callForAll('delete', '/api/v1/carriers/none')],
      [400, call('get', '/api/v1/events?after=x')],
      [503, request(edge.app).get('/readyz')],
      [404, request(edge.app).get('/ledger/checkpoint')],
      [401, request(edge.app).get('/api/v1/peers')],
      [
        403,
        request(edge.app)
          .get('/api/v1/peers')
          .set('Authorization', `Bearer ${edge.tokenFor('ledger')}`),
      ],
      [415, call('post', '/api/v1/loan-records').type('text/csv').send('a;b')],
      [400, call('post', '/api/v1/loan-records').type('application/json').send('{"patron": Exempelsson')],
      [413, call('post', '/api/v1/loan-records').send({ id: 'x'.repeat(2_200_000) })],
      [405, request(edge.app).put('/iso18626')],
      [415, request(edge.app).post('/iso18626').type('text/plain').send('x')],
    ];
    for (const [status, call] of expected) {
      const answer = await call;
      expect(answer.status, `${call.method} ${call.url}`).to.equal(status);
      if (answer.status !== 405) api.holds(answer);
      if (status >= 400 && !call.url.includes('/iso18626') && !call.url.endsWith('/readyz'))
        expect(answer.get('Content-Type')).to.match(/^application\/problem\+json/);
    }
  });

  it('takes as acts what its description takes', () => {
    const operation = api.document.paths['/api/v1/loan-records/{id}/acts']?.post;
    const bodies = [
      { verb: 'will-supply', expectedDeliveryDate: '2026-04-01', note: 'soon' },
      { verb: 'cannot-supply', reason: 'NotOnShelf' },
      {
        verb: 'ship',
        dueDate: '2026-04-30',
        itemId: '31',
        carrier: 'Post',
        trackingId: '9',
        expectedAt: '2026-03-04',
        returnTo: 'ISIL:SE-WEST',
        volumes: [{ itemId: '1', volume: 'Vol. 1' }, { itemId: '2' }],
        moreItemIds: ['32'],
        moreTrackingIds: ['10'],
        insuredFor: '500.00 SEK',
        packing: ['boxed'],
      },
      { verb: 'send-further', itemId: '33', trackingId: '11', note: 'a' },
      { verb: 'expect', expectedDeliveryDate: '2026-04-01' },
      { verb: 'forward', confirmed: true, carrier: 'Post' },
      { verb: 'answer-renewal', answer: 'Y', dueDate: '2026-04-30', note: 'a' },
      ...['extend', 'recall', 'withdraw-recall'].map((verb) => ({ verb, dueDate: '2026-04-30', note: 'a' })),
      ...[
        'overdue-notice',
        'hold-return',
        'release-hold',
        'not-arrived',
        'close-without-return',
        'renew',
        'not-received',
      ].map((verb) => ({ verb, note: 'a' })),
      { verb: 'remind' },
      {
        ...{ verb: 'log-call', party: 'patron', direction: 'in', channel: 'in-person', result: 'they-look' },
        ...{ followUpOn: '2026-04-01', note: 'a' },
      },
      { verb: 'send-notice', template: 'arrived', language: 'sv', way: 'letter', note: 'a' },
      { verb: 'report-condition', when: 'arrived', condition: { marks: ['wet'], looks: 'a', tell: true } },
      { verb: 'supply-copy', url: 'https://x.example/1', itemId: '3', note: 'a' },
      { verb: 'return', itemIds: ['1'], confirmed: true, carrier: 'Post' },
      { verb: 'answer-cancel', answer: 'Y' },
      { verb: 'note', text: 'Hello' },
      ...['receive', 'check-in', 'cancel', 'report-lost', 'report-damaged', 'found', 'ask-status'].map(
        (verb) => ({
          verb,
          note: 'n',
        }),
      ),
      { verb: 'shelf-check', outcome: 'not-found', note: 'a' },
      { verb: 'settle-damage', decision: 'claimed', amount: '12.50', currency: 'EUR', note: 'a' },
      { verb: 'draft-claim', cause: 'lost', amount: '75.00', currency: 'SEK' },
      { verb: 'record-claim', cause: 'damaged', amount: '75', fee: '5', note: 'a' },
      { verb: 'approve-claim' },
      { verb: 'agree-claim', amount: '60', note: 'a' },
      { verb: 'record-payment', amount: '60', means: 'ifla-voucher', vouchers: '7.5', note: 'a' },
      { verb: 'refund-claim', amount: '75.00', note: 'a' },
      ...['send-claim', 'dispute-claim', 'waive-claim', 'withdraw-claim', 'undo-claim-step'].map((verb) => ({
        verb,
        note: 'n',
      })),
      {
        ...{ verb: 'conditional', conditions: ['LibraryUseOnly'], cost: { value: '12.00', currency: 'EUR' } },
        ...{ paymentMethod: 'IFM', dueDate: '2026-12-24', answerBy: '2026-11-24', note: 'a' },
      },
      {
        ...{ verb: 'ask-retry', reason: 'ReqDelMethodNotSupp', offered: ['Courier'], courier: ['Van'] },
        ...{ cost: { value: '12.00' }, retryAfter: '2026-11-24', retryBefore: '2026-12-24', note: 'a' },
      },
      { verb: 'accept-condition', currency: 'EUR', note: 'a' },
      { verb: 'decline-condition', note: 'a' },
      { verb: 'retry', offered: ['2'], cost: { value: '15.00', currency: 'EUR' }, note: 'a' },
      { verb: 'release-holdup' },
      { verb: 'hold-clock', clock: 'ladder' },
      { verb: 'release-clock', clock: 'ladder' },
      { verb: 'next-supplier' },
      { verb: 'withdraw' },
    ];
    expect(bodies.map(({ verb }) => verb)).to.have.members(Object.keys(actBodies));
    for (const body of bodies) {
      expect(api.takes(operation, body), `described: ${body.verb}`).to.be.true;
      expect(actBodies[body.verb as 'ship'].safeParse(body).success, `taken: ${body.verb}`).to.be.true;
      const odd = { ...body, colour: 'red' };
      expect(api.takes(operation, odd), `described with a stray field: ${body.verb}`).to.be.false;
      expect(actBodies[body.verb as 'ship'].safeParse(odd).success, `stray: ${body.verb}`).to.be.false;
    }
  });

  it('demands a token for every route but the open ones', async () => {
    for (const [key, scope] of Object.entries(apiTable)) {
      const [method, path] = key.replace('ALL', 'POST').split(' ') as [string, string];
      const call = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
      const answer = await request(edge.app)[call](path.replace(':id', 'x'));
      if (scope === OPEN) expect(answer.status, key).to.not.equal(401);
      else expect(answer.status, key).to.equal(401);
    }
  });

  it('demands of a token exactly the scope that the table names', async () => {
    for (const [key, right] of Object.entries(apiTable)) {
      if (right === OPEN) continue;
      const scope = scopeFor(right)!;
      const [method, path] = key.split(' ') as [string, string];
      const call = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
      const others = allScopes.filter((other) => !rightsOfScope[other].includes(right));
      const ask = (token: string) =>
        request(edge.app)[call](path.replace(':id', 'x')).set('Authorization', `Bearer ${token}`);
      const refused = await ask(edge.tokenFor(...others));
      expect(refused.status, key).to.equal(403);
      expect((refused.body as { scope: string }).scope, key).to.equal(scope);
      const tokenFor = wholeGateway.has(right) ? edge.unboundFor : edge.tokenFor;
      expect((await ask(tokenFor(scope))).status, key).to.not.equal(403);
      expect((await ask(tokenFor('admin'))).status, key).to.not.equal(403);
    }
  });
});
