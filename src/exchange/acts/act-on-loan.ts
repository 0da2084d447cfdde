import type { Actor } from '../../ledger/index.js';
import {
  ActRefusal,
  byId,
  noneById,
  performAct,
  refusalText,
  type Act,
  type Delivery,
  type DocumentGiven,
  type Happening,
  type LoanRecord,
  type RuleContext,
} from '../../loan/index.js';
import { hindranceOf } from '../../peers/index.js';
import type { Loaded, Loan, LoanKey, Moment, Outcome, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf, type Story, type Telling } from '../tell.js';
import { isSameRequest, requestCommitment } from './request-commitment.js';

/** A person's act on one loan. The key makes it happen once, however often it is asked. */
export interface ActAsked {
  loan: LoanKey;
  act: Act;
  actor: Actor;
  idempotencyKey: string;
  /** Seconds that it waits for an undo; 0 decides at once. */
  holdSeconds?: number;
  /** Keys of the agencies that the actor may act for; missing means all. */
  agencies?: readonly string[];
  /** Whether the actor may decide about money for one of our agencies, by its key; nobody may where it is missing. */
  decidesMoney?: (agency: string) => boolean;
}

export type ActAnswer =
  | { kind: 'done'; loan: string; owed: readonly string[] }
  | { kind: 'held'; loan: string; act: string; decideAt: string }
  | { kind: 'refused'; refusal: ActRefusal; detail: string }
  | { kind: 'unknown-loan' }
  | { kind: 'key-used-otherwise' };

export interface ActResult {
  answer: ActAnswer;
  replay: boolean;
}

/** An act on the loan is held, and its wait has to be ended first (`endHeldActs`). Nothing was done. */
export interface HeldBefore {
  answer: { kind: 'held-before' };
  replay: false;
}

/**
 * A person acts: refused with the reason, or done and in the ledger. The same key with the same act gets the same
 * answer; with another act it is told so. Architecture §3; practice.md 3.4.
 */
export function actOnLoan(asked: ActAsked, context: ExchangeContext): UseCase<ActResult | HeldBefore> {
  const answerKey = `act ${asked.actor.id} ${asked.idempotencyKey}`;
  return {
    name: `act-${asked.act.verb}`,
    source: 'people',
    needs: { loans: [asked.loan], answers: [answerKey] },
    decide(loaded, at) {
      const loan = loaded.loan(asked.loan);
      if (loan === undefined || !mayActFor(asked, loan))
        return { result: { answer: { kind: 'unknown-loan' }, replay: false } };
      const request = requestCommitment(loan, wordsOf(asked.act));
      const before = loaded.answer(answerKey);
      if (before !== undefined) return { result: replayOf(before, request) };
      if (Object.keys(loan.record.held).length > 0)
        return { result: { answer: { kind: 'held-before' }, replay: false } };
      const outcome =
        (asked.holdSeconds ?? 0) > 0 && !bringsFiles(asked.act)
          ? hold(asked, loan, { loaded, at, context })
          : decideNow(asked, loan, { loaded, at, context });
      if (outcome.result.kind === 'refused') return { result: { answer: outcome.result, replay: false } };
      const answer = { key: answerKey, request, answer: JSON.stringify(outcome.result) };
      return {
        ...outcome,
        result: { answer: outcome.result, replay: false },
        keep: { ...outcome.keep, answers: [answer] },
      };
    },
  };
}

/** An act's words; of its files their hashes alone, since the secret of a link is new each time. */
function wordsOf(act: Act): string {
  return JSON.stringify(act, (key, value: unknown) => {
    if (key === 'document') return (value as DocumentGiven).sha256;
    return key === 'content' ? undefined : value;
  });
}

/** A held act is kept as words: one that brings files is done at once. */
function bringsFiles(act: Act): boolean {
  if (act.verb === 'supply-copy') return act.document !== undefined;
  return 'condition' in act && (act.condition.photos ?? []).length > 0;
}

/** What a use case decides in. */
export interface Present {
  loaded: Loaded;
  at: Moment;
  context: ExchangeContext;
}

function mayActFor({ agencies }: ActAsked, loan: Loan): boolean {
  return agencies === undefined || agencies.includes(loan.record.agency);
}

function replayOf(before: { request: string; answer: string }, request: string): ActResult {
  if (!isSameRequest(before.request, request))
    return { answer: { kind: 'key-used-otherwise' }, replay: false };
  return { answer: JSON.parse(before.answer) as ActAnswer, replay: true };
}

function tellingOf(actor: Actor, { loaded, at, context }: Present): Telling {
  return { actor, at, peers: context.directoryOf(loaded.directory), context };
}

function decideNow(asked: ActAsked, loan: Loan, here: Present): Outcome<ActAnswer> {
  const story = storyOf(loan, tellingOf(asked.actor, here));
  const refused = perform(asked.act, { loan, story, here, ruling: rulingActor(asked, loan) });
  if (refused !== undefined) return { result: refused };
  return {
    result: { kind: 'done', loan: loan.id, owed: story.owed },
    entries: story.entries,
    keep: story.keep,
  };
}

