import { expect } from 'chai';
import { authority, certificate, type Pair } from '../../support/certificates.js';
import { tlsPeer, type TlsPeer } from '../../support/tls-peer.js';
import { guardedLibrary, type GuardedLibrary } from './guarded-library.js';

const SECRET = 'canary-we-show-0123';

describe('what we show a peer', () => {
  let house: GuardedLibrary;
  let peer: TlsPeer;
  let theirs: Pair;
  let records = 0;

  const open = async (
    server: Pair,
    { clients, more = {} }: { clients?: Pair; more?: object } = {},
  ): Promise<void> => {
    house = await guardedLibrary({ outbound: { allowPlainHttp: false, allowPrivateAddresses: false } });
    peer = await tlsPeer(server, clients);
    const url = `https://localhost:${peer.port}/`;
    await house.introduce('gub', 'SE-GUB', { url, allowPrivateAddresses: true, ...more });
  };
  const show = (credential: object): Promise<string> =>
    house.demand('gub', { direction: 'outgoing', ...credential });
  /** Hands a record in, has it sent, and answers how the delivery stands. */
  const send = async (): Promise<{ state: string; cause: string }> => {
    await house.api('POST', '/api/v1/loan-records', {
      ...{ id: `N-${(records += 1)}`, patron: { reference: 'P-1' }, item: { title: 'Kallocain' } },
      ...{ service: { type: 'Loan' }, suppliers: ['ISIL:SE-GUB'] },
    });
    await settled();
    return standing();
  };
  const settled = async (): Promise<void> => {
    await house.library.app.jobs.runOne('redeliver', house.clock.now());
    await house.library.app.pump.idle();
  };
  const standing = async (): Promise<{ state: string; cause: string }> => {
    const { body } = await house.api('GET', '/api/v1/deliveries');
    const [newest] = body['items'] as { state: string; cause?: string }[];
    return { state: newest?.state ?? 'answered', cause: newest?.cause ?? '' };
  };

  before(async () => {
    theirs = await authority('Their Authority');
  });
  afterEach(async () => {
    await peer.close();
    await house.close();
  });

  it('is a client certificate, and its server is believed by an authority of its own', async () => {
    await open(await certificate('gub', { by: theirs, hosts: ['localhost'] }), { clients: theirs });
    expect((await send()).cause).to.match(/^TLS failure/);
    await show({ kind: 'authority', certificate: theirs.cert });
    const ours = await certificate('north.example', { by: theirs });
    await show({ kind: 'certificate', certificate: ours.cert, privateKey: ours.key });
    expect((await send()).state).to.not.equal('stopped');
    expect(peer.arrived.map(({ client }) => client)).to.include('north.example');
    const { body } = await house.api('GET', '/api/v1/peers/gub/credentials');
    expect(JSON.stringify(body)).not.to.include('PRIVATE KEY').and.not.to.include('BEGIN');
  });

  it('[7.7 nr 97] is shown to nobody whose certificate has another name', async () => {
    await open(await certificate('gub', { by: theirs, hosts: ['gub.example'] }));
    await show({ kind: 'authority', certificate: theirs.cert });
    await show({ kind: 'bearer', secret: SECRET });
    expect(await send()).to.deep.equal({ state: 'owed', cause: 'TLS failure: ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(peer.arrived).to.have.length(0);
  });

  it('[7.7 nr 97] does not leave for a private address, nor unencrypted, unless that is allowed for that peer', async () => {
    await open(await certificate('gub', { by: theirs, hosts: ['localhost'] }), {
      more: { allowPrivateAddresses: false },
    });
    await show({ kind: 'authority', certificate: theirs.cert });
    expect((await send()).cause).to.equal('address not allowed');
    const plain = { url: 'http://localhost:9/' };
    const entry = { id: 'gub', name: 'gub', agencies: [{ id: 'ISIL:SE-GUB' }], ...plain };
    expect((await house.api('POST', '/api/v1/peers/import', [entry])).status).to.equal(422);
    await house.introduce('gub', 'SE-GUB', { ...plain, allowPlainHttp: true, allowPrivateAddresses: true });
    expect((await send()).cause).to.equal('connection refused');
    expect(peer.arrived).to.have.length(0);
  });

  it('stands in headers and in the message, is filled in anew at each attempt, and is kept nowhere', async () => {
    await open(await certificate('gub', { by: theirs, hosts: ['localhost'] }));
    await show({ kind: 'basic', account: 'north', secret: SECRET });
    await show({ kind: 'header', header: 'X-Tenant', secret: `${SECRET}-tenant` });
    const code = await show({ kind: 'message', account: 'north', secret: `${SECRET}<&>` });
    expect((await send()).cause, 'before its authority is known').to.match(/^TLS failure/);
    await house.api('POST', `/api/v1/peers/gub/credentials/${code}/rotate`, {
      account: 'north',
      secret: `${SECRET}&new`,
    });
    await show({ kind: 'authority', certificate: theirs.cert });
    house.clock.move(3_600_000);
    await settled();

    const [arrived] = peer.arrived;
    expect(arrived?.headers['authorization']).to.equal(`Basic ${btoa(`north:${SECRET}`)}`);
    expect(arrived?.headers['x-tenant']).to.equal(`${SECRET}-tenant`);
    expect(arrived?.message?.header.requestingAgencyAuthentication).to.deep.equal({
      accountId: 'north',
      securityCode: `${SECRET}&new`,
    });
    const rows = await house.library.app.storage.database.all<{ id: string }>(
      `SELECT id FROM bodies WHERE direction = 'out'`,
    );
    for (const { id } of rows)
      expect(JSON.stringify(await house.library.app.storage.readers.deliveries.body(id))).not.to.include(
        'canary',
      );
    expect(JSON.stringify(await house.library.entries()) + house.library.log()).not.to.include('canary');
  });

  it('does not leave where it is missing from the message that waits for it: a person composes that anew', async () => {
    await open(await certificate('gub', { by: theirs, hosts: ['localhost'] }));
    const code = await show({ kind: 'message', account: 'north', secret: SECRET });
    await send();
    await house.api('DELETE', `/api/v1/peers/gub/credentials/${code}`);
    await show({ kind: 'authority', certificate: theirs.cert });
    house.clock.move(3_600_000);
    await settled();
    expect(await standing()).to.deep.equal({ state: 'stopped', cause: 'a credential is missing' });
    const { body } = await house.api('GET', '/api/v1/deliveries');
    const [stopped] = body['items'] as { id: string }[];
    expect(peer.arrived).to.have.length(0);
    await house.api('POST', `/api/v1/deliveries/${stopped!.id}/compose-anew`);
    await settled();
    expect(peer.arrived).to.have.length(1);
    expect(peer.arrived[0]?.body).not.to.include('Authentication');
  });
});
