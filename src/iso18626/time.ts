const dateTimePattern =
  /^(?<sign>-?)(?<years>\d{4,})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:\d\d)?$/;
/** Zones without a colon and bare dates, as peers write them. Source: iso18626.md 7.3 nr. 45. */
const looseZone = /([+-]\d\d)(\d\d)$/;
const blankForT = /^(\d{4}-\d\d-\d\d) (\d\d:)/;
const bareDate = /^\d{4}-\d\d-\d\d$/;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  zone: string | undefined;
}

/** Nearly every time that is sent; what it does not take is looked at closely. */
const usualDateTime =
  /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)?$/;

/** Whether the text is an xs:dateTime; outer blanks do not count. */
export function isDateTime(text: string): boolean {
  if (usualDateTime.test(text)) return true;
  return partsOf(text.trim()) !== undefined;
}

/** The xs:dateTime that a peer meant by one that is none: a zone without colon, a date without time, a blank for the T. */
export function mendDateTime(text: string): string | undefined {
  const trimmed = text.trim();
  const mended = bareDate.test(trimmed)
    ? `${trimmed}T00:00:00`
    : trimmed.replace(blankForT, '$1T$2').replace(looseZone, '$1:$2');
  return partsOf(mended) === undefined ? undefined : mended;
}

/**
 * Milliseconds since 1970 of a time on the wire, also a mended one; undefined when it is none.
 * Without a zone of its own it is read in `zone`, an offset such as `+01:00` or a name such as `Europe/Oslo`, else in UTC.
 */
export function instantOf(dateTime: string, zone?: string): number | undefined {
  const mended = mendDateTime(dateTime);
  const parts = mended === undefined ? undefined : partsOf(mended);
  if (parts === undefined) return undefined;
  const asUtc = Date.UTC(
    2000,
    parts.month - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
    parts.millisecond,
  );
  const local = new Date(asUtc).setUTCFullYear(parts.year, parts.month - 1, parts.day);
  const shifted = parts.hour === 24 ? new Date(local).setUTCHours(24, 0, 0, 0) : local;
  return shifted - offsetOf(parts.zone ?? zone ?? 'Z', shifted);
}

/** `YYYY-MM-DDThh:mm:ssZ`, the only form that we send. Source: iso18626.md 7.3 nr. 47. */
export function formatInstant(instant: number): string {
  return `${new Date(Math.floor(instant / 1000) * 1000).toISOString().slice(0, -5)}Z`;
}

function partsOf(text: string): Parts | undefined {
  const groups = dateTimePattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const number = (name: string): number => Number(groups[name]);
  const { fraction = '', years = '' } = groups;
  const parts = {
    year: groups['sign'] === '-' ? -number('years') : number('years'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    millisecond: Number(`${fraction}000`.slice(0, 3)),
    zone: groups['zone'],
  };
  const isPossible = isYear(years) && isDay(parts) && isTimeOfDay(parts, fraction) && isZone(parts.zone);
  return isPossible ? parts : undefined;
}

function isYear(years: string): boolean {
  return Number(years) !== 0 && (years.length === 4 || !years.startsWith('0'));
}

function isDay({ year, month, day }: Parts): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const last = new Date(Date.UTC(2000, month, 0));
  if (month !== 2) return day <= last.getUTCDate();
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (isLeap ? 29 : 28);
}

function isTimeOfDay({ hour, minute, second }: Parts, fraction: string): boolean {
  if (hour === 24) return minute === 0 && second === 0 && !/[1-9]/.test(fraction);
  return hour < 24 && minute < 60 && second < 60;
}

function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === 'Z') return true;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  return minutes < 60 && (hours < 14 || (hours === 14 && minutes === 0));
}

function offsetOf(zone: string, local: number): number {
  if (zone === 'Z') return 0;
  const offset = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (offset === null) return offsetOfPlace(zone, local);
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return (offset[1] === '-' ? -minutes : minutes) * 60_000;
}

/** Twice, since the offset that holds is that of the instant, which is not known before the offset is. */
function offsetOfPlace(place: string, local: number): number {
  const first = wallClock(place, local) - local;
  return wallClock(place, local - first) - (local - first);
}

function wallClock(place: string, instant: number): number {
  const whole = Math.floor(instant / 1000) * 1000;
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: place,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(whole);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) + (instant - whole);
}
