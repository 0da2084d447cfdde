import { expect } from 'chai';
import { admits, lineAfter, type BreakerSettings } from '../../../src/outbound/breaker.js';
import type { PeerLine } from '../../../src/storage/index.js';

const settings: BreakerSettings = {
  scheduleMinutes: [1, 5, 15, 60],
  thenHourlyHours: 24,
  thenDailyDays: 3,
  jitter: 0,
  breakerAfterFailures: 3,
};
const at = (minutes: number): Date => new Date(Date.UTC(2026, 2, 2, 8) + minutes * 60_000);

function after(before: PeerLine | undefined, isGood: boolean, minutes: number): PeerLine | undefined {
  return lineAfter(settings, before, { peer: 'p', isGood, random: 0.5, now: at(minutes) });
}

function opened(): PeerLine {
  return after(after(after(undefined, false, 0), false, 0), false, 0)!;
}

describe("a peer's breaker", () => {
  it('stays closed until so many attempts in a row have failed', () => {
    const twice = after(after(undefined, false, 0), false, 0);
    expect(admits(twice, at(0))).to.equal('all');
    expect(admits(opened(), at(0))).to.equal('none');
  });

  it('forgets the failures when one attempt arrives between them', () => {
    const line = after(after(after(undefined, false, 0), false, 0), true, 0);
    expect(line).to.deep.include({ failures: 0 });
    expect(admits(after(line, false, 0), at(0))).to.equal('all');
  });

  it('lets only the oldest head try when its time has come, at the times of the schedule', () => {
    const line = opened();
    expect(line.openUntil).to.equal(at(1).toISOString());
    expect(admits(line, at(1))).to.equal('oldest');
    const second = after(line, false, 1)!;
    expect(second.openUntil).to.equal(at(6).toISOString());
    expect(after(second, false, 6)!.openUntil).to.equal(at(21).toISOString());
    expect(second.openedAt).to.equal(at(0).toISOString());
  });

  it('learns nothing from what was in flight when it opened', () => {
    expect(after(opened(), false, 0)).to.equal(undefined);
  });

  it('closes with the first attempt that arrives', () => {
    const line = after(opened(), true, 1)!;
    expect(line).to.deep.equal({ peer: 'p', failures: 0, lastGoodAt: at(1).toISOString() });
    expect(admits(line, at(1))).to.equal('all');
  });

  it('waits as long as a Retry-After asks: longer than the step always, shorter while there are steps', () => {
    const asking = (before: PeerLine, retryAfterSeconds: number): string | undefined =>
      lineAfter(settings, before, { peer: 'p', isGood: false, random: 0.5, now: at(0), retryAfterSeconds })
        ?.openUntil;
    const twice: PeerLine = { peer: 'p', failures: 2 };
    expect(asking(twice, 600)).to.equal(at(10).toISOString());
    expect(asking(twice, 30)).to.equal(at(0.5).toISOString());
    const long: PeerLine = { peer: 'p', failures: 20, openedAt: at(0).toISOString() };
    expect(asking(long, 30)).to.equal(at(60).toISOString());
  });

  it('lets nothing through while the peer is paused, and keeps the pause', () => {
    const paused: PeerLine = { peer: 'p', failures: 0, pausedAt: at(0).toISOString() };
    expect(admits(paused, at(1))).to.equal('none');
    expect(after(paused, true, 1)?.pausedAt).to.equal(paused.pausedAt);
  });

  it('writes no row for each of many good attempts', () => {
    const calm = after(undefined, true, 0);
    expect(calm?.lastGoodAt).to.equal(at(0).toISOString());
    expect(after(calm, true, 0)).to.equal(undefined);
    expect(after(calm, true, 2)?.lastGoodAt).to.equal(at(2).toISOString());
  });
});
