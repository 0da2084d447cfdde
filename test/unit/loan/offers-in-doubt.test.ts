import { expect } from 'chai';
import type { Costs, RequestingAgencyMessage, SupplyingAgencyMessage } from '../../../src/iso18626/index.js';
import { performAct, type AcceptRule, type Act } from '../../../src/loan/index.js';
import { compareCosts } from '../../../src/loan/offers/costs.js';
import { holdAgainst } from '../../../src/loan/offers/accept-rule.js';
import type { Offer } from '../../../src/loan/offers/offer.js';
import { recordOf } from './given.js';
import { Lending, newRecord, type Library } from './two-sides.js';

const costs = (monetaryValue: string, currency = 'EUR'): Costs => ({
  currencyCode: { value: currency },
  monetaryValue,
});

const rule: AcceptRule = {
  kind: 'accept-offer',
  name: 'Small change',
  conditions: ['LibraryUseOnly'],
  upTo: costs('10.00'),
  createdAt: '2026-01-01T00:00:00Z',
};

const accepts = (...offeredCosts: Costs[]): boolean => {
  const offer: Offer = {
    by: 'peer',
    practice: 'will-supply',
    at: '2026-03-02T09:00:00Z',
    answerBy: '2026-03-06T09:00:00Z',
    state: 'open',
    terms: { offeredCosts },
  };
  return holdAgainst(rule, {
    offer,
    record: recordOf('requester'),
    peer: 'south',
    now: '2026-03-02T10:00:00Z',
  }).accepts;
};

function act(lending: Lending, library: Library, ...acts: Act[]): void {
  for (const each of acts) {
    lending.act(library, each);
    lending.settle();
  }
}

const refusalOf = (lending: Lending, library: Library, said: Act): string | undefined => {
  const outcome = performAct(library.loan, said, lending.context());
  return outcome.ok ? undefined : outcome.refusal;
};

/** South names a price beside its promise, as peers of 2017 do. */
function priced(value: string): Lending {
  const lending = new Lending(newRecord());
  lending.settle();
  act(lending, lending.east, { verb: 'conditional', conditions: ['LibraryUseOnly'], cost: euros(value) });
  return lending;
}

const euros = (value: string): { value: string; currency: string } => ({ value, currency: 'EUR' });
const lastNote = (library: Library): string | undefined =>
  (library.sent.at(-1) as RequestingAgencyMessage).note;

describe('an offer in doubt', () => {
  it('of several prices in one currency is not taken by the cheapest: all of them have to be within the limit', () => {
    expect(accepts(costs('1.00'), costs('500.00'))).to.equal(false);
    expect(accepts(costs('1.00'), costs('9.99'))).to.equal(true);
    // The same in another currency is another way to pay.
    expect(accepts(costs('9.00'), costs('900.00', 'SEK'))).to.equal(true);
    expect(accepts(costs('900.00', 'SEK'))).to.equal(false);
  });

  it('below zero is no price that can be compared: a person looks at it', () => {
    expect(compareCosts(costs('-5.00'), costs('10.00'))).to.equal('unreadable');
    expect(accepts(costs('-5.00'))).to.equal(false);
  });

  it('is accepted in no currency that it does not name', () => {
    const lending = priced('12.00');
    const { north } = lending;
    expect(refusalOf(lending, north, { verb: 'accept-condition', currency: 'SEK' })).to.equal(
      'costs-unclear',
    );
    act(lending, north, { verb: 'accept-condition', currency: 'eur' });
    expect(north.transaction.offer?.state).to.equal('accepted');
  });

  it('of several prices is accepted by naming the one that is taken', () => {
    const lending = priced('12.00');
    const { north, east } = lending;
    const [said] = east.sent as SupplyingAgencyMessage[];
    const later = '2026-03-02T10:00:00Z';
    const both = { offeredCosts: [costs('12.00'), costs('130.00', 'SEK')] };
    if (said === undefined) throw new Error('nothing was said');
    lending.give({ ...said, retryInfo: both, statusInfo: { ...said.statusInfo, lastChange: later } });

    act(lending, north, { verb: 'accept-condition', currency: 'SEK' });
    expect(lastNote(north)).to.match(/^We accept: LibraryUseOnly, 130\.00 SEK\.\n/);
  });

  it('that was raised while the answer to the one before was under way is not accepted by that answer', () => {
    const lending = priced('12.00');
    const { north, east } = lending;
    lending.act(north, { verb: 'accept-condition' });
    // Their messages cross.
    lending.act(east, { verb: 'conditional', conditions: ['LibraryUseOnly'], cost: euros('99.00') });
    lending.deliver(north);
    expect(east.transaction.offer).to.deep.include({ state: 'open' });
    lending.settle();
    expect(north.transaction.offer?.state).to.equal('open');
    act(lending, north, { verb: 'accept-condition' });
    expect(east.transaction.offer).to.deep.include({ state: 'accepted', answeredBy: 'peer' });
  });

  it('with a day by which it has to be back sets the due date when the item is sent', () => {
    for (const edition of ['2017', '2021']) {
      const lending = new Lending(newRecord(), edition);
      lending.settle();
      act(lending, lending.east, {
        verb: 'conditional',
        conditions: ['LibraryUseOnly'],
        dueDate: '2026-03-20',
      });
      act(lending, lending.north, { verb: 'accept-condition' });
      act(lending, lending.east, { verb: 'ship' });
      expect(lending.north.transaction.dueDate, edition).to.equal('2026-03-20T23:59:59Z');
    }
  });

  it('sets no due date that is over when the item is sent', () => {
    const lending = new Lending(newRecord(), '2017');
    lending.settle();
    act(lending, lending.east, {
      verb: 'conditional',
      conditions: ['LibraryUseOnly'],
      dueDate: '2026-03-05',
    });
    act(lending, lending.north, { verb: 'accept-condition' });
    lending.passDays(7);
    act(lending, lending.east, { verb: 'ship' });
    expect(lending.north.transaction.dueDate).to.not.equal('2026-03-05T23:59:59Z');
  });
});
