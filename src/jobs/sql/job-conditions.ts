import type { JobsQueryOptions, RemoveJobsOptions } from 'agenda';
import type { Sql } from '../../storage/sql.js';
import { allColumns, cast, sqlValue } from './job-row.js';

/** The values of one statement; adding one gives its marker. */
export class Binds {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  list(values: readonly unknown[]): string {
    return values.map((value) => this.add(value)).join(', ');
  }
}

type Dialect = Sql['dialect'];
interface Selection
  extends Omit<RemoveJobsOptions, 'id' | 'ids'>, Pick<JobsQueryOptions, 'search' | 'includeDisabled'> {
  id?: string;
  ids?: readonly string[];
}

/** The conditions of what a caller selects, to be joined by AND; empty when nothing was said. */
export function selecting(options: Selection, dialect: Dialect, binds: Binds): string[] {
  return [
    ...byId(options, binds),
    ...byName(options, binds),
    ...(options.search ? [`LOWER(name) LIKE ${binds.add(containing(options.search))} ESCAPE '\\'`] : []),
    ...(options.data === undefined ? [] : matchingData(options.data, dialect, binds)),
    ...(options.includeDisabled === false ? ['disabled = 0'] : []),
  ];
}

function byId({ id, ids }: Selection, binds: Binds): string[] {
  if (id) return [`id = ${binds.add(id)}`];
  return ids && ids.length > 0 ? [`id IN (${binds.list(ids)})`] : [];
}

function byName({ name, names, notNames }: Selection, binds: Binds): string[] {
  if (name) return [`name = ${binds.add(name)}`];
  if (names && names.length > 0) return [`name IN (${binds.list(names)})`];
  return notNames && notNames.length > 0 ? [`name NOT IN (${binds.list(notNames)})`] : [];
}

function containing(search: string): string {
  return `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}

/** An object selects by the fields that it has, however deep; anything else is compared whole. */
function matchingData(data: unknown, dialect: Dialect, binds: Binds): string[] {
  if (!isPlainObject(data)) return [equalsJson({ path: [], value: data }, dialect, binds)];
  return leaves(data).map((leaf) => equalsJson(leaf, dialect, binds));
}

/**
 * The condition of Agenda's `unique`: columns by field name, and paths into the data such as `data.userId`.
 * Refuses other names, and operators: they would be a way into the statement.
 */
export function matchingUnique(unique: Record<string, unknown>, dialect: Dialect, binds: Binds): string[] {
  return Object.entries(unique).map(([key, value]) => {
    const [head, ...path] = key.split('.');
    if (head === 'data') return equalsJson({ path, value }, dialect, binds);
    const column = allColumns.find(({ field }) => field === key);
    if (!column || isPlainObject(value)) throw new Error(`a job cannot be unique by ${JSON.stringify(key)}`);
    return `${column.column} IS NOT DISTINCT FROM ${cast(binds.add(sqlValue(column, value)), column)}`;
  });
}

interface Leaf {
  path: readonly string[];
  value: unknown;
}

function leaves(data: Record<string, unknown>, above: readonly string[] = []): Leaf[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const path = [...above, key];
    return isPlainObject(value) ? leaves(value, path) : [{ path, value }];
  });
}

/** Absent and null are the same, as in Agenda's other stores. */
function equalsJson({ path, value }: Leaf, dialect: Dialect, binds: Binds): string {
  const strange = path.find((step) => !/^[\w-]+$/.test(step));
  if (strange !== undefined) throw new Error(`a job's data cannot be searched by ${JSON.stringify(strange)}`);

  const json = binds.add(JSON.stringify(value));
  return dialect === 'sqlite'
    ? `COALESCE(data -> ${binds.add(['$', ...path.map((step) => `"${step}"`)].join('.'))}, 'null') = ${json}`
    : `COALESCE(CAST(data AS JSONB) #> CAST(${binds.add(`{${path.join(',')}}`)} AS TEXT[]), 'null') = CAST(${json} AS JSONB)`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
