import { expect } from 'chai';
import { makeToken, type Scope } from '../../src/access/index.js';
import { newId } from '../../src/platform/index.js';
import {
  ledgersHold,
  shown,
  story,
  told,
  twoLibraries,
  type Lending,
  type Libraries,
  type Library,
} from '../support/two-libraries.js';

interface Shown {
  state: string;
  total: string;
  pending: string;
  owed: string;
  refundDue: string;
  currency: string;
}

type Balance = Record<'currency' | 'owed' | 'pending' | 'pendingFromUs', string>;

async function claimOf(library: Library, loan: string): Promise<string> {
  const claims = (await shown(library, loan))['claims'] as Shown[];
  return claims.map(({ state, pending, owed }) => `${state}: pending ${pending}, owed ${owed}`).join('; ');
}

async function balanceOf(library: Library): Promise<Balance | undefined> {
  const { body } = await library.api('GET', '/api/v1/balances');
  return (body['items'] as Balance[]).at(0);
}

/** What one side is owed is what the other owes, and what one claims is what the other is claimed from. */
async function balancesAgree({ north, south }: Libraries): Promise<string> {
  const [borrower, lender] = [await balanceOf(north), await balanceOf(south)];
  const number = (text: string | undefined): number => Number(text ?? 0);
  expect(number(borrower?.owed) + number(lender?.owed)).to.equal(0);
  expect(number(borrower?.pendingFromUs)).to.equal(number(lender?.pending));
  return `${number(lender?.pending)} claimed, ${number(lender?.owed)} owed`;
}

async function lent(two: Libraries): Promise<Lending> {
  const loan = await two.ask();
  await two.act('south', loan, 'ship', { itemId: '3001' });
  await two.act('north', loan, 'receive');
  return loan;
}

/** Lost at the requester, claimed at 100.00 EUR, and written down there as the note said it. */
async function claimed(two: Libraries): Promise<Lending> {
  const loan = await lent(two);
  await two.act('north', loan, 'report-lost');
  await two.act('south', loan, 'shelf-check', { outcome: 'not-found' });
  await two.act('south', loan, 'draft-claim');
  await two.act('south', loan, 'send-claim');
  await two.act('north', loan, 'record-claim', { amount: '100.00', fee: '25', currency: 'EUR' });
  return loan;
}

/** Another person at the same library, by a token of its own. */
async function another(library: Library, scopes: Scope[] = ['admin']): Promise<Library['api']> {
  const { secret } = await library.app.storage.committer.commit(
    makeToken({ name: 'somebody else', scopes }, { kind: 'person', id: 'the tests' }),
  );
  return (method, path, body, headers = {}) =>
    library.api(method, path, body, { ...headers, authorization: `Bearer ${secret}` });
}

