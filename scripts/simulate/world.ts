import { readSettings, type PolicyProfileName } from '../../src/config/index.js';
import { acceptLoanRecord } from '../../src/exchange/index.js';
import { asNewRecord, readLoanRecord } from '../../src/intake/index.js';
import { agencyKey } from '../../src/iso18626/index.js';
import type { Store } from '../../src/storage/engine/store.js';
import type { LoanKey, UseCase } from '../../src/storage/index.js';
import { agencyFrom, importPeers, readPeersFile } from '../../src/peers/index.js';
import { Calendar } from './calendar.js';
import { dice } from './chance.js';
import { count } from './count.js';
import { memoryDurable } from './durable.js';
import { faultPlan, type FaultPlan } from './faults.js';
import { House, type HouseParts } from './house.js';
import type { Life } from './life.js';
import { Network } from './network.js';
import { agencyOf, nameOf, peersOf, speakingOf, type Speaking } from './peers.js';
import { plannedLoan, type PlannedLoan } from './records.js';
import { visitName } from './staff/desk.js';
import { LETTERS_FROM } from './staff/letters.js';
import { Staff, type StaffParts } from './staff/staff.js';
import { acceptsCommonOffers, settingsFor, takePolicy, termsOfHouse } from './terms.js';

export interface WorldOptions {
  seed: number;
  houses: number;
  /** Numbers of the loans. */
  loans: readonly number[];
  /** Over how many virtual days the loans begin. */
  days?: number;
  /** Share of the loans to which everything happens by chance; the others mostly go as loans go. */
  eventful?: number;
  /** How all houses speak with each other; by chance where nothing is said. */
  speaking?: Speaking;
  /** Faults by kind or by name, and visits of staff by name, that do not happen. */
  without?: ReadonlySet<string>;
  durable?: (house: string) => HouseParts['durable'];
  /** For tests that break something on purpose. */
  breaks?: Breaks;
  /** Told after each event. */
  progress?: (world: World) => void | Promise<void>;
}

/** Defects that tests plant: the simulation has to find them. */
export interface Breaks {
  store?: (store: Store, house: string) => Store;
  useCase?: <Result>(useCase: UseCase<Result>, house: string) => UseCase<Result>;
  post?: (post: HouseParts['post']) => HouseParts['post'];
}

const EVENTFUL = 0.2;
const STARTS_AT = '2026-03-02T08:00:00.000Z';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const settings = readSettings({ file: new URL('settings.json', import.meta.url).pathname, env: {} });
const person = { kind: 'person', id: 'operator' } as const;
/** Turns of the event loop without any work after which everything that an event set going is done. */
const QUIET_TURNS = 3;

/** A world of libraries: houses, network and staff on one calendar. The same options give the same world. */
export class World {
  readonly options: WorldOptions;
  readonly calendar = new Calendar(STARTS_AT);
  readonly faults: FaultPlan;
  readonly houses = new Map<string, House>();
  readonly network: Network;
  readonly staff: Staff;
  readonly loans: readonly PlannedLoan[];
  /** What was logged as an error: faults of the program. */
  readonly errors: string[] = [];
  /** Acts of staff by verb and outcome. */
  readonly acts = new Map<string, number>();
  /** Visits at which staff acted, in their order. */
  readonly visits = new Set<string>();
  /** Visits at which nobody did what there was to do. */
  forgotten = 0;
  /** Under which policies houses were, each time that one began with it or took it. */
  readonly policies = new Map<string, number>();
  readonly loanOfId = new Map<string, number>();
  readonly #loanOfRequest = new Map<string, number>();
  readonly #sides = new Map<number, number>();
  readonly #busy = new Set<Life>();
  readonly #changed = new Set<House>();
  events = 0;

  constructor(options: WorldOptions) {
    const { seed, houses, loans, without = new Set<string>() } = options;
    this.options = options;
    this.faults = faultPlan(seed, without);
    this.loans = loans.map((number) => plannedLoan(seed, number, houses));
    this.network = new Network({
      calendar: this.calendar,
      faults: this.faults,
      houseOf: (name) => this.houseOf(name),
      speaking(one, other) {
        const { edition, profile = 'plain' } = options.speaking ?? speakingOf(seed, one, other);
        return `${edition} ${profile}`;
      },
      loanOf: (requestId, from) => this.#loanOf(requestId, from),
      taken: (request) => this.#taken(request),
    });
    this.staff = new Staff({
      ...{ seed, calendar: this.calendar, without, faults: this.faults },
      acted: (what) => this.#acted(what),
      forgot: () => (this.forgotten += 1),
    });
  }

