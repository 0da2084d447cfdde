import { expect } from 'chai';
import fc from 'fast-check';
import { reportedBy } from '../../../src/iso18626/index.js';
import { HappeningKind, nextTimestamp, sentenceOf, wireId } from '../../../src/loan/index.js';
import { reportNote } from '../../../src/loan/compose/notes.js';
import { parcelIn, parcelLine } from '../../../src/loan/shipments/parcel-line.js';

describe('an id on the wire', () => {
  it('is 26 characters of one case, and keeps the order of the UUIDs', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        expect(wireId(one)).to.match(/^[0-9A-HJKMNP-TV-Z]{26}$/);
        expect(wireId(one) < wireId(other)).to.equal(one < other);
      }),
    );
  });
});

describe('the next time stamp', () => {
  it('is later than the last one by a second at least, whatever the clock says', () => {
    const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, date, (before, now) => {
        const last = nextTimestamp(before);
        const next = nextTimestamp(now, last);
        expect(Date.parse(next) - Date.parse(last)).to.be.at.least(1000);
        expect(next).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }),
    );
  });

  it('is now when the last one is long past', () => {
    expect(nextTimestamp(new Date('2026-03-02T09:00:00.900Z'), '2026-03-02T08:00:00Z')).to.equal(
      '2026-03-02T09:00:00Z',
    );
  });
});

describe('what a note tells a gateway', () => {
  it('a parcel line is read back as it was written', () => {
    const word = fc
      .stringMatching(/^[A-Za-z0-9][A-Za-z0-9 -]{0,20}[A-Za-z0-9]$/)
      .map((text) => text.replace(/ +/g, ' '));
    fc.assert(
      fc.property(word, word, (carrier, trackingId) => {
        const line = parcelLine({ carrier, trackingId, expectedAt: '2026-03-05' });
        expect(parcelIn(`Dear all\n${line ?? ''}`)).to.deep.equal({
          isFurther: false,
          parcel: { carrier, trackingId, expectedAt: '2026-03-05T23:59:59Z' },
        });
      }),
    );
    expect(parcelIn('Sent yesterday, thanks.')).to.equal(undefined);
    expect(parcelLine({})).to.equal(undefined);
  });

  it('a report counts only where its tail ends the note', () => {
    expect(reportedBy(reportNote('lost', 'Sorry'))).to.equal('lost');
    expect(reportedBy(`${reportNote('damaged')} #seq:3#`)).to.equal('damaged');
    expect(reportedBy('You wrote "[ill:lost v1]", but it is here.')).to.equal(undefined);
    expect(reportedBy(undefined)).to.equal(undefined);
  });
});

describe('the story in words', () => {
  it('has a sentence for every kind', () => {
    for (const kind of Object.values(HappeningKind)) expect(sentenceOf({ kind })).to.match(/^[A-Z].*\.$/);
  });

  it('says who did what', () => {
    const said = (what: string, facts: object = {}): string =>
      sentenceOf({ kind: 'message-received', facts: { what, ...facts } });
    expect(said('StatusChange Loaned')).to.equal('The supplier has lent the item.');
    expect(said('CancelResponse N Loaned')).to.equal('The supplier does not cancel.');
    expect(said('Cancel')).to.equal('The requester asks to cancel.');
    expect(said('Renew', { refused: true })).to.match(/answered with an error/);
    expect(said('StatusChange Loaned', { late: true })).to.match(/too late/);
    expect(sentenceOf({ kind: 'message-owed', facts: { what: 'CancelResponse N WillSupply' } })).to.equal(
      'We do not cancel.',
    );
    expect(sentenceOf({ kind: 'act', facts: { verb: 'ship', what: 'StatusChange Loaned' } })).to.equal(
      'Staff have sent the item.',
    );
  });
});
