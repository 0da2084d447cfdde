import { present, without } from '../present.js';
import type { Instant } from '../model/transaction.js';
import { accountOfClaim, givenIn, keptOf, owedIn, pendingIn, refundIn, totalOf } from './account.js';
import { compared, isPositive, isZero, lesser, minus, negated, type Amount } from './amount.js';
import {
  ClaimState,
  ClaimStepKind,
  type Claim,
  type ClaimLine,
  type ClaimStep,
  type LineKind,
} from './claim.js';
import { Means } from './claim-policy.js';

/** Steps that move a claim; the first one makes it, and undoing is a step about another. */
export type Move = Exclude<ClaimStepKind, 'draft' | 'record' | 'undo'>;

/** Where each step may be taken from. Everything else is refused. */
export const movesFrom: Record<Move, readonly ClaimState[]> = {
  approve: ['drafted'],
  send: ['drafted', 'approved'],
  dispute: ['sent'],
  agree: ['sent', 'disputed'],
  pay: ['sent', 'disputed', 'agreed'],
  'ask-waiver': ['sent', 'disputed', 'agreed'],
  waive: ['sent', 'disputed', 'agreed'],
  withdraw: ['drafted', 'approved', 'sent', 'disputed', 'agreed'],
  found: ['drafted', 'approved', 'sent', 'disputed', 'agreed', 'settled'],
  refund: ['refund-due'],
};

export interface StepTaken {
  kind: Move;
  at: Instant;
  /** The id of whoever takes it. */
  by: string;
  /** Of what is agreed, settled or refunded; all of it where it is missing. */
  amount?: Amount | undefined;
  means?: Means | undefined;
  vouchers?: Amount | undefined;
  /** An approval after which another one is still wanted. */
  isPartial?: boolean | undefined;
}

export type StepRefusal = 'not-in-this-state' | 'amount-too-large';

type Bookings = [LineKind, Amount][];

/** The claim after a step: new state, new bookings, the step itself. Nothing that was booked before is changed. */
export function takeStep(claim: Claim, taken: StepTaken): Claim | StepRefusal {
  if (!movesFrom[taken.kind].includes(claim.state)) return 'not-in-this-state';
  const bookings = booked[taken.kind](claim, taken);
  if (bookings === undefined) return 'amount-too-large';
  const moved = withStep(claim, { kind: taken.kind, at: taken.at, by: taken.by }, { bookings, taken });
  return { ...moved, state: stateAfter(moved, claim.state, taken) };
}

const nothing = (): Bookings => [];

/** What each step books. Undefined where more is asked than there is. */
const booked: Record<Move, (claim: Claim, taken: StepTaken) => Bookings | undefined> = {
  approve: nothing,
  send: (claim) => [['claimed', totalOf(claim)]],
  dispute: nothing,
  agree: (claim, { amount }) => agreedTo(claim, amount),
  pay: paid,
  'ask-waiver': nothing,
  waive(claim) {
    const account = accountOfClaim(claim);
    return [
      ['conceded', pendingIn(account)],
      ['waived', owedIn(account)],
    ];
  },
  withdraw: (claim) => cancelledOut(claim, '0'),
  found: (claim) => cancelledOut(claim, keptOf(claim)),
  refund(claim, { amount }) {
    const open = refundIn(accountOfClaim(claim));
    return upTo(open, amount, (sum) => [['refunded', sum]]);
  },
};

/** Less than was claimed may be agreed; the rest is given up. */
function agreedTo(claim: Claim, amount: Amount | undefined): Bookings | undefined {
  const pending = pendingIn(accountOfClaim(claim));
  return upTo(pending, amount, (sum) => [
    ['agreed', sum],
    ['conceded', minus(pending, sum)],
  ]);
}

const kindOfMeans: Record<Means, LineKind> = {
  money: 'paid',
  'ifla-voucher': 'voucher',
  'replacement-copy': 'replacement',
};

/** Whoever pays agrees: to all that is claimed, where nothing else was agreed before. */
function paid(claim: Claim, { amount, means = Means.Money }: StepTaken): Bookings | undefined {
  const account = accountOfClaim(claim);
  const pending = pendingIn(account);
  const owed = isZero(pending) ? owedIn(account) : pending;
  return upTo(owed, amount, (sum) => [
    ['agreed', pending],
    [kindOfMeans[means], sum],
  ]);
}

function upTo(
  open: Amount,
  amount: Amount | undefined,
  bookings: (sum: Amount) => Bookings,
): Bookings | undefined {
  if (amount !== undefined && compared(amount, open) > 0) return undefined;
  return bookings(amount ?? open);
}

/**
 * The claim is over, but for the part that is kept of what has been given: what was claimed, agreed, conceded and waived
 * is taken back, so that nothing is left open, or what was given too much is owed the other way.
 */
