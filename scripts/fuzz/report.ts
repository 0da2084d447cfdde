import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, Played } from './play.js';

const MOST_SHOWN = 20;
/** Answers, and the aim that issue and operators go by. */
const AIM_MS = 200;

/** Prints what a run came to; true where nothing was wrong. */
export function report(played: Played): boolean {
  const { tally, memory, sent, seconds, growth, crashes, faults, options } = played;
  console.log(tally.table().join('\n'));
  const ms = (part: number, of: 'all' | 'valid'): string => tally.percentile(part, of).toFixed(1);
  const slowest = tally.slowest();
  console.log(
    `answers: p50 ${ms(0.5, 'all')}, p99 ${ms(0.99, 'all')}, p99.9 ${ms(0.999, 'all')} ms (aim ${AIM_MS}); valid messages alone: ` +
      `p50 ${ms(0.5, 'valid')}, p99 ${ms(0.99, 'valid')}, p99.9 ${ms(0.999, 'valid')} ms; ` +
      `slowest ${slowest?.milliseconds.toFixed(0) ?? '-'} ms (${slowest?.mutation ?? '-'})`,
  );
  const { start, middle, end } = memory.story();
  const mb = (size: number): string => size.toFixed(0);
  console.log(`memory: ${mb(start)} MB at the start, ${mb(middle)} in the middle, ${mb(end)} at the end`);
  console.log(
    `ledger: ${growth.bodies} rejected bodies left ${growth.entries} entries, of at most ${growth.bound}; ` +
      `${played.delivered} messages went out to peers that answer badly`,
  );
  console.log(
    `rate: ${Math.round(sent / seconds)} messages a second, ${seconds.toFixed(1)} s, seed ${options.seed}`,
  );
  const grown = memory.fault();
  const others = [
    ...crashes.map((what) => `CRASH ${what}`),
    ...(grown === undefined ? [] : [`WRONG ${grown}`]),
    ...(growth.entries <= growth.bound
      ? []
      : ['WRONG the ledger grows faster than rejections may make it grow']),
  ];
  for (const line of others) console.log(line);
  showFaults(played, faults);
  console.log(
    `fuzz: ${sent} messages, ${crashes.length} crashes, ${faults.length} wrong answers, ` +
      `p99.9 ${ms(0.999, 'all')} ms, memory ${mb(start)} -> ${mb(end)} MB`,
  );
  return others.length === 0 && faults.length === 0;
}

function showFaults({ options, folder }: Played, faults: readonly Fault[]): void {
  for (const { trial, heard, why } of faults.slice(0, MOST_SHOWN)) {
    const file = join(folder, `wrong-${trial.index}.http`);
    writeFileSync(file, Buffer.concat(trial.pieces));
    const answer = heard.answers[0];
    console.log(`WRONG ${trial.mutation} to ${trial.peer.id}: ${why}`);
    console.log(`  npm run fuzz -- --seed ${options.seed} --only ${trial.index}   sent: ${file}`);
    if (answer !== undefined)
      console.log(`  answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 600)}`);
  }
  if (faults.length > MOST_SHOWN) console.log(`… and ${faults.length - MOST_SHOWN} more`);
}
