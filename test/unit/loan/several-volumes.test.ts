import { expect } from 'chai';
import { attention, performAct, possibleActs, type Act, type Verb } from '../../../src/loan/index.js';
import { ram } from './given.js';
import { Lending, newRecord, type Library } from './two-sides.js';

const volumes = ['1', '2', '3'].map((itemId) => ({ itemId }));

/** Lent in three volumes, all of them at the requester. */
function lent(): Lending {
  const lending = new Lending(newRecord(), '2021');
  lending.settle();
  lending.act(lending.east, { verb: 'ship', volumes });
  lending.settle();
  act(lending, lending.north, { verb: 'receive' });
  return lending;
}

function act(lending: Lending, library: Library, ...acts: Act[]): void {
  for (const each of acts) {
    lending.act(library, each);
    lending.settle();
  }
}

function placesOf({ transaction }: Library): string {
  return Object.values(transaction.volumes ?? {})
    .map(({ itemId, state }) => `${itemId} ${state}`)
    .join(', ');
}

function openLosses({ loan }: Library): number {
  return Object.values(loan.record.reports).filter(
    ({ kind, decidedAt }) => kind === 'lost' && decidedAt === undefined,
  ).length;
}

const refusalOf = (lending: Lending, library: Library, said: Act): string | undefined => {
  const outcome = performAct(library.loan, said, lending.context());
  return outcome.ok ? undefined : outcome.refusal;
};

const offers = (lending: Lending, library: Library, verb: Verb): boolean =>
  possibleActs(library.loan, lending.context()).possible.some((each) => each.verb === verb);

describe('several volumes, one after another', () => {
  it('are lost one after the other: that one is lost already is no reason not to report the next', () => {
    const lending = lent();
    const { north } = lending;
    act(lending, north, { verb: 'report-lost', itemIds: ['1'] }, { verb: 'report-lost', itemIds: ['2'] });
    expect(placesOf(north)).to.equal('1 lost, 2 lost, 3 received');
    expect(openLosses(north)).to.equal(1);

    expect(refusalOf(lending, north, { verb: 'report-lost', itemIds: ['2'] })).to.equal('already-reported');
    act(lending, north, { verb: 'report-lost', itemIds: ['3'] });
    expect(offers(lending, north, 'report-lost')).to.equal(false);
  });

  it('are found one by one: the loss is settled when the last one has turned up', () => {
    const lending = lent();
    const { north } = lending;
    act(lending, north, { verb: 'report-lost', itemIds: ['1', '2'] });
    act(lending, north, { verb: 'found', itemIds: ['2'] });
    expect(placesOf(north)).to.equal('1 lost, 2 received, 3 received');
    expect(openLosses(north)).to.equal(1);
    expect(refusalOf(lending, north, { verb: 'found', itemIds: ['3'] })).to.equal('item-unknown');

    act(lending, north, { verb: 'found', itemIds: ['1'] });
    expect(placesOf(north)).to.equal('1 received, 2 received, 3 received');
    expect(openLosses(north)).to.equal(0);
  });

  it('are found after the others went back: what turns up follows them', () => {
    const lending = lent();
    const { north, east } = lending;
    act(lending, north, { verb: 'report-lost', itemIds: ['1'] }, { verb: 'return' });
    expect(north.transaction.state).to.equal('ShippedReturn');
    expect(offers(lending, north, 'return')).to.equal(false);

    act(lending, north, { verb: 'found' });
    expect(placesOf(north)).to.equal('1 received, 2 returned, 3 returned');
    act(lending, north, { verb: 'return', trackingId: 'R2' });
    expect(placesOf(north)).to.equal('1 returned, 2 returned, 3 returned');
    expect(north.transaction.state).to.equal('ShippedReturn');
    expect(north.sent.at(-1)).to.deep.include({ action: 'Notification' });
    expect(north.sent.at(-1))
      .to.have.property('note')
      .that.matches(/^Sent back: 1\.\n/);
    act(lending, east, { verb: 'check-in' });
    expect(north.transaction.state).to.equal('LoanCompleted');
  });

  it('are found after the loan is over, also where nothing was ever claimed', () => {
    const lending = lent();
    const { north, east } = lending;
    act(lending, north, { verb: 'report-lost', itemIds: ['1'] }, { verb: 'return' });
    act(lending, east, { verb: 'report-lost', itemIds: ['1'] }, { verb: 'withdraw-claim' });
    act(lending, east, { verb: 'check-in' });
    expect(placesOf(east)).to.equal('1 lost, 2 back, 3 back');
    expect(east.loan.record.phase).to.equal('closed');

    act(lending, east, { verb: 'found', itemIds: ['1'] });
    expect(openLosses(east)).to.equal(0);
    expect(placesOf(east)).to.equal('1 back, 2 back, 3 back');
    expect(attention(east.loan, lending.now)).to.equal(undefined);
    expect(offers(lending, east, 'found')).to.equal(false);
  });

  it('leave nothing open when what was claimed for the lost one is settled', () => {
    const lending = lent();
    const { north, east } = lending;
    act(lending, north, { verb: 'report-lost', itemIds: ['1'] }, { verb: 'return' });
    act(lending, east, { verb: 'report-lost', itemIds: ['1'] }, { verb: 'check-in' });
    expect(attention(east.loan, lending.now)?.why).to.equal('lost-by-them');
    expect(attention(north.loan, lending.now)).to.equal(undefined);

    act(lending, east, { verb: 'send-claim' }, { verb: 'record-payment' });
    expect(attention(east.loan, lending.now)).to.equal(undefined);
  });

  it('count once, however often one barcode was scanned or is named', () => {
    const lending = new Lending(newRecord(), '2021');
    lending.settle();
    act(lending, lending.east, { verb: 'ship', itemId: '1', moreItemIds: ['1'] });
    expect(lending.east.transaction).to.not.have.property('volumes');
    expect(lending.north.transaction).to.not.have.property('volumes');

    const other = new Lending(newRecord(), '2021');
    other.settle();
    act(other, other.east, { verb: 'ship', volumes: [...volumes, { itemId: '2' }] });
    expect(placesOf(other.east)).to.equal('1 out, 2 out, 3 out');
    expect(placesOf(other.north)).to.equal('1 out, 2 out, 3 out');
  });

  it('are all on their way where the other side says so, but for what is lost', () => {
    const lending = lent();
    const { east } = lending;
    act(lending, east, { verb: 'report-lost', itemIds: ['2'] });
    const { header } = lending.north.sent[0] as { header: ReturnType<typeof ram>['header'] };
    lending.give({ ...ram('ShippedReturn'), header });
    expect(placesOf(east)).to.equal('1 returned, 2 lost, 3 returned');
  });
});
