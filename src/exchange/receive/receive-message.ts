import {
  canonicalBody,
  confirm,
  confirmationText,
  formatInstant,
  naturalIdentity,
  refuse,
  restyledText,
  type ErrorData,
  type Initiating,
  type Request,
  type RequestingAgencyMessage,
  type SupplyingAgencyMessage,
} from '../../iso18626/index.js';
import type { JsonObject } from '../../ledger/index.js';
import {
  noneById,
  provenBy,
  receiveRequest,
  requestAgain,
  requesterReceives,
  supplierReceives,
  whatOf,
  type Delivery,
  type Place,
  type Reaction,
  type Transaction,
} from '../../loan/index.js';
import type { Loaded, Loan, LoanKey, Moment, Outcome, UseCase } from '../../storage/index.js';
import { commitment, type DataKey } from '../../vault/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf, storyOfNew, type Beside, type Story, type Telling } from '../tell.js';
import type { PatronFound } from '../records/patron-key.js';
import { habitFacts } from '../write-for-peer.js';
import { offerRemarksIn, withHabits } from './flag-remarks.js';
import { loanKeyOf, roleOf, transactionIn } from './belonging.js';
import { flaggedByIntake, patronKept, patronOf } from './intake.js';
import type { Confirmed, Received } from './received.js';

/**
 * A message of a peer: the stored confirmation again where the same message was received before, else what the rules
 * make of it. Every outcome that belongs to a transaction is durable before it is confirmed. Architecture §3, steps 3
 * to 5.
 */
export function receiveMessage(received: Received, context: ExchangeContext): UseCase<Confirmed> {
  const keys = keysOf(received);
  const { message, asRead = message } = received;
  const identity = naturalIdentity(roleOf(message.kind), asRead);
  const patron = patronOf(received, context);
  return {
    name: `receive-${received.message.kind}`,
    source: 'peers',
    needs: {
      ...(patron === undefined ? {} : { find: [patron.query] }),
      loans: keys.previous === undefined ? [keys.own] : [keys.own, keys.previous],
      identities: [identity],
    },
    decide(loaded, at) {
      const loan = loaded.loan(keys.own);
      const known = loan === undefined ? undefined : storedAnswer(loaded, { identity, loan, received });
      if (known !== undefined) return { result: known };
      const arrival: Arrival = { received, context, loaded, at, identity, previous: keys.previous, patron };
      return loan === undefined ? firstOfItsKind(arrival) : ofThisLoan(arrival, loan);
    },
  };
}

interface Arrival {
  received: Received;
  context: ExchangeContext;
  loaded: Loaded;
  at: Moment;
  identity: string;
  previous: LoanKey | undefined;
  patron: PatronFound | undefined;
}

function keysOf(received: Received): { own: LoanKey; previous: LoanKey | undefined } {
  const { message, ours, theirs, supplyingKey = theirs.key } = received;
  const between = { kind: message.kind, ours: ours.key, theirs: supplyingKey };
  const previous =
    message.kind === 'request' ? message.serviceInfo?.requestingAgencyPreviousRequestId : undefined;
  return {
    own: loanKeyOf({ ...between, requestId: message.header.requestingAgencyRequestId }),
    previous: previous === undefined ? undefined : loanKeyOf({ ...between, requestId: previous }),
  };
}

function hashOf(dataKey: DataKey, { message, asRead = message }: Received): string {
  return commitment(dataKey, 'message', canonicalBody(asRead));
}

function storedAnswer(
  loaded: Loaded,
  asked: { identity: string; loan: Loan; received: Received },
): Confirmed | undefined {
  const candidates = loaded.received(asked.identity).filter(({ loan }) => loan === asked.loan.id);
  if (candidates.length === 0) return undefined;
  // Of an erased loan nothing is left to compare with: the identity alone decides.
  const dataKey = asked.loan.dataKey();
  const hash = dataKey === undefined ? undefined : hashOf(dataKey, asked.received);
  const same = candidates.find((candidate) => hash === undefined || candidate.hash === hash);
  if (same === undefined) return undefined;
  return {
    kind: 'stored',
    confirmation: same.confirmation,
    loan: same.loan,
    repeat: true,
    ok: true,
    owed: [],
  };
}

