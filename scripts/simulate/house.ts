import { buildGround, deriveBy, type Ground } from '../../src/composition/ground.js';
import type { Settings } from '../../src/config/index.js';
import { Replanner, strikeClocks } from '../../src/exchange/index.js';
import {
  buildDoor,
  buildInbound,
  buildRejectionLog,
  type Answered,
  type Inbound,
  type RejectionLog,
} from '../../src/inbound/index.js';
import { createSigningKey } from '../../src/ledger/index.js';
import { buildPump, type Pump } from '../../src/outbound/index.js';
import { buildPeerTrust, type PeerDirectory } from '../../src/peers/index.js';
import type { Logger, PostOutcome } from '../../src/platform/index.js';
import { BatchCommitter } from '../../src/storage/engine/committer.js';
import { CannotWrite } from '../../src/storage/engine/store.js';
import { StoreUnavailable } from '../../src/storage/store-trouble.js';
import type { Committer, Directory, Faults, UseCase } from '../../src/storage/index.js';
import { generateWrappingKey, type Unwrap, type WrappingKeyRing } from '../../src/vault/index.js';
import type { Calendar } from './calendar.js';
import { seededBytes, seededIds } from './chance.js';
import type { Durable } from './durable.js';
import type { Doom } from './faults.js';
import { keptKeys } from './kept-keys.js';
import { counted, Died, Life, lookAround, mortal } from './life.js';
import type { Breaks } from './world.js';

export interface HouseParts {
  name: string;
  number: number;
  seed: number;
  settings: Settings;
  calendar: Calendar;
  durable: (ring: WrappingKeyRing, unwrap: Unwrap) => Promise<Durable>;
  breaks: Breaks;
  /** The way out: posts the bytes to the house of that name. */
  post: (from: House, life: Life, to: string, body: Buffer) => Promise<PostOutcome>;
  /** How long a process that died stays away, in milliseconds. */
  downtime: (house: House) => number;
  /** What goes wrong over the clocks, the how many-th time that they are looked at. */
  clocksDoom: (house: House, number: number) => Doom | undefined;
  /** Lives whose work is under way, of all houses. */
  busy: Set<Life>;
  /** Houses in which something was committed since their alarm was set. */
  changed: Set<House>;
  /** A fault of the program: something was logged as an error. */
  erred: (house: House, text: string) => void;
}

/** One process of a library's gateway: the real committer, way in and way out. */
interface Process {
  life: Life;
  committer: Committer;
  rows: () => Directory;
  directory: () => PeerDirectory;
  inbound: Inbound;
  pump: Pump;
  rejections: RejectionLog;
  replanner: Replanner;
}

const AGAIN_MS = 60_000;
const CLOCKS_AT_ONCE = 100;

/** A library: what is durable, and the process that works on it, which may die and be started again. */
export class House {
  readonly name: string;
  readonly number: number;
  readonly ground: Ground;
  readonly durable: Durable;
  /** Deaths so far. */
  deaths = 0;
  doom: Doom | undefined;
  #process: Process | undefined;
  #alarmAt = Infinity;
  #alarms = 0;
  #hinderedUntil = 0;
  readonly #parts: HouseParts;
  readonly #unwrap: Unwrap;
  readonly #newId: () => string;
  readonly #randomBytes: (size: number) => Buffer;
  /** Told when the process dies: whoever waits for its answer hears that the line broke. */
  readonly #broken = new Set<() => void>();

  static async build(parts: HouseParts): Promise<House> {
    const random = seededBytes(parts.seed, `keys of ${parts.name}`);
    const ring = { current: generateWrappingKey(random), older: [] };
    const unwrap = keptKeys(ring);
    const house = new House(parts, await parts.durable(ring, unwrap), { ring, unwrap });
    await house.start();
    return house;
  }

  private constructor(parts: HouseParts, durable: Durable, keys: { ring: WrappingKeyRing; unwrap: Unwrap }) {
    const { name, number, seed, settings, calendar } = parts;
    this.#parts = parts;
    this.name = name;
    this.number = number;
    this.durable = durable;
    this.#unwrap = keys.unwrap;
    this.#newId = seededIds(number, () => calendar.now);
    this.#randomBytes = seededBytes(seed, `bytes of ${name}`);
    const signingKey = createSigningKey(name, seededBytes(seed, `signing of ${name}`));
    this.ground = buildGround(settings, {
      clock: calendar.clock,
      log: this.#logger(),
      keys: { ring: keys.ring, signingKey },
    });
  }

