import { reasonOf, type Clock, type Logger } from '../../platform/index.js';
import type { Unwrap } from '../../vault/index.js';
import { StoreBusy, StoreUnavailable } from '../store-trouble.js';
import type { Committer, Directory, Moment, PeerLine, UseCase } from '../use-case.js';
import type { BatchMap, Known } from './batch-map.js';
import { BatchRows } from './batch-rows.js';
import type { Derive } from './columns.js';
import { KeptLoans } from './kept-loans.js';
import { LedgerEdge, type Grown } from './ledger-edge.js';
import { loadBatch, needsOf, nothingKnown, refresh } from './load.js';
import { WorkQueue, type Bounds, type Waiting } from './queue.js';
import { stage } from './stage.js';
import { CannotWrite, Conflict, type Edge, type Store, type Turn } from './store.js';

/** Where tests may stop a batch: a hook that throws is a crash or a lost answer at that point. */
export type FaultPoint = 'before-write' | 'before-commit' | 'after-commit';
export type Faults = (point: FaultPoint) => void | Promise<void>;

export interface EngineOptions {
  store: Store;
  unwrap: Unwrap;
  derive: Derive;
  bounds: Bounds;
  clock: Clock;
  newId: () => string;
  randomBytes: (size: number) => Buffer;
  log: Logger;
  /** No other process serves this store: what a batch has left need not be read again. */
  isAlone?: boolean;
  faults?: Faults;
}

const mostInBatch = 256;
const mostBytes = 4 * 1024 * 1024;
const mostTries = 3;
const retryAfterSeconds = 5;

/** How one use case of a batch ended, told when the batch is durable. */
type Decided = { work: Waiting; result: unknown } | { work: Waiting; thrown: unknown };

/**
 * Makes what use cases decide durable, many with one fsync (architecture 3.1). While one batch is written, the next
 * queues up; it never waits for more. What fails, fails small.
 */
