import { expect } from 'chai';
import { nextAttempt, retryAfterSeconds, type Schedule } from '../../../src/outbound/schedule.js';

const schedule: Schedule = {
  scheduleMinutes: [1, 5, 15, 60],
  thenHourlyHours: 24,
  thenDailyDays: 3,
  jitter: 0,
};
const owedAt = '2026-03-02T08:00:00.000Z';
const after = (minutes: number): Date => new Date(Date.parse(owedAt) + minutes * 60_000);

/** Minutes after it was owed at which each attempt is made, when every one fails at once. */
function attemptsOf(given: Schedule): number[] {
  const made = [0];
  for (let attempts = 1; ; attempts += 1) {
    const next = nextAttempt(given, { owedAt, attempts, random: 0.5 }, after(made.at(-1)!));
    if (next === undefined) return made;
    made.push((next.getTime() - Date.parse(owedAt)) / 60_000);
  }
}

describe('the schedule of redelivery', () => {
  it('waits 1, 5, 15 and 60 minutes, then an hour each up to a day, then a day each up to three days', () => {
    const made = attemptsOf(schedule);
    expect(made.slice(0, 5)).to.deep.equal([0, 1, 6, 21, 81]);
    expect(made.slice(5, 7)).to.deep.equal([141, 201]);
    const hourly = made.filter((minutes) => minutes < 24 * 60);
    expect(made.slice(hourly.length - 1, hourly.length + 1)).to.deep.equal([1401, 1461]);
    expect(made.at(-2)).to.equal(1461 + 24 * 60);
  });

  it('makes its last attempt when the three days are over, and counts them from when the message was owed', () => {
    expect(attemptsOf(schedule).at(-1)).to.equal(3 * 24 * 60);
    expect(nextAttempt(schedule, { owedAt, attempts: 1, random: 0.5 }, after(3 * 24 * 60))).to.equal(
      undefined,
    );
  });

  it('spreads attempts by its jitter, on both sides', () => {
    const at = (random: number): number =>
      nextAttempt({ ...schedule, jitter: 0.1 }, { owedAt, attempts: 1, random }, after(0))!.getTime() -
      Date.parse(owedAt);
    expect([at(0), at(0.5), at(1)]).to.deep.equal([54_000, 60_000, 66_000]);
  });

  it('never comes back before a Retry-After, and follows a short one only while there are steps', () => {
    const next = (attempts: number, seconds: number): number =>
      (nextAttempt(
        schedule,
        { owedAt, attempts, random: 0.5, retryAfterSeconds: seconds },
        after(0),
      )!.getTime() -
        Date.parse(owedAt)) /
      1000;
    expect(next(1, 3_600)).to.equal(3_600);
    expect(next(1, 5)).to.equal(5);
    expect(next(9, 5)).to.equal(3_600);
  });
});

describe('a Retry-After', () => {
  const now = new Date('2026-03-02T08:00:00Z');

  it('is read as seconds or as a date, and is bounded by a day', () => {
    expect(retryAfterSeconds('120', now)).to.equal(120);
    expect(retryAfterSeconds('Mon, 02 Mar 2026 08:02:00 GMT', now)).to.equal(120);
    expect(retryAfterSeconds('99999999', now)).to.equal(86_400);
    expect(retryAfterSeconds('Sun, 01 Mar 2026 08:02:00 GMT', now)).to.equal(1);
  });

  it('says nothing where it is no such thing', () => {
    for (const text of [undefined, '', 'soon', '-5', '1.5', '2026-03-02'])
      expect(retryAfterSeconds(text, now), text).to.equal(undefined);
  });
});
