import type { Costs, SupplyingAgencyMessage } from '../../iso18626/index.js';
import type { LoanRecord } from '../loan-record.js';

/** Whether a supplier ties its WillSupply to conditions, or to costs above what we pay. Source: iso18626.md 3.6, 3.10, 3.11. */
export function hasConditions(message: SupplyingAgencyMessage, record: LoanRecord): boolean {
  const { deliveryInfo = {}, retryInfo = {} } = message;
  const conditions = [deliveryInfo.loanCondition, retryInfo.loanCondition];
  const costs = [retryInfo.offeredCosts, deliveryInfo.deliveryCosts].flatMap((each) => each ?? []);
  const maximum = record.billingInfo?.maximumCosts;
  return (
    conditions.some((each) => each !== undefined && each.length > 0) ||
    (maximum !== undefined && costs.some((cost) => exceeds(cost, maximum)))
  );
}

/** Another currency cannot be compared, so a person looks at it. */
function exceeds(cost: Costs, maximum: Costs): boolean {
  if (currency(cost) !== currency(maximum)) return true;
  const [one, other] = sameScale(cost.monetaryValue, maximum.monetaryValue);
  return one !== undefined && other !== undefined && one > other;
}

function currency({ currencyCode }: Costs): string {
  return currencyCode.value.trim().toUpperCase();
}

/** Both decimals as whole numbers of the smaller unit: never a float. */
function sameScale(...decimals: string[]): (bigint | undefined)[] {
  const parts = decimals.map((each) => /^\+?(-?\d+)(?:\.(\d*))?$/.exec(each.trim()));
  const scale = Math.max(...parts.map((part) => part?.[2]?.length ?? 0));
  return parts.map((part) =>
    part === null ? undefined : BigInt(`${part[1] ?? '0'}${(part[2] ?? '').padEnd(scale, '0')}`),
  );
}
