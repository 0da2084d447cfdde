import { expect } from 'chai';
import fc from 'fast-check';
import type { SupplyingAgencyMessage } from '../../../src/iso18626/index.js';
import {
  expectedBand,
  lateAt,
  plan,
  transitTimes,
  type Shipment,
  type TransitTimes,
} from '../../../src/loan/index.js';
import { parcelIn, parcelLine } from '../../../src/loan/shipments/parcel-line.js';
import type { Posted } from '../../../src/loan/shipments/posted.js';
import { trackingIdsOf, withTrackingIds } from '../../../src/loan/shipments/shipment.js';
import { Lending, terms } from './two-sides.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('how long parcels take', () => {
  it('is not told by fewer than five', () => {
    expect(transitTimes([DAY, DAY, DAY, DAY])).to.equal(undefined);
    expect(transitTimes([])).to.equal(undefined);
  });

  it('is the median and the time by which nine of ten had arrived, by nearest rank', () => {
    const days = [9, 1, 2, 3, 4, 5, 6, 7, 8, 10].map((count) => count * DAY);
    expect(transitTimes(days)).to.deep.equal({ median: 5 * DAY, p90: 9 * DAY, samples: 10 });
  });

  it('never has fewer arrived by p90 than nine of ten, and the median lies before it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90 * DAY }), { minLength: 5, maxLength: 60 }), (times) => {
        const { median, p90 } = transitTimes(times)!;
        expect(times.filter((time) => time <= p90).length).to.be.at.least(Math.ceil(times.length * 0.9));
        expect(median).to.be.at.most(p90);
        expect(times).to.include(p90);
      }),
    );
  });

  it('makes a parcel late before the policy does, never after it, and never before a day that was named', () => {
    const expected = expectedBand('2026-03-02T09:00:00.000Z', { median: DAY, p90: 3 * DAY, samples: 6 })!;
    expect(expected.p90).to.equal('2026-03-05T09:00:00.000Z');
    expect(lateAt({ expected }, '2026-03-16T09:00:00.000Z')).to.deep.equal({
      at: expected.p90,
      by: 'history',
    });
    expect(lateAt({ expected }, '2026-03-04T09:00:00.000Z')).to.include({ by: 'policy' });
    const named = { expected, expectedAt: '2026-03-10T23:59:59Z' };
    expect(lateAt(named, '2026-03-13T23:59:59Z')).to.deep.equal({ at: '2026-03-13T23:59:59Z', by: 'policy' });
  });
});