  houseOf(name: string): House {
    const house = this.houses.get(name);
    if (house === undefined) throw new Error(`there is no house ${name}`);
    return house;
  }

  /** Lets everything happen until nothing is going to happen any more. */
  async run(): Promise<void> {
    const { days = Math.max(20, Math.min(90, this.loans.length / 40)) } = this.options;
    await this.#build(days);
    for (const loan of this.loans)
      this.calendar.in(loan.begins * days * DAY_MS, `loan ${loan.number}`, () => void this.#handIn(loan));
    await this.#quiet();
    while (this.calendar.step()) {
      this.events += 1;
      await this.#quiet();
      await this.#setAlarms();
      await this.options.progress?.(this);
    }
  }

  /** Only the houses that the loans name are there: the others would do nothing. */
  async #build(days: number): Promise<void> {
    const { seed, houses, speaking } = this.options;
    for (const number of housesOf(this.loans)) {
      const house = await House.build(this.#partsOf(number));
      this.houses.set(house.name, house);
      const entries = readPeersFile(peersOf(seed, number, { houses, speaking }), { allowPlainHttp: true });
      await house.commit(importPeers(entries, { actor: person, ring: house.ground.ring }));
      await this.#settle(house, days);
    }
  }

  /** What the house goes by from its first day on, and what it takes up later. */
  async #settle(house: House, days: number): Promise<void> {
    const { profile, rule, changes } = termsOfHouse(this.options.seed, house.number);
    count(this.policies, profile);
    if (rule) await house.commit(acceptsCommonOffers);
    for (const [index, change] of changes.entries())
      this.calendar.in(
        change.at * days * DAY_MS,
        `terms ${house.name} ${index}`,
        () => void this.#change(house, change.profile),
      );
  }

  /** A house that is down takes it up when it is there again. */
  async #change(house: House, profile: PolicyProfileName): Promise<void> {
    if (!house.isUp) {
      this.calendar.in(HOUR_MS, `terms ${house.name}`, () => void this.#change(house, profile));
      return;
    }
    await house.commit(takePolicy(profile, termsOfHouse(this.options.seed, house.number).profile));
    await house.replan();
    count(this.policies, profile);
  }

  #partsOf(number: number): HouseParts {
    const { seed, durable, breaks = {} } = this.options;
    const name = nameOf(number);
    const post: HouseParts['post'] = (from, life, to, body) => this.network.post(from, life, to, body);
    return {
      ...{ name, number, seed, calendar: this.calendar, breaks },
      ...{ busy: this.#busy, changed: this.#changed },
      settings: {
        ...settingsFor(settings, termsOfHouse(seed, number)),
        ...{ name, agencies: [{ id: agencyOf(number), aliases: [], name }] },
      },
      durable: durable?.(name) ?? ((_ring, unwrap) => Promise.resolve(memoryDurable(unwrap))),
      post: breaks.post?.(post) ?? post,
      downtime: (house) => dice(seed, 'downtime', number, house.deaths).between(5_000, 40 * 60_000),
      clocksDoom: (house, time) =>
        this.faults.deathAt('clocks', { loan: -1 - house.number, side: 0, number: time }),
      erred: (house, text) => void this.errors.push(`${house.name}: ${text}`),
    };
  }

