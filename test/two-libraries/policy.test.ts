import { expect } from 'chai';
import type { Library } from '../support/library.js';
import { ledgersHold, shown, twoLibraries, type Lending, type Libraries } from '../support/two-libraries.js';

type Two = Omit<Libraries, 'north' | 'south'>;
interface Strike {
  rule: string;
  at: string;
}

async function onLoan(two: Two): Promise<Lending> {
  const loan = await two.ask();
  await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });
  await two.act('north', loan, 'receive');
  return loan;
}

async function planned(library: Library, loan: string): Promise<Strike[]> {
  return (await shown(library, loan))['planned'] as Strike[];
}

async function change(library: Library, body: object): Promise<{ status: number; body: object }> {
  return library.api('PUT', '/api/v1/policy', { reason: 'As the board decided.', ...body });
}

const rules = (strikes: readonly Strike[]): string[] =>
  strikes.map(({ rule, at }) => `${at.slice(0, 10)} ${rule}`);

describe('a policy that is changed', () => {
  afterEach(ledgersHold);

  it('is an entry with what stood and stands there, and the clocks of open loans are counted anew', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    await two.settle();
    const ladder = { n1: 3, n2: 'off', n3: 'off', finalNotice: 'off', reminder: 'off' };

    expect(await change(south, { set: { overdue: ladder } })).to.have.property('status', 200);
    await two.settle();

    expect(rules(await planned(south, loan.south))).to.deep.equal([
      '2026-04-04 overdue-notice',
      '2026-05-13 assumed-lost',
    ]);
    const { body } = await south.api('GET', '/api/v1/policy');
    expect(body).to.have.nested.property('policy.overdue.n1', 3);
    expect(body).to.have.nested.property('replan.state', 'idle');
    const entry = (await south.entries()).find(({ kind }) => kind === 'policy-changed');
    expect(entry?.because).to.equal('As the board decided.');
    expect(entry?.facts?.['differences']).to.deep.include({ key: 'overdue.n1', before: '1', after: '3' });
    // Nothing strikes before its new time: the loan's next clock was written anew.
    await two.pass({ days: 33 });
    expect((await south.entries()).filter(({ kind }) => kind === 'clock-struck')).to.have.lengthOf(0);
    await two.pass({ days: 1 });
    expect((await south.entries()).filter(({ kind }) => kind === 'clock-struck')).to.have.lengthOf(1);
  });

  it('of one peer holds for that peer alone, and after a restart', async () => {
    const libraries = await twoLibraries();
    const { south } = libraries;
    expect((await change(south, { peer: 'north', set: { respond: { standard: '9wd' } } })).status).to.equal(
      200,
    );
    expect((await change(south, { peer: 'nobody', set: {} })).status).to.equal(404);

    await libraries.down('south');
    await libraries.up('south');

    const of = async (query: string): Promise<unknown> =>
      (
        (await libraries.south.api('GET', `/api/v1/policy${query}`)).body['policy'] as Record<string, unknown>
      )['respond'];
    expect(await of('?peer=north')).to.have.property('standard', '9wd');
    expect(await of('')).to.have.property('standard', '4wd');
  });

  it('is taken back in one step: what stood before it holds again, and the history keeps both', async () => {
    const { south } = await twoLibraries();
    const n1 = async (): Promise<unknown> => {
      const { policy } = (await south.api('GET', '/api/v1/policy')).body;
      return (policy as { overdue: { n1: number } }).overdue.n1;
    };
    await change(south, { set: { overdue: { n1: 3 } } });
    await change(south, { set: { overdue: { n1: 9 } }, profile: 'se-kb' });
    const { items } = (await south.api('GET', '/api/v1/policy/history')).body as { items: { seq: number }[] };
    const [second, first] = items.map(({ seq }) => seq);

    expect((await south.api('POST', '/api/v1/policy/undo', { seq: second })).status).to.equal(200);
    expect(await n1()).to.equal(3);
    expect((await south.api('GET', '/api/v1/policy')).body).not.to.have.property('profile');
    const undone = await south.api('POST', '/api/v1/policy/undo', { seq: first, reason: 'As it was.' });
    expect(undone.body).to.deep.include({ differences: [{ key: 'overdue.n1', before: '3', after: '1' }] });
    expect((await south.entries()).filter(({ kind }) => kind === 'policy-changed')).to.have.lengthOf(4);
    expect((await south.api('POST', '/api/v1/policy/undo', { seq: 1 })).status).to.equal(404);
  });

  it('is refused whole where a key cannot be used, with the key', async () => {
    const { south } = await twoLibraries();
    const { status, body } = await change(south, {
      set: { overdue: { n1: 'soon' }, service: { autoSuspendPeer: true }, overdeu: {} },
    });
    expect(status).to.equal(422);
    expect(JSON.stringify(body)).to.include('/set/overdue/n1').and.include('/set/service/autoSuspendPeer');
    expect((await south.entries()).some(({ kind }) => kind === 'policy-changed')).to.equal(false);
  });
});

