import { expect } from 'chai';
import fc from 'fast-check';
import { buildThrottle } from '../../../src/access/people/throttle.js';
import {
  asState,
  buildPasswords,
  callerOfUser,
  EVERYWHERE,
  generatePassword,
  may,
  narrowed,
  passwordFault,
  rolesOf,
  TooManyAtOnce,
  type User,
} from '../../../src/access/index.js';
import { placeOfOurs } from '../../../src/admin/sign-in/way-back.js';
import { VirtualClock } from '../../../src/platform/index.js';

describe('a password', () => {
  const cheap = buildPasswords({ log2N: 10 });

  it('is kept as a salted slow hash with its parameters, and is the only one behind it', async () => {
    const [one, other] = [await cheap.hash('a sentence of words'), await cheap.hash('a sentence of words')];
    expect(one).to.match(/^scrypt\$10\$8\$1\$[^$]{24}\$[^$]{44}$/);
    expect(one).to.not.equal(other);
    expect(await cheap.isRight('a sentence of words', one)).to.be.true;
    expect(await cheap.isRight('a sentence of word', one)).to.be.false;
  });

  it('is the same however its letters are composed', async () => {
    const hash = await cheap.hash('bl\u00e5b\u00e4rssylt');
    expect(await cheap.isRight('bla\u030aba\u0308rssylt', hash)).to.be.true;
  });

  it('costs one slow hash whether there is a user or not', async () => {
    const hash = await cheap.hash('a sentence of words');
    for (const stored of [hash, undefined]) {
      const before = cheap.runs;
      expect(await cheap.isRight('wrong', stored)).to.be.false;
      expect(cheap.runs - before).to.equal(1);
    }
  });

  it('costs 128 MiB by default, and what costs less is told', async () => {
    expect(buildPasswords().isWeak(await cheap.hash('a sentence of words'))).to.be.true;
    expect(cheap.isWeak(await cheap.hash('a sentence of words'))).to.be.false;
  });

  it('is not checked for more people at once than there is memory for', async () => {
    const tries = Array.from({ length: 40 }, () =>
      cheap.isRight('wrong', undefined).catch((thrown: unknown) => thrown),
    );
    const ended = await Promise.all(tries);
    expect(ended.filter((each) => each === false)).to.have.length(32);
    expect(ended.filter((each) => each instanceof TooManyAtOnce)).to.have.length(8);
    expect(await cheap.isRight('wrong', undefined)).to.be.false;
  });

  it('is long enough, is not the user name, and may be anything else', () => {
    expect(passwordFault('elevenchars', 'ada')).to.equal('too-short');
    expect(passwordFault('x'.repeat(129), 'ada')).to.equal('too-long');
    expect(passwordFault(' Ada@Library.Example', 'ada@library.example')).to.equal('is-login');
    expect(passwordFault('twelve chars', 'ada')).to.equal(undefined);
    expect(passwordFault('🦊'.repeat(12), 'ada')).to.equal(undefined);
    for (let count = 0; count < 20; count += 1)
      expect(passwordFault(generatePassword(), 'ada')).to.equal(undefined);
    expect(generatePassword()).to.not.equal(generatePassword());
  });
});

describe('the throttle', () => {
  it('lets the free failures pass, doubles the wait with each further one, and forgets after an hour', () => {
    const clock = new VirtualClock();
    const throttle = buildThrottle(clock, { free: 3, longestSeconds: 60 });
    const waits: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      waits.push(throttle.waitSeconds('a'));
      throttle.failed('a');
    }
    expect(waits).to.deep.equal([0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(throttle.waitSeconds('b')).to.equal(0);
    clock.move(60_000);
    expect(throttle.waitSeconds('a')).to.equal(0);
    throttle.failed('a');
    expect(throttle.waitSeconds('a')).to.equal(60);
    clock.move(3_600_000);
    throttle.failed('a');
    expect(throttle.waitSeconds('a')).to.equal(0);
  });

  it('forgives all, or takes one back', () => {
    const throttle = buildThrottle(new VirtualClock(), { free: 1, longestSeconds: 60 });
    throttle.failed('a');
    throttle.failed('a');
    throttle.takeBack('a');
    expect(throttle.waitSeconds('a')).to.equal(1);
    throttle.forgive('a');
    expect(throttle.waitSeconds('a')).to.equal(0);
  });
});

describe('a user', () => {
  it('may at each agency what their roles there and everywhere allow', () => {
    const user: User = {
      createdAt: '2026-03-02T08:00:00.000Z',
      by: 'password',
      generation: 1,
      roles: asState({ [EVERYWHERE]: ['auditor'], north: ['assistant'], south: [] }),
    };
    expect(rolesOf(user)).to.deep.equal({ [EVERYWHERE]: ['auditor'], north: ['assistant'] });
    const caller = callerOfUser({ id: 'u', state: user, person: undefined }, ['north', 'south']);
    expect([may(caller, 'ledger', 'south'), may(caller, 'work', 'north')]).to.deep.equal([true, true]);
    expect([may(caller, 'work', 'south'), may(caller, 'users')]).to.deep.equal([false, false]);
    expect(caller.name).to.equal('u');
  });

  it('may with the whole gateway what a role at its only agency allows, and not once there is a second', () => {
    const state: User = {
      createdAt: '2026-03-02T08:00:00.000Z',
      by: 'password',
      generation: 1,
      roles: asState({ north: ['supervisor'] }),
    };
    const of = (...ours: string[]) => callerOfUser({ id: 'u', state, person: undefined }, ours);
    expect(narrowed(of('north'), 'peers')).to.not.equal(undefined);
    expect(narrowed(of('north'), 'peers')).to.not.have.property('agencies');
    expect(narrowed(of('north'), 'work')?.agencies).to.deep.equal(['north']);
    expect(may(of('north'), 'users')).to.be.false;
    expect(narrowed(of('north', 'south'), 'peers')).to.equal(undefined);
    expect(narrowed(of('south'), 'peers')).to.equal(undefined);
  });
});

describe('the way back from signing in', () => {
  it('stays here, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `/${text}`),
        ),
        (text) => {
          const place = placeOfOurs(text);
          return place === undefined || new URL(place, 'http://here.test').host === 'here.test';
        },
      ),
    );
    expect(placeOfOurs('/requests?state=Loaned&after=x')).to.equal('/requests?state=Loaned&after=x');
    expect(placeOfOurs(['/a'])).to.equal(undefined);
  });
});
