import type { Costs } from '../../iso18626/index.js';

export type CostsComparison = 'less' | 'equal' | 'more' | 'other-currency' | 'unreadable';

/** The first costs beside the second, exactly. Currencies first: of different ones no amount is compared. Source: iso18626.md 3.11. */
export function compareCosts(one: Costs, other: Costs): CostsComparison {
  if (currencyOf(one) !== currencyOf(other)) return 'other-currency';
  const [left, right] = sameScale(one.monetaryValue, other.monetaryValue);
  if (left === undefined || right === undefined) return 'unreadable';
  if (left === right) return 'equal';
  return left < right ? 'less' : 'more';
}

export function currencyOf({ currencyCode }: Costs): string {
  return currencyCode.value.trim().toUpperCase();
}

/** `12.00 EUR`, as people read it. */
export function costsText(costs: Costs): string {
  return `${costs.monetaryValue.trim()} ${currencyOf(costs)}`;
}

/** Whether it is an amount with its currency: digits, a point and digits, and three letters. Source: iso18626.md 7.4 nr. 60. */
export function isCosts(costs: Costs): boolean {
  return /^\d{1,12}(?:\.\d{1,4})?$/.test(costs.monetaryValue.trim()) && /^[A-Z]{3}$/.test(currencyOf(costs));
}

export function isPositive({ monetaryValue }: Costs): boolean {
  return /[1-9]/.test(monetaryValue);
}

/** Both decimals as whole numbers of the smaller unit: never a float. What is below zero is no price. */
function sameScale(...decimals: string[]): (bigint | undefined)[] {
  const parts = decimals.map((each) => /^\+?(\d+)(?:\.(\d*))?$/.exec(each.trim()));
  const scale = Math.max(...parts.map((part) => part?.[2]?.length ?? 0));
  return parts.map((part) =>
    part === null ? undefined : BigInt(`${part[1] ?? '0'}${(part[2] ?? '').padEnd(scale, '0')}`),
  );
}
