import { expect } from 'chai';
import request from 'supertest';
import { PeersFileError } from '../../../src/peers/index.js';
import type { Logger } from '../../../src/platform/index.js';
import { LOAN_ID } from './fake-gateway.js';
import { harness, type Harness } from './harness.js';

const RECORDS = '/api/v1/loan-records';
const RECORD = `${RECORDS}/${LOAN_ID}`;

class StoreUnavailable extends Error {
  readonly retryAfterSeconds = 5;
}

describe('the API', () => {
  let edge: Harness;
  let logged: string[];
  beforeEach(() => {
    logged = [];
    const note = (text: string, facts?: object): void => void logged.push(`${text} ${JSON.stringify(facts)}`);
    const log: Logger = { error: note, warn: note, info: note, debug: note };
    edge = harness({ log });
  });
  const lastWith = (): Record<string, unknown> => edge.asked.at(-1)!.with as Record<string, unknown>;

  describe('for loan records', () => {
    it('answers a new one with 201 and where it is', async () => {
      const answer = await edge.call('post', RECORDS).send({ id: 'N-1' });
      expect(answer.status).to.equal(201);
      expect(answer.get('Location')).to.equal(RECORD);
      expect(answer.body).to.deep.equal({ status: 'accepted', id: LOAN_ID, libraryId: 'N-1' });
    });

    it('answers the same again with 200', async () => {
      edge.gateway.loanRecords.accept = () =>
        Promise.resolve([{ status: 'unchanged', id: LOAN_ID, libraryId: 'N-1' }]);
      expect((await edge.call('post', RECORDS).send({ id: 'N-1' })).status).to.equal(200);
    });

    it('answers other content with 409 and the difference', async () => {
      const difference = [{ field: '/item/title', was: 'A', now: 'B' }];
      edge.gateway.loanRecords.accept = () =>
        Promise.resolve([
          { status: 'conflict', id: LOAN_ID, libraryId: 'N-1', detail: 'It was sent.', difference },
        ]);
      const answer = await edge.call('post', RECORDS).send({ id: 'N-1' });
      expect(answer.status).to.equal(409);
      expect(answer.body).to.deep.include({ id: LOAN_ID, detail: 'It was sent.', difference });
    });

    it('answers one with faults with 422 and each fault', async () => {
      edge.gateway.loanRecords.accept = () =>
        Promise.resolve([
          { status: 'refused', faults: [{ at: 'record 1', field: '/item/title', reason: 'is missing' }] },
        ]);
      const answer = await edge.call('post', RECORDS).send({ id: 'N-1' });
      expect(answer.status).to.equal(422);
      expect(answer.body).to.deep.equal({
        type: 'urn:lendwire:problem:record-refused',
        title: 'The loan record cannot be used',
        status: 422,
        detail: '1 fault: see errors.',
        errors: [{ at: 'record 1', field: '/item/title', detail: 'is missing' }],
      });
    });

    it('reports a list record by record, with counts', async () => {
      const answer = await edge.call('post', RECORDS).send({ records: [{ id: 'N-1' }, { id: 'N-2' }] });
      expect(answer.status).to.equal(200);
      expect(answer.body).to.deep.include({
        counts: { accepted: 2, unchanged: 0, replaced: 0, conflict: 0, refused: 0 },
      });
    });

    it('takes 500 in one call, and no more', async () => {
      const many = (count: number) => ({
        records: Array.from({ length: count }, (_, id) => ({ id: `N-${id}` })),
      });
      expect((await edge.call('post', RECORDS).send(many(500))).status).to.equal(200);
      expect((await edge.call('post', RECORDS).send(many(501))).status).to.equal(422);
    });

    it('finds one by our id, and by the library’s with its agency', async () => {
      await edge.call('get', `${RECORDS}/library:N%2F1?agency=ISIL:SE-NORTH`);
      expect(lastWith()).to.deep.equal({ by: 'library-id', libraryId: 'N/1', agency: 'ISIL:SE-NORTH' });
      await edge.call('get', RECORD);
      expect(lastWith()).to.deep.equal({ by: 'id', id: LOAN_ID });
    });

    it('shows nothing that serves only the inside', async () => {
      const answer = await edge.call('get', RECORD);
      for (const inside of ['a-commitment', 'a-sealed-value', 'a-sealed-act', 'requestingKey', 'struck'])
        expect(answer.text).to.not.include(inside);
      const { record } = answer.body as { record: { suppliers: object[] } };
      expect(record.suppliers).to.deep.equal([
        { agencyId: 'ISIL:SE-SOUTH', transaction: 't1', outcome: 'asked' },
        { agencyId: 'ISIL:SE-EAST' },
      ]);
    });

    it('pages: next repeats the query at another cursor', async () => {
      const answer = await edge.call('get', `${RECORDS}?role=requester&text=boye&limit=1`);
      const { next } = answer.body as { next: string };
      expect(next).to.equal(`${RECORDS}?role=requester&text=boye&limit=1&after=${LOAN_ID}`);
      await edge.call('get', next);
      expect(lastWith()).to.deep.equal({ role: 'requester', text: 'boye', limit: 1, after: LOAN_ID });
    });

    it('reads a day as the moment at which it begins', async () => {
      await edge.call('get', `${RECORDS}?dueBefore=2026-04-01`);
      expect(lastWith()['dueBefore']).to.equal('2026-04-01T00:00:00.000Z');
    });

    it('names each parameter that it cannot read, and each that it does not know', async () => {
      const answer = await edge.call('get', `${RECORDS}?state=Flying&limit=9999&colour=red&role=a&role=b`);
      const { errors } = answer.body as { errors: { parameter: string }[] };
      expect(errors.map(({ parameter }) => parameter)).to.have.members(['state', 'limit', 'colour', 'role']);
    });

    it('takes no cursor that it has not given, and says what it expects', async () => {
      for (const list of [RECORDS, '/api/v1/deliveries', '/api/v1/events', '/api/v1/ledger'])
        for (const after of ['zzz', '-1', LOAN_ID.toUpperCase(), '1234567890123456', '']) {
          const answer = await edge.call('get', `${list}?after=${after}`);
          expect(answer.status, `${list} after ${after}`).to.equal(400);
          const { errors } = answer.body as { errors: { parameter: string; detail: string }[] };
          expect(errors.map(({ parameter }) => parameter)).to.deep.equal(['after']);
          expect(errors[0]?.detail).to.match(/^the cursor that .*next.* names|^the number of an entry/);
        }
    });

    it('passes on who asks, and for which agencies', async () => {
      await edge.call('get', RECORD);
      expect(edge.asked.at(-1)!.by).to.deep.include({ id: 'token-1', agencies: ['isil:se-north'] });
    });
  });

  describe('for acts', () => {
    const act = (key = 'k-1') => edge.call('post', `${RECORD}/acts`).set('Idempotency-Key', key);

    it('hands the rules what the body says, in their words', async () => {
      await act().send({ verb: 'will-supply', expectedDeliveryDate: '2026-04-01' });
      expect(lastWith()['act']).to.deep.equal({
        verb: 'will-supply',
        expectedAt: '2026-04-01',
      });
      await act().send({ verb: 'cannot-supply', reason: 'NotOnShelf' });
      expect(lastWith()['act']).to.deep.equal({
        verb: 'cannot-supply',
        reasonUnfilled: 'NotOnShelf',
      });
      await act().send({ verb: 'answer-cancel', answer: 'N', note: 'on loan' });
      expect(lastWith()['act']).to.deep.equal({
        verb: 'answer-cancel',
        answer: 'no',
        note: 'on loan',
      });
      await act('k-2').send({ verb: 'note', text: 'Hello' });
      expect(lastWith()).to.deep.include({ act: { verb: 'note', note: 'Hello' }, idempotencyKey: 'k-2' });
    });

    it('demands an Idempotency-Key, and names it', async () => {
      const answer = await edge.call('post', `${RECORD}/acts`).send({ verb: 'receive' });
      expect(answer.status).to.equal(400);
      expect(answer.body).to.deep.include({ type: 'urn:lendwire:problem:idempotency-key-missing' });
      expect(answer.text).to.include('Idempotency-Key');
      expect(edge.asked).to.deep.equal([]);
    });

    it('says that an answer is that of an earlier call', async () => {
      expect((await act().send({ verb: 'receive' })).get('Idempotent-Replay')).to.equal(undefined);
      edge.gateway.loanRecords.act = () =>
        Promise.resolve({ answer: { kind: 'done', loan: LOAN_ID, owed: [] }, replay: true });
      const again = await act().send({ verb: 'receive' });
      expect(again.status).to.equal(200);
      expect(again.get('Idempotent-Replay')).to.equal('true');
    });

    it('answers 409 to a key that was used for another act', async () => {
      edge.gateway.loanRecords.act = () =>
        Promise.resolve({ answer: { kind: 'key-used-otherwise' }, replay: false });
      const answer = await act().send({ verb: 'receive' });
      expect(answer.status).to.equal(409);
      expect(answer.body).to.deep.include({ type: 'urn:lendwire:problem:idempotency-key-used' });
    });

    it('refuses what is not possible with the reason', async () => {
      edge.gateway.loanRecords.act = () =>
        Promise.resolve({
          answer: {
            kind: 'refused',
            refusal: 'cancel-waits',
            detail: 'A cancellation waits for its answer.',
          },
          replay: false,
        });
      const answer = await act().send({ verb: 'will-supply' });
      expect(answer.status).to.equal(409);
      expect(answer.get('Content-Type')).to.match(/^application\/problem\+json/);
      expect(answer.body).to.deep.include({
        refusal: 'cancel-waits',
        detail: 'A cancellation waits for its answer.',
      });
    });

    it('names a field that it does not know, and never says its value', async () => {
      const answer = await act().send({ verb: 'ship', patron: 'Exempelsson', dueDate: 7 });
      expect(answer.status).to.equal(422);
      expect(
        (answer.body as { errors: { field: string }[] }).errors.map(({ field }) => field),
      ).to.have.members(['/patron', '/dueDate']);
      expect(answer.text).to.not.include('Exempelsson');
    });

    it('answers 404 where there is no such record', async () => {
      edge.gateway.loanRecords.act = () =>
        Promise.resolve({ answer: { kind: 'unknown-loan' }, replay: false });
      expect((await act().send({ verb: 'receive' })).status).to.equal(404);
    });
  });

  describe('for deliveries', () => {
    it('hands each act on, under the key that was given or one of its own', async () => {
      await edge
        .call('post', '/api/v1/deliveries/d1/drop')
        .set('Idempotency-Key', 'k')
        .send({ reason: 'by mail' });
      expect(lastWith()).to.deep.include({
        delivery: 'd1',
        ask: { verb: 'drop', reason: 'by mail' },
        idempotencyKey: 'k',
      });
      await edge.call('post', '/api/v1/deliveries/d1/send-again');
      const first = lastWith()['idempotencyKey'];
      await edge.call('post', '/api/v1/deliveries/d1/send-again');
      expect(lastWith()['idempotencyKey']).to.not.equal(first);
    });
  });

  describe('for events', () => {
    it('gives where to go on always, and next only while there is more', async () => {
      const first = await edge.call('get', '/api/v1/events');
      expect(first.body).to.deep.include({ after: 9, next: '/api/v1/events?after=9' });
      const second = await edge.call('get', '/api/v1/events?after=9');
      expect(second.body).to.deep.include({ after: 18 }).and.not.have.property('next');
    });
  });

  describe('for peers', () => {
    it('tells what is wrong with a peers file', async () => {
      edge.gateway.peers.import = () =>
        Promise.reject(new PeersFileError('peers[0].url: an http or https URL'));
      const answer = await edge.callForAll('post', '/api/v1/peers/import').send([{}]);
      expect(answer.status).to.equal(422);
      expect(answer.body).to.deep.include({ detail: 'peers[0].url: an http or https URL' });
    });

    it('are the whole gateway’s: a token of one of several agencies is told so', async () => {
      const answer = await edge.call('post', '/api/v1/peers/south/pause');
      expect(answer.status).to.equal(403);
      expect(answer.body).to.deep.include({
        scope: 'peers',
        detail: 'The token holds the scope peers for one agency; this takes it for the whole gateway.',
      });
    });
  });

  describe('when something is wrong', () => {
    it('answers 503 with Retry-After while the store cannot write', async () => {
      edge.gateway.loanRecords.accept = () => Promise.reject(new StoreUnavailable('disk full at /secret'));
      const answer = await edge.call('post', RECORDS).send({ id: 'N-1' });
      expect(answer.status).to.equal(503);
      expect(answer.get('Retry-After')).to.equal('5');
      expect(answer.text).to.not.include('secret');
    });

    it('answers 500 without a word of the exception, and logs it by its route, without the address', async () => {
      edge.gateway.loanRecords.get = () => Promise.reject(new Error('no such column: secret'));
      const answer = await edge.call('get', `${RECORDS}/library:N-17`);
      expect(answer.status).to.equal(500);
      expect(answer.text).to.not.include('secret');
      expect(logged.join()).to.include('/api/v1/loan-records/:id').and.include('no such column');
      expect(logged.join()).to.not.include('N-17');
    });

    it('never repeats what was sent, when it is not JSON', async () => {
      const answer = await edge
        .call('post', RECORDS)
        .type('application/json')
        .send('{"patron": Exempelsson}');
      expect(answer.status).to.equal(400);
      expect(answer.text).to.not.include('Exempelsson');
    });

    it('answers an address that does not exist, or cannot be read, with a problem', async () => {
      const missing = await request(edge.app).get('/nowhere');
      expect(missing.status).to.equal(404);
      expect(missing.get('Content-Type')).to.match(/^application\/problem\+json/);
      expect((await edge.call('get', '/api/v1/nowhere')).status).to.equal(404);
      expect((await edge.call('get', `${RECORDS}/%E0%A4%A`)).status).to.equal(400);
    });
  });

  describe('for tokens', () => {
    it('tells a missing token from an unknown one, and repeats neither', async () => {
      const missing = await request(edge.app).get(RECORDS);
      expect(missing.get('WWW-Authenticate')).to.equal('Bearer realm="lendwire"');
      const token = `lw_${'x'.repeat(43)}`;
      const unknown = await request(edge.app).get(RECORDS).set('Authorization', `Bearer ${token}`);
      expect(unknown.status).to.equal(401);
      expect(unknown.get('WWW-Authenticate')).to.include('invalid_token');
      expect(unknown.text + logged.join()).to.not.include(token);
    });

    it('demands one under /api also where there is nothing', async () => {
      expect((await request(edge.app).get('/api/v1/nowhere')).status).to.equal(401);
    });

    it('asks for it before a body is read', async () => {
      const answer = await request(edge.app).post(RECORDS).type('application/json').send('no JSON');
      expect(answer.status).to.equal(401);
    });
  });

  it('sends headers that keep answers out of caches and guesses', async () => {
    const answer = await edge.call('get', RECORD);
    expect(answer.get('Cache-Control')).to.equal('no-store');
    expect(answer.get('X-Content-Type-Options')).to.equal('nosniff');
    expect(answer.get('X-Powered-By')).to.equal(undefined);
    expect(answer.get('ETag')).to.equal(undefined);
  });
});

