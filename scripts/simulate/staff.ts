import { actOnLoan, endHeldActs, rulesFor, type ActAnswer, type ActAsked } from '../../src/exchange/index.js';
import { actOnDelivery, type DeliveryActAnswer } from '../../src/exchange/deliveries/index.js';
import { possibleActs, type Delivery } from '../../src/loan/index.js';
import type { Loan, LoanKey, Outcome, UseCase } from '../../src/storage/index.js';
import type { Calendar } from './calendar.js';
import { dice } from './chance.js';
import type { House } from './house.js';
import { chooseAct, type Mood } from './staff-choice.js';

/** One side of a loan that staff come back to. */
export interface Desk {
  house: House;
  key: LoanKey;
  loan: number;
  /** 0 at the requester, then one for each supplier that is asked. */
  side: number;
}

export interface StaffParts {
  seed: number;
  calendar: Calendar;
  /** Visits that are left out, by name, when a story is made smaller. */
  without: ReadonlySet<string>;
  /** Told of each act that was done or refused. */
  acted(what: { desk: Desk; visit: number; verb: string; outcome: string }): void;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** From this visit on staff bring what is left to its end; after the last one nobody looks any more. */
const TIDY_FROM = 11;
const LAST_VISIT = 60;

type Visited =
  | { kind: 'nothing'; isOver: boolean }
  | { kind: 'act'; verb: string; answer: ActAnswer | { kind: 'held-before' } }
  | { kind: 'delivery'; verb: string; answer: DeliveryActAnswer };

/** Staff of all houses: come to each loan again and again, and do by chance what is possible then. */
export class Staff {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** From now on somebody looks after this side of a loan. */
  lookAfter(desk: Desk): void {
    this.#comeAgain(desk, 0);
  }

  #comeAgain(desk: Desk, visit: number): void {
    if (visit > LAST_VISIT) return;
    const { seed, calendar } = this.#parts;
    const thrown = dice(seed, 'visits', desk.loan, desk.side, visit);
    const wait = thrown.happens(0.25) ? thrown.between(0, 4 * HOUR_MS) : thrown.between(0.8, 9) * DAY_MS;
    calendar.in(wait, `visit ${visitName(desk, visit)}`, () => void this.#visit(desk, visit));
  }

  async #visit(desk: Desk, visit: number): Promise<void> {
    const { house } = desk;
    if (!house.isUp || this.#parts.without.has(visitName(desk, visit))) this.#comeAgain(desk, visit + 1);
    else await this.#look(desk, visit);
  }

  async #look(desk: Desk, visit: number): Promise<void> {
    const { house } = desk;
    try {
      const visited = await house.unlessItDies(this.#commit(desk, visit));
      if (visited === undefined) this.#tryAgain(desk, visit);
      else {
        this.#tell(desk, visit, visited);
        if (visited.kind !== 'nothing' || !visited.isOver) this.#comeAgain(desk, visit + 1);
      }
    } catch {
      // The store could not write.
      this.#tryAgain(desk, visit);
    }
  }

  /** Whoever hears nothing comes back; the same act under the same key happens once. */
  #tryAgain(desk: Desk, visit: number): void {
    const later = `retry ${visitName(desk, visit)}`;
    this.#parts.calendar.in(45 * 60_000, later, () => void this.#visit(desk, visit));
  }

  async #commit(desk: Desk, visit: number): Promise<Visited> {
    const { house } = desk;
    const { pump } = house;
    const visited = await house.commit(this.#looking(desk, visit));
    if (visited.kind === 'act' && visited.answer.kind === 'done') pump.wake(visited.answer.owed);
    if (visited.kind === 'delivery' && visited.answer.kind === 'done') pump.wake(visited.answer.wake);
    if (house.isUp && visited.kind === 'act' && visited.answer.kind === 'held-before') {
      const ending = endHeldActs({ loan: desk.key, actor: actorAt(house, visit) }, house.ground.context);
      pump.wake(await house.commit(ending));
    }
    return visited;
  }

  /** Looks at the loan and acts, in one use case: so what is chosen is possible. */
  #looking(desk: Desk, visit: number): UseCase<Visited> {
    const { seed } = this.#parts;
    const { house, key } = desk;
    const { context } = house.ground;
    const idempotencyKey = visitName(desk, visit);
    const actor = actorAt(house, visit);
    const mood: Mood = visit < TIDY_FROM ? 'by-chance' : 'tidying';
    return {
      name: 'staff-visit',
      source: 'people',
      needs: {
        loans: [key],
        answers: [`act ${actor.id} ${idempotencyKey}`, `delivery-act ${actor.id} ${idempotencyKey}`],
      },
      decide(loaded, at): Outcome<Visited> {
        const loan = loaded.loan(key);
        if (loan === undefined) return { result: { kind: 'nothing', isOver: false } };
        const doubtful = needsAPerson(loan);
        const thrown = dice(seed, 'staff', desk.loan, desk.side, visit);
        if (doubtful !== undefined) {
          const verb = doubtful[1].doubt === true && thrown.happens(0.3) ? 'probe' : 'send-again';
          const asked = { delivery: doubtful[0], act: { verb } as const, actor, idempotencyKey };
          const done = actOnDelivery(asked, context).decide(loaded, at);
          return { ...done, result: { kind: 'delivery', verb, answer: done.result.answer } };
        }
        const ruling = { id: actor.id, decidesMoney: true };
        const acts = possibleActs(loan, rulesFor(loan, { loaded, at, context }, ruling));
        const act = chooseAct(loan, acts, { thrown, mood, now: at.now });
        if (act === undefined) return { result: { kind: 'nothing', isOver: isOver(loan) } };
        const holdSeconds = thrown.happens(0.15) ? 15 : 0;
        const asked: ActAsked = {
          ...{ loan: key, act, actor, idempotencyKey, holdSeconds },
          decidesMoney: () => true,
        };
        const done = actOnLoan(asked, context).decide(loaded, at);
        return { ...done, result: { kind: 'act', verb: act.verb, answer: done.result.answer } };
      },
    };
  }

  #tell(desk: Desk, visit: number, visited: Visited): void {
    if (visited.kind === 'nothing') return;
    const { verb, answer } = visited;
    const outcome = answer.kind === 'refused' ? `refused: ${answer.refusal}` : answer.kind;
    this.#parts.acted({ desk, visit, verb, outcome });
  }
}

export function visitName({ loan, side }: Desk, visit: number): string {
  return `${loan}.${side}.${visit}`;
}

/** Two people share the work: some decisions need both. */
function actorAt(house: House, visit: number): { kind: 'person'; id: string } {
  return { kind: 'person', id: `${visit % 2 === 0 ? 'Ada' : 'Bo'} of ${house.name}` };
}

/** A message whose fate somebody has to decide. */
function needsAPerson(loan: Loan): [string, Delivery] | undefined {
  return [...loan.deliveries].find(
    ([id, { state, probe }]) => state !== 'owed' && probe !== true && !loan.leases.has(id),
  );
}

/** Nobody has to look any more: it is closed and nothing waits. */
function isOver({ record, deliveries }: Loan): boolean {
  return record.phase !== 'open' && deliveries.size === 0;
}