function ofThisLoan(arrival: Arrival, loan: Loan): Outcome<Confirmed> {
  const { received, loaded, at, context } = arrival;
  const { kind, header } = received.message;
  const transaction = transactionIn(loan, { kind, requestId: header.requestingAgencyRequestId });
  if (transaction === undefined) return { result: unknownTransaction(received.message) };
  const peers = context.directoryOf(loaded.directory);
  const place: Place = { view: loan, transaction };
  const offerRemarks = offerRemarksIn(received.remarks);
  const ctx = ruleContext({ at, peers, agency: loan.record.agency, loan, offerRemarks });
  const state = loan.transactions.get(transaction);
  const reaction = habitual(answerToSequence(received, state) ?? react(place, received.message, ctx), {
    received,
    transaction,
    state,
    at,
  });
  const story = storyOf(loan, tellingOf(arrival));
  return enter(arrival, story, {
    reaction,
    transaction,
    deliveries: proven(place, received.message, at),
  });
}

function react(place: Place, message: Initiating, ctx: ReturnType<typeof ruleContext>): Reaction {
  switch (message.kind) {
    case 'request':
      return requestAgain(place, message, ctx);
    case 'requestingAgencyMessage':
      return supplierReceives(place, message satisfies RequestingAgencyMessage, ctx);
    case 'supplyingAgencyMessage':
      return requesterReceives(place, message satisfies SupplyingAgencyMessage, ctx);
  }
}

/** With what the peer's habits say beside its message; most peers have none. */
function habitual(
  reaction: Reaction,
  of: { received: Received; transaction: string; state: Transaction | undefined; at: Moment },
): Reaction {
  const { received, transaction, state, at } = of;
  const { message, remarks = [], sequence } = received;
  if (remarks.length === 0 && sequence === undefined) return reaction;
  return withHabits(reaction, { message, transaction, state, remarks, sequence, at: at.now.toISOString() });
}

/**
 * A peer that asks whether its message of a number arrived hears that number, or ERROR; nothing else happens.
 * Source: iso18626.md 4.6 nr 5.
 */
function answerToSequence({ sequenceAsked }: Received, state: Transaction | undefined): Reaction | undefined {
  if (sequenceAsked === undefined) return undefined;
  const has = state?.theirSequence === sequenceAsked;
  const errors: ErrorData[] = [
    {
      errorType: 'UnrecognisedDataValue',
      errorValue: has ? String(sequenceAsked) : `lastSeq: ${sequenceAsked}`,
    },
  ];
  const confirmation = has ? { ok: true as const, errors } : { ok: false as const, errors };
  return { confirmation, happenings: [] };
}

function firstOfItsKind(arrival: Arrival): Outcome<Confirmed> {
  const { received, loaded, at, context, previous } = arrival;
  const { message, ours, theirs } = received;
  if (message.kind !== 'request') return { result: unknownTransaction(message) };
  const peers = context.directoryOf(loaded.directory);
  const before = previous === undefined ? undefined : loaded.loan(previous);
  const earlier = before === undefined ? undefined : previousPlace(before, message);
  const origin = {
    peer: received.peer,
    edition: received.edition,
    agency: ours.key,
    requestingKey: theirs.key,
    supplyingKey: ours.key,
    ...(earlier === undefined ? {} : { previous: earlier }),
  };
  const ctx = ruleContext({ at, peers, agency: ours.key, peer: received.peer });
  const { patron } = arrival;
  const given = { message, loaded, patron, received, before };
  const reaction = flaggedByIntake(receiveRequest(message, origin, ctx), given, ctx);
  const { loan, transaction, sealed } = reaction;
  if (loan === undefined || transaction === undefined) return { result: refusedBy(reaction) };
  const telling = tellingOf(arrival);
  const story =
    before?.id === loan ? storyOf(before, telling) : storyOfNew({ id: loan, agency: ours.key }, telling);
  if (sealed !== undefined) story.keepSealed('wish', JSON.stringify(sealed.wish), sealed.id);
  const state = reaction.happenings
    .flatMap(({ transactions = {} }) => transactions[transaction] ?? [])
    .at(-1);
  return enter(arrival, story, {
    reaction: habitual(reaction, { received, transaction, state, at }),
    transaction,
    patron,
  });
}

function previousPlace(before: Loan, message: Request): Place | undefined {
  const previous = message.serviceInfo?.requestingAgencyPreviousRequestId;
  for (const [transaction, state] of before.transactions)
    if (state.requestingAgencyRequestId === previous) return { view: before, transaction };
  return undefined;
}

function refusedBy(reaction: Reaction): Confirmed {
  return { kind: 'refused', errors: reaction.confirmation.ok ? [] : reaction.confirmation.errors };
}

