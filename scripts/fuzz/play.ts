import { buildTrial, type Fuzzed } from './build-trial.js';
import { buildCorpus, openersOf, peersOf } from './corpus.js';
import { editions } from '../../test/support/iso18626-editions.js';
import { ledgerGrowth, type Growth } from './ledger-growth.js';
import { buildMemory, type Memory } from './memory.js';
import { buildJudges } from './oracle/judges.js';
import { judgeTrial } from './oracle/judge.js';
import { askFor, openPlace, OURS, type Place } from './place.js';
import { openSender } from './senders.js';
import { openSink } from './sink.js';
import { buildTally, type Tally } from './tally.js';
import type { Heard, Trial } from './trial.js';

export interface FuzzOptions {
  messages: number;
  seconds: number;
  seed: number;
  connections: number;
  only?: number;
}

/** An answer that the oracle does not allow. */
export interface Fault {
  trial: Trial;
  heard: Heard;
  why: string;
}

export interface Played {
  options: FuzzOptions;
  folder: string;
  sent: number;
  seconds: number;
  tally: Tally;
  memory: Memory;
  growth: Growth;
  faults: Fault[];
  /** What went wrong beside the answers: an end of the process, an error in its log. */
  crashes: string[];
  delivered: number;
}

const BATCH = 400;
const MOST_FAULTS = 200;

/** Plays trials against a gateway of its own until they are done, or the time is over. */
export async function play(options: FuzzOptions): Promise<Played> {
  const peers = peersOf(editions);
  console.log(
    `fuzz: seed ${options.seed}, ${options.connections} connections, editions ${editions.map(({ id }) => id).join(', ')}`,
  );
  const corpus = buildCorpus(options.seed, peers, OURS);
  const sink = await openSink(options.seed, peers);
  const place = await openPlace(peers, sink.url);
  const sender = openSender();
  const { tally, memory, faults, crashes } = {
    tally: buildTally(),
    memory: buildMemory(),
    faults: [] as Fault[],
    crashes: [] as string[],
  };
  const from = performance.now();
  let sent = 0;
  try {
    const asked = await askFor(place, peers, 25);
    sink.answerWith(corpus);
    const fuzzed: Fuzzed = { seed: options.seed, corpus, peers, asked };
    const judges = buildJudges(editions);
    for await (const { trials, heard } of sendAll(options, { fuzzed, place, sender })) {
      sent += trials.length;
      judgeAll(trials, heard, (trial, one) => {
        const verdict = judgeTrial(trial, one, { judges, editions });
        tally.note(trial.mutation, verdict.name, one.answers[0]?.milliseconds);
        if (verdict.wrong !== undefined) faults.push({ trial, heard: one, why: verdict.wrong });
      });
      if (place.process.exitCode !== null || faults.length > MOST_FAULTS) break;
      memory.sample(place.residentMb());
      if (sent % (BATCH * 25) === 0)
        console.log(`  ${sent} messages, ${Math.round(place.residentMb())} MB, ${faults.length} wrong`);
    }
  } catch (thrown) {
    crashes.push(`the run broke off: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  const seconds = (performance.now() - from) / 1000;
  sender.end();
  crashes.push(...(await endOf(place)));
  sink.close();
  const growth = await ledgerGrowth(place.folder, { minutes: Math.ceil(seconds / 60), peers: peers.length });
  return {
    options,
    folder: place.folder,
    sent,
    seconds,
    tally,
    memory,
    growth,
    faults,
    crashes,
    delivered: sink.taken(),
  };
}

async function endOf(place: Place): Promise<string[]> {
  if (place.process.exitCode !== null || place.process.signalCode !== null)
    return [
      `the gateway ended by itself: exit ${place.process.exitCode}, signal ${place.process.signalCode}`,
    ];
  const health = await fetch(`http://127.0.0.1:${place.port}/healthz`).catch(() => undefined);
  const code = await place.stop();
  return [
    ...(health?.ok === true ? [] : ['the gateway is not well at the end']),
    ...(code === 0 ? [] : [`the gateway stopped with exit ${code}`]),
    ...place.errors().map((line) => `logged: ${line}`),
  ];
}

interface Sending {
  fuzzed: Fuzzed;
  place: Place;
  sender: ReturnType<typeof openSender>;
}

/** While one batch is on the wire, the next is built and the last one judged. */
async function* sendAll(
  options: FuzzOptions,
  { fuzzed, place, sender }: Sending,
): AsyncGenerator<{ trials: Trial[]; heard: Heard[] }> {
  const until = performance.now() + options.seconds * 1000;
  let onTheWire: { trials: Trial[]; answered: Promise<Heard[]> } | undefined;
  for (const indexes of batches(options, fuzzed)) {
    const trials = indexes.map((index) => buildTrial(index, fuzzed));
    const heard = await onTheWire?.answered;
    const before = onTheWire;
    const answered =
      performance.now() > until ? undefined : sender.send(batchOf(trials, place.port, options));
    // A run that breaks off leaves one that nobody waits for.
    answered?.catch(() => undefined);
    onTheWire = answered === undefined ? undefined : { trials, answered };
    if (before !== undefined && heard !== undefined) yield { trials: before.trials, heard };
    if (answered === undefined) return;
  }
  if (onTheWire !== undefined) yield { trials: onTheWire.trials, heard: await onTheWire.answered };
}

function* batches({ messages, only }: FuzzOptions, { peers }: Fuzzed): Generator<number[]> {
  if (only !== undefined) {
    yield openersOf(only, peers);
    yield [only];
    return;
  }
  for (let from = 0; from < messages; from += BATCH)
    yield Array.from({ length: Math.min(BATCH, messages - from) }, (_, at) => from + at);
}

function batchOf(trials: readonly Trial[], port: number, { connections }: FuzzOptions) {
  return {
    port,
    connections,
    trials: trials.map(({ index, pieces, isAlone, isLast }) => ({ index, pieces, isAlone, isLast })),
    wanted: trials.map(({ expected }) => expected.length),
  };
}

function judgeAll(
  trials: readonly Trial[],
  heard: readonly Heard[],
  judge: (trial: Trial, heard: Heard) => void,
): void {
  const of = new Map(heard.map((one) => [one.index, one]));
  for (const trial of trials)
    judge(trial, of.get(trial.index) ?? { index: trial.index, answers: [], end: 'never sent' });
}
