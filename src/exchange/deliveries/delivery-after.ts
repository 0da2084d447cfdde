import type { Delivery } from '../../loan/index.js';
import type { DeliveryClass, DeliveryOutcome } from './delivery-outcome.js';
import type { RedeliveryRules } from './redelivery-rules.js';

/** What a delivery's next state depends on, beside the outcome. */
export interface Judging {
  now: Date;
  random: number;
  rules: RedeliveryRules;
  /** The peer's breaker is open: the line has the schedule, and the delivery stays the oldest head of its peer. */
  lineIsOpen: boolean;
  /** Try again at once: nothing speaks against the peer. */
  atOnce?: boolean;
}

type Ending = (delivery: Delivery, outcome: DeliveryOutcome, judging: Judging) => Delivery;

/** The delivery after an attempt: architecture §3, the table of step 8, cell by cell. */
export function deliveryAfter(before: Delivery, outcome: DeliveryOutcome, judging: Judging): Delivery {
  const now = judging.now.toISOString();
  const attempted: Delivery =
    outcome.unsent === true ? before : { ...before, attempts: before.attempts + 1, lastAttemptAt: now };
  return after[outcome.class](attempted, outcome, judging);
}

const after: Record<DeliveryClass, Ending> = {
  answered: (delivery, outcome, { now }) => ended(delivery, outcome, { state: 'answered', now }),
  'already-had': (delivery, outcome, { now }) => ({
    ...ended(delivery, outcome, { state: 'answered', now }),
    cause: outcome.cause,
  }),
  refused: (delivery, outcome, { now }) => {
    const [error] = outcome.errors ?? [];
    return {
      ...ended(delivery, outcome, { state: 'refused', now }),
      cause: outcome.cause,
      ...(error === undefined ? {} : { errorType: error.errorType }),
      ...(error?.errorValue === undefined ? {} : { errorValue: error.errorValue }),
    };
  },
  permanent: (delivery, outcome, { now }) => ({
    ...failed(delivery, outcome),
    state: 'stopped',
    settledAt: now.toISOString(),
  }),
  transient: (delivery, outcome, judging) => again(failed(delivery, outcome), outcome, judging),
  ambiguous: (delivery, outcome, judging) => {
    const doubtful: Delivery = { ...failed(delivery, outcome), doubt: true };
    if (delivery.duplicates === 'unsafe') return { ...doubtful, state: 'undecided' };
    return again(doubtful, outcome, judging);
  },
};

/** An end that the peer told: no doubt is left, and no cause of an earlier failure. */
function ended(
  delivery: Delivery,
  outcome: DeliveryOutcome,
  end: { state: 'answered' | 'refused'; now: Date },
): Delivery {
  return {
    ...without(delivery, 'doubt', 'cause', 'statusCode'),
    state: end.state,
    settledAt: end.now.toISOString(),
    ...(outcome.statusCode === undefined ? {} : { statusCode: outcome.statusCode }),
  };
}

function failed(delivery: Delivery, outcome: DeliveryOutcome): Delivery {
  return {
    ...without(delivery, 'statusCode'),
    cause: outcome.cause,
    ...(outcome.statusCode === undefined ? {} : { statusCode: outcome.statusCode }),
  };
}

function again(delivery: Delivery, outcome: DeliveryOutcome, judging: Judging): Delivery {
  const { now, random, rules } = judging;
  const dueAt = rules.nextAttemptAt(
    {
      owedAt: delivery.owedAt,
      attempts: delivery.attempts,
      random,
      ...(outcome.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: outcome.retryAfterSeconds }),
    },
    now,
  );
  if (dueAt === undefined) return { ...delivery, state: 'given-up', settledAt: now.toISOString() };
  if (judging.atOnce === true) return { ...delivery, state: 'owed', dueAt: now.toISOString() };
  return { ...delivery, state: 'owed', dueAt: judging.lineIsOpen ? delivery.dueAt : dueAt };
}

/** The delivery with some facts gone: a state has no empty members. */
export function without(delivery: Delivery, ...gone: readonly OptionalFact[]): Delivery {
  const facts = { ...delivery };
  for (const name of gone) Reflect.deleteProperty(facts, name);
  return facts;
}

type OptionalFact = 'doubt' | 'cause' | 'statusCode' | 'settledAt';
