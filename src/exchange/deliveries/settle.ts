import type { Actor, Entry, JsonObject } from '../../ledger/index.js';
import {
  byId,
  confirmed,
  noneById,
  type Delivery,
  type DeliveryStateName,
  type Happening,
} from '../../loan/index.js';
import type { Lease, Kept, Loan, LoanKey, Outcome, PeerLine, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import type { Story } from '../tell.js';
import { deliveryAfter, without } from './delivery-after.js';
import { lineNews, type DeliveryOutcome } from './delivery-outcome.js';
import {
  lossOf,
  rulesAt,
  storyAt,
  tellDelivery,
  withAttention,
  type Here,
  type Subject,
} from './delivery-story.js';
import { endedQuietly } from './ended-quietly.js';
import { sendable } from './heads.js';
import type { RedeliveryRules } from './redelivery-rules.js';

/** One attempt that is over. */
export interface AttemptMade {
  delivery: string;
  peer: string;
  claim: Lease;
  outcome: DeliveryOutcome;
  durationMs: number;
  /** The peer's confirmation as it came. */
  confirmation?: string;
}

export interface Settled {
  /** Where the delivery stands; missing when its claim was held no longer and nothing could be settled. */
  state?: DeliveryStateName;
  /** Deliveries that may go now: owed by what followed, freed behind this one, or freed from doubt. */
  wake: readonly string[];
  /** True when the peer answers again after its breaker had opened: what waits for it may go. */
  lineCloses: boolean;
}

/**
 * Settles an attempt: the entry of the attempt, the delivery's state, the peer's line, and what the confirmation does to
 * the loan, in one commit. It names its claim; when that is held no longer, a confirmation still settles what is
 * undecided, anything else is only an entry. Architecture §3, step 8.
 */
export function settleAttempt(
  made: AttemptMade,
  rules: RedeliveryRules,
  context: ExchangeContext,
): UseCase<Settled> {
  const key: LoanKey = { by: 'delivery', id: made.delivery };
  return {
    name: 'settle-attempt',
    source: 'unbounded',
    needs: { loans: [key] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      const nothing: Settled = { wake: [], lineCloses: false };
      if (loan === undefined) return { result: nothing };
      const here: Settling = {
        loaded,
        at,
        context,
        made,
        rules,
        random: at.randomBytes(4).readUInt32BE() / 2 ** 32,
      };
      const delivery = loan.deliveries.get(made.delivery);
      const isHeld = isSame(loan.leases.get(made.delivery), made.claim);
      if (delivery === undefined || !(isHeld || settlesAnyway(delivery, made.outcome)))
        return tooLate(loan, isHeld, here);
      return settle({ id: made.delivery, delivery, loan }, isHeld, here);
    },
  };
}

interface Settling extends Here {
  made: AttemptMade;
  rules: RedeliveryRules;
  random: number;
}

function isSame(held: Lease | undefined, claim: Lease): boolean {
  return held?.process === claim.process && held.until === claim.until;
}

function settlesAnyway(delivery: Delivery, outcome: DeliveryOutcome): boolean {
  const isTold =
    outcome.class === 'answered' || outcome.class === 'refused' || outcome.class === 'already-had';
  return isTold && (delivery.doubt === true || delivery.state === 'undecided');
}

function settle(subject: Subject, isHeld: boolean, here: Settling): Outcome<Settled> {
  const { made, loaded, at, rules, random } = here;
  const before = loaded.line(made.peer);
  const line = isHeld ? lineAfter(before, here) : undefined;
  const judged = deliveryAfter(subject.delivery, made.outcome, {
    now: at.now,
    random,
    rules,
    lineIsOpen: (line ?? before)?.openUntil !== undefined,
  });
  const next = endedQuietly({ ...subject, delivery: judged });
  const freed = freedByProbe(subject, here);
  const deliveries = Object.assign(byId<Delivery>(subject.id, next), freed);
  const story = storyAt(subject.loan, actorOf(made), here);
  const because = becauseOf(next, made);
  tellDelivery(story, {
    kind: kindOf(made.outcome),
    because,
    beside: {
      peer: made.peer,
      transaction: next.transaction,
      delivery: subject.id,
      facts: factsOf(next, made),
      deliveries,
    },
    happenings: whatFollowsUnless(freed, { ...subject, delivery: judged }, here),
  });
  const loanAfter = withDeliveries(subject.loan, deliveries);
  return {
    result: {
      state: next.state,
      wake: [...story.owed, ...sendable(loanAfter, at.now).map(({ id }) => id)],
      lineCloses: before?.openUntil !== undefined && line !== undefined && line.openUntil === undefined,
    },
    entries: needsStaff(next) ? withAttention(story.entries, because) : story.entries,
    keep: kept(story, made),
    unfolded: {
      ...(isHeld ? { claims: [{ delivery: subject.id, claim: undefined }] } : {}),
      ...(line === undefined ? {} : { lines: [line] }),
    },
  };
}

/** The attempt is a fact all the same. */
function tooLate(loan: Loan, isHeld: boolean, here: Settling): Outcome<Settled> {
  const { made } = here;
  const story = storyAt(loan, actorOf(made), here);
  story.note('delivery-attempted-late', `the delivery had been settled before: ${made.outcome.cause}`, {
    peer: made.peer,
    delivery: made.delivery,
    facts: attemptFacts(made),
  });
  return {
    result: { wake: [], lineCloses: false },
    entries: story.entries,
    keep: story.keep,
    ...(isHeld ? { unfolded: { claims: [{ delivery: made.delivery, claim: undefined }] } } : {}),
  };
}

function lineAfter(
  before: PeerLine | undefined,
  { made, rules, random, at }: Settling,
): PeerLine | undefined {
  const news = lineNews(made.outcome);
  if (news === 'none') return undefined;
  const { retryAfterSeconds } = made.outcome;
  return rules.lineAfter(
    before,
    {
      peer: made.peer,
      isGood: news === 'good',
      random,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
    at.now,
  );
}

/** A probe that set our Request free has answered what it was asked for: nothing of it is left for staff. */
function whatFollowsUnless(
  freed: Readonly<Record<string, Delivery>>,
  subject: Subject,
  here: Settling,
): Happening[] {
  return Object.keys(freed).length > 0 ? [] : whatFollows(subject, here);
}

function whatFollows(subject: Subject, here: Settling): Happening[] {
  const { delivery, loan } = subject;
  const { outcome } = here.made;
  switch (delivery.state) {
    case 'answered':
      return confirmed(loan, { delivery, outcome: { ok: true } }, rulesAt(loan, here));
    case 'refused':
      return confirmed(
        loan,
        { delivery, outcome: { ok: false, errors: outcome.errors ?? [] } },
        rulesAt(loan, here),
      );
    case 'stopped':
      return lossOf(subject, `It cannot be delivered: ${outcome.cause}.`, here);
    case 'given-up':
      return lossOf(subject, `It was given up: ${outcome.cause}.`, here);
    case 'owed':
    case 'undecided':
    case 'dropped':
    case 'replaced':
      return [];
  }
}

/** A probe refused for an unknown id proves that our Request was not taken. Source: architecture §3, doubt. */
function freedByProbe({ delivery, loan }: Subject, { made, at }: Settling): Record<string, Delivery> {
  const isUnknown =
    delivery.probe === true &&
    made.outcome.class === 'refused' &&
    made.outcome.errors?.some(
      ({ errorType, errorValue }) =>
        errorType === 'UnrecognisedDataValue' && errorValue?.includes('requestingAgencyRequestId') === true,
    ) === true;
  const freed = noneById<Delivery>();
  if (!isUnknown) return freed;
  for (const [id, doubtful] of loan.deliveries) {
    if (doubtful.message !== 'request' || doubtful.transaction !== delivery.transaction) continue;
    if (doubtful.doubt !== true || loan.leases.has(id)) continue;
    freed[id] = { ...without(doubtful, 'doubt'), state: 'owed', dueAt: at.now.toISOString() };
  }
  return freed;
}

function withDeliveries(loan: Loan, changed: Record<string, Delivery>): Loan {
  const leases = new Map(loan.leases);
  const deliveries = new Map(loan.deliveries);
  for (const [id, delivery] of Object.entries(changed)) {
    leases.delete(id);
    deliveries.set(id, delivery);
  }
  return { ...loan, leases, deliveries };
}

function actorOf({ outcome, peer }: AttemptMade): Actor {
  const isPeer =
    outcome.class === 'answered' || outcome.class === 'refused' || outcome.class === 'already-had';
  return isPeer ? { kind: 'peer', id: peer } : { kind: 'system', id: 'outbound' };
}

function kindOf({ class: what }: DeliveryOutcome): Entry['kind'] {
  return what === 'answered' || what === 'refused' || what === 'already-had'
    ? 'message-confirmed'
    : 'delivery-attempted';
}

const ENDS: Record<DeliveryStateName, (what: string, cause: string) => string> = {
  owed: (what, cause) => `${what} was not delivered: ${cause}; it is sent again`,
  undecided: (what, cause) => `${what} may have been delivered: ${cause}; a person decides`,
  answered: (what) => `${what} was delivered`,
  refused: (what, cause) => `${what} was refused by the peer: ${cause}`,
  stopped: (what, cause) => `${what} cannot be delivered: ${cause}`,
  'given-up': (what, cause) => `${what} was given up: ${cause}`,
  dropped: (what) => `${what} was dropped`,
  replaced: (what) => `${what} was replaced`,
};

function becauseOf(after: Delivery, { outcome }: AttemptMade): string {
  return ENDS[after.state](after.what, outcome.cause);
}

function needsStaff({ state, probe }: Delivery): boolean {
  const isBad = state === 'refused' || state === 'stopped' || state === 'given-up' || state === 'undecided';
  return isBad && probe !== true;
}

function attemptFacts({ outcome, durationMs }: AttemptMade): JsonObject {
  const { class: what, cause, statusCode, retryAfterSeconds, errors = [], warnings = [] } = outcome;
  const facts: JsonObject = { class: what, cause, durationMs: Math.max(0, Math.round(durationMs)) };
  if (statusCode !== undefined) facts['statusCode'] = statusCode;
  if (retryAfterSeconds !== undefined) facts['retryAfterSeconds'] = retryAfterSeconds;
  if (errors.length > 0)
    facts['errors'] = errors.map(({ errorType, errorValue }) =>
      errorValue === undefined ? { errorType } : { errorType, errorValue },
    );
  if (warnings.length > 0) facts['warnings'] = [...warnings];
  return facts;
}

function factsOf(after: Delivery, made: AttemptMade): JsonObject {
  return Object.assign(attemptFacts(made), { what: after.what, attempt: after.attempts });
}

function kept(story: Story, { delivery, confirmation }: AttemptMade): Kept {
  if (confirmation === undefined) return story.keep;
  return Object.assign(story.keep, { confirmations: [{ body: delivery, confirmation }] });
}
