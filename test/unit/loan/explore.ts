import {
  Action,
  Status,
  YesNo,
  type Request,
  type SupplyingAgencyMessage,
} from '../../../src/iso18626/index.js';
import {
  foldHappenings,
  performAct,
  plan,
  requestAgain,
  requesterReceives,
  strike,
  supplierReceives,
  type Act,
  type Happening,
  type LoanView,
  type RuleContext,
} from '../../../src/loan/index.js';
import { goodActs } from './good-acts.js';
import { ram, request, sam } from './given.js';
import { contextAt, isil } from './two-sides.js';

/** A loan as it stands somewhere, at a moment, and how it came there. */
export interface Node {
  view: LoanView;
  now: string;
  path: readonly string[];
}

type Step = [what: string, view: LoanView, now?: string];

/** More ways of the acts that lead to different places. */
const moreActs: readonly Act[] = [
  { verb: 'ship', returnTo: 'ISIL:SE-WEST' },
  { verb: 'answer-cancel', answer: 'yes' },
  { verb: 'answer-renewal', answer: 'yes' },
];

/**
 * Every kind of place that can be reached from these, breadth first: by any act of staff, by any message of the other
 * side, by the passing of time with what clocks do meanwhile. Two places are of one kind where nothing that a rule asks
 * about tells them apart. What is owed counts as delivered.
 */
export function explore(starts: readonly Node[]): Node[] {
  const known = new Map(starts.map((node) => [kindOf(node), node]));
  const queue = [...known.values()];
  for (let node = queue.shift(); node !== undefined; node = queue.shift())
    for (const [what, view, now = node.now] of stepsFrom(node)) {
      const next: Node = { view: { ...view, deliveries: new Map() }, now, path: [...node.path, what] };
      const kind = kindOf(next);
      if (known.has(kind) || isCrowded(next)) continue;
      known.set(kind, next);
      queue.push(next);
    }
  return [...known.values()];
}

function* stepsFrom(node: Node): Generator<Step> {
  yield* byActs(node);
  yield* byMessages(node);
  yield byTime(node);
}

/** One report and one claim at a time: more of them offer nothing that one does not. */
function isCrowded({ view }: Node): boolean {
  return Object.keys(view.record.reports).length > 1 || view.claims.size > 1;
}

/** Claims have a life of their own; it does not matter to the other verbs. */
const ofClaims = /claim|payment|settle-damage|shelf-check/;

function* byActs({ view, now }: Node): Generator<Step> {
  for (const act of [...Object.values(goodActs), ...moreActs]) {
    if (ofClaims.test(act.verb)) continue;
    const outcome = performAct(view, act, contextAt(now));
    if (outcome.ok) yield [act.verb, foldHappenings(view, outcome.happenings)];
  }
}

function* byMessages(node: Node): Generator<Step> {
  const { view, now, path } = node;
  const { current } = view.record;
  if (current === undefined) return;
  const ctx = contextAt(now);
  const place = { view, transaction: current };
  const at = new Date(new Date(now).getTime() + path.length * 1_000).toISOString();
  if (view.record.role === 'supplier') yield* asked(view, (message) => heard(message, place, ctx));
  else
    for (const message of answersAt(at))
      yield [whatSaid(message), foldHappenings(view, requesterReceives(place, message, ctx).happenings)];
}

function* asked(
  view: LoanView,
  hear: (message: ReturnType<typeof ram> | Request) => Happening[],
): Generator<Step> {
  for (const action of Object.values(Action)) yield [action, foldHappenings(view, hear(ram(action)))];
  yield ['Reminder', foldHappenings(view, hear(request({ requestType: 'Reminder' })))];
}

function heard(
  message: ReturnType<typeof ram> | Request,
  place: { view: LoanView; transaction: string },
  ctx: RuleContext,
): Happening[] {
  return message.kind === 'request'
    ? requestAgain(place, message, ctx).happenings
    : supplierReceives(place, message, ctx).happenings;
}