describe('a lost book', () => {
  afterEach(ledgersHold);

  it('is claimed, disputed, agreed at less, paid in parts, found and refunded, and both sides agree at each rest', async () => {
    const two = await twoLibraries();
    const loan = await claimed(two);
    expect(await balancesAgree(two)).to.equal('100 claimed, 0 owed');

    await two.act('north', loan, 'dispute-claim', { note: 'It was worn.' });
    await two.act('south', loan, 'dispute-claim');
    expect(await balancesAgree(two)).to.equal('100 claimed, 0 owed');

    await two.act('north', loan, 'agree-claim', { amount: '80,00' });
    await two.act('south', loan, 'agree-claim', { amount: '80.00' });
    expect(await balancesAgree(two)).to.equal('0 claimed, 80 owed');

    for (const side of ['north', 'south'] as const) {
      await two.act(side, loan, 'record-payment', { amount: '16', means: 'ifla-voucher', vouchers: '2' });
      await two.act(side, loan, 'record-payment');
    }
    expect(await balancesAgree(two)).to.equal('0 claimed, 0 owed');
    expect(await claimOf(two.south, loan.south)).to.match(/^settled/);

    await two.act('north', loan, 'found');
    await two.act('south', loan, 'found');
    expect(await balancesAgree(two)).to.equal('0 claimed, -55 owed');
    for (const side of ['south', 'north'] as const)
      await two.act(side, loan, 'refund-claim', { amount: '55' });
    expect(await balancesAgree(two)).to.equal('0 claimed, 0 owed');
    expect(await claimOf(two.north, loan.north)).to.match(/^refunded/);
  });

  it('tells the requester what is claimed, why and until when, in a note; what else staff decide stays in the house', async () => {
    const two = await twoLibraries();
    const loan = await claimed(two);
    await two.act('south', loan, 'waive-claim', { note: 'As a courtesy.' });
    await two.act('north', loan, 'waive-claim');

    const notes = await notesTo(two.north, loan.north);
    expect(notes).to.deep.equal([
      'We claim 100.00 EUR: 75.00 EUR to replace the item, 25.00 EUR processing fee (kept also if the item turns up). Please tell us by 2026-04-27 whether you agree.',
      'We waive what is open of the claim: 100.00 EUR.\nAs a courtesy.',
    ]);
    expect(await story(two.south, loan.south)).to.include(
      told(`
        act       shelf-check
        act       draft-claim
        act       send-claim
        sent      Notification Loaned
        act       waive-claim
        sent      Notification Loaned
      `).trimEnd(),
    );
    expect(await balancesAgree(two)).to.equal('0 claimed, 0 owed');
  });

  it('is drafted when the clock assumes it lost, and then nothing happens until a person acts', async () => {
    const two = await twoLibraries();
    const loan = await lent(two);
    await two.pass({ days: 90 });
    const [draft] = (await shown(two.south, loan.south))['claims'] as Shown[];
    expect(draft).to.include({ state: 'drafted', total: '100.00', pending: '0' });
    await two.pass({ days: 400 });
    expect(await claimOf(two.south, loan.south)).to.equal('drafted: pending 0, owed 0');
    expect(await notesTo(two.north, loan.north)).to.deep.equal([]);
    const { body } = await two.south.api('GET', '/api/v1/peers');
    expect((body['items'] as object[])[0]).to.not.have.property('pausedAt');
    expect((await shown(two.north, loan.north))['claims']).to.deep.equal([]);
  });

  it('needs a second person above the limit, to approve as to waive', async () => {
    const two = await twoLibraries();
    const loan = await lent(two);
    await two.act('north', loan, 'report-lost');
    await two.act('south', loan, 'draft-claim', { amount: '100.01' });
    const refusal = async (verb: string): Promise<unknown> =>
      (await two.tryAct('south', loan, verb)).body['refusal'];
    expect(await refusal('send-claim')).to.equal('approval-missing');
    expect(await refusal('approve-claim')).to.equal('second-person-needed');

    const other = await another(two.south);
    const act = (verb: string): Promise<{ status: number }> =>
      other('POST', `/api/v1/loan-records/${loan.south}/acts`, { verb }, { 'idempotency-key': newId() });
    expect((await act('approve-claim')).status).to.equal(200);
    await two.act('south', loan, 'send-claim');
    await two.act('south', loan, 'waive-claim');
    expect(await claimOf(two.south, loan.south)).to.match(/^sent/);
    expect(await refusal('waive-claim')).to.equal('second-person-needed');
    expect((await act('waive-claim')).status).to.equal(200);
    expect(await claimOf(two.south, loan.south)).to.equal('waived: pending 0.00, owed 0');
  });

  it('is drafted by whoever works with requests, and decided by whoever may decide about money', async () => {
    const two = await twoLibraries();
    const loan = await lent(two);
    await two.act('north', loan, 'report-lost');
    const assistant = await another(two.south, ['act', 'read']);
    const path = `/api/v1/loan-records/${loan.south}`;
    const act = (verb: string): ReturnType<Library['api']> =>
      assistant('POST', `${path}/acts`, { verb }, { 'idempotency-key': newId() });

    expect((await act('draft-claim')).status).to.equal(200);
    const { body } = await assistant('GET', path);
    const possible = (body['possible'] as { verb: string }[]).map(({ verb }) => verb);
    expect(possible).to.include('withdraw-claim');
    expect(possible).to.not.include.members(['approve-claim']);
    for (const verb of ['approve-claim', 'send-claim'])
      expect((await act(verb)).body['refusal']).to.equal('supervisor-needed');
    await two.act('south', loan, 'approve-claim');
    expect((await act('send-claim')).status).to.equal(200);
    expect((await act('waive-claim')).body['refusal']).to.equal('supervisor-needed');
  });

  it('has the last step of its claim taken back, and the other side hears that too', async () => {
    const two = await twoLibraries();
    const loan = await claimed(two);
    await two.act('south', loan, 'undo-claim-step', { note: 'Wrong book.' });
    expect(await claimOf(two.south, loan.south)).to.equal('drafted: pending 0.00, owed 0');
    expect((await notesTo(two.north, loan.north)).at(-1)).to.equal(
      'Please disregard what we last said about the claim of 100.00 EUR: it was an error of ours.\nWrong book.',
    );
    await two.act('north', loan, 'withdraw-claim');
    expect(await balancesAgree(two)).to.equal('0 claimed, 0 owed');
  });

  it('comes home after it was written off, and the claim ends with it', async () => {
    const two = await twoLibraries();
    const loan = await claimed(two);
    await two.act('south', loan, 'close-without-return');
    expect(await balancesAgree(two)).to.equal('100 claimed, 0 owed');

    await two.act('north', loan, 'return', { confirmed: true });
    await two.act('south', loan, 'check-in');
    await two.act('north', loan, 'withdraw-claim');
    expect(await claimOf(two.south, loan.south)).to.equal('withdrawn: pending 0.00, owed 0');
    expect(await balancesAgree(two)).to.equal('0 claimed, 0 owed');
    expect((await shown(two.south, loan.south))['record']).to.include({ phase: 'closed' });
  });
});