export class BatchCommitter implements Committer {
  readonly #options: EngineOptions;
  readonly #queue: WorkQueue;
  readonly #ledger = new LedgerEdge();
  readonly #kept: KeptLoans | undefined;
  #known: Known = nothingKnown;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#queue = new WorkQueue(options.bounds);
    this.#kept = options.isAlone === true ? new KeptLoans() : undefined;
  }

  /** The root rows as the newest batch left them. */
  get directory(): Directory {
    return this.#known.directory;
  }

  get lines(): ReadonlyMap<string, PeerLine> {
    return this.#known.lines;
  }

  /** How much waits. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Rejects with `StoreBusy`, `StoreUnavailable`, or what `decide` threw. */
  commit<Result>(useCase: UseCase<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#isClosed) return reject(new StoreUnavailable('the gateway is stopping', retryAfterSeconds));
      // Where the queue is full it throws, and that rejects.
      this.#queue.add({ useCase, resolve: resolve as (result: unknown) => void, reject });
      this.#running ??= this.#run();
    });
  }

  /** All rows were written by other hands than its own: each loan is read again. */
  forget(): void {
    this.#kept?.forget();
  }

  /** Takes no more work; resolves when what waits is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that what arrived together is written together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#all(this.#queue.take(mostInBatch));
    this.#running = undefined;
  }

  async #all(work: readonly Waiting[], tries = 1): Promise<void> {
    let rest = work;
    try {
      while (rest.length > 0) rest = await this.#batch(rest);
    } catch (thrown) {
      await this.#afterFailure(rest, { thrown, tries });
    }
  }

  async #afterFailure(
    work: readonly Waiting[],
    { thrown, tries }: { thrown: unknown; tries: number },
  ): Promise<void> {
    if (thrown instanceof CannotWrite) {
      this.#options.log.error('the store cannot write', { cause: reasonOf(thrown), refused: work.length });
      const refusal = new StoreUnavailable(
        `the store cannot write: ${thrown.message}`,
        retryAfterSeconds,
        thrown,
      );
      for (const { reject } of work) reject(refusal);
    } else if (work.length > 1) {
      const half = Math.ceil(work.length / 2);
      await this.#all(work.slice(0, half));
      await this.#all(work.slice(half));
    } else if (!(thrown instanceof Conflict)) work[0]?.reject(thrown);
    else if (tries < mostTries) await this.#all(work, tries + 1);
    else work[0]?.reject(new StoreBusy('others wrote the same rows at every try', retryAfterSeconds, thrown));
  }

  /** One turn of the store. Answers what it had no room for. */
  async #batch(work: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { store, unwrap } = this.#options;
    const turn = await store.begin();
    try {
      const asked = needsOf(work.map(({ useCase }) => useCase.needs));
      const { edge, resolved } = await turn.look(asked);
      const known = await refresh(this.#known, edge, turn);
      this.#kept?.begin(edge.head.size);
      const map = await loadBatch(asked, { turn, resolved, known, unwrap, kept: this.#kept });
      const { decided, rows } = this.#decideAll(work, map, edge);
      await this.#end(turn, { rows, map, known, size: edge.head.size });
      for (const each of decided) tell(each);
      return work.slice(decided.length);
    } catch (thrown) {
      this.#kept?.forget();
      await turn.rollback();
      throw thrown;
    }
  }

  #decideAll(work: readonly Waiting[], map: BatchMap, edge: Edge): { decided: Decided[]; rows: BatchRows } {
    const rows = new BatchRows(edge.head.size);
    const decided: Decided[] = [];
    for (const each of work) {
      if (rows.bytes > mostBytes) break;
      decided.push(this.#decide(each, { map, rows, edge }));
    }
    return { decided, rows };
  }

  #decide(work: Waiting, batch: { map: BatchMap; rows: BatchRows; edge: Edge }): Decided {
    const { map, rows, edge } = batch;
    try {
      const outcome = work.useCase.decide(map, this.#moment(edge));
      const { derive } = this.#options;
      const staged = stage(map, outcome, { size: rows.lastSeq, derive, keeps: this.#kept !== undefined });
      map.accept(staged);
      rows.add(staged, outcome);
      return { work, result: outcome.result };
    } catch (thrown) {
      return { work, thrown };
    }
  }

  async #end(turn: Turn, batch: Batch): Promise<void> {
    const { rows, map, known } = batch;
    if (rows.isEmpty) {
      await turn.rollback();
      this.#known = known;
      this.#keep(batch, batch.size);
      return;
    }
    const writes = rows.finish(map);
    await this.#options.faults?.('before-write');
    let grown: Grown | undefined;
    if (rows.hasEntries || rows.changesWhatIsKnown)
      await turn.write(writes, async (edge) => {
        refuseStale(batch, edge);
        const placed = rows.placedAfter(edge.head.size);
        if (rows.hasEntries) grown = await this.#ledger.grow(turn, edge.head, placed.leaves);
        return {
          ...(rows.hasEntries ? placed.writes : {}),
          ...rows.versions(versionsAfter(batch)),
          ...(grown === undefined ? {} : ledgerRows(grown)),
        };
      });
    else await turn.write(writes);
    if (rows.destroyed.size > 0) await turn.destroyKeys([...rows.destroyed]);
    await this.#options.faults?.('before-commit');
    await this.#commit(turn, rows);
    if (grown !== undefined) this.#ledger.keep(grown);
    this.#keep(batch, grown?.head.size ?? batch.size);
    const { roots, lines, directory } = map;
    this.#known = { roots, lines, directory, ...versionsAfter(batch) };
  }

  #keep({ map, rows }: Batch, size: number): void {
    this.#kept?.keep(map.loans, { size, taken: rows.keysTaken });
  }

  async #commit(turn: Turn, rows: BatchRows): Promise<void> {
    try {
      await turn.commit();
      await this.#options.faults?.('after-commit');
    } catch (thrown) {
      await turn.rollback();
      const first = rows.firstEntry;
      if (first !== undefined && (await this.#options.store.holds(first.seq, first.text))) return;
      if (thrown instanceof CannotWrite || thrown instanceof Conflict) throw thrown;
      throw new CannotWrite('COMMIT was not answered', { cause: thrown });
    }
  }

  #moment({ storeNow }: Edge): Moment {
    const { clock, newId, randomBytes } = this.#options;
    return { now: clock.now(), newId, randomBytes, ...(storeNow === undefined ? {} : { storeNow }) };
  }
}

/** What one turn of the store has read and decided. */
interface Batch {
  rows: BatchRows;
  map: BatchMap;
  known: Known;
  /** Of the ledger, when it was read. */
  size: number;
}

function versionsAfter({ map, known }: Batch): { rootsVersion: number; linesVersion: number } {
  return {
    rootsVersion: map.roots === known.roots ? known.rootsVersion : map.directory.version,
    linesVersion: known.linesVersion + (map.lines === known.lines ? 0 : 1),
  };
}

/** What each process holds in memory may have been changed by another since this batch read it: it must read again. */
function refuseStale({ map, known }: Batch, edge: Edge): void {
  const isStale =
    (map.roots !== known.roots && edge.rootsVersion !== known.rootsVersion) ||
    (map.lines !== known.lines && edge.linesVersion !== known.linesVersion);
  if (isStale) throw new Conflict('another process has changed what this batch was decided on');
}

function ledgerRows({ head, tiles }: Grown): object {
  return {
    ledger_head: [{ id: 1, size: head.size, peaks: JSON.stringify(head.peaks) }],
    ...(tiles.length === 0
      ? {}
      : { tiles: tiles.map(({ level, index, hashes }) => ({ level, idx: index, hashes })) }),
  };
}

function tell(decided: Decided): void {
  if ('thrown' in decided) decided.work.reject(decided.thrown);
  else decided.work.resolve(decided.result);
}
