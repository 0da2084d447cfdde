import { expect } from 'chai';
import { certificate } from '../../support/certificates.js';
import { guardedLibrary, type GuardedLibrary, type Shown } from './guarded-library.js';
import { saidBy } from './messages.js';

const OLD = 'old-canary-0123456789';
const NEW = 'new-canary-0123456789';

describe('the credentials of a peer', () => {
  let house: GuardedLibrary;
  let posts = 0;

  beforeEach(async () => {
    house = await guardedLibrary();
    await house.introduce('gub', 'SE-GUB');
  });
  afterEach(() => house.close());

  const bearer = (secret: string): Shown => ({ headers: { authorization: `Bearer ${secret}` } });
  const comes = async (
    shown: Shown = {},
    kind: 'request' | 'requestingAgencyMessage' = 'request',
  ): Promise<string> =>
    saidBy(await house.post({ kind, from: 'SE-GUB', requestId: `R-${(posts += 1)}` }, shown));
  const path = (more = ''): string => `/api/v1/peers/gub/credentials${more}`;

  it('[7.7 nr 96] are all demanded at once: whatever one is missing, nobody is let in', async () => {
    await house.demand('gub', { kind: 'bearer', secret: OLD });
    await house.demand('gub', { kind: 'header', header: 'X-Tenant-Key', secret: NEW });
    await house.demand('gub', { kind: 'addresses', networks: ['127.0.0.0/24', '::1'] });
    await house.demand('gub', { kind: 'message', account: 'gub', secret: 'code-0123' });
    const all = { authorization: `Bearer ${OLD}`, 'x-tenant-key': NEW };
    const account = ['gub', 'code-0123'] as const;
    expect(await comes({ headers: all, account })).to.equal('OK');
    expect(await comes({ headers: { ...all, authorization: 'Bearer x' }, account })).to.equal('401');
    expect(await comes({ headers: { authorization: all.authorization }, account })).to.equal('401');
    expect(await comes({ headers: all, account, from: '127.0.9.9' })).to.equal('401');
    const refused = 'UnrecognisedDataValue requestingAgencyAuthentication';
    expect(await comes({ headers: all })).to.equal(refused);
    expect(await comes({ headers: all, account: ['gub', 'code-0124'] })).to.equal(refused);
    expect(await comes({ headers: all, account: ['bug', 'code-0123'] })).to.equal(refused);
  });

  it('are rotated without a moment in which the peer is shut out, and the old one ends when it should', async () => {
    const id = await house.demand('gub', { kind: 'bearer', secret: OLD });
    const rotated = await house.api('POST', path(`/${id}/rotate`), { generate: true, keepHours: 24 });
    const made = String(rotated.body['secret']);
    expect(made).to.match(/^[\w-]{43}$/);
    expect([await comes(bearer(OLD)), await comes(bearer(made))]).to.deep.equal(['OK', 'OK']);

    house.clock.move(24 * 3_600_000 + 1000);
    expect([await comes(bearer(OLD)), await comes(bearer(made))]).to.deep.equal(['401', 'OK']);
    const keysBefore = await dataKeys();
    await house.library.app.jobs.runOne('credentials', house.clock.now());
    expect((await dataKeys()).length, 'the key of the old secret is destroyed').to.equal(
      keysBefore.length - 1,
    );
    const { body } = await house.api('GET', path());
    expect((body['items'] as object[])[0]).not.to.have.property('previousUntil');
  });

  it('are told in entries by name, and are nowhere in the clear', async () => {
    const id = await house.demand('gub', { kind: 'basic', account: 'gub', secret: OLD });
    await house.api('POST', path(`/${id}/rotate`), { account: 'gub', secret: NEW });
    await house.api('DELETE', path(`/${id}`));
    const told = (await house.library.entries()).filter(({ kind }) => kind.startsWith('peer-credential-'));
    expect(told.map(({ kind }) => kind.replace('peer-credential-', ''))).to.deep.equal([
      'added',
      'rotated',
      'removed',
    ]);
    expect(told[0]?.facts).to.include({ credential: id, kind: 'basic', direction: 'incoming' });
    expect(JSON.stringify(await house.library.entries()) + house.library.log()).not.to.include('canary');
    expect(await dataKeys()).to.deep.equal([]);
    expect(await comes(), 'nothing is demanded any more').to.equal('OK');
  });

  it('stay when a peers file is imported again, and a key of the file counts as one more', async () => {
    await house.demand('gub', { kind: 'bearer', secret: OLD });
    await house.introduce('gub', 'SE-GUB', { incomingKey: { header: 'X-Key', key: NEW }, patronData: true });
    const taken = [
      { id: 'gub', name: 'gub', agencies: [{ id: 'ISIL:SE-GUB' }], url: 'https://127.0.0.1:9/' },
    ];
    const key = { incomingKey: { header: 'Authorization', key: NEW } };
    const both = await house.api('POST', '/api/v1/peers/import', [{ ...taken[0], ...key }]);
    expect(both.status, 'two in one header').to.equal(422);
    expect(await comes(bearer(OLD))).to.equal('401');
    expect(await comes({ headers: { 'x-key': NEW } })).to.equal('401');
    expect(await comes({ headers: { authorization: `Bearer ${OLD}`, 'x-key': NEW } })).to.equal('OK');
  });

  it('that run out are warned of ahead, and count no more afterwards', async () => {
    const expiresAt = new Date(house.clock.now().getTime() + 10 * 86_400_000).toISOString();
    await house.demand('gub', { kind: 'bearer', secret: OLD, expiresAt });
    await house.library.app.jobs.runOne('credentials', house.clock.now());
    await house.library.app.jobs.runOne('credentials', house.clock.now());
    await house.hasLogged('a credential runs out soon');
    expect(house.library.log().match(/a credential runs out soon/g), 'once a day').to.have.length(1);
    const ready = await house.api('GET', '/readyz');
    expect(ready.body['credentialsEnding']).to.equal(1);
    const { app } = house.library;
    expect((await app.storage.readers.peers.peers()).size).to.equal(1);
    const peers = await house.api('GET', '/api/v1/peers');
    expect((peers.body['items'] as object[])[0]).to.include({ credentialEndsAt: expiresAt });
    expect(await comes(bearer(OLD))).to.equal('OK');
    house.clock.move(11 * 86_400_000);
    expect(await comes(bearer(OLD))).to.equal('401');
  });

  it('are refused where they could not be met, and no refusal repeats what was given', async () => {
    const bad = [
      { kind: 'bearer', secret: 'short-canary' },
      { kind: 'bearer', secret: OLD, generate: true },
      { kind: 'basic', secret: OLD },
      { kind: 'basic', account: 'a:canary', secret: OLD },
      { kind: 'header', secret: OLD },
      { kind: 'header', header: 'Content-Type', secret: OLD },
      { kind: 'addresses', networks: ['canary/33'] },
      { kind: 'certificate', fingerprint: 'canary' },
      { kind: 'certificate', issuer: 'canary' },
      { kind: 'authority', certificate: 'canary' },
      { kind: 'bearer', account: 'canary', secret: OLD },
    ];
    for (const credential of bad) {
      const { status, body } = await house.api('POST', path(), { direction: 'incoming', ...credential });
      expect(status, JSON.stringify(credential)).to.equal(422);
      expect(JSON.stringify(body)).not.to.include('canary');
    }
    await house.demand('gub', { kind: 'bearer', secret: OLD });
    const twice = await house.api('POST', path(), {
      ...{ direction: 'incoming', kind: 'basic', account: 'gub', secret: OLD },
    });
    expect(twice.status, 'a second one of the same header').to.equal(422);
  });

  it('cannot be a certificate that has run out, or that another authority has signed', async () => {
    const old = await certificate('gub.example', { by: house.ca, days: -1 });
    const stranger = await certificate('gub.example');
    await house.demand('gub', { kind: 'certificate', issuer: 'Library Authority', name: 'gub.example' });
    expect(await comes({ client: old })).to.equal('401');
    expect(await comes({ client: stranger })).to.equal('401');
    expect(await comes({ client: await certificate('other.example', { by: house.ca }) })).to.equal('401');
    expect(await comes({ client: await certificate('gub.example', { by: house.ca }) })).to.equal('OK');
  });

  it('in the message alone cover no answer of a supplier, unless that is said', async () => {
    const id = await house.demand('gub', { kind: 'message', account: 'gub', secret: OLD });
    const answers = async (): Promise<string> =>
      saidBy(await house.post({ kind: 'supplyingAgencyMessage', from: 'SE-GUB', requestId: 'R-0' }));
    expect(await answers()).to.equal('UnrecognisedDataValue requestingAgencyAuthentication');
    await house.api('DELETE', path(`/${id}`));
    await house.demand('gub', { kind: 'message', account: 'gub', secret: OLD, answersWithout: true });
    expect(await answers()).to.equal('UnrecognisedDataValue requestingAgencyRequestId: R-0');
    expect(await comes()).to.equal('UnrecognisedDataValue requestingAgencyAuthentication');
  });

  it('that came in a message are kept nowhere, also where the message is refused', async () => {
    await house.demand('gub', { kind: 'message', account: 'gub-canary', secret: OLD });
    expect(await comes({ account: ['gub-canary', OLD] })).to.equal('OK');
    expect(await comes({ account: ['gub-canary', OLD] }, 'requestingAgencyMessage')).to.match(/RequestId/);
    expect(await comes({ account: ['gub-canary', NEW] })).to.match(/Authentication/);
    house.clock.move(60_000);
    await house.library.app.jobs.runOne('clocks', house.clock.now());
    const rows = await house.library.app.storage.database.all<{ id: string }>('SELECT id FROM bodies');
    expect(rows.length).to.be.greaterThan(1);
    for (const { id } of rows) {
      const kept = await house.library.app.storage.readers.deliveries.body(id);
      expect(JSON.stringify(kept)).not.to.include('canary');
      expect(kept?.template).to.match(/securityCode>\u0001\d+\u0001</);
    }
  });

  async function dataKeys(): Promise<{ holder: string }[]> {
    return house.library.app.storage.database.all<{ holder: string }>(
      `SELECT holder FROM data_keys WHERE holder LIKE 'peer:gub:%'`,
    );
  }
});
