import { instantOf } from '../../iso18626/index.js';
import type { Instant } from '../../loan/index.js';
import { formatLocale, type Locale } from '../words/translate.js';

export interface TimeForm {
  locale: Locale;
  timeZone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs more than all that a page does with it. */
function format({ locale, timeZone }: TimeForm, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale} ${timeZone} ${Object.keys(options).join()}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(formatLocale(locale), { ...options, timeZone });
  formats.set(name, made);
  return made;
}

export function momentOf(at: Instant): Date {
  return new Date(instantOf(at) ?? 0);
}

/** The exact time, to the second, in UTC. */
export function isoText(at: Instant): string {
  return momentOf(at).toISOString().replace('.000Z', 'Z');
}

/** `Thu 12 Mar 2026`. */
export function dateText(at: Instant, form: TimeForm): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return format(form, options).format(momentOf(at));
}

/** `14:03:15`. */
export function timeText(at: Instant, form: TimeForm): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return format(form, options).format(momentOf(at));
}

const spans = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const;

/** The largest unit of which there are two; one of a unit is said where it is exact. */
function inUnits(seconds: number): { count: number; unit: (typeof spans)[number]['unit'] } {
  const whole = Math.round(Math.abs(seconds));
  const fits = spans.find((span) => whole >= 2 * span.seconds || whole === span.seconds);
  const { unit, seconds: size } = fits ?? { unit: 'second', seconds: 1 };
  return { count: Math.floor(whole / size), unit };
}

/** `12 seconds`, `1 minute`. */
export function spanText(seconds: number, { locale }: Pick<TimeForm, 'locale'>): string {
  const { count, unit } = inUnits(seconds);
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(formatLocale(locale), style).format(count);
}

/** `in 12 seconds`, or `3 minutes ago` below 0; `now` within half a second. */
export function fromNowText(seconds: number, { locale }: Pick<TimeForm, 'locale'>): string {
  const { count, unit } = inUnits(seconds);
  const words = new Intl.RelativeTimeFormat(formatLocale(locale), {
    numeric: count === 0 ? 'auto' : 'always',
  });
  return words.format(seconds < 0 ? -count : count, unit);
}

const weekMs = 6 * 86_400_000;

/** `Thu 14:00` within the days around now, `12 Mar, 14:00` in the year around it, else with the year. */
export function dateTimeText(at: Instant, form: TimeForm & { now: Date }): string {
  const moment = momentOf(at);
  const apart = Math.abs(moment.getTime() - form.now.getTime());
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  if (apart < weekMs) return format(form, { weekday: 'short', ...time }).format(moment);
  if (apart < 300 * 86_400_000)
    return format(form, { day: 'numeric', month: 'short', ...time }).format(moment);
  return format(form, { year: 'numeric', day: 'numeric', month: 'short', ...time }).format(moment);
}

/** Day of the week in the reader's zone, 0 for Sunday. */
function weekdayOf(moment: Date, timeZone: string): number {
  const name = format({ locale: 'en', timeZone }, { weekday: 'short' }).format(moment);
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(name);
}

/** Working days that begin after today and not after the moment's own day; 0 when it is today. */
export function workingDaysUntil(at: Instant, { now, timeZone }: { now: Date; timeZone: string }): number {
  const dayMs = 86_400_000;
  const dayOf = (moment: Date): number =>
    Date.parse(
      `${format({ locale: 'sv', timeZone }, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment)}T00:00:00Z`,
    );
  const today = dayOf(now);
  const last = dayOf(momentOf(at));
  let days = 0;
  for (let day = today + dayMs; day <= last && days < 400; day += dayMs)
    if (![0, 6].includes(weekdayOf(new Date(day + dayMs / 2), 'UTC'))) days += 1;
  return days;
}
