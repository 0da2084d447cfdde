import { expect } from 'chai';
import { newId } from '../../../src/platform/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Lending, type Libraries } from '../../support/two-libraries.js';

/** Somebody at a desk, whose presses are counted: a fold that is opened, a button, a link. */
class Hands {
  interactions = 0;
  readonly browser: Browser;
  #page = '';

  constructor(browser: Browser) {
    this.browser = browser;
  }

  /** Looks at a page; no press. */
  async look(path: string): Promise<string> {
    this.#page = (await this.browser.get(path)).text;
    return this.#page;
  }

  /** Opens the fold of an act on the page, and presses its button: the page has to offer it. */
  async act(loan: string, verb: string, said: Record<string, string> = {}): Promise<void> {
    await this.look(`/requests/${loan}`);
    expect(this.#page, `the page offers ${verb}`).to.include(`id="act-${verb}"`);
    const isFolded = new RegExp(`<details[^>]*id="act-${verb}"`).test(this.#page);
    this.interactions += isFolded ? 2 : 1;
    const answer = await this.browser.post(`/requests/${loan}/acts`, { verb, key: newId(), ...said });
    expect(answer.status, answer.text.slice(0, 2_000)).to.equal(303);
  }
}

describe('the page of what is overdue and claimed', () => {
  let two: Libraries;
  let south: Browser;

  before(async () => {
    two = await twoLibraries({ forWholeSuite: true });
    ({ browser: south } = await atTheDesk(two.south, 'eva'));
    await south.get('/');
  });
  after(() => closeLibraries(two));

  const lent = async (title: string): Promise<Lending> => {
    const loan = await two.ask({ item: { title } });
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });
    await two.act('north', loan, 'receive');
    return loan;
  };
  const columnOf = async (title: string): Promise<string | undefined> => {
    const { text } = await south.get('/claims');
    const columns = text.split('<section class="board-column"').slice(1);
    return columns.find((column) => column.includes(title))?.match(/id="stage-([\w-]+)"/)?.[1];
  };
  const owedAndClaimed = async (): Promise<number[]> => {
    const { body } = await two.south.api('GET', '/api/v1/balances');
    const items = body['items'] as { owed: string; pending: string }[];
    return items.flatMap(({ owed, pending }) => [Number(owed), Number(pending)]);
  };

  it('lets a loss be reported and claimed in four presses, and found again in three, with balances at zero', async () => {
    const loan = await lent('Kallocain');
    const hands = new Hands(south);
    await hands.act(loan.south, 'report-lost');
    await two.pass({ seconds: 20 });
    expect(await columnOf('Kallocain')).to.equal('claim-open');
    await hands.act(loan.south, 'send-claim');
    await two.pass({ seconds: 20 });
    expect(hands.interactions).to.be.at.most(4);
    expect(await owedAndClaimed()).to.deep.equal([0, 100]);
    expect(await hands.look(`/requests/${loan.south}`))
      .to.include('We claim: Lost')
      .and.include('100.00 EUR');

    hands.interactions = 0;
    await hands.act(loan.south, 'found');
    await two.pass({ seconds: 20 });
    expect(hands.interactions).to.be.at.most(3);
    expect(await owedAndClaimed()).to.deep.equal([0, 0]);
    expect(await columnOf('Kallocain')).to.equal('settled');
  });

  it('takes a book found after it was paid back to zero in three presses more', async () => {
    const loan = await lent('Aniara');
    for (const [verb, said] of [
      ['report-lost', {}],
      ['send-claim', {}],
      ['record-payment', {}],
    ] as const)
      await two.act('south', loan, verb, said);
    const hands = new Hands(south);
    await hands.act(loan.south, 'found');
    await two.pass({ seconds: 20 });
    expect(await owedAndClaimed()).to.deep.equal([-75, 0]);
    expect(await columnOf('Aniara')).to.equal('agreed');
    await two.act('south', loan, 'refund-claim');
    expect(await owedAndClaimed()).to.deep.equal([0, 0]);
    expect(hands.interactions).to.be.at.most(3);
  });

  it('has each late loan in the column of its rung, with buttons for what can be done', async () => {
    await lent('Doktor Glas');
    const seen: (string | undefined)[] = [];
    for (const day of ['2026-04-03', '2026-04-10', '2026-04-17', '2026-04-30', '2026-05-14']) {
      await two.pass({ seconds: (Date.parse(`${day}T12:00:00Z`) - two.clock.now().getTime()) / 1000 });
      seen.push(await columnOf('Doktor Glas'));
    }
    expect(seen).to.deep.equal(['overdue-1', 'overdue-2', 'overdue-3', 'final', 'claim-open']);
    const { text } = await south.get('/claims');
    expect(text).to.match(/Send the claim…<span class="unseen">: Doktor Glas/);
  });

  it('shows a statement for print, and the same as CSV', async () => {
    const query = 'peer=north&from=2026-01-01&to=2026-12-31';
    const page = await south.get(`/claims/statement?${query}`);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('Statement with north').and.include('Aniara').and.include('Refunded');
    const csv = await south.get(`/claims/statement?${query}&format=csv`);
    expect(csv.headers.get('content-type')).to.match(/^text\/csv/);
    expect(csv.text.trim().split('\r\n').at(-1)).to.match(/,closing,,,,0\.00,EUR$/);
    expect((await south.get('/claims/statement?peer=nobody&from=2026-01-01&to=2026-12-31')).status).to.equal(
      404,
    );
    expect((await south.get('/claims/statement?peer=north&from=x&to=2026-12-31')).status).to.equal(404);
  });
});
