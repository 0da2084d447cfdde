import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  migrateUp,
  openDatabase,
  webhookLines,
  type Database,
  type WebhookLine,
} from '../../../src/storage/index.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 8, minute)).toISOString();
const line: WebhookLine = { generation: 1, cursor: 5, attempts: 0, failures: 0 };

describe('the place of a webhook', () => {
  let folder: string;
  let database: Database;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-lines-'));
    database = await openDatabase(join(folder, 'x.sqlite'));
    await migrateUp(database);
  });
  after(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('is held by one process of several until its lease runs out; who has lost it writes nothing', async () => {
    const { sql } = database;
    const lines = webhookLines({
      dialect: 'postgres',
      all: (text, bind) => sql.all(text, bind),
      run: (text, bind) => sql.run(text, bind),
    });
    const stored = () =>
      database.all<{ line: string }>(`SELECT line FROM webhook_lines WHERE webhook = 'shared'`);
    expect(await lines.claim('shared', { process: 'a', now: at(0), until: at(2) })).to.be.true;
    expect(await lines.claim('shared', { process: 'b', now: at(1), until: at(3) })).to.be.false;
    expect(await lines.save('shared', line, { process: 'a', until: at(4) })).to.be.true;
    expect(await lines.claim('shared', { process: 'b', now: at(3), until: at(5) })).to.be.false;
    expect(await lines.claim('shared', { process: 'b', now: at(5), until: at(7) })).to.be.true;
    expect(await lines.save('shared', { ...line, cursor: 9 }, { process: 'a', until: at(8) })).to.be.false;
    await lines.release('shared', 'a');
    expect(await lines.claim('shared', { process: 'a', now: at(6), until: at(9) })).to.be.false;
    expect(JSON.parse((await stored())[0]!.line)).to.deep.equal(line);
    await lines.release('shared', 'b');
    expect(await lines.claim('shared', { process: 'a', now: at(6), until: at(9) })).to.be.true;
  });

  it('is free at once where one process alone serves the database: who held it before has ended', async () => {
    const lines = webhookLines(database.sql);
    expect(await lines.claim('own', { process: 'a', now: at(0), until: at(2) })).to.be.true;
    expect(await lines.claim('own', { process: 'b', now: at(0), until: at(2) })).to.be.true;
  });
});
