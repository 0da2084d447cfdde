import type { OutboundSettings } from '../config/index.js';
import type { RedeliveryRules } from '../exchange/deliveries/index.js';
import { admits, lineAfter } from './breaker.js';
import { endOfWaiting, firstStepsMs, nextAttempt } from './schedule.js';

/** The rules of redelivery with the numbers of the configuration. */
export function redeliveryRules(settings: OutboundSettings): RedeliveryRules {
  return {
    nextAttemptAt: (waiting, now) => nextAttempt(settings, waiting, now)?.toISOString(),
    admits,
    lineAfter: (before, attempt, now) => lineAfter(settings, before, { ...attempt, now }),
    isHopeless(waiting, line, now) {
      if (line?.openedAt === undefined || line.openUntil === undefined) return false;
      // A gateway that was down itself for days tries every message before it gives one up.
      const isLongGone = now.getTime() - Date.parse(line.openedAt) >= firstStepsMs(settings);
      return isLongGone && now.getTime() >= endOfWaiting(settings, Date.parse(waiting.owedAt));
    },
  };
}
