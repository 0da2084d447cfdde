import { byId, withId } from '../../by-id.js';
import { ActRefusal } from '../../acts/act.js';
import { done, type ActCase, type ActOutcome } from '../../acts/act-rule.js';
import { notify, whyNotNotify } from '../../acts/notify.js';
import { nowOf } from '../../case.js';
import { noteOf } from '../../compose/notes.js';
import { happened } from '../../happened.js';
import { HappeningKind } from '../../happening.js';
import type { LoanRecord } from '../../model/loan-record.js';
import { openReports, withDecided } from '../../model/reports.js';
import { isEnded, type Claim } from '../claim.js';
import type { Found } from '../find-claim.js';
import type { Move } from '../take-step.js';

/** Steps of whoever claims; the others are steps of whoever owes. */
const claimantsOwn: ReadonlySet<Move> = new Set([
  'approve',
  'send',
  'ask-waiver',
  'waive',
  'withdraw',
  'refund',
]);
/** Steps that the other side never hears of. */
const inside: ReadonlySet<Move> = new Set(['approve', 'ask-waiver']);

/** Whether a step is ours to take; else we write down what the other side has done. */
export function isOurs({ by }: Pick<Claim, 'by'>, kind: Move): boolean {
  return claimantsOwn.has(kind) === (by === 'us');
}

/** Whether the other side is to read of a step: of ours, and only where it knows of the claim. */
export function isTold(claim: Pick<Claim, 'by' | 'state'>, kind: Move): boolean {
  const isKnown = kind === 'send' || !(claim.state === 'drafted' || claim.state === 'approved');
  return isKnown && isOurs(claim, kind) && !inside.has(kind);
}

/** Whether whoever acts may decide about money. What no person does, such as a look from outside, is not asked. */
export function whyNotDecide({ ctx }: ActCase): ActRefusal | undefined {
  return ctx.actor?.decidesMoney === false ? ActRefusal.SupervisorNeeded : undefined;
}

export function whyNotTold(c: ActCase, claim: Claim, kind: Move): ActRefusal | undefined {
  return isTold(claim, kind) ? whyNotNotify(c) : undefined;
}

/** The id of whoever acts, as steps name them. */
export function actorOf({ ctx }: ActCase): string {
  return ctx.actor?.id ?? 'unknown';
}

export interface ClaimMoved {
  verb: string;
  because: string;
  /** Its id, and how it stands now. */
  moved: Found;
  /** What the other side reads; missing where it reads nothing. */
  told?: string | undefined;
  /** What staff add: to the message, else sealed beside the step. */
  note?: string | undefined;
  facts?: Record<string, string> | undefined;
}

/** A claim has moved: one entry, and a message to the other side where the step is one to tell. */
export function claimMoved(c: ActCase, { verb, because, moved, told, note, facts }: ClaimMoved): ActOutcome {
  const [id, claim] = moved;
  const common = { because, record: recordAfter(c, claim), facts: { verb, claim: id, ...facts } };
  if (told === undefined) {
    const kept = note === undefined ? undefined : c.ctx.at.newId();
    return done(
      happened(HappeningKind.Act, {
        ...common,
        claims: byId(id, kept === undefined ? claim : withNote(claim, kept)),
        sealed: kept === undefined ? undefined : byId(kept, { purpose: 'report', value: note ?? '' }),
      }),
    );
  }
  const { state, owe } = notify(c, noteOf(told, note));
  return done(
    happened(HappeningKind.Act, {
      ...common,
      claims: byId(id, claim),
      transactions: byId(c.transaction, state),
      owe,
    }),
  );
}

/** A loss that outlived its loan, as that of one of several volumes, is settled with the claim for it. */
function recordAfter({ view: { record }, state, ctx }: ActCase, claim: Claim): LoanRecord | undefined {
  const isOver = state.closedAt !== undefined && claim.cause === 'lost' && isEnded(claim);
  return isOver && openReports(record, 'lost').length > 0
    ? withDecided(record, 'lost', { decision: 'written-off', at: nowOf(ctx) })
    : undefined;
}

/** The newest step with the id of what staff wrote to it. */
function withNote(claim: Claim, note: string): Claim {
  const newest = Object.keys(claim.steps).sort().at(-1) ?? '';
  const step = claim.steps[newest];
  return step === undefined ? claim : { ...claim, steps: withId(claim.steps, newest, { ...step, note }) };
}

export function nowAndActor(c: ActCase): { at: string; by: string } {
  return { at: nowOf(c.ctx), by: actorOf(c) };
}
