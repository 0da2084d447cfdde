import { expect } from 'chai';
import { fastClock } from '../../../src/platform/index.js';

const hour = 3_600_000;

describe('A clock that runs fast', () => {
  it('shows where it would be by now when it starts anew with the same two moments', () => {
    const since = new Date(Date.now() - 10_000).toISOString();
    const from = { startAt: '2026-03-02T08:00:00.000Z', since };
    const first = fastClock(3_600, from).now().getTime() - Date.parse(from.startAt);
    const second = fastClock(3_600, from).now().getTime() - Date.parse(from.startAt);
    expect(first).to.be.within(10 * hour, 12 * hour);
    expect(second).to.be.within(first, 12 * hour);
  });

  it('begins at what it is told to show, and at today where it is told nothing', () => {
    const shown = fastClock(2, { startAt: '2026-03-02T08:00:00.000Z' }).now().getTime();
    expect(shown - Date.parse('2026-03-02T08:00:00.000Z')).to.be.within(0, 1_000);
    expect(fastClock(2).now().getTime() - Date.now()).to.be.within(-1_000, 1_000);
  });
});
