import { byId } from '../../loan/index.js';
import type { Loan, Moment, Query, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { leaseClock } from './claim-heads.js';
import { deliveryAfter } from './delivery-after.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { joined, lossOf, storyAt, tellDelivery, withAttention, type Here } from './delivery-story.js';
import type { RedeliveryRules } from './redelivery-rules.js';
import type { Story } from '../tell.js';

export interface StaleClaims {
  /** Deliveries that were on the wire when the process that had claimed them ended. */
  ended: number;
  /** True when there may be more. */
  full: boolean;
}

const STOPPED: DeliveryOutcome = { class: 'ambiguous', cause: 'the gateway stopped while it was sending' };

/**
 * Claims of an ended process: where there is only one, those of its earlier starts are over at once; where several share
 * a store, those whose lease has run out by the store's clock. Each was on the wire and its answer is lost, so each is an
 * ambiguous attempt. Says nothing about the peers. Architecture §3, step 8.
 */
export function endStaleClaims(
  asked: { process: string; isAlone: boolean; now: Date; limit: number; rules: RedeliveryRules },
  context: ExchangeContext,
): UseCase<StaleClaims> {
  const query: Query = {
    name: 'stale-claims',
    process: asked.process,
    now: asked.now.toISOString(),
    limit: asked.limit,
  };
  return {
    name: 'end-stale-claims',
    source: 'unbounded',
    needs: { find: [query] },
    decide(loaded, at) {
      const here: Here = { loaded, at, context };
      const found = loaded.found(query);
      const stale = found.map((loan) => ({ loan, ids: staleIn(loan, asked, at) }));
      const stories = stale.map(({ loan, ids }) => endClaims(loan, ids, { ...here, rules: asked.rules }));
      const ids = stale.flatMap((one) => one.ids);
      return {
        ...joined(stories),
        result: { ended: ids.length, full: found.length >= asked.limit },
        unfolded: { claims: ids.map((delivery) => ({ delivery, claim: undefined })) },
      };
    },
  };
}

function staleIn(
  { leases }: Loan,
  { process, isAlone }: { process: string; isAlone: boolean },
  at: Moment,
): string[] {
  const now = leaseClock(at).toISOString();
  return [...leases]
    .filter(([, claim]) => claim.process !== process && (isAlone || claim.until <= now))
    .map(([id]) => id);
}

function endClaims(
  loan: Loan,
  ids: readonly string[],
  here: Here & { rules: RedeliveryRules },
): Pick<Story, 'entries' | 'keep'> {
  const story = storyAt(loan, { kind: 'system', id: 'outbound' }, here);
  const waits: string[] = [];
  for (const id of ids) {
    const delivery = loan.deliveries.get(id);
    if (delivery === undefined) continue;
    const next = deliveryAfter(delivery, STOPPED, {
      now: here.at.now,
      random: randomOf(here.at),
      rules: here.rules,
      lineIsOpen: false,
      atOnce: true,
    });
    const because = `${delivery.what} may have been delivered: ${STOPPED.cause}`;
    tellDelivery(story, {
      kind: 'delivery-attempted',
      because,
      beside: {
        peer: delivery.peer,
        transaction: delivery.transaction,
        delivery: id,
        facts: { class: STOPPED.class, cause: STOPPED.cause, what: delivery.what, attempt: next.attempts },
        deliveries: byId(id, next),
      },
      happenings:
        next.state === 'given-up'
          ? lossOf({ id, delivery: next, loan }, `It was given up: ${STOPPED.cause}.`, here)
          : [],
    });
    if (next.state !== 'owed') waits.push(because);
  }
  const [text] = waits;
  return {
    entries: text === undefined ? story.entries : withAttention(story.entries, `${text}; a person decides`),
    keep: story.keep,
  };
}

function randomOf(at: Moment): number {
  return at.randomBytes(4).readUInt32BE() / 2 ** 32;
}
