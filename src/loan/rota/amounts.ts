import type { Amount } from './supplier-facts.js';

/** Whether the first is more than the second; undefined where they are in different currencies. */
export function isMore(one: Amount, other: Amount): boolean | undefined {
  return one.currency === other.currency ? scaled(one.value) > scaled(other.value) : undefined;
}

/** What part of the second the first is, from 0 to 1; undefined in different currencies. */
export function shareOf(one: Amount, whole: Amount): number | undefined {
  if (one.currency !== whole.currency || scaled(whole.value) === 0n) return undefined;
  return Math.min(1, Number((scaled(one.value) * 1000n) / scaled(whole.value)) / 1000);
}

export function isNothing({ value }: Amount): boolean {
  return scaled(value) === 0n;
}

export function amountText({ value, currency }: Amount): string {
  return `${value} ${currency}`;
}

const PLACES = 6;

/** Decimal text as a whole number of millionths: money is never a floating number. */
function scaled(value: string): bigint {
  const [whole = '', part = ''] = value.trim().split('.');
  const digits = `${whole}${part.slice(0, PLACES).padEnd(PLACES, '0')}`;
  return /^\d{1,30}$/.test(digits) ? BigInt(digits) : 0n;
}
