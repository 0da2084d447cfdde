import {
  policyProfileNames,
  policySchema,
  policyTree,
  type PolicyProfileName,
  type Settings,
} from '../../src/config/index.js';
import { addRule, changePolicy } from '../../src/exchange/index.js';
import type { UseCase } from '../../src/storage/index.js';
import { dice } from './chance.js';

const person = { kind: 'person', id: 'operator' } as const;
const timeZones = ['Europe/Stockholm', 'Europe/London', 'America/New_York', 'UTC', 'Australia/Sydney'];

/** What one house goes by: from which policy it begins, which it takes later, and what it accepts without asking. */
export interface HouseTerms {
  profile: PolicyProfileName;
  timeZone: string;
  changes: { at: number; profile: PolicyProfileName }[];
  rule: boolean;
}

/** By chance; moments are parts of the time in which loans begin. */
export function termsOfHouse(seed: number, house: number): HouseTerms {
  const thrown = dice(seed, 'terms', house);
  const profile = thrown.pick(policyProfileNames);
  const changes = Array.from({ length: thrown.below(3) }, () => ({
    at: thrown.next() * 1.5,
    profile: thrown.pick(policyProfileNames),
  }));
  return { profile, timeZone: thrown.pick(timeZones), changes, rule: thrown.happens(0.5) };
}

const policies = new Map<PolicyProfileName, Settings['policy']>();

function policyOf(profile: PolicyProfileName): Settings['policy'] {
  const known = policies.get(profile) ?? { ...policySchema.parse(policyTree(profile)), profile };
  policies.set(profile, known);
  return known;
}

/** Settings of a house by its terms. */
export function settingsFor(settings: Settings, { profile, timeZone }: HouseTerms): Settings {
  return { ...settings, policy: policyOf(profile), calendar: { ...settings.calendar, timeZone } };
}

/** Another policy for the whole house, from now on. */
export function takePolicy(profile: PolicyProfileName, before: PolicyProfileName): UseCase<unknown> {
  return changePolicy({
    id: 'house',
    change: { profile, set: {} },
    before: policyOf(before),
    after: policyOf(profile),
    actor: person,
    reason: 'the library joins others',
  });
}

/** Offers with common conditions, and cheap ones, are accepted without asking anybody. */
export const acceptsCommonOffers: UseCase<unknown> = addRule(
  {
    name: 'what is usual',
    conditions: ['LibraryUseOnly', 'NoReproduction'],
    upTo: { currencyCode: { value: 'EUR' }, monetaryValue: '20.00' },
  },
  person,
);
