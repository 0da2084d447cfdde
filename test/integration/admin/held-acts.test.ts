import { expect } from 'chai';
import { newId } from '../../../src/platform/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser, Shown } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

describe('what staff do on the page', () => {
  let libraries: Libraries;
  let south: Browser;
  let eva: string;

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true });
    ({ browser: south, id: eva } = await atTheDesk(libraries.south, 'eva'));
    await south.get('/');
  });
  after(() => closeLibraries(libraries));

  const act = (loan: Lending, verb: string, said: Record<string, string> = {}): Promise<Shown> =>
    south.post(`/requests/${loan.south}/acts`, {
      verb,
      key: newId(),
      back: `/requests/${loan.south}`,
      ...said,
    });
  const page = async (loan: Lending): Promise<string> => (await south.get(`/requests/${loan.south}`)).text;
  const heldIn = (text: string): string => /name="act" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const heard = async (loan: Lending): Promise<string[]> => {
    const entries = await libraries.north.entries();
    return entries
      .filter((entry) => entry.loan === loan.north && entry.kind === 'message-received')
      .map(({ facts }) => (typeof facts?.['what'] === 'string' ? facts['what'] : ''));
  };
  const kindsOf = async (loan: Lending): Promise<string[]> => {
    const entries = await libraries.south.entries();
    return entries.filter((entry) => entry.loan === loan.south).map(({ kind }) => kind);
  };
  const queueOf = async (loan: Lending): Promise<string | undefined> => {
    const views = await libraries.south.app.storage.database.all<{ queue: string | null }>(
      'SELECT queue FROM loan_records WHERE id = $1',
      [loan.south],
    );
    return views[0]?.queue ?? undefined;
  };

  it('does not leave the building while it can be taken back, and is done in their name afterwards', async () => {
    const loan = await libraries.ask();
    const answer = await act(loan, 'will-supply');
    expect(answer.status).to.equal(303);
    expect(answer.location).to.equal(`/requests/${loan.south}?outcome=held`);
    await libraries.pass({ seconds: 14 });
    expect(await heard(loan)).to.deep.equal([]);
    expect(await page(loan))
      .to.include('Undo')
      .and.include('Send now');
    await libraries.pass({ seconds: 2 });
    expect(await heard(loan)).to.deep.equal(['RequestResponse WillSupply']);
    const entries = await libraries.south.entries();
    const done = entries.find(({ kind, loan: of }) => kind === 'act' && of === loan.south);
    expect(done?.actor).to.deep.equal({ kind: 'person', id: eva });
    expect(
      entries.find(({ kind, loan: of }) => kind === 'act-decided' && of === loan.south)?.actor.kind,
    ).to.equal('clock');
    const after = (await south.get(`/requests/${loan.south}?outcome=done`)).text;
    expect(after).to.include('It cannot be taken back any more.').and.include(`#act-cannot-supply`);
  });

  it('is taken back: an entry says so, and nothing is ever sent', async () => {
    const loan = await libraries.ask();
    await act(loan, 'ship', { note: 'Anna-Canary has it' });
    const held = heldIn(await page(loan));
    const answer = await south.post(`/requests/${loan.south}/undo`, { act: held, back: '/?side=supplier' });
    expect(answer.location).to.equal(`/?side=supplier&about=${loan.south}&outcome=withdrawn`);
    expect((await south.get(answer.location)).text).to.include('Taken back: nothing was sent.');
    await libraries.pass({ seconds: 60 });
    expect(await heard(loan)).to.deep.equal([]);
    expect(await kindsOf(loan)).to.deep.equal(['request-received', 'act-held', 'act-withdrawn']);
    expect(JSON.stringify(await libraries.south.entries())).to.not.include('Anna-Canary');
    const late = await south.post(`/requests/${loan.south}/undo`, { act: held, back: '/' });
    expect(late.location).to.include('outcome=too-late');
    const sent = await south.post(`/requests/${loan.south}/send-now`, { act: held, back: '/' });
    expect(sent.location).to.include('outcome=too-late');
    expect((await south.get(sent.location)).text)
      .to.include('Nothing waits any more')
      .and.not.include('It cannot be taken back any more.');
  });

  it('is sent at once where they say so', async () => {
    const loan = await libraries.ask();
    await act(loan, 'will-supply');
    await south.post(`/requests/${loan.south}/send-now`, { act: heldIn(await page(loan)) });
    await libraries.settle();
    expect(await heard(loan)).to.deep.equal(['RequestResponse WillSupply']);
  });

  it('is decided at once when they go on with the same request, and the next one is held', async () => {
    const loan = await libraries.ask();
    await act(loan, 'will-supply');
    await act(loan, 'ship', { dueDate: '2026-05-01' });
    await libraries.settle();
    expect(await heard(loan)).to.deep.equal(['RequestResponse WillSupply']);
    await libraries.pass({ seconds: 16 });
    expect(await heard(loan)).to.deep.equal(['RequestResponse WillSupply', 'StatusChange Loaned']);
  });

  it('needs attention where the request has moved meanwhile, until they act again or set it aside', async () => {
    const loan = await libraries.ask();
    await act(loan, 'will-supply');
    await libraries.act('north', loan, 'cancel');
    await libraries.pass({ seconds: 16 });
    expect(await heard(loan)).to.deep.equal([]);
    expect((await kindsOf(loan)).slice(-2)).to.deep.equal(['act-decided', 'act-refused']);
    expect(await queueOf(loan)).to.equal('problem');
    const text = await page(loan);
    expect(text).to.include(
      'was not possible any more when its time came: A cancellation waits for its answer.',
    );
    expect(text).to.include('What came between:').and.include('The requester asks to cancel.');
    await south.post(`/requests/${loan.south}/undo`, { act: heldIn(text) });
    expect(await queueOf(loan)).to.equal('cancel-asked');
  });

  it('is refused before it is held where it is not possible, with what was filled in', async () => {
    const loan = await libraries.ask();
    const answer = await act(loan, 'cannot-supply', { note: 'Sorry about that' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Choose a reason').and.include('Sorry about that');
    expect(await kindsOf(loan)).to.deep.equal(['request-received']);
  });

  it('ends the wait where a system acts over the API, which itself waits for nothing', async () => {
    const loan = await libraries.ask();
    await act(loan, 'will-supply');
    await libraries.act('south', loan, 'ship');
    expect(await heard(loan)).to.deep.equal(['RequestResponse WillSupply', 'StatusChange Loaned']);
  });
});
