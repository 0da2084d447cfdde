import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const room = join(import.meta.dirname, '../../../src/storage');

/** What Sequelize does on SQLite must not be reached for by mistake. */
const traps: [string, RegExp][] = [
  ['a transaction of Sequelize’s, which opens a connection without our settings', /\.transaction\(/],
  ['sync(), which changes the shape without a migration', /\.sync\(/],
  ['a change of a column that copies the table and loses its checks', /(change|remove|rename)Column/],
  ['hooks that never fire on SQLite', /(after|before)Connect/],
];

describe('the source of storage', () => {
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  for (const [trap, pattern] of traps)
    it(`has no use of ${trap}`, () => {
      const found = files.filter((file) => pattern.test(readFileSync(join(room, file), 'utf8')));
      expect(files.length).to.be.greaterThan(20);
      expect(found).to.deep.equal([]);
    });
});
