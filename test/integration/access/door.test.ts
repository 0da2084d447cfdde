import { request } from 'node:http';
import { expect } from 'chai';
import { Browser, EVERYWHERE, openStaff, passwordOf, type Staff } from '../../support/staff.js';

describe('the door of the staff page', () => {
  let staff: Staff;
  before(async () => {
    staff = await openStaff({ trustedProxies: ['127.0.0.0/8'] });
    await staff.hire('ada', { [EVERYWHERE]: ['supervisor'] });
  });
  after(() => staff.stop());

  /** As `fetch` will not: with a host of its own. */
  function asked(
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
    return new Promise((resolve, reject) => {
      const asking = request(new URL(path, staff.base), { headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
      });
      asking.on('error', reject);
      asking.end();
    });
  }

  it('is open over plain HTTP on the machine itself and to nobody else, and says what to do', async () => {
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:80'])
      expect((await asked('/sign-in', { host })).status, host).to.equal(200);
    for (const host of ['valley.example', '127.0.0.1.evil.test', 'localhost.evil.test', '10.0.0.1']) {
      const refused = await asked('/sign-in', { host });
      expect([refused.status, refused.text.includes('https://')], host).to.deep.equal([403, true]);
      expect(refused.headers['set-cookie'], host).to.equal(undefined);
    }
  });

  it('believes a proxy of ours that says https, with a cookie that is bound to the host', async () => {
    const secure = await asked('/sign-in', { host: 'valley.example', 'x-forwarded-proto': 'https' });
    expect(secure.status).to.equal(200);
    expect(secure.headers['strict-transport-security']).to.match(/^max-age=31536000/);
    expect(secure.headers['set-cookie']?.[0]).to.match(
      /^__Host-lendwire-visit=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(
      (await asked('/sign-in', { host: 'valley.example', 'x-forwarded-proto': 'http' })).status,
    ).to.equal(403);
  });

  it('believes nobody else who says https', async () => {
    const plain = await openStaff();
    const answer = await new Browser(plain.base).get('/sign-in', { 'x-forwarded-proto': 'https' });
    await plain.stop();
    expect(answer.status).to.equal(403);
  });

  it('lets a browser load from here alone, frame nothing and keep no page', async () => {
    for (const path of ['/sign-in', '/account', '/nothing-here']) {
      const { headers } = await staff.browser().get(path);
      const policy = headers.get('content-security-policy')!;
      for (const part of [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
        expect(policy, path).to.contain(part);
      expect(policy, path).to.not.match(/unsafe|http|\*|data:/);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('referrer-policy')).to.equal('same-origin');
      expect(headers.get('cross-origin-opener-policy')).to.equal('same-origin');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('x-powered-by')).to.equal(null);
    }
    const { text } = await staff.browser().get('/sign-in');
    expect(text).to.not.match(/<script(?![^>]* src=)|<style|style="|onclick|https?:\/\//);
    const sheet = /href="(\/assets\/style[^"]+)"/.exec(text)![1]!;
    expect((await staff.browser().get(sheet)).headers.get('cache-control')).to.contain('immutable');
  });

  it('takes a form of this session only: none without its token, none with another’s, none from another site', async () => {
    const [browser, other] = [await staff.signedIn('ada'), await staff.signedIn('ada')];
    await browser.get('/account');
    await other.get('/account');
    const right = browser.form;
    for (const [form, headers] of [
      ['', {}],
      [`${right}x`, {}],
      [other.form, {}],
      [right, { origin: 'https://evil.test' }],
      [right, { origin: 'null' }],
      [right, { 'sec-fetch-site': 'cross-site' }],
      [right, { 'sec-fetch-site': 'same-site' }],
    ] as const) {
      const answer = await browser.post('/account/language', { _form: form, language: 'sv' }, headers);
      expect([answer.status, answer.text.includes('This form is too old')], form).to.deep.equal([403, true]);
    }
    const good = await browser.post(
      '/account/language',
      { _form: right, language: 'sv' },
      { origin: staff.base },
    );
    expect(good.status).to.equal(303);
  });

  it('takes no sign-in whose form it has not handed to that browser', async () => {
    const victim = staff.browser();
    const answer = await victim.post('/sign-in', { login: 'ada', password: passwordOf('ada') });
    expect(answer.status).to.equal(403);
    expect(victim.cookies.has('lendwire')).to.be.false;
  });

  it('refuses a form that is too large', async () => {
    const browser = await staff.signedIn('ada');
    await browser.get('/account');
    expect((await browser.post('/account/language', { language: 'x'.repeat(300_000) })).status).to.equal(413);
  });

  it('answers an address of the API as the API does', async () => {
    const answer = await staff.browser().get('/api/v1/nothing');
    expect(answer.headers.get('content-type')).to.contain('problem+json');
  });
});
