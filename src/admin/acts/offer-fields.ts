import { present } from '../../loan/present.js';

/** What the forms about offers have as text, and their acts as lists and prices. */
export interface OfferValues {
  condition?: string;
  otherConditions?: string;
  cost?: string;
  costCurrency?: string;
  retryReason?: string;
  offered?: string;
  courier?: string;
  backBy?: string;
}

/** Fields of an act about an offer, out of the texts of its form. */
export function offerParts(values: OfferValues): object {
  const { cost, costCurrency, retryReason, offered, courier, backBy } = values;
  const isPriced = cost !== undefined;
  return present({
    conditions: conditionsIn(values),
    cost: isPriced ? present({ value: cost.replace(',', '.'), currency: costCurrency }) : undefined,
    currency: isPriced ? undefined : costCurrency,
    reasonRetry: retryReason,
    offered: listIn(offered),
    courier: listIn(courier),
    dueDate: backBy,
  });
}

/** The one that is chosen, and those that are written. */
function conditionsIn({ condition, otherConditions }: OfferValues): string[] | undefined {
  const named = [...(condition === undefined ? [] : [condition]), ...(listIn(otherConditions) ?? [])];
  return named.length === 0 ? undefined : [...new Set(named)];
}

function listIn(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
