import { expect } from 'chai';
import fc from 'fast-check';
import { afterQuiet, minuteOfDay } from '../../../src/notices/quiet-hours.js';

const night = { from: '21:00', to: '07:00' };
const zone = 'Europe/Stockholm';
const after = (at: string): string => afterQuiet(new Date(at), night, zone).toISOString();

describe('quiet hours', () => {
  it('let what comes by day pass at once, and what comes by night wait for the morning of the library', () => {
    expect(after('2026-01-15T12:00:30.500Z')).to.equal('2026-01-15T12:00:30.500Z');
    expect(after('2026-01-15T20:30:00Z')).to.equal('2026-01-16T06:00:00.000Z');
    expect(after('2026-01-15T03:12:45Z')).to.equal('2026-01-15T06:00:00.000Z');
    expect(after('2026-07-15T03:12:45Z')).to.equal('2026-07-15T05:00:00.000Z');
  });

  it('end when the clock on the wall says so, also in the nights in which it is changed', () => {
    expect(after('2026-03-28T22:30:00Z')).to.equal('2026-03-29T05:00:00.000Z');
    expect(after('2026-10-24T22:30:00Z')).to.equal('2026-10-25T06:00:00.000Z');
  });

  it('are none where none are set', () => {
    const at = new Date('2026-01-15T23:00:00Z');
    expect(afterQuiet(at, undefined, zone)).to.equal(at);
    expect(afterQuiet(at, { from: '07:00', to: '07:00' }, zone)).to.equal(at);
  });

  it('are never before the moment, and always outside the hours', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom('Europe/Stockholm', 'America/New_York', 'Asia/Kolkata', 'UTC');
    const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    fc.assert(
      fc.property(moment, time, time, zones, (at, from, to, timeZone) => {
        fc.pre(from !== to);
        const then = afterQuiet(at, { from, to }, timeZone);
        expect(then.getTime()).to.be.at.least(at.getTime());
        const [now, start, end] = [minuteOfDay(then, timeZone), minutes(from), minutes(to)];
        const isQuiet = start < end ? now >= start && now < end : now >= start || now < end;
        expect(isQuiet).to.equal(false);
      }),
      { numRuns: 200 },
    );
  });
});
