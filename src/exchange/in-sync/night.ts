import type { Instant, Terms } from '../../loan/index.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The night that a moment lies in, by the wall in our zone; undefined by day. One that ends before it begins goes over
 * midnight; where both are the same it lasts all day and night.
 */
export function nightAt(
  now: Date,
  { policy: { inSync }, calendars: { ours } }: Terms,
): { from: Instant } | undefined {
  const { zone } = ours;
  const wall = zone.wallAt(now.getTime());
  const [begins, ends] = [minutesOf(inSync.from), minutesOf(inSync.until)];
  const day = Math.floor(wall / DAY_MS) * DAY_MS;
  const minute = (wall - day) / MINUTE_MS;
  const isOverMidnight = ends <= begins;
  const isEvening = minute >= begins && (isOverMidnight || minute < ends);
  const isMorning = isOverMidnight && minute < ends;
  if (!isEvening && !isMorning) return undefined;
  const began = day + begins * MINUTE_MS - (isEvening ? 0 : DAY_MS);
  return { from: new Date(zone.momentOf(began)).toISOString() };
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
