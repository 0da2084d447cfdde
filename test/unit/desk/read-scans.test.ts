import { expect } from 'chai';
import type { ScannedCode, ScanReading } from '../../../src/desk/index.js';
import { readScans, type ScannedLoan } from '../../../src/desk/parcels/read-scans.js';
import { possibleActs } from '../../../src/loan/index.js';
import { isNumber } from '../../../src/tracking/index.js';
import { Lending } from '../loan/two-sides.js';

const LABEL = 'RR123456785SE';

/** A request as the supplier's desk has it, with the number on its slip. */
interface Asked {
  lending: Lending;
  slip: string;
  loan: string;
}

function promised(): Asked {
  const lending = new Lending();
  lending.settle();
  lending.act(lending.east, { verb: 'will-supply' });
  lending.settle();
  const { loan } = lending.east;
  const [state] = [...loan.transactions.values()];
  return { lending, slip: state!.requestingAgencyRequestId, loan: loan.id };
}

function atDesk({ lending }: Asked, peer = 'north'): ScannedLoan {
  const { loan } = lending.east;
  return { view: loan, acts: possibleActs(loan, lending.context()), peerName: peer };
}

const read = (codes: readonly (string | ScannedCode)[], loans: readonly ScannedLoan[]): ScanReading =>
  readScans(
    codes.map((code) => (typeof code === 'string' ? { code } : code)),
    loans,
    isNumber,
  );

const itemsIn = ({ requests }: ScanReading): [string, string | undefined][] =>
  requests.map(({ loan, itemId }): [string, string | undefined] => [loan, itemId]).sort();

describe('scanned codes', () => {
  const [one, other] = [promised(), promised()];
  const loans = [atDesk(one), atDesk(other)];
  const wanted = [
    [one.loan, 'B-1'],
    [other.loan, 'B-2'],
  ].sort();

  it('mean the same in either order: slip or item first, one request or the other first, the label anywhere', () => {
    const pairs = (isFlipped: boolean, slip: string, item: string): string[] =>
      isFlipped ? [item, slip] : [slip, item];
    let orders = 0;
    for (const flips of [0, 1, 2, 3])
      for (const isSwapped of [false, true])
        for (const place of [0, 1, 2, 3, 4]) {
          const first = pairs((flips & 1) === 1, one.slip, 'B-1');
          const second = pairs((flips & 2) === 2, other.slip, 'B-2');
          const codes = isSwapped ? [...second, ...first] : [...first, ...second];
          codes.splice(place, 0, LABEL);
          const reading = read(codes, loans);
          orders += 1;
          expect(reading.offer, codes.join(' ')).to.equal('ship');
          expect(reading.trackingIds, codes.join(' ')).to.deep.equal([LABEL]);
          expect(reading.left, codes.join(' ')).to.deep.equal([]);
          expect(itemsIn(reading), codes.join(' ')).to.deep.equal(wanted);
        }
    expect(orders).to.equal(40);
  });

  it('say of each what it is, with the request that it names or goes with', () => {
    const reading = read(['B-1', one.slip.toLowerCase(), LABEL, 'V-7'], loans);
    expect(reading.codes).to.deep.equal([
      { code: 'B-1', is: 'new-item', loan: one.loan, requestId: one.slip },
      { code: one.slip.toLowerCase(), is: 'request', loan: one.loan, requestId: one.slip },
      { code: LABEL, is: 'new-tracking' },
      { code: 'V-7', is: 'unknown' },
    ]);
    expect(reading.left).to.deep.equal(['V-7']);
  });

  it('take a person’s word for what a code is before their own', () => {
    const asItem = read([one.slip, { code: LABEL, as: 'item' }], loans);
    expect(itemsIn(asItem)).to.deep.equal([[one.loan, LABEL]]);
    const asLabel = read([one.slip, { code: 'V-7', as: 'tracking' }], loans);
    expect(asLabel.trackingIds).to.deep.equal(['V-7']);
    expect(itemsIn(asLabel)).to.deep.equal([[one.loan, undefined]]);
  });

  it('of what has left add the label to its parcel, and name what is known', () => {
    const sent = promised();
    sent.lending.act(sent.lending.east, { verb: 'ship', itemId: 'B-9' });
    const desk = [atDesk(sent)];
    const reading = read(['B-9', LABEL], desk);
    expect(reading).to.deep.include({ offer: 'add-tracking', trackingIds: [LABEL] });
    expect(reading.codes.map(({ is }) => is)).to.deep.equal(['item', 'new-tracking']);
  });

  it('in the wrong place say why nothing is done, for the step that comes next', () => {
    const gone = promised();
    gone.lending.act(gone.lending.east, { verb: 'ship', itemId: 'B-9' });
    gone.lending.act(gone.lending.east, { verb: 'check-in' });
    const [request] = read(['B-9'], [atDesk(gone)]).requests;
    expect(request).to.include({ refusal: 'not-in-this-state', state: 'LoanCompleted' });
    expect(request?.why).to.be.a('string');
    expect(read(['B-9'], [atDesk(gone)])).to.include({ fault: 'not-possible' });
  });

  it('do not put what goes to two libraries under one label', () => {
    const elsewhere = atDesk(other);
    const transactions = new Map(
      [...elsewhere.view.transactions].map(([id, state]) => [id, { ...state, peer: 'west' }]),
    );
    const both = [loans[0]!, { ...elsewhere, view: { ...elsewhere.view, transactions } }];
    expect(read([one.slip, other.slip, LABEL], both)).to.include({ fault: 'several-libraries' });
    expect(read([one.slip, other.slip], both), 'without a label they go apart').to.include({ offer: 'ship' });
    expect(read(['V-7'], loans)).to.include({ fault: 'slip-missing' });
    expect(read([], loans)).to.include({ fault: 'nothing-known' });
  });
});