function unknownTransaction(message: Initiating): Confirmed {
  const value = `requestingAgencyRequestId: ${message.header.requestingAgencyRequestId}`;
  return { kind: 'refused', errors: [{ errorType: 'UnrecognisedDataValue', errorValue: value }] };
}

function tellingOf({ received, at, context, loaded }: Arrival): Telling {
  return {
    actor: { kind: 'peer', id: received.peer },
    at,
    peers: context.directoryOf(loaded.directory),
    context,
  };
}

/** Deliveries of ours that the message proves to have arrived. */
function proven(place: Place, message: Initiating, at: Moment): Record<string, Delivery> {
  const settled = noneById<Delivery>();
  for (const id of provenBy(place, message)) {
    const delivery = place.view.deliveries.get(id);
    if (delivery === undefined) continue;
    const { doubt: _doubt, ...certain } = delivery;
    settled[id] = {
      ...certain,
      state: 'answered',
      settledAt: at.now.toISOString(),
      cause: 'proven by a message',
    };
  }
  return settled;
}

function enter(
  arrival: Arrival,
  story: Story,
  what: {
    reaction: Reaction;
    transaction: string;
    deliveries?: Record<string, Delivery>;
    patron?: PatronFound | undefined;
  },
): Outcome<Confirmed> {
  const { received, at, identity, context } = arrival;
  const { reaction, transaction } = what;
  const body = at.newId();
  const facts = story.keepBody(
    {
      id: body,
      loan: story.loan,
      transaction,
      direction: 'in',
      template: received.redaction.template,
      encoding: received.redaction.encoding,
    },
    received.redaction,
  );
  const answer = answerTo(received, reaction, { at, context });
  const beside: Beside = {
    peer: received.peer,
    transaction,
    facts: { ...facts, ...factsOf(received, reaction) },
    ...(what.deliveries === undefined ? {} : { deliveries: what.deliveries }),
  };
  const [first, ...rest] = reaction.happenings;
  if (first === undefined) {
    const kind = reaction.confirmation.ok ? 'message-received' : 'message-refused';
    story.note(kind, whyNothing(reaction), beside);
  } else story.tell(first, beside);
  for (const happening of rest) story.tell(happening);
  const hash = hashOf(story.dataKey, received);
  return {
    result: {
      kind: 'stored',
      confirmation: answer,
      loan: story.loan,
      repeat: false,
      ok: reaction.confirmation.ok,
      owed: story.owed,
    },
    entries: story.entries,
    keep: {
      ...story.keep,
      ...patronKept(story.loan, what.patron),
      received: [{ identity, hash, loan: story.loan, confirmation: answer, body }],
    },
  };
}

function whyNothing({ confirmation }: Reaction): string {
  if (confirmation.ok) return 'the peer said something that changes nothing';
  return `refused: ${confirmation.errors.map(({ errorType, errorValue }) => `${errorType} ${errorValue ?? ''}`.trim()).join('; ')}`;
}

function factsOf(received: Received, { confirmation }: Reaction): JsonObject {
  const { message, edition, bytes, warnings, rules = [], remarks = [], marks = [] } = received;
  return {
    direction: 'in',
    what: whatOf(message),
    edition,
    bytes,
    timestamp: message.header.timestamp,
    confirmed: confirmation.ok ? 'OK' : 'ERROR',
    ...(warnings.length === 0 ? {} : { warnings: [...new Set(warnings)] }),
    ...(confirmation.ok ? {} : { errors: confirmation.errors.map(errorFacts) }),
    ...habitFacts({ rules, remarks }),
    ...(marks.length === 0 ? {} : { marks: [...marks] }),
  };
}

function errorFacts({ errorType, errorValue }: ErrorData): JsonObject {
  return { errorType, ...(errorValue === undefined ? {} : { errorValue }) };
}

function answerTo(
  { message, asRead = message, edition, style }: Received,
  { confirmation }: Reaction,
  { at, context }: { at: Moment; context: ExchangeContext },
): string {
  const table = context.editionOf(edition);
  const answer = confirmation.ok
    ? confirm(asRead, { now: formatInstant(at.now.getTime()) })
    : refuse(asRead, confirmation.errors, { now: formatInstant(at.now.getTime()) });
  const told = confirmation.ok && confirmation.errors !== undefined ? confirmation.errors : undefined;
  const text = confirmationText(told === undefined ? answer : { ...answer, errorData: told }, table);
  return style === undefined ? text : restyledText(text, style);
}
