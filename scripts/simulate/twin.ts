import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWorld, type WorldReport } from './run.js';
import { sqliteDurable } from './sqlite-durable.js';
import type { House } from './house.js';
import type { World, WorldOptions } from './world.js';

export interface Twins {
  /** The first line that differs, with whose ledger it is; nothing where they are the same. */
  difference?: string;
  entries: number;
  /** Of the world on SQLite. */
  report: WorldReport;
}

/** The same world in memory and on SQLite: the ledgers have to tell the same, ids apart. */
export async function ledgersDiffer(options: WorldOptions): Promise<Twins> {
  const folder = mkdtempSync(join(tmpdir(), 'lendwire-twin-'));
  try {
    const inMemory = await runWorld(options);
    const onSqlite = await runWorld({
      ...options,
      durable: (house) => (ring) => sqliteDurable(join(folder, `${house}.sqlite`), ring),
    });
    const { difference, entries } = await compare(inMemory.world, onSqlite.world);
    await Promise.all([...onSqlite.world.houses.values()].map(({ durable }) => durable.close()));
    return { entries, report: onSqlite.report, ...(difference === undefined ? {} : { difference }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(one: World, other: World): Promise<{ difference?: string; entries: number }> {
  let entries = 0;
  for (const house of one.houses.values()) {
    const [mine, theirs] = [await textsOf(house), await textsOf(other.houseOf(house.name))];
    entries += mine.length;
    const length = Math.max(mine.length, theirs.length);
    for (let at = 0; at < length; at += 1)
      if (mine[at] !== theirs[at])
        return {
          difference: `entry ${at + 1} of ${house.name}: in memory ${mine[at] ?? 'nothing'}; on SQLite ${theirs[at] ?? 'nothing'}`,
          entries,
        };
  }
  return { entries };
}

const IDS =
  /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|\b[0-9A-HJKMNP-TV-Z]{26}\b|\b[0-9a-f]{64}\b/g;

/** Canonical texts with each id, and each hash over ids, by its place in the order of appearance. */
export async function textsOf({ durable }: House): Promise<string[]> {
  const places = new Map<string, number>();
  const placeOf = (id: string): string => {
    const place = places.get(id) ?? places.size + 1;
    places.set(id, place);
    return `#${place}`;
  };
  const rows = (await durable.rows('entries')).sort((one, other) => one.seq - other.seq);
  return rows.map(({ text }) => text.replace(IDS, placeOf));
}
