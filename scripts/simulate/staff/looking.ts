import { actOnLoan, rulesFor, type ActAnswer, type ActAsked } from '../../../src/exchange/index.js';
import { actOnDelivery, type DeliveryActAnswer } from '../../../src/exchange/deliveries/index.js';
import {
  possibleActs,
  type Act,
  type Claim,
  type Delivery,
  type PossibleActs,
  type Verb,
} from '../../../src/loan/index.js';
import type { Loan, Outcome, UseCase } from '../../../src/storage/index.js';
import { dice, type Dice } from '../chance.js';
import type { Books } from './books.js';
import { chooseAct } from './choice.js';
import { actorAt, visitName, type Desk } from './desk.js';
import { booksWith, LETTERS_FROM, type TheirBooks } from './letters.js';

/** From this visit on staff bring what is left to its end. */
const TIDY_FROM = 11;
/** How often somebody looks closer at a loan that is over. */
const OPENS_WHAT_IS_OVER = 0.2;

/** What a visit came to, and which loan record it was about. */
export type Visited = { record?: string | undefined; hasClaims?: boolean } & (
  | { kind: 'nothing'; isOver: boolean }
  | { kind: 'act'; verb: string; answer: ActAnswer | { kind: 'held-before' } }
  | { kind: 'delivery'; verb: string; answer: DeliveryActAnswer }
);

export interface Look {
  seed: number;
  desk: Desk;
  visit: number;
  /** What the other side has booked; nothing where nothing was claimed. */
  theirs: TheirBooks | undefined;
}

/**
 * What a visit comes to where the list of what is over has the loan and nobody opens it: nothing is asked of the gateway
 * then. Nothing where the loan is looked at, as whoever comes to it for the first time does.
 */
export async function leftClosed({ seed, desk, visit }: Omit<Look, 'theirs'>): Promise<Visited | undefined> {
  const { record, house } = desk;
  if (record === undefined || visit >= LETTERS_FROM) return undefined;
  if (!(await house.durable.isAtRest(record))) return undefined;
  const claims = await house.durable.claims(record);
  if (!areSettled(claims)) return undefined;
  if (dice(seed, 'opens', desk.loan, desk.side, visit).happens(OPENS_WHAT_IS_OVER)) return undefined;
  return { kind: 'nothing', isOver: true, record, hasClaims: claims.length > 0 };
}

/** Looks at the loan and acts, in one use case: so what is chosen is possible. */
export function looking(look: Look): UseCase<Visited> {
  const { desk, visit } = look;
  const { key, house } = desk;
  const { id: actor } = actorAt(house, visit);
  const name = visitName(desk, visit);
  return {
    name: 'staff-visit',
    source: 'people',
    needs: { loans: [key], answers: [`act ${actor} ${name}`, `delivery-act ${actor} ${name}`] },
    decide(loaded, at): Outcome<Visited> {
      const loan = loaded.loan(key);
      if (loan === undefined) return { result: { kind: 'nothing', isOver: false } };
      const thrown = dice(look.seed, 'staff', desk.loan, desk.side, visit);
      const visited = visitTo(loan, { ...look, thrown, loaded, at });
      return {
        ...visited,
        result: { ...visited.result, record: loan.id, hasClaims: loan.claims.size > 0 },
      };
    },
  };
}

interface Visiting extends Look {
  thrown: Dice;
  loaded: Parameters<UseCase<Visited>['decide']>[0];
  at: Parameters<UseCase<Visited>['decide']>[1];
}

function visitTo(loan: Loan, visiting: Visiting): Outcome<Visited> {
  const { visit, thrown, loaded, at, desk } = visiting;
  const doubtful = needsAPerson(loan);
  if (doubtful !== undefined && visit < LETTERS_FROM) return decideDelivery(doubtful, visiting);
  const { context } = desk.house.ground;
  const ruling = { id: actorAt(desk.house, visit).id, decidesMoney: true };
  const acts = possibleActs(loan, rulesFor(loan, { loaded, at, context }, ruling));
  const act = chosen(loan, acts, visiting);
  if (act === undefined) return { result: { kind: 'nothing', isOver: isOver(loan) } };
  const canWait = !movesMoney.has(act.verb) && thrown.happens(0.15);
  const asked: ActAsked = {
    ...{ loan: desk.key, act, actor: actorAt(desk.house, visit) },
    idempotencyKey: visitName(desk, visit),
    holdSeconds: canWait ? 15 : 0,
    decidesMoney: () => true,
  };
  const done = actOnLoan(asked, context).decide(loaded, at);
  return { ...done, result: { kind: 'act', verb: act.verb, answer: done.result.answer } };
}

