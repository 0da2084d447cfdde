import { formatInstant } from '../../iso18626/index.js';
import { endOfDay, millisecondsOf } from '../compose/timestamps.js';
import type { Instant } from '../model/transaction.js';
import { readHoliday, yearOf, type HolidayRule } from './holidays.js';
import { spanOf, type Span, type SpanText } from './span.js';
import {
  dayFrom,
  dayNumber,
  dayText,
  instantAt,
  MS_PER_DAY,
  weekdayOf,
  utc,
  zoneOf,
  type Zone,
} from './zone.js';

/** A library's calendar as it is written down: in settings, in a peer's record, or in an entry. */
export interface CalendarDocument {
  /** IANA name, or an offset such as `+01:00`. */
  timeZone: string;
  /** Days of the week on which it is open: 1 is Monday, 7 Sunday. */
  weekdays: readonly number[];
  /** What each holiday is called, by its rule. */
  holidays: Readonly<Record<HolidayRule, string>>;
  /** Why it is closed, by `FROM/TO`: both days are closed. */
  closures: Readonly<Record<string, string>>;
}

/** A calendar, ready to count with. Days are numbers: days since 1970. */
export interface Calendar {
  readonly zone: Zone;
  isOpen(day: number): boolean;
  /** Why a day is closed; undefined where it is a day of the week like any other, or open. */
  closedFor(day: number): string | undefined;
}

/** Moments that each calendar keeps: the clocks of a loan are counted anew at each of its commits. There may be many peers. */
const MOMENTS_KEPT = 256;
/** A day that never comes is given up after twenty years. */
const FARTHEST = 20 * 366;

const made = new WeakMap<CalendarDocument, Calendar>();

/** The calendar of a document; an unknown zone counts as UTC, a rule that nobody can read as none. */
export function calendarOf(document: CalendarDocument): Calendar {
  const known = made.get(document);
  if (known !== undefined) return known;
  const calendar = compiled(document);
  made.set(document, calendar);
  return calendar;
}

/** Monday to Friday, in UTC: where nobody has said anything. */
export const plainCalendar: CalendarDocument = {
  timeZone: 'UTC',
  weekdays: [1, 2, 3, 4, 5],
  holidays: {},
  closures: {},
};

function compiled(document: CalendarDocument): Calendar {
  const open = new Set(document.weekdays);
  const rules = Object.entries(document.holidays).map(
    ([rule, name]) => [readHoliday(rule) ?? ((): undefined => undefined), name] as const,
  );
  const years = new Map<number, ReadonlyMap<number, string>>();
  const holidaysOf = (year: number): ReadonlyMap<number, string> => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const days = rules.map(([dayIn, name]) => [dayIn(year), name] as const);
    const found = new Map(days.flatMap(([day, name]) => (day === undefined ? [] : [[day, name]])));
    years.set(year, found);
    return found;
  };
  const closures = Object.entries(document.closures).map(([range, why]) => ({ ...closureOf(range), why }));
  const closedFor = (day: number): string | undefined =>
    closures.find(({ from, to }) => from <= day && day <= to)?.why ??
    (rules.length === 0 ? undefined : holidaysOf(yearOf(day)).get(day));
  return {
    zone: zoneOf(document.timeZone) ?? utc,
    isOpen: (day) => open.has(weekdayOf(day)) && closedFor(day) === undefined,
    closedFor,
  };
}

/** First and last day of `2026-07-06/2026-07-31`; a text that is none closes nothing. */
export function closureOf(range: string): { from: number; to: number } {
  const [from = '', to = ''] = range.split('/');
  return { from: dayFrom(from) ?? Infinity, to: dayFrom(to) ?? -Infinity };
}

/**
 * The moment a span after another one: hours as they pass, days and working days to the same time on the wall. Where the
 * wall skips that time, it is as much later; where it shows it twice, it is the first.
 */
export function addSpan(from: Instant, text: SpanText | Span, calendar: Calendar): Instant {
  const span = typeof text === 'object' ? text : spanOf(text);
  const counted = momentsOf(calendar);
  const name = `${span.count}${span.unit} ${from}`;
  const known = counted.get(name);
  if (known !== undefined) return known;
  if (counted.size >= MOMENTS_KEPT) counted.clear();
  const moment = momentAfter(from, span, calendar);
  counted.set(name, moment);
  return moment;
}

