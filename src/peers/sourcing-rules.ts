import type { SourcingSettings } from '../config/index.js';
import { agencyKey } from '../iso18626/index.js';
import type { SourcingRules } from '../loan/index.js';
import { agencyIdFrom } from './agencies.js';

/** The rules for looking for suppliers, as the settings give them. */
export function sourcingRulesOf({
  catalogues,
  retryMinutes,
  weights,
  suppliers,
}: SourcingSettings): SourcingRules {
  const known = Object.entries(suppliers).map(([written, facts]) => {
    const agencyId = agencyIdFrom(written);
    return [agencyKey(agencyId), { ...facts, agencyId }] as const;
  });
  return {
    catalogues: catalogues.map(({ id }) => id),
    retryMinutes,
    weights,
    suppliers: new Map(known),
  };
}

/** The same under the keys by which the directory knows the suppliers, whatever name of theirs the settings use. */
export function underOwnKeys(
  rules: SourcingRules,
  ownKey: (key: string) => string | undefined,
): SourcingRules {
  const suppliers = [...rules.suppliers].map(([key, facts]) => [ownKey(key) ?? key, facts] as const);
  return { ...rules, suppliers: new Map(suppliers) };
}
