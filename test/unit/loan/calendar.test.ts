import { expect } from 'chai';
import fc from 'fast-check';
import {
  addSpan,
  calendarFaults,
  calendarOf,
  closedBetween,
  dayIn,
  endOf,
  endOfWrittenDay,
  openDaysBetween,
  plainCalendar,
  readSpan,
  spanInWords,
  SpanError,
  spanOf,
  type Calendar,
} from '../../../src/loan/index.js';

const zones = [
  'UTC',
  'Europe/Stockholm',
  'America/New_York',
  'America/Havana',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
  '+05:45',
];

const inZone = (timeZone: string, given: object = {}): Calendar =>
  calendarOf({ ...plainCalendar, timeZone, ...given });

/** What the wall shows, asked of Intl each time. */
function wall(instant: string, timeZone: string): string {
  const iana = timeZone === '+05:45' ? 'Asia/Kathmandu' : timeZone;
  return new Intl.DateTimeFormat('sv', { timeZone: iana, dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(instant),
  );
}

const moment = fc
  .integer({ min: Date.UTC(2005, 0, 1) / 1000, max: Date.UTC(2034, 0, 1) / 1000 })
  .map((seconds) => new Date(seconds * 1000).toISOString());

describe('a span', () => {
  it('is hours, days or working days, a bare number days, and counts backwards where it is negative', () => {
    expect(spanOf('2h')).to.deep.equal({ count: 2, unit: 'h' });
    expect(spanOf('14d')).to.deep.equal({ count: 14, unit: 'd' });
    expect(spanOf('eta+3wd')).to.deep.equal({ count: 3, unit: 'wd' });
    expect(spanOf(-3)).to.deep.equal({ count: -3, unit: 'd' });
    expect(spanInWords('1wd')).to.equal('1 working day');
    expect(spanInWords(-3)).to.equal('3 days');
  });

  it('that nobody can read is refused with what one looks like', () => {
    for (const text of ['', '4', '4w', '4 wd', 'wd', '4.5d', '1e3d', 'off', Number.NaN, 0.5])
      expect(readSpan(text), String(text)).to.equal(undefined);
    expect(() => spanOf('4 weeks')).to.throw(SpanError, /"4 weeks" is no span: write .* 2h, 14d or 4wd/);
  });
});

describe('working days', () => {
  it('leave out weekends, holidays and closures', () => {
    const calendar = inZone('Europe/Stockholm', {
      holidays: { 'easter-2': 'Good Friday', 'easter+1': 'Easter Monday', '05-01': 'First of May' },
      closures: { '2026-04-07/2026-04-08': 'Stocktaking' },
    });
    // Thursday before Easter: Friday, the weekend, Monday and two days of stocktaking are closed.
    expect(addSpan('2026-04-02T10:00:00Z', '1wd', calendar)).to.equal('2026-04-09T10:00:00.000Z');
    expect(addSpan('2026-04-09T10:00:00Z', '-1wd', calendar)).to.equal('2026-04-02T10:00:00.000Z');
    expect(closedBetween('2026-04-02T10:00:00Z', '2026-04-09T10:00:00Z', calendar)).to.deep.equal([
      '2026-04-03/2026-04-08',
    ]);
    expect(calendar.closedFor(dayIn('2027-05-01T10:00:00Z', calendar))).to.equal('First of May');
  });

  it('know feasts that move', () => {
    const calendar = inZone('Europe/Stockholm', {
      holidays: { 'fri>=06-19': 'Midsummer', easter: 'Easter' },
    });
    const closed = (day: string): string | undefined =>
      calendar.closedFor(dayIn(`${day}T12:00:00Z`, calendar));
    for (const day of ['2024-06-21', '2025-06-20', '2026-06-19'])
      expect(closed(day), day).to.equal('Midsummer');
    for (const day of ['1981-04-19', '2000-04-23', '2025-04-20', '2038-04-25', '2076-04-19', '2049-04-18'])
      expect(closed(day), day).to.equal('Easter');
  });

  it('count in the day of the library, not of Greenwich: near midnight that is another one', () => {
    // Friday 23:30 in Kathmandu is Friday 17:45 in UTC; in Kiritimati it is Saturday by then.
    const friday = '2026-03-06T17:45:00.000Z';
    expect(addSpan(friday, '1wd', inZone('Asia/Kathmandu'))).to.equal('2026-03-09T17:45:00.000Z');
    // Thursday evening in New York is Friday in UTC.
    const thursday = '2026-01-09T02:00:00.000Z';
    expect(addSpan(thursday, '1wd', inZone('America/New_York'))).to.equal('2026-01-10T02:00:00.000Z');
    expect(addSpan(thursday, '1wd', inZone('UTC'))).to.equal('2026-01-12T02:00:00.000Z');
  });

  it('end on an open day, as many open days on as asked, whatever is closed', () => {
    const closures = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 20 })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2025-06-01'), max: new Date('2026-06-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 60 }),
        closures,
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (timeZone, date, count, closed, weekdays) => {
          const day = (at: number): string => new Date(Date.UTC(2025, 5, 1 + at)).toISOString().slice(0, 10);
          const calendar = inZone(timeZone, {
            weekdays,
            closures: Object.fromEntries(
              closed.map(([from, days]) => [`${day(from)}/${day(from + days)}`, 'x']),
            ),
          });
          const from = date.toISOString();
          const at = addSpan(from, `${count}wd`, calendar);
          expect(calendar.isOpen(dayIn(at, calendar))).to.equal(true);
          expect(openDaysBetween(from, at, calendar)).to.equal(count);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('days', () => {
  it('keep the time on the wall across a change of the clock, either way', () => {
    const stockholm = inZone('Europe/Stockholm');
    expect(addSpan('2026-03-28T09:00:00Z', '1d', stockholm)).to.equal('2026-03-29T08:00:00.000Z');
    expect(addSpan('2026-10-24T08:00:00Z', '1d', stockholm)).to.equal('2026-10-25T09:00:00.000Z');
    // 02:30 is skipped in March, and there twice in October.
    expect(addSpan('2026-03-28T01:30:00Z', '1d', stockholm)).to.equal('2026-03-29T01:30:00.000Z');
    expect(addSpan('2026-10-24T00:30:00Z', '1d', stockholm)).to.equal('2026-10-25T00:30:00.000Z');
    expect(addSpan('2026-10-24T08:00:00Z', '24h', stockholm)).to.equal('2026-10-25T08:00:00.000Z');
  });

  it('show the same time on the wall so many dates later, in any zone and any season', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        moment,
        fc.integer({ min: -400, max: 400 }),
        (zone, from, days) => {
          const before = wall(from, zone);
          const after = wall(addSpan(from, days, inZone(zone)), zone);
          const expected = new Date(Date.parse(`${before.replace(' ', 'T')}Z`) + days * 86_400_000)
            .toISOString()
            .slice(0, 19)
            .replace('T', ' ');
          // Only a time that the wall skips is shown as a later one, by no more than the day that Samoa left out.
          if (after !== expected) {
            expect(after > expected).to.equal(true);
            const back = addSpan(addSpan(from, days, inZone(zone)), -days, inZone(zone));
            expect(Math.abs(Date.parse(back) - Date.parse(from))).to.be.at.most(86_400_000);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are as many in Samoa, which had no 30 December in 2011', () => {
    const apia = inZone('Pacific/Apia');
    expect(wall(addSpan('2011-12-29T22:00:00Z', '1d', apia), 'Pacific/Apia')).to.equal('2011-12-31 12:00:00');
    expect(endOfWrittenDay('2011-12-29', apia)).to.equal('2011-12-30T09:59:59Z');
  });

  it('end with their last second, before the first of the next, in any zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, instant) => {
        const calendar = inZone(zone);
        const day = dayIn(instant, calendar);
        const end = endOf(day, calendar);
        expect(dayIn(end, calendar)).to.equal(day);
        expect(dayIn(addSpan(end, '1h', calendar), calendar)).to.be.greaterThan(day);
        expect(new Date(Date.parse(end) + 1_000).toISOString() > instant).to.equal(true);
        const next = new Date(Date.parse(end) + 1_000).toISOString();
        expect(dayIn(next, calendar)).to.be.greaterThan(day);
      }),
      { numRuns: 1_000 },
    );
  });

  it('as staff write them end at home: where the clock goes back, an hour later', () => {
    const stockholm = inZone('Europe/Stockholm');
    expect(endOfWrittenDay('2026-10-24', stockholm)).to.equal('2026-10-24T21:59:59Z');
    expect(endOfWrittenDay('2026-10-25', stockholm)).to.equal('2026-10-25T22:59:59Z');
    expect(endOfWrittenDay('2026-02-30', stockholm)).to.equal(undefined);
    expect(endOfWrittenDay('tomorrow', stockholm)).to.equal(undefined);
  });
});

describe('a calendar that cannot be used', () => {
  it('says every fault with how it is written', () => {
    const faults = calendarFaults({
      timeZone: 'Europe/Stokholm',
      weekdays: [],
      holidays: { 'Christmas Eve': 'x', '02-30': 'x', 'easter+1': 'Easter Monday' },
      closures: { '2026-07-31/2026-07-06': 'Summer', '2026-01-01/2029-01-01': 'Rebuilt' },
    });
    expect(faults).to.have.lengthOf(6);
    expect(faults.join('\n'))
      .to.match(/timeZone: "Europe\/Stokholm" is no time zone/)
      .and.match(/holidays: "02-30" is no rule: write 2026-06-06, 12-25, easter\+1 or fri>=06-19/)
      .and.match(/closures: "2026-01-01\/2029-01-01" is longer than two years/);
  });
});
