/**
 * Sends trials over so many connections and tells what came back: a process of its own, so that building and judging do
 * not stand in the way of the clock. Speaks HTTP by hand, since half of what it sends is none.
 */
import { Connection } from './connection.js';
import type { Heard, Trial } from './trial.js';

export interface Batch {
  port: number;
  connections: number;
  trials: Pick<Trial, 'index' | 'pieces' | 'isAlone' | 'isLast'>[];
  /** How many answers each wants. */
  wanted: number[];
}

const lines: Connection[] = [];

process.on('message', (batch: Batch) => {
  void play(batch).then(
    (heard) => process.send?.({ heard }),
    (thrown: unknown) => process.send?.({ failure: String(thrown) }),
  );
});
process.on('disconnect', () => process.exit());

async function play({ port, connections, trials, wanted }: Batch): Promise<Heard[]> {
  while (lines.length < connections) lines.push(new Connection(port));
  const heard: Heard[] = [];
  let next = 0;
  await Promise.all(
    lines.map(async (line) => {
      while (next < trials.length) {
        const at = next++;
        const trial = trials[at];
        if (trial === undefined) return;
        const answers = await line.exchange(trial, wanted[at] ?? 1);
        heard.push({ index: trial.index, ...answers });
      }
    }),
  );
  return heard;
}
