/** Hours of the library's zone in which no mail goes out; `from` may lie behind `to`, over midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * The first moment from `at` on that lies outside the quiet hours by the library's own clock. Steps a minute at a time
 * near the end, so that a day of 23 or 25 hours is met as it is.
 */
export function afterQuiet(at: Date, quiet: QuietHours | undefined, timeZone: string | undefined): Date {
  if (quiet === undefined || quiet.from === quiet.to) return at;
  let moment = at;
  for (let turn = 0; turn < DAY_MINUTES; turn += 1) {
    const left = minutesLeft(minuteOfDay(moment, timeZone), quiet);
    if (left === 0) return moment;
    // Whole minutes of the library's clock: seconds fall away, so that it ends when it says.
    const step = left > 120 ? left - 90 : 1;
    moment = new Date(Math.floor(moment.getTime() / MINUTE) * MINUTE + step * MINUTE);
  }
  return moment;
}

/** Minutes until the quiet hours end; 0 outside of them. */
function minutesLeft(now: number, { from, to }: QuietHours): number {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const isQuiet = start < end ? now >= start && now < end : now >= start || now < end;
  return isQuiet ? (end - now + DAY_MINUTES) % DAY_MINUTES : 0;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The time of day in a zone, in minutes since midnight. */
export function minuteOfDay(at: Date, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}
