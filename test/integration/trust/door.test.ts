import { once } from 'node:events';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { certificate } from '../../support/certificates.js';
import { call, type Called } from '../../support/tls-call.js';
import { guardedLibrary, type GuardedLibrary, type Shown } from './guarded-library.js';
import { saidBy, written, type Kind } from './messages.js';

const SECRET = 'secret-of-gub-0123456789';
const key: Shown = { headers: { authorization: `Bearer ${SECRET}` } };

describe('the door for peers', () => {
  let house: GuardedLibrary;
  let posts = 0;

  const open = async (settings: Readonly<Record<string, object>>, more: object = {}): Promise<void> => {
    house = await guardedLibrary(settings);
    await house.introduce('gub', 'SE-GUB', more);
    await house.demand('gub', { kind: 'bearer', secret: SECRET });
  };
  afterEach(() => house.close());
  const comes = (shown: Shown = key, from = 'SE-GUB'): Promise<Called> =>
    house.post({ kind: 'request', from, requestId: `R-${(posts += 1)}` }, shown);

  it('hears nothing more from an address after too many failures, also not what is right, until the time is over', async () => {
    await open({ peers: { failures: 3, failureSeconds: 60 } });
    const wrong: Shown = { headers: { authorization: 'Bearer wrong' } };
    for (let guess = 0; guess < 3; guess += 1) expect((await comes(wrong)).status).to.equal(401);
    for (const shown of [wrong, key]) {
      const { status, headers, text } = await comes(shown);
      expect([status, headers['retry-after'], text]).to.deep.equal([429, '60', '']);
    }
    expect((await comes({ ...key, from: '127.0.0.2' })).status, 'from elsewhere').to.equal(200);
    house.clock.move(60_000);
    expect((await comes()).status).to.equal(200);
    await house.library.app.jobs.runOne('clocks', house.clock.now());
    const causes = (await house.library.entries()).map(({ facts }) => facts?.['cause']);
    expect(causes).to.include.members(['unauthorized', 'HTTP 429: too many failures']);
  });

  it('lets a peer send no faster than its record says, and others meanwhile', async () => {
    await open({}, { limits: { perSecond: 1, burst: 2 } });
    await house.introduce('lund', 'SE-LUND');
    expect([(await comes()).status, (await comes()).status]).to.deep.equal([200, 200]);
    const third = await comes();
    expect([third.status, third.headers['retry-after']]).to.deep.equal([429, '1']);
    expect((await comes({}, 'SE-LUND')).status).to.equal(200);
    house.clock.move(1000);
    expect((await comes()).status).to.equal(200);
  });

  it('reads no more messages of a peer at one time than its record says', async () => {
    await open({}, { limits: { concurrent: 1 } });
    const { port } = house.library;
    const slow = connect({ port, host: '127.0.0.1', ca: house.ca.cert, servername: 'localhost' });
    await once(slow, 'secureConnect');
    const body = written({ kind: 'request', from: 'SE-GUB', requestId: 'R-slow' });
    const head = [
      ...['POST /iso18626 HTTP/1.1', 'Host: localhost', 'Content-Type: application/xml', 'Connection: close'],
      ...[`Authorization: Bearer ${SECRET}`, 'Expect: 100-continue', `Content-Length: ${body.length}`],
    ];
    slow.write(`${head.join('\r\n')}\r\n\r\n`);
    // It is asked to go on when its head has been read.
    await once(slow, 'data');
    let status = 0;
    while (status !== 429) status = (await comes()).status;
    slow.write(body);
    const [answer] = (await once(slow, 'data')) as [Buffer];
    expect(answer.toString('latin1')).to.match(/^HTTP\/1.1 200 /);
    slow.destroy();
    expect((await comes()).status).to.equal(200);
  });

  it('holds a peer that nothing is demanded of to its limits by the name that it gives', async () => {
    await open({});
    await house.introduce('lund', 'SE-LUND', { limits: { perSecond: 1, burst: 1, bodyBytes: 2000 } });
    expect((await comes({}, 'SE-LUND')).status).to.equal(200);
    expect((await comes({}, 'SE-LUND')).status).to.equal(429);
  });

  it('takes from each peer a body as large as its record says', async () => {
    await open({ server: { bodyLimitBytes: 4000 } }, { limits: { bodyBytes: 100_000 } });
    await house.introduce('lund', 'SE-LUND', { limits: { bodyBytes: 1500 } });
    const sent = async (from: string, bytes: number, shown: Shown): Promise<number> => {
      const body = written({ kind: 'request', from, requestId: `R-${(posts += 1)}` });
      const padded = body.replace('<request>', `<request>${' '.repeat(bytes - body.length)}`);
      const { port } = house.library;
      return (await call({ port, ca: house.ca.cert, body: padded, ...shown })).status;
    };
    expect(await sent('SE-GUB', 50_000, key)).to.equal(200);
    expect(await sent('SE-GUB', 100_001, key)).to.equal(413);
    expect(await sent('SE-LUND', 3_000, {})).to.equal(413);
    expect(await sent('SE-LUND', 1_400, {})).to.equal(200);
    expect(await sent('SE-LUND', 50_000, {}), 'before it is known whose it is').to.equal(413);
  });

  it('believes of a forwarded address only the last one that no proxy of ours has', async () => {
    await open({ server: { trustedProxies: ['127.0.0.9', '10.0.0.0/8'] } });
    await house.introduce('lund', 'SE-LUND');
    await house.demand('lund', { kind: 'addresses', networks: ['192.0.2.0/24', '2001:db8::/32'] });
    const by = async (from: string, forwarded: string): Promise<number> =>
      (
        await comes(
          { from, headers: { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' } },
          'SE-LUND',
        )
      ).status;
    expect(await by('127.0.0.9', '198.51.100.1, 192.0.2.7, 10.1.1.1')).to.equal(200);
    expect(await by('127.0.0.9', '2001:db8::5')).to.equal(200);
    expect(await by('127.0.0.9', '192.0.2.7:4711')).to.equal(200);
    expect(await by('127.0.0.9', '192.0.2.7, 198.51.100.1')).to.equal(401);
    expect(await by('127.0.0.9', '192.0.2.7, unknown')).to.equal(401);
    expect(await by('127.0.0.8', '192.0.2.7'), 'from no proxy of ours').to.equal(401);
  });

  it('believes a certificate in a header of a proxy of ours, and of nobody else', async () => {
    await open({ server: { trustedProxies: ['127.0.0.9'], clientCertificateHeader: 'X-Client-Cert' } });
    const pair = await certificate('lund.example', { by: house.ca });
    await house.introduce('lund', 'SE-LUND');
    await house.demand('lund', { kind: 'certificate', issuer: 'Library Authority', name: 'lund.example' });
    const by = async (from: string, cert: string): Promise<number> =>
      (await comes({ from, headers: { 'x-client-cert': cert, 'x-forwarded-proto': 'https' } }, 'SE-LUND'))
        .status;
    expect(await by('127.0.0.9', encodeURIComponent(pair.cert))).to.equal(200);
    const der = pair.cert.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    expect(await by('127.0.0.9', `:${der}:`)).to.equal(200);
    expect(await by('127.0.0.8', encodeURIComponent(pair.cert))).to.equal(401);
    const stranger = await certificate('lund.example');
    expect(await by('127.0.0.9', encodeURIComponent(stranger.cert))).to.equal(401);
    expect(await by('127.0.0.9', 'no certificate')).to.equal(401);
  });

  it('takes an unencrypted message from another machine only for a peer that may send so', async () => {
    await open({
      server: { trustedProxies: ['127.0.0.9'] },
      outbound: { allowPlainHttp: false },
    });
    await house.introduce('lund', 'SE-LUND', { allowPlainHttp: true });
    await house.demand('lund', { kind: 'basic', account: 'lund', secret: SECRET });
    const plain = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'http' };
    const from = '127.0.0.9';
    const basic = { authorization: `Basic ${btoa(`lund:${SECRET}`)}` };
    expect((await comes({ from, headers: { ...key.headers, ...plain } })).status).to.equal(403);
    expect((await comes({ from, headers: { ...basic, ...plain } }, 'SE-LUND')).status).to.equal(200);
    expect(
      (await comes({ from, headers: { ...key.headers, ...plain, 'x-forwarded-proto': 'https' } })).status,
    ).to.equal(200);
  });

  for (const [nr, what, message, said] of [
    [37, 'an empty request id', { requestId: ' ' }, 'UnrecognisedDataValue requestingAgencyRequestId'],
    [38, 'an empty agency id of the requester', { from: '' }, 'UnrecognisedDataValue requestingAgencyId'],
    [
      39,
      'an agency that nobody speaks for',
      { from: 'SE-NOBODY' },
      'UnrecognisedDataValue requestingAgencyId: ISIL:SE-NOBODY',
    ],
    [
      41,
      'an agency that is not ours',
      { to: 'SE-ELSEWHERE' },
      'UnrecognisedDataValue supplyingAgencyId: ISIL:SE-ELSEWHERE',
    ],
  ] as const)
    it(`[7.3 nr ${nr}] refuses ${what} of a peer that is proved, and stores nothing`, async () => {
      await open({});
      const kind: Kind = 'request';
      expect(saidBy(await house.post({ kind, from: 'SE-GUB', requestId: 'R-1', ...message }, key))).to.equal(
        said,
      );
      const { body } = await house.api('GET', '/api/v1/loan-records');
      expect(body['items']).to.deep.equal([]);
      expect((await house.library.entries()).at(-1)).to.include({ kind: 'message-rejected', peer: 'gub' });
    });

  it('[7.3 nr 42] refuses a request that names no supplying agency', async () => {
    await open({});
    const body = written({ kind: 'request', from: 'SE-GUB', requestId: 'R-1' }).replace(
      /<supplyingAgencyId>.*<\/supplyingAgencyId>/,
      '',
    );
    const { port } = house.library;
    expect(saidBy(await call({ port, ca: house.ca.cert, body, ...key }))).to.equal(
      'UnrecognisedDataValue supplyingAgencyId',
    );
  });

  it('[7.3 nr 43, 44] knows an agency by any case, with blanks, and by its alias, and echoes what was written', async () => {
    await open({}, { agencies: [{ id: 'ISIL:DK-710100', aliases: ['OCLC:DKA'] }] });
    const { port } = house.library;
    for (const [type, value] of [
      ['isil', ' dk-710100 '],
      ['OCLC', 'dka'],
    ] as const) {
      const body = written({ kind: 'request', from: 'X', requestId: `R-${(posts += 1)}` }).replace(
        '<agencyIdType>ISIL</agencyIdType><agencyIdValue>X<',
        `<agencyIdType>${type}</agencyIdType><agencyIdValue>${value}<`,
      );
      const answer = await call({ port, ca: house.ca.cert, body, ...key });
      expect(saidBy(answer)).to.equal('OK');
      expect(answer.text).to.include(`agencyIdType>${type}<`).and.to.include(`agencyIdValue>${value}<`);
    }
  });
});
