import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Libraries } from '../../support/two-libraries.js';

describe('the page of clocks and calendars', () => {
  let two: Libraries;
  let admin: Browser;
  let clerk: Browser;

  before(async () => {
    two = await twoLibraries({ forWholeSuite: true });
    ({ browser: admin } = await atTheDesk(two.south, 'eva', ['supervisor', 'admin']));
    ({ browser: clerk } = await atTheDesk(two.south, 'lars'));
    await admin.get('/');
    await clerk.get('/');
    const loan = await two.ask();
    await two.act('south', loan, 'ship', { dueDate: '2026-03-10' });
    await two.pass({ days: 10 });
  });
  after(() => closeLibraries(two));

  const n1 = async (): Promise<unknown> => {
    const { policy } = (await two.south.api('GET', '/api/v1/policy')).body;
    return (policy as { overdue: { n1: unknown } }).overdue.n1;
  };

  it('tries a value out, says which requests would have gone otherwise, and saves it with a reason', async () => {
    const tried = await admin.post('/policy/dry-run', { form: 'values', 'k.overdue.n1': '5' });
    expect(tried.status).to.equal(200);
    expect(tried.text).to.include('With these values 1 request would have gone otherwise');
    expect(tried.text).to.match(/<a href="\/requests\/[0-9a-f-]{36}">/);
    expect(await n1(), 'nothing is saved yet').to.equal(1);

    const set = JSON.stringify({ overdue: { n1: 5 } });
    expect((await admin.post('/policy', { set })).status, 'without a reason').to.equal(422);
    expect((await admin.post('/policy', { set, reason: 'As the board decided.' })).status).to.equal(303);
    expect(await n1()).to.equal(5);
    const { text } = await admin.get('/policy');
    expect(text).to.include('As the board decided.').and.include('1 → 5').and.include('5 days');
  });

  it('takes a change back in one press', async () => {
    const [, seq] = /name="seq" value="(\d+)"/.exec((await admin.get('/policy')).text) ?? [];
    expect((await admin.post('/policy/undo', { seq: seq ?? '' })).status).to.equal(303);
    expect(await n1()).to.equal(1);
  });

  it('names what cannot be used, and saves nothing', async () => {
    const { status, text } = await admin.post('/policy/dry-run', { form: 'values', 'k.overdue.n1': 'soon' });
    expect(status).to.equal(422);
    expect(text).to.include('overdue.n1');
    expect(await n1()).to.equal(1);
  });

  it('adds a closure and removes it', async () => {
    const agency = 'ISIL:SE-SOUTH';
    const said = { agency, from: '2026-07-06', to: '2026-07-31', why: 'Summer' };
    expect((await admin.post('/calendars/closures', said)).status).to.equal(303);
    expect((await admin.get('/policy')).text).to.include('2026-07-06 – 2026-07-31 Summer');
    const range = '2026-07-06/2026-07-31';
    expect((await admin.post('/calendars/closures/remove', { agency, range })).status).to.equal(303);
    expect((await admin.get('/policy')).text).not.to.include('2026-07-06 – 2026-07-31 Summer');
    expect((await admin.post('/calendars/closures', { ...said, to: '2026-07-01' })).status).to.equal(422);
  });

  it('is read by whoever works here, and changed by those who may change settings', async () => {
    const { status, text } = await clerk.get('/policy');
    expect(status).to.equal(200);
    expect(text).to.include('overdue.n1').and.not.include('action="/policy/dry-run"');
    expect((await clerk.post('/policy/undo', { seq: '1' })).status).to.equal(403);
  });
});
