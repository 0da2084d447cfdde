import { expect } from 'chai';
import fc from 'fast-check';
import {
  allScopes,
  bearerToken,
  buildTokenCheck,
  createToken,
  hashToken,
  isScope,
  rightsOfScope,
  rightsOfScopes,
  sameHash,
  scopeFor,
  type StoredToken,
} from '../../../src/access/index.js';
import { VirtualClock } from '../../../src/platform/index.js';

describe('a token', () => {
  it('is 32 random bytes, marked as ours, and stored only as its hash', () => {
    const { token, hash } = createToken((size) => Buffer.alloc(size, 7));
    expect(token).to.equal(`lw_${Buffer.alloc(32, 7).toString('base64url')}`);
    expect(hash)
      .to.equal(hashToken(token))
      .and.to.match(/^[0-9a-f]{64}$/);
    expect(createToken().token).to.not.equal(createToken().token);
  });

  it('is read from a Bearer header, whatever its case, and from nothing else', () => {
    const { token } = createToken();
    expect(bearerToken(`Bearer ${token}`)).to.equal(token);
    expect(bearerToken(`bearer  ${token}`)).to.equal(token);
    for (const header of [undefined, '', token, `Basic ${token}`, 'Bearer lw_short', `Bearer ${token} x`])
      expect(bearerToken(header), String(header)).to.equal(undefined);
  });

  it('never comes out of a header that is not exactly one token', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const token = bearerToken(header);
        return token === undefined || /^lw_[\w-]{43}$/.test(token);
      }),
    );
  });

  it('has a hash that only equals itself, and what is no hash equals nothing', () => {
    const [one, other] = [hashToken('a'), hashToken('b')];
    expect(sameHash(one, one)).to.be.true;
    expect(sameHash(one, other)).to.be.false;
    expect(sameHash('', '')).to.be.false;
    expect(sameHash(one, one.slice(2))).to.be.false;
  });
});

describe('scopes', () => {
  it('are names that are known, and only those', () => {
    for (const scope of allScopes) expect(isScope(scope)).to.be.true;
    expect(isScope('constructor')).to.be.false;
  });

  it('give rights each of its own, and admin all that a system may have', () => {
    for (const scope of allScopes)
      for (const right of rightsOfScopes([scope])) {
        expect(rightsOfScope[scope]).to.include(right);
        expect(rightsOfScope.admin).to.include(right);
      }
    expect(rightsOfScope.admin).to.not.include('reveal').and.to.not.include('export-persons');
    expect(scopeFor('work')).to.equal('act');
    expect(scopeFor('reveal')).to.equal(undefined);
  });
});

describe('the check of a token', () => {
  const { token, hash } = createToken();
  const stored: StoredToken = {
    id: 't1',
    name: 'desk',
    hash,
    scopes: ['read', 'of-tomorrow'],
    agencies: ['a:b'],
  };
  let clock: VirtualClock;
  let answer: StoredToken | undefined;
  let looked: number;

  function check(rememberAtMost = 10, ours: string[] = ['a:b', 'a:c']) {
    const store = {
      findByHash: () => {
        looked++;
        return Promise.resolve(answer);
      },
    };
    return buildTokenCheck({ store, clock, ours, rememberMs: 5_000, rememberAtMost });
  }

  beforeEach(() => {
    clock = new VirtualClock();
    answer = stored;
    looked = 0;
  });

  it('lets one that is bound to the only agency do with peers what its scope says', async () => {
    answer = { ...stored, scopes: ['peers', 'read'] };
    const rightsAt = async (...ours: string[]) => (await check(10, ours).callerOf(token))?.rights;
    expect(await rightsAt('a:b')).to.deep.equal({
      'a:b': ['read', 'peers', 'credentials'],
      '*': ['peers', 'credentials'],
    });
    expect(await rightsAt('a:b', 'a:c')).to.deep.equal({ 'a:b': ['read', 'peers', 'credentials'] });
  });

  it('tells who it stands for, with the scopes that are known and the agencies that it is bound to', async () => {
    expect(await check().callerOf(token)).to.deep.equal({
      kind: 'token',
      id: 't1',
      name: 'desk',
      rights: { 'a:b': ['read'] },
      agencies: ['a:b'],
    });
  });

  it('remembers a good token for five seconds, and looks again after that', async () => {
    const tokens = check();
    await tokens.callerOf(token);
    clock.move(4_999);
    await tokens.callerOf(token);
    expect(looked).to.equal(1);
    clock.move(1);
    answer = { ...stored, revokedAt: '2026-03-02T08:00:00.000Z' };
    expect(await tokens.callerOf(token)).to.equal(undefined);
    expect(looked).to.equal(2);
  });

  it('does not remember longer because the clock jumped back', async () => {
    const tokens = check();
    await tokens.callerOf(token);
    clock.move(-3_600_000);
    await tokens.callerOf(token);
    expect(looked).to.equal(2);
  });

  it('does not remember unknown tokens, and forgets on demand', async () => {
    answer = undefined;
    const tokens = check();
    expect(await tokens.callerOf(token)).to.equal(undefined);
    answer = stored;
    expect(await tokens.callerOf(token)).to.not.equal(undefined);
    tokens.forget();
    answer = undefined;
    expect(await tokens.callerOf(token)).to.equal(undefined);
  });

  it('holds what the store found against the hash that was asked for', async () => {
    answer = { ...stored, hash: hashToken('another') };
    expect(await check().callerOf(token)).to.equal(undefined);
  });

  it('remembers no more tokens than it may', async () => {
    const made = [createToken(), createToken(), createToken()];
    const store = {
      findByHash: (asked: string) => {
        looked++;
        return Promise.resolve({ ...stored, hash: asked });
      },
    };
    const tokens = buildTokenCheck({ store, clock, ours: [], rememberAtMost: 2 });
    for (const each of made) await tokens.callerOf(each.token);
    expect(looked).to.equal(3);
    await tokens.callerOf(made[2]!.token);
    expect(looked).to.equal(3);
    await tokens.callerOf(made[0]!.token);
    expect(looked).to.equal(4);
  });
});