  get isUp(): boolean {
    return this.#process !== undefined;
  }

  get life(): Life {
    return this.#running().life;
  }

  get pump(): Pump {
    return this.#running().pump;
  }

  get directory(): PeerDirectory {
    return this.#running().directory();
  }

  /** The root rows as the newest commit left them. */
  get directoryRows(): Directory {
    return this.#running().rows();
  }

  commit<Result>(useCase: UseCase<Result>): Promise<Result> {
    this.#change();
    return this.#running().committer.commit(useCase);
  }

  async start(): Promise<void> {
    const process = this.#begin();
    this.#process = process;
    // The first commit reads the root rows and the peers' lines.
    await process.committer.commit(lookAround);
  }

  /** Takes a message from the wire; answers nothing where the process dies over it. */
  async receive(body: Buffer, from: string): Promise<Answered | undefined> {
    const { inbound } = this.#running();
    try {
      return await this.unlessItDies(this.#answer(inbound, { body, from }));
    } finally {
      this.doom = undefined;
    }
  }

  /** What the process answers; nothing where it dies before. */
  unlessItDies<Result>(answer: Promise<Result>): Promise<Result | undefined> {
    const { life } = this.#running();
    return new Promise((resolve, reject) => {
      const tellBroken = (): void => resolve(undefined);
      this.#broken.add(tellBroken);
      answer
        .then((result) => resolve(life.isOver ? undefined : result), reject)
        .finally(() => this.#broken.delete(tellBroken));
    });
  }

  async #answer(inbound: Inbound, { body, from }: { body: Buffer; from: string }): Promise<Answered> {
    const admission = await inbound.admit({ address: from, isPrivate: true, headers: {} });
    if (admission.kind === 'not-admitted') return { statusCode: admission.statusCode };
    try {
      return await inbound.receive({ body, admitted: admission });
    } finally {
      admission.done();
    }
  }

  /** Sets the alarm to what is due next by the clocks and by the schedule of redelivery. */
  async setAlarm(): Promise<void> {
    if (!this.isUp) return;
    const { clock, head } = await this.durable.next();
    const { now } = this.#parts.calendar;
    // What is due already is under way, or hindered: by a breaker, or by what is on the wire.
    for (const at of [clock, head])
      if (at !== undefined) this.#alarm(Date.parse(at) > now ? Date.parse(at) : this.#hinderedUntil);
  }

  #alarm(moment: number): void {
    const { calendar } = this.#parts;
    const at = Math.max(moment, calendar.now + 1);
    if (at >= this.#alarmAt) return;
    this.#alarmAt = at;
    calendar.at(at, `alarm ${this.name}`, () => {
      if (this.#alarmAt !== at) return;
      this.#alarmAt = Infinity;
      if (this.isUp) void this.#runJobs();
    });
  }

  /** Counts all clocks anew where what they count by has changed, as the job of that name does. */
  async replan(): Promise<void> {
    const { life, replanner } = this.#running();
    await life.during(() => replanner.run(this.#parts.calendar.clock.now()));
  }

  /** What Agenda would run: `replan`, `clocks`, then `redeliver`. What is still due afterwards waits for a minute. */
  async #runJobs(): Promise<void> {
    const { life, committer, pump, rejections, replanner } = this.#running();
    const { calendar } = this.#parts;
    const now = calendar.clock.now();
    const work = life.during(async () => {
      await rejections.flush(now);
      await replanner.run(now);
      const { clock } = await this.durable.next();
      for (let isFull = clock !== undefined && clock <= now.toISOString(); isFull;) {
        this.doom = this.#parts.clocksDoom(this, (this.#alarms += 1));
        const struck = await committer.commit(
          strikeClocks({ now, limit: CLOCKS_AT_ONCE }, this.ground.context),
        );
        this.doom = undefined;
        pump.wake(struck.owed);
        isFull = struck.full;
      }
      await pump.redeliver(now);
    });
    // What could not be written is done when the jobs run again.
    await work.catch((thrown: unknown) => {
      this.doom = undefined;
      if (!(thrown instanceof StoreUnavailable || thrown instanceof Died)) throw thrown;
    });
    this.#hinderedUntil = calendar.now + AGAIN_MS;
    this.#change();
  }

  #change(): void {
    this.#parts.changed.add(this);
  }

  #die(life: Life): never {
    life.end();
    this.deaths += 1;
    this.#process = undefined;
    this.#alarmAt = Infinity;
    for (const tell of this.#broken) tell();
    this.#broken.clear();
    this.#parts.calendar.in(this.#parts.downtime(this), `start ${this.name}`, () => {
      void this.start().then(() => this.#runJobs());
    });
    throw new Died(this.name);
  }

  #running(): Process {
    if (this.#process === undefined) throw new Error(`${this.name} is down`);
    return this.#process;
  }

  #begin(): Process {
    const life = new Life(this.#parts.busy);
    const { settings, context, clock, log } = this.ground;
    const inner = new BatchCommitter({
      store: mortal(this.#parts.breaks.store?.(this.durable.store, this.name) ?? this.durable.store, life),
      unwrap: this.#unwrap,
      derive: deriveBy(this.ground),
      bounds: settings.queues,
      ...{ clock, log: this.#logger(life) },
      newId: this.#newId,
      randomBytes: this.#randomBytes,
      faults: this.#faults(life),
      isAlone: !this.durable.readsAnew,
    });
    const committer = counted(this.#orBroken(inner), life, () => this.#change());
    const directory = (): PeerDirectory => this.ground.directoryOf(inner.directory);
    const trust = buildPeerTrust({ directory, read: () => Promise.resolve(undefined), log });
    const door = buildDoor({
      settings: settings.peers,
      bodyLimitBytes: settings.server.bodyLimitBytes,
      allowPlainHttp: settings.outbound.allowPlainHttp,
      ...{ clock, directory },
      gate: () => trust.gate(),
    });
    const rejections = buildRejectionLog({ committer, context, log });
    const pump = this.#buildPump({ life, committer, directory, trust });
    const inbound = buildInbound({
      ...{ committer, context, clock, log: this.#logger(life), rejections, directory, door },
      transactions: (role, requestId) => life.during(() => this.durable.transactions(role, requestId)),
      wake: (deliveries) => pump.wake(deliveries),
      observed: () => undefined,
    });
    const replanner = new Replanner({ committer, readers: { loans: this.durable } }, directory);
    return { life, committer, rows: () => inner.directory, directory, inbound, pump, rejections, replanner };
  }

  /** As it is, unless a test plants a defect in what it is given. */
  #orBroken(committer: Committer): Committer {
    const { useCase: broken } = this.#parts.breaks;
    if (broken === undefined) return committer;
    return { commit: (useCase) => committer.commit(broken(useCase, this.name)) };
  }

  #buildPump(parts: {
    life: Life;
    committer: Committer;
    directory: () => PeerDirectory;
    trust: ReturnType<typeof buildPeerTrust>;
  }): Pump {
    const { life, committer, directory, trust } = parts;
    const { settings, context, clock } = this.ground;
    const { calendar, post } = this.#parts;
    return buildPump({
      ...{ committer, context, clock, log: this.#logger(life), directory },
      readers: {
        peersWithDueHeads: (now) => life.during(() => this.durable.peersWithDueHeads(now)),
        body: (id) => life.during(() => this.durable.body(id)),
        lines: () => life.during(() => this.durable.lines()),
      },
      fetchOut: {
        post: (line, { body }) => post(this, life, line, body),
        close: () => Promise.resolve(),
      },
      settings: settings.outbound,
      stopwatch: () => calendar.now,
      process: this.#newId(),
      isAlone: true,
      outgoing: (peer) => trust.outgoing(peer),
      wait: (milliseconds) =>
        new Promise((resolve) => calendar.in(milliseconds, `wait ${this.name}`, resolve)),
    });
  }

  #faults(life: Life): Faults {
    return (point) => {
      if (this.doom === undefined || life.isOver) return;
      if (this.doom === 'cannot-write' && point === 'before-write') {
        this.doom = undefined;
        throw new CannotWrite('the disk is full');
      }
      if (this.doom === `dies-${point}`) {
        this.doom = undefined;
        this.#die(life);
      }
    };
  }

  /** What a process that died still says is nobody's. */
  #logger(life?: Life): Logger {
    return {
      error: (text, facts) => {
        if (life?.isOver === true || text === 'the store cannot write') return;
        this.#parts.erred(this, `${text} ${JSON.stringify(facts ?? {})}`);
      },
      warn: () => undefined,
      info: () => undefined,
      debug: () => undefined,
    };
  }
}
