import type { SupplyingAgencyMessage } from '../../iso18626/index.js';
import type { LoanRecord } from '../model/loan-record.js';
import { compareCosts } from '../offers/costs.js';

/** Whether a supplier ties its WillSupply to conditions, or to costs above what we pay. Source: iso18626.md 3.6, 3.10, 3.11. */
export function hasConditions(message: SupplyingAgencyMessage, record: LoanRecord): boolean {
  const { deliveryInfo = {}, retryInfo = {} } = message;
  const conditions = [deliveryInfo.loanCondition, retryInfo.loanCondition];
  const costs = [retryInfo.offeredCosts, deliveryInfo.deliveryCosts].flatMap((each) => each ?? []);
  const maximum = record.billingInfo?.maximumCosts;
  return (
    conditions.some((each) => each !== undefined && each.length > 0) ||
    (maximum !== undefined && costs.some((cost) => notWithin.has(compareCosts(cost, maximum))))
  );
}

/** Another currency cannot be compared, nor what is no price, so a person looks at it. */
const notWithin: ReadonlySet<string> = new Set(['more', 'other-currency', 'unreadable']);
