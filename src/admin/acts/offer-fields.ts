import { present } from '../../loan/present.js';

/** What the forms about offers have as text, and their acts as lists and prices. */
export interface OfferValues {
  condition?: string;
  cost?: string;
  costCurrency?: string;
  retryReason?: string;
  offered?: string;
  backBy?: string;
}

/** Fields of an act about an offer, out of the texts of its form. */
export function offerParts(values: OfferValues): object {
  const { condition, cost, costCurrency, retryReason, offered, backBy } = values;
  const isPriced = cost !== undefined;
  return present({
    conditions: condition === undefined ? undefined : [condition],
    cost: isPriced ? present({ value: cost.replace(',', '.'), currency: costCurrency }) : undefined,
    currency: isPriced ? undefined : costCurrency,
    reasonRetry: retryReason,
    offered: offered
      ?.split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    dueDate: backBy,
  });
}