/** Each row of table 3.6; a loan also with another library to send it on to, a promise also with a condition. */
function* answersAt(lastChange: string): Generator<SupplyingAgencyMessage> {
  const dueDate = '2026-06-01T23:59:59Z';
  for (const status of Object.values(Status)) {
    const message = sam({ reasonForMessage: 'StatusChange' }, { status, lastChange, dueDate });
    yield message;
    if (status === 'Loaned') yield { ...message, returnInfo: { returnAgencyId: isil('SE-WEST') } };
    if (status === 'WillSupply')
      yield { ...message, deliveryInfo: { loanCondition: [{ value: 'LibraryUseOnly' }] } };
  }
  for (const reasonForMessage of ['CancelResponse', 'RenewResponse'] as const)
    for (const answerYesNo of Object.values(YesNo))
      yield sam({ reasonForMessage, answerYesNo }, { status: 'Loaned', lastChange, dueDate });
  yield sam({ reasonForMessage: 'StatusRequestResponse' }, { status: 'Loaned', lastChange, dueDate });
  yield sam({ reasonForMessage: 'Notification', note: '[ill:lost v1]' }, { status: 'Loaned', lastChange });
}

function whatSaid({ messageInfo, statusInfo, returnInfo }: SupplyingAgencyMessage): string {
  const { reasonForMessage, answerYesNo } = messageInfo;
  const on = returnInfo === undefined ? undefined : 'on';
  return [reasonForMessage, answerYesNo, statusInfo.status, on].filter(Boolean).join(' ');
}

/** Time passes, and what was due by then is struck. */
function byTime({ view, now }: Node): Step {
  const later = new Date(new Date(now).getTime() + 45 * 86_400_000).toISOString();
  const ctx = contextAt(later);
  let after = view;
  for (const planned of plan(view, ctx).filter(({ at }) => at <= later))
    after = foldHappenings(after, strike(after, planned, ctx));
  return ['45 days', after, later];
}

const flags = [
  'cancelPending',
  'renewPending',
  'received',
  'receivedHeldBack',
  'returnShipped',
  'conditionPending',
  'requesterHold',
  'forwardTo',
  'closedAt',
] as const;

/** States in which a request waits for its answer: only there does it matter who was reminded, and who could be asked. */
const isAsked =
  /^(Sent|Queued|RequestReceived|ExpectToSupply|WillSupply|Rejected|SendFailed|RetryPossible|Unfilled|Cancelled)$/;

/**
 * What the rules of the acts ask about, coarsely: two places that agree in it offer the same, though what comes after may
 * differ in what neither offers.
 */
function kindOf({ view, now }: Node): string {
  const { record } = view;
  const state = view.transactions.get(record.current ?? '') as Record<string, unknown> | undefined;
  const name = String(state?.['state']);
  const reports = Object.values(record.reports).filter(({ decidedAt }) => decidedAt === undefined);
  return [
    record.role,
    record.phase,
    name,
    state?.['mode'] ?? state?.['serviceType'],
    state?.['heldFrom'],
    ...flags.filter((flag) => state?.[flag] !== undefined),
    ...reports.map(({ kind, by }) => `${kind} ${by}`),
    ...[...view.claims.values()].map(({ state: claim }) => claim),
    record.assumedLostAt === undefined ? '' : 'assumed lost',
    ...(record.role === 'supplier' ? [isOver(state?.['dueDate'], now)] : []),
    ...(record.role === 'requester' && isAsked.test(name) ? askedSoFar(record, state, now) : []),
  ].join(' ');
}

function isOver(at: unknown, now: string): string {
  if (typeof at !== 'string') return '';
  return at < now ? 'over' : 'ahead';
}

function askedSoFar(
  record: LoanView['record'],
  state: Record<string, unknown> | undefined,
  now: string,
): string[] {
  const hasNext = Object.values(record.suppliers).some(({ outcome }) => outcome === undefined);
  const isReminded = String(state?.['remindedAt']).slice(0, 10) === now.slice(0, 10);
  return [
    ...(record.withdrawnAt === undefined ? [] : ['unwanted']),
    ...(hasNext ? ['another left'] : []),
    ...(isReminded ? ['reminded'] : []),
  ];
}