  async #handIn(loan: PlannedLoan, tries = 0): Promise<void> {
    const house = this.houseOf(nameOf(loan.house));
    const again = (): void =>
      this.calendar.in(10 * 60_000, `loan ${loan.number} again`, () => void this.#handIn(loan, tries + 1));
    if (!house.isUp) {
      again();
      return;
    }
    house.doom = this.faults.deathAt('intake', { loan: loan.number, side: 0, number: tries });
    const id = await house.unlessItDies(this.#accept(house, loan)).catch(() => undefined);
    house.doom = undefined;
    // Handed in again where nothing was heard, as the library's own system does.
    if (id === undefined) {
      again();
      return;
    }
    this.loanOfId.set(id, loan.number);
    const key: LoanKey = { by: 'id', id };
    this.staff.lookAfter({ house, key, loan: loan.number, side: 0, isPlain: this.#isPlain(loan.number) });
  }

  async #accept(house: House, { record, number }: PlannedLoan): Promise<string> {
    const { life, directory } = house;
    const read = readLoanRecord(record, { line: number + 1 });
    if (!read.ok) throw new Error(`the record ${number} is none: ${JSON.stringify(read.faults)}`);
    const named = asNewRecord(read.record, namesIn(directory));
    if (!named.ok) throw new Error(`the record ${number} is none: ${named.reason}`);
    const given = {
      record: named.record,
      handedIn: named.handedIn,
      actor: person,
      source: 'imports' as const,
    };
    const answer = await house.commit(acceptLoanRecord(given, house.ground.context));
    if (!('loan' in answer)) throw new Error(`the record ${number} was not accepted: ${answer.kind}`);
    if ('owed' in answer && !life.isOver) house.pump.wake(answer.owed);
    return answer.loan;
  }

  async #loanOf(requestId: string, from: House): Promise<number | undefined> {
    const known = this.#loanOfRequest.get(requestId);
    if (known !== undefined) return known;
    const [transaction] = await from.durable.transactions('requester', requestId);
    if (transaction === undefined) return undefined;
    const loan = this.loanOfId.get(transaction.loan) ?? (await this.#loanOfRecord(transaction.loan, from));
    if (loan !== undefined) this.#loanOfRequest.set(requestId, loan);
    return loan;
  }

  /** A record whose acceptance nobody has heard of, since the process died over it. */
  async #loanOfRecord(id: string, house: House): Promise<number | undefined> {
    const [entry] = await house.durable.entries(id);
    const record = entry?.changes.find(({ aggregate }) => aggregate === 'loan-record')?.set;
    const libraryId = record?.['libraryId'];
    return typeof libraryId === 'string' ? Number(libraryId.slice(2)) : undefined;
  }

  #taken(request: { loan: number; requestId: string; supplier: House; requester: House }): void {
    const { loan, requestId, supplier, requester } = request;
    const name = `taken ${requestId}`;
    if (this.#loanOfRequest.has(name)) return;
    this.#loanOfRequest.set(name, loan);
    const side = (this.#sides.get(loan) ?? 0) + 1;
    this.#sides.set(loan, side);
    const key: LoanKey = {
      by: 'transaction',
      role: 'supplier',
      requestingKey: keyOf(requester),
      supplyingKey: keyOf(supplier),
      requestId,
    };
    this.staff.lookAfter({ house: supplier, key, loan, side, isPlain: this.#isPlain(loan) });
  }

  #isPlain(loan: number): boolean {
    const { seed, eventful = EVENTFUL } = this.options;
    return dice(seed, 'plain', loan).happens(1 - eventful);
  }

  #acted({ desk, visit, verb, outcome }: Parameters<StaffParts['acted']>[0]): void {
    // What is written down from a letter is no choice of anybody: it cannot be left out.
    if (visit < LETTERS_FROM) this.visits.add(visitName(desk, visit));
    count(this.acts, `${verb} ${outcome}`);
  }

  /** What a house that is down has due it looks for when it is up again. */
  async #setAlarms(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const house of changed) await house.setAlarm();
  }

  /** Until everything that the event set going is done, or waits for a later one. */
  async #quiet(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      for (const life of this.#busy) {
        await life.idle();
        quiet = 0;
      }
    }
  }
}

function housesOf(loans: readonly PlannedLoan[]): number[] {
  return [...new Set(loans.flatMap(({ house, suppliers }) => [house, ...suppliers]))].sort((a, b) => a - b);
}

function keyOf(house: House): string {
  return agencyKey(agencyFrom({ id: agencyOf(house.number), aliases: [] }).agencyId);
}

function namesIn(directory: House['directory']): Parameters<typeof asNewRecord>[1] {
  const idOf = (written: string): Parameters<House['directory']['agency']>[0] => {
    const colon = written.indexOf(':');
    return { agencyIdType: { value: written.slice(0, colon) }, agencyIdValue: written.slice(colon + 1) };
  };
  const [only] = directory.ourAgencies;
  return {
    ours: (written) => directory.ours(idOf(written)),
    onlyAgency:
      only === undefined ? undefined : `${only.agencyId.agencyIdType.value}:${only.agencyId.agencyIdValue}`,
    theirs: (written) => directory.agency(idOf(written)),
  };
}