/** What the other side has booked is booked first; else staff do what they like. */
function chosen(
  loan: Loan,
  acts: PossibleActs,
  { theirs, thrown, visit, at, desk }: Visiting,
): Act | undefined {
  const books: Books = theirs === undefined ? { kind: 'even' } : booksWith([...loan.claims.values()], theirs);
  if (books.kind === 'behind') {
    const { act } = books;
    if (acts.possible.some(({ verb }) => verb === act.verb)) return act;
  }
  if (visit >= LETTERS_FROM) return undefined;
  const mayMove = books.kind === 'even' ? begins[loan.record.role] : new Set<Verb>();
  return chooseAct(loan, acts, {
    ...{ thrown, now: at.now },
    mood: visit < TIDY_FROM ? 'by-chance' : 'tidying',
    isPlain: desk.isPlain,
    isLeft: (verb) =>
      movesClaims.has(verb) && !mayMove.has(verb) && (moneyOnly.has(verb) || loan.claims.size > 0),
  });
}

const moneyOnly: ReadonlySet<Verb> = new Set<Verb>([
  ...([
    'draft-claim',
    'record-claim',
    'approve-claim',
    'send-claim',
    'dispute-claim',
    'agree-claim',
  ] as const),
  ...(['record-payment', 'waive-claim', 'withdraw-claim', 'refund-claim', 'undo-claim-step'] as const),
]);
/** An item that turns up or comes back ends claims as well. */
const found: readonly Verb[] = ['found', 'shelf-check', 'check-in'];
const movesClaims: ReadonlySet<Verb> = new Set([...moneyOnly, ...found]);
/** Decided at once: what is held back meanwhile might cross with what the other side books. */
const movesMoney = movesClaims;

/** What each side does of itself; the rest it writes down when the other has done it. */
const begins: Readonly<Record<Loan['record']['role'], ReadonlySet<Verb>>> = {
  supplier: new Set<Verb>([
    ...(['draft-claim', 'approve-claim', 'send-claim', 'waive-claim', 'withdraw-claim'] as const),
    ...(['refund-claim', 'undo-claim-step'] as const),
    ...found,
  ]),
  requester: new Set<Verb>(['dispute-claim', 'agree-claim', 'record-payment', ...found]),
};

function decideDelivery([delivery, { doubt }]: [string, Delivery], visiting: Visiting): Outcome<Visited> {
  const { desk, visit, thrown, loaded, at } = visiting;
  const verb = doubt === true && thrown.happens(0.3) ? 'probe' : 'send-again';
  const asked = {
    ...{ delivery, act: { verb } as const, actor: actorAt(desk.house, visit) },
    idempotencyKey: visitName(desk, visit),
  };
  const done = actOnDelivery(asked, desk.house.ground.context).decide(loaded, at);
  return { ...done, result: { kind: 'delivery', verb, answer: done.result.answer } };
}

/** A message whose fate somebody has to decide. */
function needsAPerson(loan: Loan): [string, Delivery] | undefined {
  return [...loan.deliveries].find(
    ([id, { state, probe }]) => state !== 'owed' && probe !== true && !loan.leases.has(id),
  );
}

/** Nobody has to look any more: it is closed, nothing waits, and no money is open. */
function isOver({ record, deliveries, claims }: Loan): boolean {
  return record.phase !== 'open' && deliveries.size === 0 && areSettled([...claims.values()]);
}

function areSettled(claims: readonly Claim[]): boolean {
  return claims.every(({ state }) => settled.has(state));
}

const settled: ReadonlySet<string> = new Set(['settled', 'waived', 'refunded', 'withdrawn']);
