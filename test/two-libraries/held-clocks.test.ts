import { expect } from 'chai';
import type { Library } from '../support/library.js';
import { ledgersHold, shown, twoLibraries, type Lending, type Libraries } from '../support/two-libraries.js';

interface Planned {
  id: string;
  rule: string;
  at: string;
  heldAt?: string;
}

async function planned(library: Library, loan: string): Promise<Planned[]> {
  return (await shown(library, loan))['planned'] as Planned[];
}

async function struck({ south }: Libraries): Promise<string[]> {
  const entries = await south.entries();
  return entries.flatMap(({ kind, facts }) => (kind === 'clock-struck' ? [facts?.['rule'] as string] : []));
}

async function onLoan(two: Libraries): Promise<Lending> {
  const loan = await two.ask();
  await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });
  await two.act('north', loan, 'receive');
  return loan;
}

describe('what is planned and a person holds', () => {
  afterEach(ledgersHold);

  it('does not strike until it is let go, and then once, saying how late', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    const [reminder] = await planned(two.south, loan.south);
    expect(reminder).to.include({ rule: 'due-reminder' });

    await two.act('south', loan, 'hold-clock', { clock: reminder?.id });
    expect((await planned(two.south, loan.south))[0]).to.have.property('heldAt');
    await two.pass({ days: 29 });
    expect(await struck(two)).to.deep.equal([]);

    await two.act('south', loan, 'release-clock', { clock: reminder?.id });
    await two.settle();
    expect(await struck(two)).to.deep.equal(['due-reminder']);
    const [entry] = (await two.south.entries()).filter(({ kind }) => kind === 'clock-struck');
    expect(entry?.because).to.match(/This was due on 2026-03-\d\d and comes (a day|\d days) late/);
    await two.pass({ days: 1 });
    expect(await struck(two)).to.deep.equal(['due-reminder']);
  });

  it('is the whole overdue ladder where that is held: its rungs wait, and missed ones strike as one', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    await two.act('south', loan, 'hold-clock', { clock: 'ladder' });
    await two.pass({ days: 60 });
    expect(await struck(two)).to.deep.equal([]);
    expect((await shown(two.south, loan.south))['record']).to.have.nested.property('clockHolds.ladder');

    await two.act('south', loan, 'release-clock');
    await two.settle();
    const rules = await struck(two);
    expect(rules).to.have.lengthOf(1);
    expect((await shown(two.south, loan.south))['record']).not.to.have.property('clockHolds');
  });

  it('is refused where nothing of that name is planned, or is held already', async () => {
    const two = await twoLibraries();
    const loan = await onLoan(two);
    const refusal = async (verb: string, said: object): Promise<unknown> =>
      (await two.tryAct('south', loan, verb, said)).body['refusal'];
    expect(await refusal('release-clock', {})).to.equal('nothing-held');
    expect(await refusal('hold-clock', { clock: 'no-such-rule:x' })).to.equal('clock-unknown');
    await two.act('south', loan, 'hold-clock', { clock: 'ladder' });
    expect(await refusal('hold-clock', { clock: 'ladder' })).to.be.oneOf([
      'clock-unknown',
      'nothing-planned',
    ]);
    expect(await refusal('release-clock', { clock: 'no-such-rule:x' })).to.equal('clock-unknown');
  });
});
