import { expect } from 'chai';
import { newId } from '../../../src/platform/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import type { Browser, Shown } from '../../support/staff.js';
import { closeLibraries, twoLibraries, type Libraries } from '../../support/two-libraries.js';

const swedish = { 'accept-language': 'sv' };

describe('a form that was shown before the loan moved on', () => {
  let two: Libraries;
  let south: Browser;

  before(async () => {
    two = await twoLibraries({ forWholeSuite: true });
    ({ browser: south } = await atTheDesk(two.south, 'eva'));
  });
  after(() => closeLibraries(two));

  const send = async (loan: string, said: Record<string, string>, to = 'acts'): Promise<Shown> => {
    await south.get(`/requests/${loan}`, swedish);
    return south.post(`/requests/${loan}/${to}`, { key: newId(), ...said }, swedish);
  };
  const alertOf = ({ text }: Shown): string | undefined =>
    /<div class="notice notice-bad" role="alert">([\s\S]*?)<\/div>/.exec(text)?.[1]?.replace(/<[^>]*>/g, '');

  it('says what was asked for and why that is not possible any more, in the reader’s language', async () => {
    const loan = await two.ask();
    await two.act('south', loan, 'ship');
    for (const to of ['acts', 'preview']) {
      const answer = await send(loan.south, { verb: 'cannot-supply', reason: 'NotOnShelf' }, to);
      expect(answer.status).to.equal(422);
      expect(alertOf(answer)).to.match(/Svara negativt.*inte möjligt med beställningens nuvarande status/);
    }
  });

  it('is shown again with its fault, and with no second word about it, where it is still offered', async () => {
    const loan = await two.ask();
    const answer = await send(loan.south, { verb: 'ship', dueDate: '2020-01-01' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('Datumet för återlämning har redan passerat.');
    expect(alertOf(answer)).to.equal(undefined);
  });
});
