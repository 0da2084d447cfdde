import { expect } from 'chai';
import { disableUser } from '../../../src/access/index.js';
import { openElsewhere, sealElsewhere } from '../../../src/admin/sign-in/elsewhere.js';
import { CLIENT, openProvider, type RunningProvider } from '../../support/identity-provider.js';
import { Browser, openStaff, type Shown, type Staff } from '../../support/staff.js';

const operator = { actor: { kind: 'person', id: 'operator' }, because: 'the test says so' } as const;

describe('signing in at the library’s identity provider', () => {
  let staff: Staff;
  let provider: RunningProvider;

  before(async () => {
    provider = await openProvider(() => Number(new URL(staff.base).port));
    const groups = [
      { group: 'ill-desk', role: 'assistant' },
      { group: 'ill-leads', role: 'supervisor', agency: 'ISIL:SE-NORTH' },
    ];
    const oidc = {
      issuer: provider.issuer,
      clientId: CLIENT.id,
      name: 'Valley ID',
      scope: 'openid profile email groups',
      groups,
    };
    staff = await openStaff({ oidc }, { clientSecret: CLIENT.secret });
  });
  after(async () => {
    await staff.stop();
    await provider.stop();
  });
  beforeEach(() => {
    provider.somebody = {
      sub: 'ada',
      name: 'Ada Canary',
      email: 'ada@canary.test',
      groups: ['ill-desk', 'staff'],
    };
  });

  /** Follows the browser to the provider, and answers the address that it is sent back to. */
  async function there(browser: Browser, path = '/oidc/start'): Promise<string> {
    const started = await browser.get(path);
    expect(started.status).to.equal(303);
    const elsewhere = new Browser(provider.issuer);
    let next = started.location;
    for (let hops = 0; hops < 8 && next.startsWith(provider.issuer); hops += 1) {
      const answer: Shown = await elsewhere.get(next);
      next = new URL(answer.location, provider.issuer).href;
    }
    return next;
  }

  async function through(browser: Browser, path?: string): Promise<Shown> {
    return browser.get(await there(browser, path));
  }

  const users = async () => (await staff.entries()).filter(({ kind }) => kind === 'user-made');

  it('is offered beside the form, and asks with code, PKCE, state and nonce', async () => {
    const browser = staff.browser();
    expect((await browser.get('/sign-in')).text).to.contain('Sign in with Valley ID');
    const asked = new URL((await browser.get('/oidc/start')).location).searchParams;
    expect(asked.get('response_type')).to.equal('code');
    expect(asked.get('code_challenge_method')).to.equal('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name), name).to.match(/^.{20,}$/);
  });

  it('makes the user at the first time, with the roles of their groups, and goes on where they wanted to', async () => {
    const browser = staff.browser();
    const back = await through(browser, '/oidc/start?to=%2Faccount');
    expect([back.status, back.location]).to.deep.equal([303, '/account']);
    const { text } = await browser.get('/account');
    expect(text).to.contain('Ada Canary').and.to.contain('assistant (all libraries');
    expect(text).to.contain('kept by the library’s sign-in service');
    expect(await users()).to.have.length(1);
  });

  it('brings the roles up to date at each time, and enters what has changed', async () => {
    await through(staff.browser());
    const before = await staff.entries();
    await through(staff.browser());
    expect((await staff.entries()).slice(before.length).map(({ kind }) => kind)).to.deep.equal(['signed-in']);
    provider.somebody.groups = ['ill-leads'];
    const browser = staff.browser();
    await through(browser);
    expect((await browser.get('/account')).text).to.contain('supervisor (North)');
    const changed = (await staff.entries()).filter(({ kind }) => kind === 'user-roles-changed');
    expect(changed.map(({ facts }) => facts?.['roles'])).to.deep.equal([{ 'isil:se-north': ['supervisor'] }]);
    expect(await users()).to.have.length(1);
  });

  it('lets nobody in whose groups have no role, and takes away what they had', async () => {
    provider.somebody.groups = [];
    expect((await through(staff.browser())).location).to.equal('/sign-in?note=no-role');
    provider.somebody = { sub: 'stranger', groups: ['students'] };
    expect((await through(staff.browser())).location).to.equal('/sign-in?note=no-role');
    expect(await users()).to.have.length(1);
  });

  it('lets nobody in who is disabled here', async () => {
    const [made] = await users();
    await staff.app.storage.committer.commit(disableUser(made!.facts!['user'] as string, operator));
    expect((await through(staff.browser())).location).to.equal('/sign-in?note=disabled');
  });

  it('refuses who comes back with another state, in another browser, twice, too late, or with a forged cookie', async () => {
    provider.somebody = { sub: 'bo', groups: ['ill-desk'] };
    const failed = '/sign-in?note=provider-failed';

    const browser = staff.browser();
    const right = await there(browser);
    const forged = new URL(right);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect((await browser.get(forged.href)).location, 'another state').to.equal(failed);
    expect((await staff.browser().get(right)).location, 'another browser').to.equal(failed);

    const used = staff.browser();
    const once = await there(used);
    const cookie = used.cookies.get('lendwire-elsewhere')!;
    expect((await used.get(once)).location).to.equal('/');
    used.cookies.set('lendwire-elsewhere', cookie);
    expect((await used.get(once)).location, 'twice').to.equal(failed);

    const late = staff.browser();
    const waited = await there(late);
    staff.clock.move(10 * 60_000);
    expect((await late.get(waited)).location, 'too late').to.equal(failed);

    const cut = staff.browser();
    const way = await there(cut);
    const sealed = cut.cookies.get('lendwire-elsewhere')!;
    cut.cookies.set('lendwire-elsewhere', `${sealed.slice(0, -8)}AAAAAAAA`);
    expect((await cut.get(way)).location, 'forged').to.equal(failed);
  });

  it('refuses a code of another sign-in, and an answer whose nonce is not the one that was asked with', async () => {
    const [one, other] = [staff.browser(), staff.browser()];
    const first = new URL(await there(one));
    const second = new URL(await there(other));
    // The state of this browser, the code of the other one.
    first.searchParams.set('code', second.searchParams.get('code')!);
    expect((await one.get(first.href)).location).to.equal('/sign-in?note=provider-failed');

    const { gatewayKey } = staff.app.entrance;
    const browser = staff.browser();
    const back = await there(browser);
    const begun = openElsewhere(browser.cookies.get('lendwire-elsewhere')!, gatewayKey, staff.clock)!;
    const another = sealElsewhere({ ...begun, nonce: 'another' }, gatewayKey, staff.clock);
    browser.cookies.set('lendwire-elsewhere', another);
    expect((await browser.get(back)).location).to.equal('/sign-in?note=provider-failed');
    expect(staff.remains().find(({ file }) => file === 'gateway.log')?.text).to.contain(
      'sign-in at the identity provider failed',
    );
  });

  it('says so where the provider refuses, and where it does not answer', async () => {
    const browser = staff.browser();
    const back = new URL(await there(browser));
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect((await browser.get(back.href)).location).to.equal('/sign-in?note=provider-failed');
    expect((await browser.get('/sign-in?note=provider-away')).text).to.contain('does not answer');
  });

  it('leaves no name and no e-mail in any file', () => {
    for (const { file, text } of staff.remains())
      for (const canary of ['Ada Canary', 'ada@canary.test', CLIENT.secret])
        expect(text.includes(canary), `${canary} in ${file}`).to.be.false;
  });
});