describe('the line about a parcel', () => {
  it('is read back as it was written, whatever is known of it', () => {
    const word = fc
      .stringMatching(/^[A-Za-z0-9][A-Za-z0-9 -]{0,20}[A-Za-z0-9]$/)
      .map((text) => text.replace(/ +/g, ' '));
    const posted = fc.record(
      {
        carrier: word,
        trackingId: word,
        insurance: fc.constant({ insured: true, amount: '500.00', currency: 'SEK' }),
        packing: fc.subarray(['boxed', 'trackable', 'insured'] as const, { minLength: 1 }),
        expectedAt: fc.constant('2026-03-05T23:59:59Z'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(posted, fc.array(word, { maxLength: 3 }), fc.boolean(), (parcel, more, isFurther) => {
        const all: Posted =
          parcel.trackingId === undefined || more.length === 0
            ? parcel
            : { ...parcel, moreTrackingIds: more };
        const line = parcelLine(all, { isFurther });
        if (line === undefined) expect(all).to.deep.equal({});
        else expect(parcelIn(`Dear all\n${line}\nYours`)).to.deep.equal({ isFurther, parcel: all });
      }),
    );
  });

  it('takes nobody’s ordinary words for one, and long ones without much time', () => {
    expect(parcelIn('Sent yesterday, thanks.')).to.equal(undefined);
    const started = performance.now();
    expect(parcelIn(`Sent by ${'a; tracking id '.repeat(20_000)}`)).to.equal(undefined);
    expect(performance.now() - started).to.be.below(500);
  });
});

describe('numbers of a parcel', () => {
  it('are added once, however they are spelt', () => {
    const at = '2026-03-02T09:00:00.000Z';
    const once = withTrackingIds({ trackingId: 'RR 12-3 SE' }, ['rr123se', 'JD01', 'jd 01'], at);
    expect(trackingIdsOf(once)).to.deep.equal(['RR 12-3 SE', 'JD01']);
    expect(trackingIdsOf(withTrackingIds({}, ['A', 'B'], at))).to.deep.equal(['A', 'B']);
  });
});

describe('what a peer says of a parcel', () => {
  it('of 2021 is read from its elements: courier, numbers, insurance; its name stays in the message', () => {
    const lending = onTheWay('2021', {
      courierName: { value: 'DHL' },
      trackingId: ['JD01', 'JD02', ''],
      insurance: 'Y',
      insuranceThirdParty: 'Y',
      thirdPartyName: 'Anna Insurer',
      insuranceCosts: [{ currencyCode: { value: 'sek' }, monetaryValue: '500.00' }],
    });
    const [parcel] = [...lending.north.loan.shipments.values()];
    expect(trackingIdsOf(parcel!)).to.deep.equal(['JD01', 'JD02']);
    expect(parcel).to.deep.include({
      carrier: 'DHL',
      insurance: { insured: true, amount: '500.00', currency: 'SEK', byThirdParty: true },
    });
    expect(JSON.stringify(parcel)).not.to.contain('Anna');
  });

  it('later adds its further numbers to the parcel under way, and a further parcel where it says so', () => {
    const lending = onTheWay('2021', { courierName: { value: 'DHL' }, trackingId: ['JD01'] });
    lending.give(notification(lending, 'Sent by DHL; tracking id JD09.'));
    lending.give(notification(lending, 'Sent by DHL; tracking id JD09.'));
    expect([...lending.north.loan.shipments.values()].map(trackingIdsOf)).to.deep.equal([['JD01', 'JD09']]);
    lending.give(notification(lending, 'Another parcel sent by UPS; tracking id 1Z9.'));
    lending.give(notification(lending, 'Another parcel sent by UPS; tracking id 1Z9.'));
    expect([...lending.north.loan.shipments.values()].map(trackingIdsOf)).to.deep.equal([
      ['JD01', 'JD09'],
      ['1Z9'],
    ]);
  });

  it('is told by us in the elements of 2021 and in a line of the note of 2017, exactly', () => {
    for (const edition of ['2017', '2021']) {
      const lending = new Lending(undefined, edition);
      lending.settle();
      lending.act(lending.east, {
        verb: 'ship',
        carrier: 'PostNord',
        trackingId: 'RR1',
        moreTrackingIds: ['RR2'],
        insuredFor: '500.10 sek',
        packing: ['boxed', 'trackable'],
      });
      lending.settle();
      const [sent] = [...lending.east.loan.shipments.values()];
      const [heard] = [...lending.north.loan.shipments.values()];
      const shared = (shipment: Shipment): object => ({
        carrier: shipment.carrier,
        ids: trackingIdsOf(shipment),
        insurance: shipment.insurance,
        packing: shipment.packing,
      });
      expect(shared(heard!), edition).to.deep.equal(shared(sent!));
      expect(shared(sent!)).to.deep.equal({
        carrier: 'PostNord',
        ids: ['RR1', 'RR2'],
        insurance: { insured: true, amount: '500.10', currency: 'SEK' },
        packing: ['boxed', 'trackable'],
      });
    }
  });
});

describe('a parcel to somebody whose earlier parcels are known', () => {
  it('is expected as they arrived, and late when nine of ten would be there', () => {
    const times: TransitTimes = { median: 2 * DAY, p90: 4 * DAY, samples: 12 };
    const lending = new Lending();
    const context = lending.context.bind(lending);
    lending.context = () => ({ ...context(), transitTimes: (_peer, ours) => (ours ? times : undefined) });
    lending.settle();
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    const [sent] = [...lending.east.loan.shipments.values()];
    expect(sent?.expected).to.deep.equal({
      median: '2026-03-04T09:00:00.000Z',
      p90: '2026-03-06T09:00:00.000Z',
      samples: 12,
    });
    const [late] = plan(lending.east.loan, terms).filter(({ rule }) => rule === 'parcel-late');
    expect(late?.at).to.equal('2026-03-06T09:00:00.000Z');
    expect(late?.because).to.contain('nine of ten earlier parcels');
    const [theirs] = plan(lending.north.loan, terms).filter(({ rule }) => rule === 'parcel-late');
    expect(theirs?.because).to.contain('14 working days later');
  });
});

/** North hears of a parcel as a supplier of its own words says it. */
function onTheWay(edition: string, shippingInfo: SupplyingAgencyMessage['shippingInfo']): Lending {
  const lending = new Lending(undefined, edition);
  lending.settle();
  lending.act(lending.east, { verb: 'ship' });
  const loaned = lending.east.owed.shift()!.owed.message as SupplyingAgencyMessage;
  lending.give({ ...loaned, ...(shippingInfo === undefined ? {} : { shippingInfo }) });
  return lending;
}

function notification(lending: Lending, note: string): SupplyingAgencyMessage {
  const loaned = lending.east.sent.at(-1) as SupplyingAgencyMessage;
  return {
    kind: 'supplyingAgencyMessage',
    header: { ...loaned.header, timestamp: '2026-03-02T10:00:00Z' },
    messageInfo: { reasonForMessage: 'Notification', note },
    statusInfo: { status: 'Loaned', lastChange: '2026-03-02T10:00:00Z' },
  };
}
