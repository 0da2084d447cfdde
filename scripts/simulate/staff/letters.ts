import type { Claim } from '../../../src/loan/index.js';
import type { Calendar } from '../calendar.js';
import { dice } from '../chance.js';
import { compareBooks, type Books } from './books.js';
import { visitName, type Desk } from './desk.js';

/** Visits from this number on are about a letter that came, and about nothing else. */
export const LETTERS_FROM = 1_000;
const MOST_TRIES = 60;
const DAY_MS = 86_400_000;

interface LettersParts {
  seed: number;
  calendar: Calendar;
  visit: (desk: Desk, visit: number) => void;
}

/** What the other side has booked of the claims with each house, by its name. */
export type TheirBooks = ReadonlyMap<string, readonly Claim[]>;

/** Money is settled beside the protocol: what one side books it writes to the other, which books the same when it reads it. */
export class Letters {
  readonly #parts: LettersParts;
  readonly #desks = new Map<number, Desk[]>();
  /** Loans for which something was claimed. */
  readonly #claimed = new Set<number>();
  readonly #underWay = new Set<Desk>();
  readonly #read = new Map<Desk, number>();

  constructor(parts: LettersParts) {
    this.#parts = parts;
  }

  know(desk: Desk): void {
    const desks = this.#desks.get(desk.loan);
    if (desks === undefined) this.#desks.set(desk.loan, [desk]);
    else desks.push(desk);
  }

  /** Something was claimed for the loan that a desk looks after. */
  claimed({ loan }: Desk): void {
    this.#claimed.add(loan);
  }

  /** Nothing where nothing was ever claimed for the loan. */
  async theirs(desk: Desk): Promise<TheirBooks | undefined> {
    if (!this.#claimed.has(desk.loan)) return undefined;
    const books = new Map<string, readonly Claim[]>();
    for (const other of this.#others(desk)) books.set(other.house.name, await claimsAt(other, desk));
    return books;
  }

  /** Writes to everybody who has not booked yet what this desk has. */
  async write(desk: Desk): Promise<void> {
    const theirs = await this.theirs(desk);
    if (theirs === undefined) return;
    for (const other of this.#others(desk)) {
      const ours = await claimsAt(desk, other);
      if (compareBooks(ours, theirs.get(other.house.name) ?? []).kind === 'ahead') this.#send(other);
    }
  }

  /** The letter was read; whoever could not book it yet looks at it again. */
  async wasRead(desk: Desk): Promise<void> {
    this.#underWay.delete(desk);
    const theirs = (await this.theirs(desk)) ?? new Map<string, readonly Claim[]>();
    for (const other of this.#others(desk)) {
      const ours = await claimsAt(desk, other);
      if (compareBooks(ours, theirs.get(other.house.name) ?? []).kind === 'behind') this.#send(desk);
    }
  }

  #others(desk: Desk): Desk[] {
    const desks = this.#desks.get(desk.loan) ?? [];
    return desks.filter((other) => (desk.side === 0 ? other.side > 0 : other.side === 0));
  }

  #send(to: Desk): void {
    const tries = this.#read.get(to) ?? 0;
    if (this.#underWay.has(to) || tries > MOST_TRIES) return;
    this.#underWay.add(to);
    this.#read.set(to, tries + 1);
    const { seed, calendar, visit } = this.#parts;
    const number = LETTERS_FROM + tries;
    const days = dice(seed, 'letters', to.loan, to.side, number).between(0.2, 4);
    calendar.in(days * DAY_MS, `letter ${visitName(to, number)}`, () => visit(to, number));
  }
}

/** The claims of one side that are with the other. */
async function claimsAt({ house, record }: Desk, other: Desk): Promise<Claim[]> {
  if (record === undefined) return [];
  const claims = await house.durable.claims(record);
  return claims.filter(({ peer }) => peer === other.house.name);
}

/** How our books stand to those of everybody else, taken together. */
export function booksWith(ours: Iterable<Claim>, theirs: TheirBooks): Books {
  const all = [...theirs].map(([name, claims]) =>
    compareBooks(
      [...ours].filter(({ peer }) => peer === name),
      claims,
    ),
  );
  return (
    all.find(({ kind }) => kind === 'behind') ?? all.find(({ kind }) => kind !== 'even') ?? { kind: 'even' }
  );
}
