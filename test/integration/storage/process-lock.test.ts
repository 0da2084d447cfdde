import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockForServing } from '../../../src/storage/index.js';

describe('the lock of a database that is served', () => {
  let folder: string;
  let parent: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lendwire-lock-'));
  });
  afterEach(async () => {
    parent?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  it('is not held by a process that was killed and never reaped by its parent', async function () {
    if (!existsSync('/proc/self/stat')) return this.skip();
    // The shell forks a child and becomes a program that never waits for it: the child stays behind as a zombie.
    parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [output] = (await once(parent.stdout!, 'data')) as [Buffer];
    const pid = Number(output.toString());
    const fields = (): string[] => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    };
    while (fields()[0] !== 'Z') await new Promise((resolve) => setImmediate(resolve));
    const database = join(folder, 'lendwire.sqlite');
    await writeFile(`${database}.lock`, JSON.stringify({ pid, started: fields()[19] }));
    expect(() => lockForServing(database)()).to.not.throw();
  });
});
