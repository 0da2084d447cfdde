import { endHeldActs } from '../../../src/exchange/index.js';
import type { WorkQueue } from '../../../src/loan/index.js';
import { StoreUnavailable } from '../../../src/storage/store-trouble.js';
import type { Calendar } from '../calendar.js';
import { dice } from '../chance.js';
import type { FaultPlan } from '../faults.js';
import { actorAt, visitName, type Desk } from './desk.js';
import { Letters, LETTERS_FROM } from './letters.js';
import { leftClosed, looking, type Visited } from './looking.js';

export interface StaffParts {
  seed: number;
  calendar: Calendar;
  /** Visits that are left out, by name, when a story is made smaller. */
  without: ReadonlySet<string>;
  faults: FaultPlan;
  /** Told of each act that was done or refused, and of each visit at which nobody did anything. */
  acted(what: { desk: Desk; visit: number; verb: string; outcome: string }): void;
  forgot(): void;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** After this visit nobody looks any more. */
const LAST_VISIT = 60;
/** How staff come to a loan: after how many days, and how often nobody does whose turn it was. */
interface Pace {
  days: readonly [number, number];
  forgets: { whatIsToDo: number; whatWaits: number; whatIsOnLoan: number };
}
const PROMPT: Pace = { days: [0.2, 3], forgets: { whatIsToDo: 0.05, whatWaits: 0.95, whatIsOnLoan: 0.85 } };
const SLOW: Pace = { days: [0.8, 9], forgets: { whatIsToDo: 0.15, whatWaits: 0.75, whatIsOnLoan: 0.75 } };
function paceAt({ isPlain }: Desk): Pace {
  return isPlain ? PROMPT : SLOW;
}

/** On which list a loan is tells what there is to do: on these there is nothing. */
const waiting: Readonly<Record<string, keyof Pace['forgets']>> = {
  'waiting-for-supplier': 'whatWaits',
  'waiting-for-requester': 'whatWaits',
  'on-loan': 'whatIsOnLoan',
} satisfies Partial<Record<WorkQueue, keyof Pace['forgets']>>;

/** Staff of all houses: come to each loan again and again, and do by chance what is possible then. */
export class Staff {
  readonly #parts: StaffParts;
  readonly #letters: Letters;

  constructor(parts: StaffParts) {
    this.#parts = parts;
    const { seed, calendar } = parts;
    this.#letters = new Letters({ seed, calendar, visit: (desk, visit) => void this.#visit(desk, visit) });
  }

  /** From now on somebody looks after this side of a loan. */
  lookAfter(desk: Desk): void {
    this.#letters.know(desk);
    this.#comeAgain(desk, 0);
  }

  #comeAgain(desk: Desk, visit: number): void {
    if (visit > LAST_VISIT) return;
    const { seed, calendar } = this.#parts;
    const thrown = dice(seed, 'visits', desk.loan, desk.side, visit);
    const wait = thrown.happens(0.25)
      ? thrown.between(0, 4 * HOUR_MS)
      : thrown.between(...paceAt(desk).days) * DAY_MS;
    calendar.in(wait, `visit ${visitName(desk, visit)}`, () => void this.#visit(desk, visit));
  }

  async #visit(desk: Desk, visit: number, isAgain = false): Promise<void> {
    const isLetter = visit >= LETTERS_FROM;
    if (!isLetter && !isAgain && (await this.#isLeftOut(desk, visit))) this.#comeAgain(desk, visit + 1);
    else if (desk.house.isUp) await this.#look(desk, visit, isAgain);
    else if (isLetter) this.#tryAgain(desk, visit);
    else this.#comeAgain(desk, visit + 1);
  }

  /** Others come first: what there is to do stays undone till the next time. Where the list says that all wait, mostly so. */
  async #isLeftOut(desk: Desk, visit: number): Promise<boolean> {
    const { seed, without } = this.#parts;
    if (without.has(visitName(desk, visit))) return true;
    const { house, record } = desk;
    if (!house.isUp) return false;
    const queue = record && (await house.life.during(() => house.durable.queueOf(record)));
    const thrown = dice(seed, 'forgets', desk.loan, desk.side, visit);
    if (!thrown.happens(paceAt(desk).forgets[waiting[queue ?? ''] ?? 'whatIsToDo'])) return false;
    this.#parts.forgot();
    return true;
  }

  async #look(desk: Desk, visit: number, isAgain: boolean): Promise<void> {
    const { house } = desk;
    if (!isAgain)
      house.doom = this.#parts.faults.deathAt('desk', { loan: desk.loan, side: desk.side, number: visit });
    try {
      const visited = await house.unlessItDies(this.#commit(desk, visit));
      if (visited === undefined) this.#tryAgain(desk, visit);
      else await this.#after(desk, visit, visited);
    } catch (thrown) {
      if (!(thrown instanceof StoreUnavailable)) throw thrown;
      this.#tryAgain(desk, visit);
    } finally {
      house.doom = undefined;
    }
  }

  async #after(desk: Desk, visit: number, visited: Visited): Promise<void> {
    this.#tell(desk, visit, visited);
    if (visited.record !== undefined) desk.record = visited.record;
    if (visited.hasClaims === true) this.#letters.claimed(desk);
    await desk.house.life.during(async () => {
      await this.#letters.write(desk);
      if (visit >= LETTERS_FROM) await this.#letters.wasRead(desk);
    });
    if (visit >= LETTERS_FROM) this.#wake(desk, visited);
    else if (visited.kind !== 'nothing' || !visited.isOver) this.#comeAgain(desk, visit + 1);
    else desk.rested = visit + 1;
  }

  /** What a letter made somebody do may leave something to decide: people look at the loan again. */
  #wake(desk: Desk, { kind }: Visited): void {
    const { rested } = desk;
    if (kind === 'nothing' || rested === undefined) return;
    delete desk.rested;
    this.#comeAgain(desk, rested);
  }

  /** Whoever hears nothing comes back; the same act under the same key happens once. */
  #tryAgain(desk: Desk, visit: number): void {
    const later = `retry ${visitName(desk, visit)}`;
    this.#parts.calendar.in(45 * 60_000, later, () => void this.#visit(desk, visit, true));
  }

  async #commit(desk: Desk, visit: number): Promise<Visited> {
    const { seed } = this.#parts;
    const { house } = desk;
    const { pump } = house;
    const closed = await house.life.during(() => leftClosed({ seed, desk, visit }));
    if (closed !== undefined) return closed;
    const theirs = await house.life.during(() => this.#letters.theirs(desk));
    const visited = await house.commit(looking({ seed, desk, visit, theirs }));
    if (visited.kind === 'act' && visited.answer.kind === 'done') pump.wake(visited.answer.owed);
    if (visited.kind === 'delivery' && visited.answer.kind === 'done') pump.wake(visited.answer.wake);
    if (house.isUp && visited.kind === 'act' && visited.answer.kind === 'held-before') {
      const ending = endHeldActs({ loan: desk.key, actor: actorAt(house, visit) }, house.ground.context);
      pump.wake(await house.commit(ending));
    }
    return visited;
  }

  #tell(desk: Desk, visit: number, visited: Visited): void {
    if (visited.kind === 'nothing') {
      if (!visited.isOver) this.#parts.forgot();
      return;
    }
    const { verb, answer } = visited;
    const outcome = answer.kind === 'refused' ? `refused: ${answer.refusal}` : answer.kind;
    this.#parts.acted({ desk, visit, verb, outcome });
  }
}
