import type { Act, Verb } from '../acts/act.js';
import type { ActCase, ActOutcome } from '../acts/act-rule.js';
import { ConditionMoment } from '../model/loan-record.js';
import { present } from '../present.js';
import { reportCondition } from './report-condition.js';

/** Acts at which the item is looked at; damage is reported of what was seen last. */
const momentOfVerb: Partial<Record<Verb, ConditionMoment>> = {
  ship: ConditionMoment.Shipped,
  receive: ConditionMoment.Arrived,
  return: ConditionMoment.Returned,
  'check-in': ConditionMoment.CheckedIn,
};

/** How the item looked at an act that had it in hand is written down with it, or neither is done. */
export function withCondition(
  outcome: Extract<ActOutcome, { ok: true }>,
  act: Act,
  after: () => ActCase | undefined,
): ActOutcome {
  const condition = act.verb !== 'report-condition' && 'condition' in act ? act.condition : undefined;
  const c = condition === undefined ? undefined : after();
  if (condition === undefined || c === undefined) return outcome;
  const when = momentOfVerb[act.verb];
  const asked = present({ verb: 'report-condition' as const, when, condition });
  const written = reportCondition.perform(c, asked);
  return written.ok ? { ...outcome, happenings: [...outcome.happenings, ...written.happenings] } : written;
}
