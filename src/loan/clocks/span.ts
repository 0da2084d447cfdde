/** Hours that pass, days by the calendar on the wall, or days on which the library is open. */
export type SpanUnit = 'h' | 'd' | 'wd';

/** A length of time as a policy means it; a negative one lies before what it is counted from. */
export interface Span {
  count: number;
  unit: SpanUnit;
}

/** As a policy writes it: `2h`, `14d`, `4wd`, `eta+3wd`, or a bare number of days. Source: practice.md 5.3. */
export type SpanText = string | number;

/** What a policy writes where a clock is not wanted. */
export const OFF = 'off';

/** The text is no span; the message says what one looks like. */
export class SpanError extends Error {}

const written = /^(?:eta\+)?(-?\d{1,5})(h|d|wd)$/;
const known = new Map<SpanText, Span>();

/** What a text means; undefined where it is none. Each text is read once. */
export function readSpan(text: SpanText): Span | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const span = typeof text === 'number' ? daysOf(text) : spelled(text);
  if (span !== undefined && known.size < 1_000) known.set(text, span);
  return span;
}

/** The same, for a text that a policy has been checked for: throws `SpanError` where it is none. */
export function spanOf(text: SpanText): Span {
  const span = readSpan(text);
  if (span !== undefined) return span;
  throw new SpanError(`"${text}" is no span: write hours, days or working days, such as 2h, 14d or 4wd`);
}

function daysOf(count: number): Span | undefined {
  return Number.isInteger(count) && Math.abs(count) <= 99_999 ? { count, unit: 'd' } : undefined;
}

function spelled(text: string): Span | undefined {
  const [, count, unit] = written.exec(text) ?? [];
  return count === undefined ? undefined : { count: Number(count), unit: unit as SpanUnit };
}

const unitWords: Readonly<Record<SpanUnit, readonly [string, string]>> = {
  h: ['hour', 'hours'],
  d: ['day', 'days'],
  wd: ['working day', 'working days'],
};

/** In English words, without its sign: `1 working day`, `14 days`. */
export function spanInWords(text: SpanText): string {
  const { count, unit } = spanOf(text);
  const [one, many] = unitWords[unit];
  const size = Math.abs(count);
  return `${size} ${size === 1 ? one : many}`;
}
