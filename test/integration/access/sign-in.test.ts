import { expect } from 'chai';
import { buildPasswords, buildPasswordSignIn, disableUser, setRoles } from '../../../src/access/index.js';
import { VirtualClock } from '../../../src/platform/index.js';
import { EVERYWHERE, NORTH, openStaff, passwordOf, type Staff } from '../../support/staff.js';

const operator = { actor: { kind: 'person', id: 'operator' }, because: 'the test says so' } as const;

describe('signing in', () => {
  let staff: Staff;
  let ada: string;

  before(async () => {
    staff = await openStaff();
    ada = await staff.hire(
      'ada',
      { [EVERYWHERE]: ['supervisor'] },
      { name: 'Ada Canary', email: 'ada@canary.test' },
    );
    await staff.hire('bo', { [NORTH]: ['auditor'] });
  });
  after(() => staff.stop());
  beforeEach(() => staff.clock.move(3_600_000));

  it('leads whoever has not signed in to where that is done, and from there back', async () => {
    const browser = staff.browser();
    const asked = await browser.get('/account?a=1');
    expect([asked.status, asked.location]).to.deep.equal([303, '/sign-in?to=%2Faccount%3Fa%3D1']);
    const form = await browser.get(asked.location);
    expect(form.text).to.contain('name="to" value="/account?a=1"');
    const answer = await browser.post('/sign-in', {
      login: ' ADA ',
      password: passwordOf('ada'),
      to: '/account?a=1',
    });
    expect([answer.status, answer.location]).to.deep.equal([303, '/account?a=1']);
    expect((await browser.get('/account')).text).to.contain('Ada Canary');
  });

  it('never leads away from this gateway', async () => {
    for (const to of ['//evil.test', '/\\evil.test', 'https://evil.test', '/\t/evil.test', '/sign-in', 'x'])
      expect((await staff.browser().signIn('ada', passwordOf('ada'), to)).location, to).to.equal('/');
  });

  it('lets whoever only audits begin at the ledger', async () => {
    expect((await staff.browser().signIn('bo', passwordOf('bo'))).location).to.equal('/ledger');
  });

  it('says the same to whoever errs in the name and to whoever errs in the password', async () => {
    const [name, password] = [staff.browser(), staff.browser()];
    const one = await name.signIn('nobody', passwordOf('ada'));
    const other = await password.signIn('ada', 'something else entirely');
    const clean = (text: string): string =>
      text.replace(/name="_form" value="[^"]+"/g, '').replace(/value="(ada|nobody)"/g, '');
    expect([one.status, other.status]).to.deep.equal([422, 422]);
    expect(clean(one.text)).to.equal(clean(other.text));
    expect(one.text).to.contain('role="status"').and.to.contain('That did not work');
  });

  it('keeps its cookie from scripts and from other sites, and puts another in its place at each sign-in', async () => {
    const browser = staff.browser();
    await browser.get('/sign-in');
    const before = { login: 'ada', password: passwordOf('ada') };
    const answer = await browser.post('/sign-in', before);
    const set = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('lendwire='));
    expect(set).to.match(/^lendwire=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const first = browser.cookies.get('lendwire')!;
    await browser.get('/account');
    expect((await browser.post('/sign-in', before)).status).to.equal(303);
    expect(browser.cookies.get('lendwire')).to.not.equal(first);
    const thief = staff.browser();
    thief.cookies.set('lendwire', first);
    expect((await thief.get('/account')).status).to.equal(303);
  });

  it('takes no cookie that it has not made', async () => {
    const browser = staff.browser();
    for (const value of ['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}'`]) {
      browser.cookies.set('lendwire', value);
      expect((await browser.get('/account')).status, value).to.equal(303);
    }
  });

  it('ends after half an hour without a page, and after eight hours with pages', async () => {
    const browser = await staff.signedIn('ada');
    staff.clock.move(29 * 60_000);
    expect((await browser.get('/account')).status).to.equal(200);
    staff.clock.move(30 * 60_000);
    expect((await browser.get('/account')).location).to.equal('/sign-in?to=%2Faccount&note=expired');
    const busy = await staff.signedIn('ada');
    for (let minutes = 0; minutes < 8 * 60 - 20; minutes += 20) {
      staff.clock.move(20 * 60_000);
      expect((await busy.get('/account')).status, `after ${minutes + 20} minutes`).to.equal(200);
    }
    staff.clock.move(20 * 60_000);
    expect((await busy.get('/account')).status).to.equal(303);
  });

  it('is not kept alive by what a page asks by itself', async () => {
    await staff.hire('root', { [EVERYWHERE]: ['admin'] });
    const browser = await staff.signedIn('root');
    staff.clock.move(29 * 60_000);
    expect((await browser.get('/jobs/agendash/api')).status).to.equal(404);
    expect((await browser.get('/jobs/agendash/api/stats')).status).to.equal(404);
    staff.clock.move(2 * 60_000);
    expect((await browser.get('/jobs')).location).to.equal('/sign-in?to=%2Fjobs&note=expired');
  });

  it('ends when somebody signs out, for that browser alone', async () => {
    const [one, other] = [await staff.signedIn('ada'), await staff.signedIn('ada')];
    await one.get('/account');
    const secret = one.cookies.get('lendwire')!;
    expect((await one.post('/sign-out')).location).to.equal('/sign-in?note=signed-out');
    expect(one.cookies.has('lendwire')).to.be.false;
    one.cookies.set('lendwire', secret);
    expect((await one.get('/account')).status).to.equal(303);
    expect((await other.get('/account')).status).to.equal(200);
  });

  it('ends everywhere when that is asked for, also within the same moment', async () => {
    const [one, other] = [await staff.signedIn('ada'), await staff.signedIn('ada')];
    await one.get('/account');
    await one.post('/sign-out-everywhere');
    expect((await other.get('/account')).status).to.equal(303);
    expect((await (await staff.signedIn('ada')).get('/account')).status).to.equal(200);
  });

  it('feels at once that a user is disabled or has another role', async () => {
    const cy = await staff.hire('cy', { [EVERYWHERE]: ['assistant'] });
    const browser = await staff.signedIn('cy');
    expect((await browser.get('/account')).text).to.contain('assistant');
    await staff.app.storage.committer.commit(setRoles(cy, { [NORTH]: ['auditor'] }, operator));
    expect((await browser.get('/account')).text).to.contain('auditor (North)');
    await staff.app.storage.committer.commit(disableUser(cy, operator));
    expect((await browser.get('/account')).status).to.equal(303);
    expect((await staff.browser().signIn('cy', passwordOf('cy'))).status).to.equal(422);
  });

  it('takes another password, ends all other sign-ins, and goes on in this browser', async () => {
    await staff.hire('di', { [EVERYWHERE]: ['assistant'] });
    const [one, other] = [await staff.signedIn('di'), await staff.signedIn('di')];
    await one.get('/account');
    const wrong = await one.post('/account/password', { old: 'wrong', next: 'a long new password' });
    expect([wrong.status, wrong.text.includes('This is not the password so far')]).to.deep.equal([422, true]);
    const short = await one.post('/account/password', { old: passwordOf('di'), next: 'short' });
    expect(short.text).to.contain('at least 12 characters');
    const done = await one.post('/account/password', { old: passwordOf('di'), next: 'a long new password' });
    expect(done.location).to.equal('/account?note=changed');
    expect((await one.get('/account?note=changed')).text).to.contain('The password is changed');
    expect((await other.get('/account')).status).to.equal(303);
    expect((await staff.browser().signIn('di', passwordOf('di'))).status).to.equal(422);
    expect((await staff.browser().signIn('di', 'a long new password')).status).to.equal(303);
  });

  it('speaks the language that was chosen, in this browser', async () => {
    const browser = staff.browser();
    expect((await browser.get('/sign-in', { 'accept-language': 'de-AT,en' })).text).to.contain('lang="de"');
    await browser.get('/sign-in?language=sv');
    expect((await browser.get('/sign-in', { 'accept-language': 'de' })).text).to.contain('Logga in');
  });

  it('makes guessing slow, for an account and for an address, and does not tell which accounts there are', async () => {
    await staff.hire('ed', { [EVERYWHERE]: ['assistant'] });
    for (const login of ['ed', 'no-such-person']) {
      const browser = staff.browser();
      const statuses: number[] = [];
      for (let count = 0; count < 8; count += 1)
        statuses.push((await browser.signIn(login, 'wrong word')).status);
      expect(statuses, login).to.deep.equal([422, 422, 422, 422, 422, 429, 429, 429]);
    }
    const right = await staff.browser().signIn('ed', passwordOf('ed'));
    expect(right.status).to.equal(429);
    expect(Number(right.headers.get('retry-after'))).to.be.greaterThan(0);
    staff.clock.move(900_000);
    expect((await staff.browser().signIn('ed', passwordOf('ed'))).status).to.equal(303);
  });

  it('enters who signed in and out, and what failed once a minute with a count', async () => {
    await staff.app.entrance.tally.flush('all');
    const entries = await staff.entries();
    const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
    expect(of('signed-in').some(({ actor }) => actor.id === ada)).to.be.true;
    expect(of('signed-out').map(({ because }) => because)).to.have.members([
      'they signed in anew',
      'they signed out',
    ]);
    expect(of('signed-out-everywhere')).to.have.length(1);
    expect(of('user-password-changed')).to.have.length(1);
    const guesses = of('sign-in-failed').filter(({ facts }) => facts?.['count'] === 5);
    expect(guesses.map(({ because }) => because)).to.have.members([
      'the password is wrong, 5 times in the minute',
      'nobody signs in under this name, 5 times in the minute',
    ]);
  });

  it('gives nobody a try more for that the slow hash takes its time', async () => {
    await staff.hire('flo', { [EVERYWHERE]: ['assistant'] });
    const { gatewayKey, tally } = staff.app.entrance;
    const clock = new VirtualClock();
    const passwords = buildPasswords({ log2N: 10 });
    const { committer, readers } = staff.app.storage;
    const signIn = buildPasswordSignIn({
      ...{ committer, readers, gatewayKey, tally, clock },
      sessions: staff.app.entrance.people.sessions,
      // A machine on which each hash takes two seconds.
      passwords: {
        ...passwords,
        async isRight(password, stored) {
          clock.move(2_000);
          return passwords.isRight(password, stored);
        },
      },
    });
    for (const login of ['flo', 'no-such-florist']) {
      const answers: string[] = [];
      for (let count = 0; count < 8; count += 1)
        answers.push((await signIn({ login, password: 'wrong word', address: login })).kind);
      expect(answers, login).to.deep.equal([...Array<string>(5).fill('refused'), 'wait', 'wait', 'wait']);
    }
  });

  it('leaves no name, e-mail, password or secret in the database, the log or an entry', async () => {
    const browser = await staff.signedIn('ada');
    await browser.get('/account');
    const canaries = [
      'Ada Canary',
      'ada@canary.test',
      passwordOf('ada'),
      browser.cookies.get('lendwire')!,
      browser.form,
    ];
    for (const { file, text } of staff.remains())
      for (const canary of canaries) expect(text.includes(canary), `${canary} in ${file}`).to.be.false;
    const { differences } = await staff.app.storage.rebuildCheck();
    expect(differences).to.deep.equal([]);
  });
});
