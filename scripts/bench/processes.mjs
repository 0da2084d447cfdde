import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const main = here('../../dist/main.js');
const running = new Set();

/** Ends what a failed run left behind. */
export function endAll() {
  for (const child of running) child.kill('SIGKILL');
}

/** A gateway as a process; resolves with how long it took from the start to its first answer. */
export async function startGateway({ config, origin, port }) {
  const from = performance.now();
  const child = track(
    spawn(process.execPath, [...profiling(), main], {
      env: {
        ...process.env,
        LENDWIRE_CONFIG: config,
        ...(port === undefined ? {} : { LENDWIRE_PORT: String(port) }),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    }),
  );
  for (;;) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return { ...controlOf(child), startedInMs: performance.now() - from };
    if (child.exitCode !== null) throw new Error(`the gateway of ${config} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A program of the bench as a process; resolves with what it says first. */
export async function startProgram(name, env = {}) {
  const child = track(fork(here(name), { env: { ...process.env, ...env } }));
  const ended = new Promise((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`))),
  );
  ended.catch(() => undefined);
  const heard = () => Promise.race([new Promise((resolve) => child.once('message', resolve)), ended]);
  return {
    ...controlOf(child),
    heard,
    async ask(question) {
      const answer = heard();
      child.send(question);
      const { result, failure } = await answer;
      if (failure !== undefined) throw new Error(failure);
      return result;
    },
  };
}

function controlOf(child) {
  return {
    /** Memory that the process holds now, in MB. */
    residentMb: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}

function track(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** With BENCH_PROFILE=FOLDER each gateway writes a CPU profile there when it stops. */
function profiling() {
  const folder = process.env.BENCH_PROFILE;
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
