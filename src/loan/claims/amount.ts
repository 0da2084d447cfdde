/**
 * An exact decimal as text: `75.00`. Sums keep the finest scale of what they add; nothing here is ever a float, and a
 * currency never meets another: whoever adds has asked first.
 */
export type Amount = string;

interface Decimal {
  units: bigint;
  scale: number;
}

const written = /^(\d{1,12})(?:[.,](\d{1,4}))?$/;
const kept = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * What a person wrote as an amount, with a point or a comma before the decimals. Undefined for anything else: signs,
 * groups of thousands, more than twelve digits or four decimals, and zero.
 */
export function readAmount(text: string): Amount | undefined {
  const parts = written.exec(text.trim());
  if (parts === null) return undefined;
  const [, whole = '', decimals = ''] = parts;
  const amount = textOf({ units: BigInt(whole + decimals), scale: decimals.length });
  return isZero(amount) ? undefined : amount;
}

/** A currency code of ISO 4217, in capitals; undefined when it has not three letters. */
export function readCurrency(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : undefined;
}

export function sumOf(amounts: readonly Amount[]): Amount {
  const decimals = amounts.map(decimalOf);
  const scale = Math.max(0, ...decimals.map((each) => each.scale));
  return textOf({ units: decimals.reduce((sum, each) => sum + scaled(each, scale), 0n), scale });
}

export function negated(amount: Amount): Amount {
  const { units, scale } = decimalOf(amount);
  return textOf({ units: -units, scale });
}

export function minus(one: Amount, other: Amount): Amount {
  return sumOf([one, negated(other)]);
}

/** Below zero, zero or above it, as `one` is less than, equal to or more than `other`. */
export function compared(one: Amount, other: Amount): -1 | 0 | 1 {
  const { units } = decimalOf(minus(one, other));
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
}

export function lesser(one: Amount, other: Amount): Amount {
  return compared(one, other) <= 0 ? one : other;
}

export function isZero(amount: Amount): boolean {
  return decimalOf(amount).units === 0n;
}

export function isPositive(amount: Amount): boolean {
  return decimalOf(amount).units > 0n;
}

/** Throws on what is no decimal: amounts come from `readAmount`, or from sums of such. */
function decimalOf(amount: Amount): Decimal {
  const parts = kept.exec(amount);
  if (parts === null) throw new Error('an amount that is no decimal');
  const [, sign = '', whole = '', decimals = ''] = parts;
  return { units: BigInt(`${sign}${whole}${decimals}`), scale: decimals.length };
}

function scaled({ units, scale }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}

function textOf({ units, scale }: Decimal): Amount {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