describe('the machine room', () => {
  it('is ready, or says with 503 what is wrong', async () => {
    const { app, gateway } = harness();
    expect((await request(app).get('/readyz')).body).to.deep.include({ status: 'ready', wrong: [] });
    gateway.readiness = () =>
      Promise.resolve({
        checks: {
          database: { ok: true },
          ledger: { ok: true },
          jobs: { ok: false, detail: 'silent for 90 s' },
        },
      });
    const answer = await request(app).get('/readyz');
    expect(answer.status).to.equal(503);
    expect(answer.body).to.deep.include({ status: 'not-ready', wrong: ['jobs'] });
  });

  it('counts requests by the pattern of their route, messages by outcome, and shows the gauges', async () => {
    const edge = harness();
    await edge.call('get', `${RECORDS}/library:N-17`);
    await request(edge.app).get('/nowhere/Exempelsson');
    edge.metrics.messageReceived('confirmed');
    edge.metrics.messageSent('answered');
    edge.metrics.committed(12, 0.004);
    const { text } = await request(edge.app).get('/metrics');
    expect(text).to.include(
      'lendwire_http_requests_total{method="GET",route="/api/v1/loan-records/:id",status="404"} 1',
    );
    expect(text).to.include('lendwire_http_requests_total{method="GET",route="unmatched",status="404"} 1');
    expect(text).to.include('lendwire_messages_total{direction="in",outcome="confirmed"} 1');
    expect(text).to.include('lendwire_messages_total{direction="out",outcome="answered"} 1');
    expect(text).to.include('lendwire_commit_use_cases_bucket{le="16"} 1');
    expect(text).to.include('lendwire_undelivered_messages{peer="south",state="owed"} 2');
    expect(text).to.include('lendwire_oldest_undelivered_seconds 12');
    expect(text).to.include('lendwire_waiting_use_cases{source="peers"} 3');
    expect(text).to.include('lendwire_job_lag_seconds{job="redeliver"} 42');
    expect(text).to.include('lendwire_job_failures{job="redeliver"} 2');
    expect(text).to.not.include('N-17').and.not.include('Exempelsson');
  });
});