const moments = new WeakMap<Calendar, Map<string, Instant>>();

function momentsOf(calendar: Calendar): Map<string, Instant> {
  const known = moments.get(calendar);
  if (known !== undefined) return known;
  const counted = new Map<string, Instant>();
  moments.set(calendar, counted);
  return counted;
}

function momentAfter(from: Instant, { count, unit }: Span, calendar: Calendar): Instant {
  const start = millisecondsOf(from);
  if (unit === 'h') return instantAt(start + count * 3_600_000);
  const wall = calendar.zone.wallAt(start);
  const day = dayNumber(wall);
  const days = unit === 'd' ? count : workingDaysFrom(day, count, calendar) - day;
  return instantAt(calendar.zone.momentOf(wall + days * MS_PER_DAY));
}

/** The day that is so many open days after another, or before it. */
export function workingDaysFrom(day: number, count: number, calendar: Calendar): number {
  const step = count < 0 ? -1 : 1;
  let at = day;
  for (let left = Math.abs(count); left > 0 && Math.abs(at - day) < FARTHEST;) {
    at += step;
    if (calendar.isOpen(at)) left -= 1;
  }
  return at;
}

/** The day itself where the library is open, else the next one on which it is. */
export function openDayFrom(day: number, calendar: Calendar): number {
  return calendar.isOpen(day) ? day : workingDaysFrom(day, 1, calendar);
}

/** The number of the day that the library's wall calendar shows. */
export function dayIn(instant: Instant, calendar: Calendar): number {
  return dayNumber(calendar.zone.wallAt(millisecondsOf(instant)));
}

/** The last second of a day in the library's zone: before the next day's first, however long the day is. */
export function endOf(day: number, { zone }: Calendar): Instant {
  return formatInstant(zone.momentOf((day + 1) * MS_PER_DAY) - 1_000);
}

/** A day as staff write it, `2026-04-11`, to its end in the library's zone; an instant as it is; else undefined. */
export function endOfWrittenDay(text: string, calendar: Calendar): Instant | undefined {
  const day = dayFrom(text.trim());
  return day === undefined ? endOfDay(text) : endOf(day, calendar);
}

/** Open days after one moment's day, up to and with another's. */
export function openDaysBetween(from: Instant, to: Instant, calendar: Calendar): number {
  const last = dayIn(to, calendar);
  let open = 0;
  for (let day = dayIn(from, calendar) + 1; day <= last; day += 1) if (calendar.isOpen(day)) open += 1;
  return open;
}

/** Days on which the library is closed between two moments, runs as `FROM/TO`, weekends with them. */
export function closedBetween(from: Instant, to: Instant, calendar: Calendar): string[] {
  const last = dayIn(to, calendar);
  const runs: [number, number][] = [];
  for (let day = dayIn(from, calendar) + 1; day <= last; day += 1) {
    const run = runs.at(-1);
    if (calendar.isOpen(day)) continue;
    if (run?.[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  return runs.map(([first, end]) => `${dayText(first)}/${dayText(end)}`);
}

/** What is wrong with a calendar, a sentence each; empty where it can be used. */
export function calendarFaults(document: CalendarDocument): string[] {
  const faults: string[] = [];
  if (zoneOf(document.timeZone) === undefined)
    faults.push(
      `timeZone: "${document.timeZone}" is no time zone: write an IANA name such as Europe/Stockholm`,
    );
  if (document.weekdays.length === 0)
    faults.push('weekdays: name at least one day of the week, 1 for Monday');
  for (const rule of Object.keys(document.holidays))
    if (readHoliday(rule) === undefined)
      faults.push(`holidays: "${rule}" is no rule: write 2026-06-06, 12-25, easter+1 or fri>=06-19`);
  for (const range of Object.keys(document.closures)) {
    const { from, to } = closureOf(range);
    if (!(from <= to)) faults.push(`closures: "${range}" is no range: write 2026-07-06/2026-07-31`);
    else if (to - from > 2 * 366) faults.push(`closures: "${range}" is longer than two years`);
  }
  return faults;
}
