import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

export interface Progress {
  update(done: number): void;
  stop(): void;
}

const silent: Progress = { update() {}, stop() {} };

/** A bar on standard error while somebody watches; nothing otherwise, and nothing where the whole is not known. */
export function startProgress(terminal: Terminal, whole: number | undefined, what: string): Progress {
  if (!terminal.isWatched || whole === undefined || whole === 0) return silent;
  const bar = new SingleBar(
    {
      format: `${what} [{bar}] {percentage} %`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
    },
    Presets.legacy,
  );
  bar.start(whole, 0);
  return { update: (done) => bar.update(Math.min(done, whole)), stop: () => bar.stop() };
}