describe('a damaged book', () => {
  afterEach(ledgersHold);

  it('is decided about: accepted, or claimed for and settled', async () => {
    const two = await twoLibraries();
    const loan = await lent(two);
    await two.act('north', loan, 'report-damaged', { note: 'Coffee.' });
    await two.act('south', loan, 'settle-damage', { decision: 'claimed', amount: '12.50' });
    await two.act('south', loan, 'send-claim');
    await two.act('north', loan, 'record-claim', { amount: '12.50' });
    await two.act('north', loan, 'record-payment', { means: 'replacement-copy' });
    await two.act('south', loan, 'record-payment', { means: 'replacement-copy' });
    expect(await balancesAgree(two)).to.equal('0 claimed, 0 owed');
    const { reports } = await shown(two.south, loan.south);
    expect((reports as object[])[0]).to.include({ kind: 'damaged', decision: 'accepted' });
    await two.act('north', loan, 'return');
    await two.act('south', loan, 'check-in');
  });
});

/** The notes that a library was sent about a loan, oldest first, as its page shows them. */
async function notesTo(library: Library, loan: string): Promise<string[]> {
  const entries = (await library.entries()).filter(
    ({ loan: of, facts }) => of === loan && facts?.['direction'] === 'in',
  );
  const ids = entries.flatMap(({ facts }) =>
    typeof facts?.['bodyId'] === 'string' ? [facts['bodyId']] : [],
  );
  const bodies = await library.app.storage.readers.work.messages(ids);
  return ids.flatMap((id) => {
    const body = bodies.find((each) => each.id === id);
    const isNote = body?.template.includes('reasonForMessage>Notification<') === true;
    return isNote ? (body.holes ?? []).filter((hole): hole is string => hole !== null) : [];
  });
}