describe('a calendar that is changed', () => {
  afterEach(ledgersHold);

  it('moves the days that we have to answer in, and says by which days it is closed', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await two.ask();
    const before = await planned(south, loan.south);
    expect(rules(before)).to.deep.equal(['2026-03-05 answer-warning', '2026-03-06 answer-late']);

    const set = { closures: { '2026-03-05/2026-03-06': 'Moving house' } };
    const answer = await south.api('PUT', '/api/v1/calendars', {
      ...{ agency: 'ISIL:SE-SOUTH', set, reason: 'We move.' },
    });
    expect(answer.status).to.equal(200);
    await two.settle();

    const after = await planned(south, loan.south);
    expect(rules(after)).to.deep.equal(['2026-03-09 answer-warning', '2026-03-10 answer-late']);
    expect(after.at(-1)).to.deep.include({ days: 4, closed: ['2026-03-05/2026-03-08'], whose: 'ours' });
    const bad = { agency: 'ISIL:SE-SOUTH', set: { timeZone: 'Europe/Stokholm' }, reason: 'We move.' };
    expect((await south.api('PUT', '/api/v1/calendars', bad)).status).to.equal(422);
  });
});

describe('a dry run of a policy', () => {
  afterEach(ledgersHold);

  const set = { overdue: { reminder: -7, n1: 2, n2: '6wd', n3: 'off', finalNotice: 20, assumedLost: 30 } };
  const dryRun = async (library: Library, body: object): Promise<Record<string, unknown>> => {
    const { status, body: told } = await library.api('POST', '/api/v1/policy/dry-run', { set, ...body });
    expect(status, JSON.stringify(told)).to.equal(200);
    return told;
  };

  it('tells what then happens', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    const told = await dryRun(south, { from: '2026-03-01', to: '2026-06-01' });
    const foretold = (told['differences'] as { rule: string; loan: string; then: string[] }[]).flatMap(
      ({ rule, loan: id, then }) => (id === loan.south ? then.map((at) => `${at} ${rule}`) : []),
    );
    expect(foretold).to.have.lengthOf(5);
    expect((await south.entries()).some(({ kind }) => kind === 'policy-changed')).to.equal(false);

    await change(south, { set });
    await two.settle();
    const happened: string[] = [];
    for (const line of foretold.sort()) {
      const [at = '', rule = ''] = line.split(' ');
      const [next] = await planned(south, loan.south);
      expect(next).to.include({ at, rule });
      await two.pass({ seconds: (Date.parse(at) - two.clock.now().getTime()) / 1000 + 1 });
      const struck = (await south.entries()).filter(({ kind }) => kind === 'clock-struck');
      happened.push(struck.at(-1)?.facts?.['rule'] as string);
      expect(struck).to.have.lengthOf(happened.length);
    }
    expect(happened).to.deep.equal(foretold.map((line) => line.split(' ')[1]));
    await two.pass({ days: 60 });
    expect((await south.entries()).filter(({ kind }) => kind === 'clock-struck')).to.have.lengthOf(5);
  });

  it('reckons the past anew from what people did, and compares it with what was', async () => {
    const { south, ...two } = await twoLibraries();
    const loan = await onLoan(two);
    for (let day = 0; day < 40; day += 1) await two.pass({ days: 1 });
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');

    const told = await dryRun(south, { from: '2026-03-01', to: two.clock.now().toISOString() });

    // Due on 1 April and back on 11 April: now a reminder and two notices, then a reminder and two notices on other days.
    expect(told['tally']).to.deep.equal({
      'due-reminder': { now: 1, then: 1 },
      'overdue-notice': { now: 2, then: 2 },
    });
    const notices = (told['differences'] as { rule: string; now: string[]; then: string[] }[]).find(
      ({ rule }) => rule === 'overdue-notice',
    );
    expect(notices?.now.map((at) => at.slice(0, 10))).to.deep.equal(['2026-04-02', '2026-04-09']);
    expect(notices?.then.map((at) => at.slice(0, 10))).to.deep.equal(['2026-04-03', '2026-04-09']);
  });
});
