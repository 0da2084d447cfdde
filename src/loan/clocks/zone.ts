import type { Instant } from '../model/transaction.js';

const DAY = 86_400_000;
/** Days whose offset is kept, over all zones; ten years of some libraries. */
const DAYS_KEPT = 20_000;

/** What the clock on the wall says in one zone, in milliseconds as if it were UTC. */
export interface Zone {
  readonly name: string;
  /** Milliseconds by which the wall's clock is ahead of UTC at a moment. */
  offsetAt(ms: number): number;
  /** The wall's time at a moment. */
  wallAt(ms: number): number;
  /**
   * The moment at which the wall shows a time: the earlier one where it does so twice, and where it skips the time, as
   * much later as the skip is long.
   */
  momentOf(wall: number): number;
}

export const utc: Zone = zoneWith('UTC', () => 0);

const zones = new Map<string, Zone>([['UTC', utc]]);

/** The zone of an IANA name, or of an offset such as `+05:45`; undefined where there is none. */
export function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const fixed = fixedOffset(name);
  const offset = fixed === undefined ? lookedUp(name) : (): number => fixed;
  if (offset === undefined) return undefined;
  const zone = zoneWith(name, offset);
  zones.set(name, zone);
  return zone;
}

function zoneWith(name: string, offsetAt: (ms: number) => number): Zone {
  return {
    name,
    offsetAt,
    wallAt: (ms) => ms + offsetAt(ms),
    momentOf(wall) {
      const before = offsetAt(wall - DAY);
      const after = offsetAt(wall + DAY);
      if (before === after) return wall - before;
      const shown = [wall - before, wall - after].filter((ms) => ms + offsetAt(ms) === wall);
      return shown.length === 0 ? wall - before : Math.min(...shown);
    },
  };
}

function fixedOffset(name: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  if (hours === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Offsets are looked up twice for a day, and for each moment only on a day on which they change. */
function lookedUp(name: string): ((ms: number) => number) | undefined {
  const wall = wallClock(name);
  if (wall === undefined) return undefined;
  const exact = (ms: number): number => wall(ms) - Math.floor(ms / 1000) * 1000;
  const steady = new Map<number, number | undefined>();
  return (ms) => {
    const day = Math.floor(ms / DAY);
    if (!steady.has(day)) {
      if (steady.size >= DAYS_KEPT) steady.clear();
      const begins = exact(day * DAY);
      steady.set(day, begins === exact((day + 1) * DAY) ? begins : undefined);
    }
    return steady.get(day) ?? exact(ms);
  };
}

function wallClock(timeZone: string): ((ms: number) => number) | undefined {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const times = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, ...fields, ...times, era: 'short' });
  } catch {
    return undefined;
  }
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
    const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
    const date = new Date(0);
    date.setUTCFullYear(year, part('month') - 1, part('day'));
    date.setUTCHours(part('hour'), part('minute'), part('second'));
    return date.getTime();
  };
}

/** A day by its number: days since 1 January 1970. */
export function dayNumber(wall: number): number {
  return Math.floor(wall / DAY);
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** `2026-03-29`; undefined where the text is no day. */
export function dayFrom(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || dayText(ms / DAY) !== text ? undefined : ms / DAY;
}

export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function instantAt(ms: number): Instant {
  return new Date(ms).toISOString();
}

export const MS_PER_DAY = DAY;