function cancelledOut(claim: Claim, kept: Amount): Bookings {
  const account = accountOfClaim(claim);
  const stays = lesser(givenIn(account), kept);
  return [
    ['claimed', minus(stays, account.claimed)],
    ['conceded', negated(account.conceded)],
    ['agreed', minus(stays, account.agreed)],
    ['waived', negated(account.waived)],
  ];
}

function stateAfter(moved: Claim, before: ClaimState, { kind, isPartial }: StepTaken): ClaimState {
  const account = accountOfClaim(moved);
  const after: Record<Move, () => ClaimState> = {
    approve: () => (isPartial === true ? before : ClaimState.Approved),
    send: () => ClaimState.Sent,
    dispute: () => ClaimState.Disputed,
    agree: () => ClaimState.Agreed,
    pay: () => (isPositive(owedIn(account)) ? ClaimState.Agreed : ClaimState.Settled),
    'ask-waiver': () => before,
    waive: () => (isPositive(givenIn(account)) ? ClaimState.Settled : ClaimState.Waived),
    withdraw: () => afterCancelling(moved),
    found: () => afterCancelling(moved),
    refund: () => (isZero(refundIn(account)) ? ClaimState.Refunded : ClaimState.RefundDue),
  };
  return after[kind]();
}

function afterCancelling(moved: Claim): ClaimState {
  const account = accountOfClaim(moved);
  if (isPositive(refundIn(account))) return ClaimState.RefundDue;
  return isPositive(givenIn(account)) ? ClaimState.Settled : ClaimState.Withdrawn;
}

/** The newest step that still holds; none where only the claim's making is left. */
export function lastMove({
  steps,
}: Pick<Claim, 'steps'>): [string, ClaimStep & { from: ClaimState }] | undefined {
  const holding = Object.entries(steps)
    .filter(([, { kind, undoneAt }]) => kind !== ClaimStepKind.Undo && undoneAt === undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const [name, step] = holding.at(-1) ?? [];
  return name === undefined || step?.from === undefined ? undefined : [name, { ...step, from: step.from }];
}

/** The newest step taken back: each of its bookings once more with the other sign. Undefined where nothing is left to undo. */
export function undoStep(claim: Claim, undone: { at: Instant; by: string }): Claim | undefined {
  const last = lastMove(claim);
  if (last === undefined) return undefined;
  const [name, step] = last;
  const lines = Object.values(claim.lines).filter((line) => line.step === name);
  const undoing: Claim = {
    ...claim,
    state: step.from,
    steps: { ...claim.steps, [name]: { ...step, undoneAt: undone.at } },
  };
  const back = withStep(
    undoing,
    { kind: ClaimStepKind.Undo, ...undone },
    {
      bookings: lines.map(({ kind, amount }) => [kind, negated(amount)]),
      vouchers: lines.find(({ vouchers }) => vouchers !== undefined)?.vouchers,
      from: claim.state,
    },
  );
  return dated(back);
}

/** Only where the other side is to act is anything awaited, and only what was paid can go back. */
function dated(claim: Claim): Claim {
  const isPaid = claim.state === 'settled' || claim.state === 'refund-due' || claim.state === 'refunded';
  const known = isPaid ? claim : without(claim, 'refundUntil');
  return isWaitingForThem(claim) ? known : without(known, 'dueAt');
}

/** Whether the other side is to answer or to pay. */
export function isWaitingForThem({ state }: Pick<Claim, 'state'>): boolean {
  return state === 'sent' || state === 'disputed' || state === 'agreed';
}

function withStep(
  claim: Claim,
  step: Omit<ClaimStep, 'from'>,
  told: { bookings: Bookings; taken?: StepTaken; vouchers?: Amount | undefined; from?: ClaimState },
): Claim {
  const name = String(Object.keys(claim.steps).length + 1).padStart(3, '0');
  const lines = told.bookings
    .filter(([, amount]) => !isZero(amount))
    .map(([kind, amount]): [string, ClaimLine] => [
      `${name}-${kind}`,
      present({ kind, amount, at: step.at, step: name, vouchers: vouchersOf(kind, told) }),
    ]);
  return {
    ...claim,
    lines: { ...claim.lines, ...Object.fromEntries(lines) },
    steps: { ...claim.steps, [name]: { ...step, from: told.from ?? claim.state } },
  };
}

function vouchersOf(
  kind: LineKind,
  { taken, vouchers }: { taken?: StepTaken; vouchers?: Amount | undefined },
): Amount | undefined {
  if (kind !== 'voucher') return undefined;
  return taken === undefined ? vouchers && negated(vouchers) : taken.vouchers;
}
