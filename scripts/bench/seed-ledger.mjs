import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../dist/config/index.js';
import { entryText, GrowingTree, leafHash, tileOf, tileRoot, tilesFilled } from '../../dist/ledger/index.js';
import { migrateUp, openDatabase, openSigningKey, openWrappingKeys } from '../../dist/storage/index.js';

const AT_ONCE = 5000;

/** Settings of a gateway whose ledger is seeded and that is never started. */
export function settingsOf(folder) {
  const file = join(folder, 'ledger.json');
  if (!existsSync(file))
    writeFileSync(
      file,
      JSON.stringify({
        name: 'bench',
        agencies: [{ id: 'ISIL:XX-BENCH', name: 'Bench' }],
        database: { path: 'ledger.sqlite' },
        keys: { wrappingKeyFile: 'wrapping.key', signingKeyFile: 'signing.key' },
        log: { level: 'silent' },
      }),
    );
  return readSettings({ file, env: {} });
}

/** Fills a database up to so many entries of plausible kinds and sizes, sealed as the gateway seals them. Answers its path. */
export async function seedLedger(folder, count) {
  const settings = settingsOf(folder);
  const { path } = settings.database;
  openWrappingKeys({ file: settings.keys.wrappingKeyFile });
  const { verifierKey } = openSigningKey({ file: settings.keys.signingKeyFile, name: settings.name });
  const database = await openDatabase(path);
  await migrateUp(database);
  const tree = new GrowingTree();
  const levels = [];
  const known = await database.all('SELECT leaf_hash AS hash FROM entries ORDER BY seq');
  known.forEach(({ hash }, at) => {
    const leaf = Buffer.from(hash, 'hex');
    grow(levels, leaf, [], at + 1);
    tree.push(leaf);
  });
  for (let made = known.length; made < count; made += AT_ONCE) {
    const rows = [];
    const tiles = [];
    for (let seq = made + 1; seq <= Math.min(count, made + AT_ONCE); seq += 1) {
      const text = entryText(seq === 1 ? keyEntry(verifierKey) : entryAt(seq), seq);
      const leaf = leafHash(text);
      grow(levels, leaf, tiles, seq);
      tree.push(leaf);
      rows.push([seq, text, leaf.toString('hex')]);
    }
    await database.turn(async (writer) => {
      await writer.run('BEGIN IMMEDIATE');
      await writer.run(
        `INSERT INTO entries (seq, kind, at, loan_id, leaf_hash, text)
         SELECT json_extract(value, '$[0]'), json_extract(json_extract(value, '$[1]'), '$.kind'), json_extract(json_extract(value, '$[1]'), '$.at'),
                json_extract(json_extract(value, '$[1]'), '$.loan'), json_extract(value, '$[2]'), json_extract(value, '$[1]') FROM json_each($1)`,
        [JSON.stringify(rows)],
      );
      for (const { level, index, hashes } of tiles)
        await writer.run('INSERT INTO tiles (level, idx, hashes) VALUES ($1, $2, $3)', [
          level,
          index,
          hashes,
        ]);
      if (made === 0)
        await writer.run(
          `INSERT INTO entry_changes (aggregate, id, version, seq) VALUES ('signing-key', 'current', 1, 1)`,
        );
      await writer.run('UPDATE ledger_head SET size = $1, peaks = $2', [
        tree.size,
        JSON.stringify(tree.head().peaks),
      ]);
      await writer.run('COMMIT');
    });
  }
  await database.close();
  return path;
}

/** Keeps what no full tile holds yet, and gives the tiles that the leaf fills. */
function grow(levels, leaf, tiles, size) {
  (levels[0] ??= []).push(leaf);
  for (const { level, index } of tilesFilled(size - 1, size)) {
    const tile = tileOf({ level, index }, levels[level]);
    tiles.push(tile);
    levels[level] = [];
    (levels[level + 1] ??= []).push(tileRoot(tile.hashes));
  }
}

function keyEntry(verifierKey) {
  return {
    ...{ kind: 'signing-key-made', at: '2026-01-01T00:00:00.000Z', actor: { kind: 'system', id: 'start' } },
    ...{ because: 'the gateway starts for the first time', facts: { verifierKey } },
    changes: [{ aggregate: 'signing-key', id: 'current', version: 1, set: { verifierKey } }],
  };
}

const kinds = ['message-received', 'message-confirmed', 'act', 'clock-struck'];
// Drawn once and turned: as little to compress as ids and hashes have.
const noise = randomBytes(1 << 16).toString('hex');

function entryAt(seq) {
  const at = new Date(Date.UTC(2026, 0, 1) + seq * 30_000).toISOString();
  const drawn = (length) => noise.slice((seq * 61 * length) % (noise.length - length)).slice(0, length);
  const loan = `01a20f59-52${String(Math.floor(seq / 200) * 20 + (seq % 20)).padStart(6, '0')}`;
  return {
    ...{
      kind: kinds[seq % kinds.length],
      at,
      because: 'The supplier has sent the item.',
      agency: 'isil:xx-bench',
    },
    actor: { kind: 'peer', id: 'south' },
    ...{ loan, transaction: `${loan}-t`, peer: 'south' },
    facts: {
      body: drawn(64),
      bytes: 1376,
      confirmed: 'OK',
      direction: 'in',
      edition: '2017',
      timestamp: at,
      what: 'RequestResponse Loaned',
    },
    changes: [
      {
        aggregate: 'transaction',
        id: `${loan}-t`,
        version: Math.ceil(seq / 100_000),
        set: {
          state: 'Loaned',
          lastChange: at,
          dueDate: at,
          answered: true,
          supplyingAgencyRequestId: drawn(26),
        },
      },
    ],
  };
}
