import type { Edge } from '../engine/store.js';
import type { RowOf } from '../engine/tables.js';
import type { Writer } from './connected.js';

/** What a batch asks and how it ends, the same on both databases. Each kind says what its driver's errors mean. */
export abstract class OpenTurn {
  protected readonly writer: Writer;
  /** As the batch's look saw it. */
  protected edge: Edge | undefined;
  readonly #ended: () => void;
  readonly #meaningOf: (thrown: unknown) => Error;
  #isOpen = true;

  constructor(writer: Writer, how: { ended: () => void; meaningOf: (thrown: unknown) => Error }) {
    this.writer = writer;
    this.#ended = how.ended;
    this.#meaningOf = how.meaningOf;
  }

  roots(): Promise<RowOf<'roots'>[]> {
    return this.all('SELECT aggregate, id, version, state FROM roots');
  }

  lines(): Promise<RowOf<'peer_lines'>[]> {
    return this.all('SELECT peer, line FROM peer_lines');
  }

  async leavesAfter(seq: number): Promise<string[]> {
    const rows = await this.all<{ leaf_hash: string }>(
      'SELECT leaf_hash FROM entries WHERE seq > $1 ORDER BY seq',
      [seq],
    );
    return rows.map(({ leaf_hash: leaf }) => leaf);
  }

  tiles(level: number, from: number, to: number): Promise<RowOf<'tiles'>[]> {
    return this.all('SELECT level, idx, hashes FROM tiles WHERE level = $1 AND idx >= $2 AND idx < $3', [
      level,
      from,
      to,
    ]);
  }

  async commit(): Promise<void> {
    await this.meant(() => this.writer.run('COMMIT'));
    this.#end();
  }

  async rollback(): Promise<void> {
    if (!this.#isOpen) return;
    // The database may have rolled back by itself already: SQLite does when the disk is full.
    await this.writer.run('ROLLBACK').catch(() => undefined);
    this.#end();
  }

  protected all<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]> {
    return this.meant(() => this.writer.all<Row>(sql, bind));
  }

  /** Loans that a query names. */
  protected async find(sql: string, bind: readonly unknown[]): Promise<string[]> {
    const rows = await this.all<{ loan: string }>(sql, bind);
    return rows.map(({ loan }) => loan);
  }

  /** The work, its failure in the words of the engine. */
  protected async meant<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      throw this.#meaningOf(thrown);
    }
  }

  #end(): void {
    this.#isOpen = false;
    this.#ended();
  }
}
