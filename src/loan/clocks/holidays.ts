import { dayFrom, MS_PER_DAY, weekdayOf } from './zone.js';

/**
 * When a holiday is: `2026-06-06` once, `12-25` each year, `easter+1` so many days from Easter Sunday, `fri>=06-19` the
 * first such weekday on or after a day of each year.
 */
export type HolidayRule = string;

type DayOfYear = (year: number) => number | undefined;

const weekdays: Readonly<Record<string, number>> = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

/** The day that a rule names in a year; undefined where the text is no rule. */
export function readHoliday(rule: HolidayRule): DayOfYear | undefined {
  const once = dayFrom(rule);
  if (once !== undefined) return (year) => (yearOf(once) === year ? once : undefined);
  return yearly(rule) ?? fromEaster(rule) ?? weekdayAfter(rule);
}

function yearly(rule: string): DayOfYear | undefined {
  const [, month, day] = /^(\d\d)-(\d\d)$/.exec(rule) ?? [];
  if (month === undefined || dayFrom(`2024-${rule}`) === undefined) return undefined;
  // 02-29 is there in leap years only.
  return (year) => dayFrom(`${String(year).padStart(4, '0')}-${month}-${day ?? ''}`);
}

function fromEaster(rule: string): DayOfYear | undefined {
  const [, offset] = /^easter([+-]\d{1,3})?$/.exec(rule) ?? (rule === 'easter' ? ['', '0'] : []);
  if (!rule.startsWith('easter') || (rule !== 'easter' && offset === undefined)) return undefined;
  return (year) => easterSunday(year) + Number(offset ?? 0);
}

function weekdayAfter(rule: string): DayOfYear | undefined {
  const [, name, from] = /^(mon|tue|wed|thu|fri|sat|sun)>=(\d\d-\d\d)$/.exec(rule) ?? [];
  const first = from === undefined ? undefined : yearly(from);
  const weekday = weekdays[name ?? ''];
  if (first === undefined || weekday === undefined) return undefined;
  return (year) => {
    const day = first(year);
    return day === undefined ? undefined : day + ((weekday - weekdayOf(day) + 7) % 7);
  };
}

export function yearOf(day: number): number {
  return new Date(day * MS_PER_DAY).getUTCFullYear();
}

/** Easter Sunday of the Gregorian calendar, by the rule of its epact and Sunday letter. */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const epact = (skipped + 19 * golden + 15) % 30;
  const correction = epact === 29 || (epact === 28 && golden > 10) ? 1 : 0;
  const fullMoon = Date.UTC(year, 2, 21) / MS_PER_DAY + epact - correction;
  return fullMoon + 7 - (weekdayOf(fullMoon) % 7);
}
