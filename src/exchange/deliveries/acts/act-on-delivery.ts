import type { Actor } from '../../../ledger/index.js';
import { byId, isOpen, type Delivery } from '../../../loan/index.js';
import type { Loan, LoanKey, PeerLine, UseCase } from '../../../storage/index.js';
import type { ExchangeContext } from '../../exchange-context.js';
import { composeAnew } from './compose-anew.js';
import {
  DeliveryRefusal,
  deliveryRefusalText,
  placeOf,
  type ActDone,
  type Acting,
  type DeliveryAct,
} from './delivery-act.js';
import { without } from '../delivery-after.js';
import { isSameRequest, requestCommitment } from '../../acts/request-commitment.js';
import { lossOf, storyAt, tellDelivery, type Here } from '../delivery-story.js';
import { sendable } from '../heads.js';
import { probe } from './probe.js';

export interface DeliveryActAsked {
  delivery: string;
  act: DeliveryAct;
  actor: Actor;
  idempotencyKey: string;
  /** Keys of the agencies that the actor may act for; missing means all. */
  agencies?: readonly string[];
}

export type DeliveryActAnswer =
  | { kind: 'done'; loan: string; delivery: string; /** May go at once. */ wake: readonly string[] }
  | { kind: 'refused'; refusal: DeliveryRefusal; detail: string }
  | { kind: 'unknown-delivery' }
  | { kind: 'key-used-otherwise' };

export interface DeliveryActResult {
  answer: DeliveryActAnswer;
  replay: boolean;
}

/**
 * A person decides about a message: done and in the ledger with who it was, or refused with the reason. The same key
 * gets the same answer. Architecture §3, step 8.
 */
export function actOnDelivery(asked: DeliveryActAsked, context: ExchangeContext): UseCase<DeliveryActResult> {
  const key: LoanKey = { by: 'delivery', id: asked.delivery };
  const answerKey = `delivery-act ${asked.actor.id} ${asked.idempotencyKey}`;
  return {
    name: `delivery-${asked.act.verb}`,
    source: 'people',
    needs: { loans: [key], answers: [answerKey] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      if (loan === undefined || asked.agencies?.includes(loan.record.agency) === false)
        return { result: { answer: { kind: 'unknown-delivery' }, replay: false } };
      const request = requestHash(asked, loan);
      const before = loaded.answer(answerKey);
      if (before !== undefined) return { result: replayOf(before, request) };
      const done = perform(asked, loan, { loaded, at, context });
      if (typeof done === 'string') return { result: { answer: refused(done), replay: false } };
      const answer: DeliveryActAnswer = {
        kind: 'done',
        loan: loan.id,
        delivery: asked.delivery,
        wake: done.result.wake,
      };
      return {
        ...done,
        result: { answer, replay: false },
        keep: { ...done.keep, answers: [{ key: answerKey, request, answer: JSON.stringify(answer) }] },
      };
    },
  };
}

function requestHash({ delivery, act }: DeliveryActAsked, loan: Loan): string {
  const reason = act.verb === 'drop' ? act.reason : '';
  return requestCommitment(loan, JSON.stringify([delivery, act.verb, reason]));
}

function replayOf(before: { request: string; answer: string }, request: string): DeliveryActResult {
  if (!isSameRequest(before.request, request))
    return { answer: { kind: 'key-used-otherwise' }, replay: false };
  return { answer: JSON.parse(before.answer) as DeliveryActAnswer, replay: true };
}

function refused(refusal: DeliveryRefusal): DeliveryActAnswer {
  return { kind: 'refused', refusal, detail: deliveryRefusalText[refusal] };
}

function perform(asked: DeliveryActAsked, loan: Loan, here: Here): ActDone {
  const delivery = loan.deliveries.get(asked.delivery);
  if (delivery === undefined || !isOpen(delivery)) return DeliveryRefusal.Settled;
  if (loan.leases.has(asked.delivery)) return DeliveryRefusal.InFlight;
  const acting: Acting = { id: asked.delivery, delivery, loan, actor: asked.actor, here };
  const { act } = asked;
  switch (act.verb) {
    case 'send-again':
      return sendAgain(acting);
    case 'compose-anew':
      return composeAnew(acting, act.canonicals);
    case 'probe':
      return probe(acting);
    case 'drop':
      return drop(acting, act.reason);
  }
}

/** The peer is tried at once too where its breaker is open: a person says that it may be back. */
function sendAgain(acting: Acting): ActDone {
  const { id, delivery, loan, here } = acting;
  const now = here.at.now.toISOString();
  const owed: Delivery = { ...without(delivery, 'settledAt'), state: 'owed', dueAt: now };
  const story = storyAt(loan, acting.actor, here);
  story.note(
    'delivery-sent-again',
    `a person sends ${delivery.what} again: ${delivery.cause ?? 'it waits'}`,
    {
      ...placeOf(acting),
      facts: { what: delivery.what, from: delivery.state, doubt: delivery.doubt === true },
      deliveries: byId(id, owed),
    },
  );
  const line = triedNow(here.loaded.line(delivery.peer), now);
  return {
    result: { wake: [id] },
    entries: story.entries,
    keep: story.keep,
    ...(line === undefined ? {} : { unfolded: { lines: [line] } }),
  };
}

function triedNow(line: PeerLine | undefined, now: string): PeerLine | undefined {
  return line?.openUntil !== undefined && line.openUntil > now ? { ...line, openUntil: now } : undefined;
}

/** Ends the message, and with it any doubt; what stood behind it goes on. */
function drop(acting: Acting, reason: string): ActDone {
  const { id, delivery, loan, here } = acting;
  if (reason.trim() === '') return DeliveryRefusal.ReasonMissing;
  const story = storyAt(loan, acting.actor, here);
  const dropped: Delivery = {
    ...without(delivery, 'doubt'),
    state: 'dropped',
    settledAt: here.at.now.toISOString(),
    sealedReason: story.keepSealed('act', reason.trim().slice(0, 500)),
  };
  tellDelivery(story, {
    kind: 'delivery-dropped',
    because: `a person dropped ${delivery.what}`,
    beside: {
      ...placeOf(acting),
      facts: { what: delivery.what, from: delivery.state, doubt: delivery.doubt === true },
      deliveries: byId(id, dropped),
    },
    happenings: lossOf({ id, delivery: dropped, loan }, 'A person dropped it.', here),
  });
  const after: Loan = { ...loan, deliveries: new Map([...loan.deliveries, [id, dropped]]) };
  return {
    result: { wake: [...story.owed, ...sendable(after, here.at.now).map((head) => head.id)] },
    entries: story.entries,
    keep: story.keep,
  };
}