/** Tells what an act does, or answers why it is refused. What was refused before it is settled by it. */
export function perform(
  act: Act,
  on: { loan: Loan; story: Story; here: Present; actor?: Actor; ruling: RuleActor },
): Extract<ActAnswer, { kind: 'refused' }> | undefined {
  const { story, here } = on;
  const loan = withoutRefusedAct(on.loan);
  const outcome = performAct(loan, act, rulesFor(loan, here, on.ruling));
  if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal, detail: outcome.detail };
  const hindered = hinderedBy(outcome.happenings, here);
  if (hindered !== undefined) return hindered;
  const [first, ...rest] = outcome.happenings;
  const deliveries = droppedBy(loan, outcome.drop ?? [], here.at);
  const by = on.actor === undefined ? {} : { actor: on.actor };
  const facts = { verb: act.verb };
  const settled = loan === on.loan ? {} : { record: loan.record };
  if (first === undefined && loan === on.loan)
    story.note('act', `${act.verb} was asked and changes nothing`, { deliveries, ...by });
  else
    story.tell(
      { ...settled, ...(first ?? { kind: 'act', because: `${act.verb} was asked and changes nothing` }) },
      { facts, deliveries, ...by },
    );
  for (const happening of rest) story.tell(happening, { facts, ...by });
  return undefined;
}

function withoutRefusedAct(loan: Loan): Loan {
  if (loan.record.refusedAct === undefined) return loan;
  const { refusedAct: _settled, ...record } = loan.record;
  return { ...loan, record };
}

/** Deliveries that an act ends before they were ever attempted. */
export function droppedBy(loan: Loan, ids: readonly string[], at: Moment): Record<string, Delivery> {
  const dropped = noneById<Delivery>();
  for (const id of ids) {
    const delivery = loan.deliveries.get(id);
    if (delivery !== undefined)
      dropped[id] = {
        ...delivery,
        state: 'dropped',
        settledAt: at.now.toISOString(),
        reason: 'ended by an act before it was sent',
      };
  }
  return dropped;
}

/** Commits the act as held: nothing is owed, nothing can leave. Its words are sealed, since a note may name a person. */
function hold(asked: ActAsked, loan: Loan, here: Present): Outcome<ActAnswer> {
  const whyNot = whyNotNow(asked, loan, here);
  if (whyNot !== undefined) return { result: whyNot };
  const story = storyOf(loan, tellingOf(asked.actor, here));
  const id = here.at.newId();
  const heldAt = here.at.now.toISOString();
  const decideAt = new Date(here.at.now.getTime() + (asked.holdSeconds ?? 0) * 1000).toISOString();
  const { verb } = asked.act;
  const sealed = story.keepSealed('act', JSON.stringify(asked.act));
  const record: LoanRecord = {
    ...loan.record,
    held: byId(id, { verb, decideAt, heldAt, sealed, actor: asked.actor.id }),
  };
  story.tell(
    { kind: 'act-held', because: `${verb} waits until ${decideAt} for an undo`, record },
    { facts: { verb } },
  );
  return {
    result: { kind: 'held', loan: loan.id, act: id, decideAt },
    entries: story.entries,
    keep: story.keep,
  };
}

/** What is refused already is not held: whoever asked hears it at once. */
function whyNotNow(asked: ActAsked, loan: Loan, here: Present): ActAnswer | undefined {
  const outcome = performAct(loan, asked.act, rulesFor(loan, here, rulingActor(asked, loan)));
  if (!outcome.ok) return { kind: 'refused', refusal: outcome.refusal, detail: outcome.detail };
  return hinderedBy(outcome.happenings, here);
}

/** What a peer cannot be told yet: nothing of the act is done then. */
export function hinderedBy(
  happenings: readonly Happening[],
  { loaded, context }: Present,
): Extract<ActAnswer, { kind: 'refused' }> | undefined {
  const peers = context.directoryOf(loaded.directory);
  const isHindered = happenings.some(({ owe }) => {
    const peer = owe === undefined ? undefined : peers.peer(owe.peer);
    if (owe === undefined || peer?.wire === undefined || !('header' in owe.message)) return false;
    return hindranceOf(peer, owe.message) !== undefined;
  });
  const refusal = ActRefusal.TheirIdUnknown;
  return isHindered ? { kind: 'refused', refusal, detail: refusalText[refusal] } : undefined;
}

export type RuleActor = NonNullable<RuleContext['actor']>;

/** Who acts, as the rules see it. */
export function rulingActor(
  { actor, decidesMoney }: Pick<ActAsked, 'actor' | 'decidesMoney'>,
  { record }: Pick<Loan, 'record'>,
): RuleActor {
  return { id: actor.id, decidesMoney: decidesMoney?.(record.agency) === true };
}

/** What the rules may know of a loan at this moment. */
export function rulesFor(loan: Loan, { loaded, at, context }: Present, actor: RuleActor): RuleContext {
  const peers = context.directoryOf(loaded.directory);
  return ruleContext({ at, peers, agency: loan.record.agency, loan, actor });
}
