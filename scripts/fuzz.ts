// Posts mutations of valid messages to a gateway process on loopback and holds each answer against an oracle.
//
//   npm run fuzz -- --messages 50000 [--seconds 3600] [--seed N] [--connections 8] [--only INDEX]
//
// Ends by itself when so many messages have been sent or so much time has passed. With `--only` it sends what one trial of
// a seed needs, and then that one, and prints both sides. Exit 1 where an answer was wrong; what was sent is kept then.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { play } from './fuzz/play.js';
import { report } from './fuzz/report.js';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '3600' },
    seed: { type: 'string' },
    connections: { type: 'string', default: '8' },
    only: { type: 'string' },
  },
});
const whole = (name: 'messages' | 'seconds' | 'seed' | 'connections' | 'only', given: string): number => {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} takes a whole number`);
  return number;
};
const played = await play({
  messages: whole('messages', values.messages),
  seconds: whole('seconds', values.seconds),
  seed: whole('seed', values.seed ?? String(Date.now() % 1_000_000)),
  connections: whole('connections', values.connections),
  ...(values.only === undefined ? {} : { only: whole('only', values.only) }),
});
const isWell = report(played);
if (isWell) rmSync(played.folder, { recursive: true, force: true });
// Kept-alive connections would hold the process up.
process.exit(isWell ? 0 : 1);
