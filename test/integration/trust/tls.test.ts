import { writeFileSync } from 'node:fs';
import { connect, type PeerCertificate } from 'node:tls';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificate } from '../../support/certificates.js';
import { call } from '../../support/tls-call.js';
import { guardedLibrary, type GuardedLibrary } from './guarded-library.js';
import { saidBy } from './messages.js';

describe('a gateway that speaks TLS itself', () => {
  let house: GuardedLibrary;
  beforeEach(async () => {
    house = await guardedLibrary();
  });
  afterEach(() => house.close());

  /** What the server shows to whoever connects now. */
  const shown = (): Promise<PeerCertificate> =>
    new Promise((resolve, reject) => {
      const socket = connect({
        port: house.library.port,
        host: '127.0.0.1',
        ca: house.ca.cert,
        servername: 'localhost',
      });
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        resolve(socket.getPeerCertificate());
        socket.destroy();
      });
    });
  const put = (name: string, text: string): void => writeFileSync(join(house.folder, name), text);

  it('shows another certificate to whoever connects when its files have changed, without a restart', async () => {
    const other = await certificate('renewed', { by: house.ca, hosts: ['localhost', '127.0.0.1'] });
    expect((await shown()).subject.CN).to.equal('north');
    put('key.pem', other.key);
    put('cert.pem', other.cert);
    await house.hasLogged('the TLS certificate is another one');
    expect((await shown()).subject.CN).to.equal('renewed');
  });

  it('keeps the certificate that it has where a new file cannot be used, and says so', async () => {
    put('cert.pem', '-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n');
    await house.hasLogged('the TLS files cannot be used');
    expect((await shown()).subject.CN).to.equal('north');
  });

  it('speaks no TLS older than 1.2, and nothing unencrypted', async () => {
    const { port } = house.library;
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' } as const;
    const thrown: unknown = await call({
      port,
      ca: house.ca.cert,
      path: '/healthz',
      method: 'GET',
      ...old,
    }).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(Error);
    const plain: unknown = await call({ port, path: '/healthz', method: 'GET' }).catch(
      (error: unknown) => error,
    );
    expect(plain).to.be.instanceOf(Error);
    expect((await call({ port, ca: house.ca.cert, path: '/healthz', method: 'GET' })).status).to.equal(200);
  });

  it('lets people in without a certificate, and gives them a cookie that is bound to the host', async () => {
    const { port } = house.library;
    const page = await call({ port, ca: house.ca.cert, path: '/sign-in', method: 'GET' });
    expect(page.status).to.equal(200);
    expect(String(page.headers['set-cookie'])).to.match(/__Host-lendwire-visit=.*Secure/);
  });

  it('takes no certificate of nobody for one of a peer, and a peer without one for nobody', async () => {
    await house.introduce('gub', 'SE-GUB');
    const pair = await certificate('gub.example');
    await house.demand('gub', { kind: 'certificate', certificate: pair.cert });
    const message = { kind: 'request', from: 'SE-GUB', requestId: 'R-1' } as const;
    expect(saidBy(await house.post(message))).to.equal('401');
    expect(saidBy(await house.post(message, { client: await certificate('gub.example') }))).to.equal('401');
    expect(saidBy(await house.post(message, { client: pair }))).to.equal('OK');
  });
});
