import { Conflict } from '../engine/store.js';
import type { Table } from '../engine/tables.js';

export type AnyRow = Readonly<Record<string, string | number | null>>;

/** Rows that share the value of some columns. */
interface Index {
  columns: readonly string[];
  isUnique: boolean;
  keys: Map<string, Set<string>>;
}

const nothing: ReadonlySet<string> = new Set();

/** One table in memory: its rows by their key, and by the columns that they are looked up by. */
export class MemoryTable {
  readonly #name: string;
  readonly #table: Table;
  readonly #rows = new Map<string, AnyRow>();
  readonly #indexes: readonly Index[];

  constructor(name: string, table: Table, lookUps: readonly (readonly string[])[] = []) {
    this.#name = name;
    this.#table = table;
    this.#indexes = [
      ...(table.unique ?? []).map((columns) => indexOf(columns, true)),
      ...lookUps.map((columns) => indexOf(columns, false)),
    ];
  }

  /** In the order in which they came. */
  all(): AnyRow[] {
    return [...this.#rows.values()];
  }

  get(...key: readonly (string | number)[]): AnyRow | undefined {
    return this.#rows.get(key.join(BETWEEN));
  }

  /** The rows with these values in these columns, which have to be ones that it is looked up by. */
  by(columns: readonly string[], ...values: readonly (string | number)[]): AnyRow[] {
    const index = this.#indexes.find((one) => isSame(one.columns, columns));
    if (index === undefined) throw new Error(`${this.#name} is not looked up by ${columns.join(', ')}`);
    const found: AnyRow[] = [];
    for (const key of index.keys.get(values.join(BETWEEN)) ?? nothing) {
      const row = this.#rows.get(key);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  /** Throws `Conflict` where one of the rows cannot be written beside the others. */
  check(rows: readonly AnyRow[]): void {
    // What replaces its row, and has nothing unique beside its key, conflicts with nothing.
    if (this.#table.write !== 'insert' && !this.#indexes.some(({ isUnique }) => isUnique)) return;
    const written = new Map<string, AnyRow>();
    for (const row of rows) {
      const key = keyOf(row, this.#table.key);
      if (this.#table.write === 'insert' && (this.#rows.has(key) || written.has(key)))
        throw new Conflict(`UNIQUE constraint failed: ${this.#name}`);
      written.set(key, row);
    }
    for (const index of this.#indexes) if (index.isUnique) this.#refuseTwice(index, written);
  }

  write(rows: readonly AnyRow[]): void {
    for (const row of rows) {
      const key = keyOf(row, this.#table.key);
      const before = this.#rows.get(key);
      for (const index of this.#indexes) reindex(index, key, { before, row });
      this.#rows.set(key, row);
    }
  }

  delete(key: string): void {
    const before = this.#rows.get(key);
    for (const index of this.#indexes) reindex(index, key, { before, row: undefined });
    this.#rows.delete(key);
  }

  #refuseTwice({ columns, keys }: Index, written: ReadonlyMap<string, AnyRow>): void {
    const taken = new Map<string, string>();
    for (const [key, row] of written) {
      const value = valueOf(row, columns);
      if (value === undefined) continue;
      const stored = [...(keys.get(value) ?? nothing)].find((other) => other !== key && !written.has(other));
      if (stored !== undefined || (taken.get(value) ?? key) !== key)
        throw new Conflict(`UNIQUE constraint failed: ${this.#name}.${columns.join(', ')}`);
      taken.set(value, key);
    }
  }
}

const BETWEEN = '\u0000';

function indexOf(columns: readonly string[], isUnique: boolean): Index {
  return { columns, isUnique, keys: new Map() };
}

function reindex(
  { columns, keys }: Index,
  key: string,
  { before, row }: { before: AnyRow | undefined; row: AnyRow | undefined },
): void {
  const was = before === undefined ? undefined : valueOf(before, columns);
  const is = row === undefined ? undefined : valueOf(row, columns);
  if (was === is) return;
  if (was !== undefined) {
    const left = keys.get(was);
    left?.delete(key);
    if (left?.size === 0) keys.delete(was);
  }
  if (is === undefined) return;
  const there = keys.get(is);
  if (there === undefined) keys.set(is, new Set([key]));
  else there.add(key);
}

function keyOf(row: AnyRow, columns: readonly string[]): string {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) return String(row[only]);
  return columns.map((column) => row[column]).join(BETWEEN);
}

/** Nothing where one of the columns is empty: such a row is unique whatever the others hold. */
function valueOf(row: AnyRow, columns: readonly string[]): string | undefined {
  return columns.some((column) => row[column] === null) ? undefined : keyOf(row, columns);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column, at) => column === other[at]);
}
