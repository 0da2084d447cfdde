import type { PostOutcome } from '../../src/platform/index.js';
import type { Calendar } from './calendar.js';
import { count } from './count.js';
import type { FaultPlan, PostFate, PostPlace } from './faults.js';
import type { House } from './house.js';
import type { Life } from './life.js';

export interface NetworkParts {
  calendar: Calendar;
  faults: FaultPlan;
  houseOf(name: string): House;
  /** Edition and profile that two houses speak with each other. */
  speaking(one: number, other: number): string;
  /** Which loan of the world bytes are about, by the requester's id in them. */
  loanOf(requestId: string, from: House): Promise<number | undefined>;
  /** A request has been taken by a supplier: somebody there looks at it from now on. */
  taken(request: { loan: number; requestId: string; supplier: House; requester: House }): void;
}

/** Beyond it the sender hears nothing any more; the bytes may arrive all the same. */
const PATIENCE_MS = 45_000;

/** Between the houses: carries bytes by virtual time, and loses, delays, doubles and reorders them as chance says. */
export class Network {
  /** Posts that were made, and how many of them arrived; copies that the network made count as arrivals. */
  posts = 0;
  arrivals = 0;
  /** Posts by edition and profile. */
  readonly spoken = new Map<string, number>();
  readonly #parts: NetworkParts;
  readonly #counts = new Map<string, number>();

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  async post(from: House, life: Life, to: string, body: Buffer): Promise<PostOutcome> {
    const requestId = requestIdIn(body);
    const loan = await life.during(() => this.#parts.loanOf(requestId, from));
    this.posts += 1;
    count(this.spoken, this.#parts.speaking(from.number, this.#parts.houseOf(to).number));
    const carried: Carried = { from, life, to: this.#parts.houseOf(to), body, requestId, loan: loan ?? -1 };
    const place = this.#placeOf(carried);
    const fate = this.#parts.faults.fateOf(place);
    return new Promise((resolve) => this.#carry(carried, { place, fate, resolve }));
  }

  #placeOf({ loan, body }: Carried): PostPlace {
    const side = body.includes('supplyingAgencyMessage>') ? 1 : 0;
    const line = `${loan}.${side}`;
    const number = this.#counts.get(line) ?? 0;
    this.#counts.set(line, number + 1);
    return { loan, side, number };
  }

  #carry(carried: Carried, on: Way): void {
    const { calendar } = this.#parts;
    const { fate, place } = on;
    const key = `post ${place.loan}.${place.side}.${place.number}`;
    const answer = (outcome: PostOutcome): void => this.#answer(carried, on, outcome);
    if (fate.lost === 'refused') {
      calendar.in(fate.arrivesIn, key, () => answer({ kind: 'not-sent', cause: 'connection refused' }));
      return;
    }
    // Whoever has no answer in time hears so; a later one finds nobody who listens.
    const silence = (): void => answer({ kind: 'unknown', cause: 'no answer in time' });
    calendar.in(PATIENCE_MS, `${key} silence`, silence, () => on.isAnswered === true);
    if (fate.lost === 'unknown') return;
    calendar.in(fate.arrivesIn, key, () => void this.#arrive(carried, on));
    if (fate.againIn !== undefined)
      calendar.in(fate.arrivesIn + fate.againIn, `${key} again`, () => void this.#arriveAgain(carried));
  }

  async #arrive(carried: Carried, on: Way): Promise<void> {
    const { to, body, from } = carried;
    const { fate, place } = on;
    if (!to.isUp) {
      this.#answer(carried, on, { kind: 'not-sent', cause: 'connection refused' });
      return;
    }
    this.arrivals += 1;
    if (fate.receiver !== undefined) to.doom = fate.receiver;
    const answered = await to.receive(body, from.name);
    this.#noteTaken(carried);
    const { answersIn } = fate;
    if (answersIn === undefined) return;
    this.#parts.calendar.in(answersIn, `answer ${place.loan}.${place.side}.${place.number}`, () =>
      this.#answer(carried, on, answered === undefined ? broken : outcomeOf(answered)),
    );
  }

  /** A copy that the network made: nobody waits for its answer. */
  async #arriveAgain(carried: Carried): Promise<void> {
    if (!carried.to.isUp) return;
    this.arrivals += 1;
    await carried.to.receive(carried.body, carried.from.name);
    this.#noteTaken(carried);
  }

  #noteTaken({ loan, requestId, from, to, body }: Carried): void {
    if (loan >= 0 && isRequest(body)) this.#parts.taken({ loan, requestId, supplier: to, requester: from });
  }

  #answer({ from, life }: Carried, on: Way, outcome: PostOutcome): void {
    if (life.isOver || on.isAnswered === true) return;
    on.isAnswered = true;
    if (on.fate.sender !== undefined) from.doom = on.fate.sender;
    on.resolve(outcome);
  }
}

interface Carried {
  from: House;
  life: Life;
  to: House;
  body: Buffer;
  requestId: string;
  loan: number;
}

interface Way {
  place: PostPlace;
  fate: PostFate;
  resolve(outcome: PostOutcome): void;
  isAnswered?: boolean;
}

const broken: PostOutcome = { kind: 'unknown', cause: 'connection reset' };

function outcomeOf(answered: { statusCode: number; body?: Buffer; retryAfterSeconds?: number }): PostOutcome {
  const { statusCode, body, retryAfterSeconds } = answered;
  return {
    kind: 'answered',
    statusCode,
    contentType: body === undefined ? '' : 'application/xml; charset="utf-8"',
    retryAfter: retryAfterSeconds === undefined ? undefined : String(Math.ceil(retryAfterSeconds)),
    body: body ?? Buffer.alloc(0),
  };
}

function requestIdIn(body: Buffer): string {
  const text = body.toString('latin1');
  return /requestingAgencyRequestId>([^<]*)</.exec(text)?.[1]?.trim() ?? '';
}

function isRequest(body: Buffer): boolean {
  return /<(?:[\w.-]+:)?request>/.test(body.toString('latin1', 0, 1_000));
}
