import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildLogger, dropOldLogs } from '../../../src/platform/index.js';

describe('the file of the log', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-log-'));
    file = join(folder, 'gateway.log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const names = (): string[] => readdirSync(folder).sort();
  const textsIn = (name: string): string[] =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { message: string }).message);
  /** Streams write when they please: looks until it is so. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  }
  const has = (name: string, many: number): boolean =>
    names().includes(name) && textsIn(name).length === many;

  it('is put aside under its day when a new one begins, and no line is lost', async () => {
    let now = new Date('2026-03-02T23:59:00Z');
    const log = buildLogger({ level: 'info', name: 'north', file, now: () => now });
    log.info('one');
    await until(() => has('gateway.log', 1));
    log.info('two');
    now = new Date('2026-03-03T00:00:00Z');
    log.info('three');
    await until(() => has('gateway.log', 1) && has('gateway.2026-03-02.log', 2));
    expect(names()).to.deep.equal(['gateway.2026-03-02.log', 'gateway.log']);
    expect(textsIn('gateway.2026-03-02.log')).to.deep.equal(['one', 'two']);
    expect(textsIn('gateway.log')).to.deep.equal(['three']);
  });

  it('is put aside when it is full, several times a day, over what was put aside before never', async () => {
    const now = (): Date => new Date('2026-03-02T12:00:00Z');
    const log = buildLogger({ level: 'info', name: 'north', file, now, rotateBytes: 150 });
    for (const [at, text] of ['one', 'two', 'three', 'four', 'five'].entries()) {
      log.info(text);
      await until(() => has('gateway.log', (at % 2) + 1));
    }
    expect(names()).to.deep.equal(['gateway.2026-03-02.1.log', 'gateway.2026-03-02.log', 'gateway.log']);
    expect(textsIn('gateway.2026-03-02.1.log')).to.deep.equal(['three', 'four']);
  });

  it('of an earlier start is put aside under the day of its last line', async () => {
    writeFileSync(file, '{"message":"before"}\n');
    utimesSync(file, new Date('2026-02-27T10:00:00Z'), new Date('2026-02-27T10:00:00Z'));
    const now = (): Date => new Date('2026-03-02T12:00:00Z');
    buildLogger({ level: 'info', name: 'north', file, now }).info('after');
    await until(() => has('gateway.log', 1));
    expect(textsIn('gateway.2026-02-27.log')).to.deep.equal(['before']);
    expect(textsIn('gateway.log')).to.deep.equal(['after']);
  });

  it('is dropped when its days are over, and no file that the log has not written', () => {
    const old = ['gateway.2024-01-01.log', 'gateway.2024-01-01.12.log'];
    const kept = [
      'gateway.log',
      'gateway.2026-03-01.log',
      'gateway.2024-01-01.log.gz',
      'gateway.2024-01-01.old.log',
      'gateway.2024-01-01.0.log',
      'gateway2024-01-01.log',
      'other.2024-01-01.log',
      'gateway.checkpoints',
    ];
    for (const name of [...old, ...kept]) writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'gateway.2024-01-02.log'));
    expect(dropOldLogs(file, new Date('2026-03-01T12:00:00Z'))).to.equal(2);
    expect(names()).to.deep.equal([...kept, 'gateway.2024-01-02.log'].sort());
    expect(dropOldLogs(join(folder, 'none', 'gateway.log'), new Date())).to.equal(0);
  });
});
