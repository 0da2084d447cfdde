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
import { lastMove } from '../../../src/loan/claims/take-step.js';
import type { Volumes } from '../../../src/loan/model/volumes.js';
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

/** Which steps are gone: the acts, the messages by what they say, and whether time passes. */
export interface Ways {
  acts: readonly Act[];
  hears: (what: string) => boolean;
  passesTime: boolean;
}

/** Claims have a life of their own; it does not matter to the other verbs. */
const ofClaims = /claim|payment|settle-damage|shelf-check/;

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
export function explore(starts: readonly Node[], ways: Ways = everyWay): Node[] {
  const known = new Map(starts.map((node) => [kindOf(node), node]));
  const queue = [...known.values()];
  for (let node = queue.shift(); node !== undefined; node = queue.shift())
    for (const [what, view, now = node.now] of stepsFrom(node, ways)) {
      const next: Node = { view: { ...view, deliveries: new Map() }, now, path: [...node.path, what] };
      const kind = kindOf(next);
      if (known.has(kind) || isCrowded(next)) continue;
      known.set(kind, next);
      queue.push(next);
    }
  return [...known.values()];
}

/** All of them but those of claims and of several volumes: these are gone apart. */
const everyWay: Ways = {
  acts: [...Object.values(goodActs), ...moreActs].filter(({ verb }) => !ofClaims.test(verb)),
  hears: (what) => !what.endsWith('in volumes'),
  passesTime: true,
};

function* stepsFrom(node: Node, ways: Ways): Generator<Step> {
  yield* byActs(node, ways);
  for (const step of byMessages(node)) if (ways.hears(step[0])) yield step;
  if (ways.passesTime) yield byTime(node);
}

/** One report and one claim at a time: more of them offer nothing that one does not. */
function isCrowded({ view }: Node): boolean {
  return Object.keys(view.record.reports).length > 1 || view.claims.size > 1;
}

function* byActs({ view, now }: Node, { acts }: Ways): Generator<Step> {
  for (const act of acts) {
    const outcome = performAct(view, act, contextAt(now));
    if (outcome.ok) yield [spelt(act), foldHappenings(view, outcome.happenings)];
  }
}

/** An act with what it says beyond its verb, for the path that a failure shows. */
function spelt({ verb, ...said }: Act): string {
  return Object.keys(said).length === 0 ? verb : `${verb} ${JSON.stringify(said)}`;
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
    if (status === 'Loaned') yield { ...message, deliveryInfo: { itemId: ['1', '2'] } };
    if (status === 'WillSupply')
      yield { ...message, deliveryInfo: { loanCondition: [{ value: 'LibraryUseOnly' }] } };
  }
  for (const reasonForMessage of ['CancelResponse', 'RenewResponse'] as const)
    for (const answerYesNo of Object.values(YesNo))
      yield sam({ reasonForMessage, answerYesNo }, { status: 'Loaned', lastChange, dueDate });
  yield sam({ reasonForMessage: 'StatusRequestResponse' }, { status: 'Loaned', lastChange, dueDate });
  yield sam({ reasonForMessage: 'Notification', note: '[ill:lost v1]' }, { status: 'Loaned', lastChange });
}

function whatSaid({ messageInfo, statusInfo, returnInfo, deliveryInfo }: SupplyingAgencyMessage): string {
  const { reasonForMessage, answerYesNo } = messageInfo;
  const on = returnInfo === undefined ? undefined : 'on';
  const several = deliveryInfo?.itemId === undefined ? undefined : 'in volumes';
  return [reasonForMessage, answerYesNo, statusInfo.status, on, several].filter(Boolean).join(' ');
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
    ...[...view.claims.values()].map((claim) => `${claim.by} ${claim.state} ${lastMove(claim)?.[1].kind}`),
    ...placesOf(state?.['volumes'] as Volumes | undefined),
    record.assumedLostAt === undefined ? '' : 'assumed lost',
    ...(record.role === 'supplier' ? [isOver(state?.['dueDate'], now)] : []),
    ...(record.role === 'requester' && isAsked.test(name) ? askedSoFar(record, state, now) : []),
  ].join(' ');
}

/** Where several volumes are; which of them is where makes no difference. */
function placesOf(volumes: Volumes | undefined): string[] {
  return Object.values(volumes ?? {})
    .map(({ state }) => state)
    .sort();
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
