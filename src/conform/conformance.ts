import { randomBytes } from 'node:crypto';
import { agencyFrom, agencyText, type PeerDirectory } from '../peers/index.js';
import { OperatorError, reasonOf, type Logger } from '../platform/index.js';
import type { Edition, Initiating } from '../iso18626/index.js';
import type { Actor, SigningKey } from '../ledger/index.js';
import type { Committer } from '../storage/index.js';
import { checksOf } from './checks/index.js';
import { roles as bothRoles, type Role } from './role.js';
import { signReport, type SignedReport } from './report/report.js';
import type { Result } from './report/result.js';
import { beginTest, endTest } from './runs/entries.js';
import { test, type Step, type TestOptions } from './runs/test.js';
import { buildInbox, type Inbox, type Incoming } from './talk/inbox.js';
import type { Line } from './talk/play.js';

export interface ConformanceOptions {
  committer: Committer;
  directory(): PeerDirectory;
  editionOf(id: string): Edition;
  openLine(peer: string): Promise<Line>;
  signingKey: SigningKey;
  gateway: string;
  now(): Date;
  log: Logger;
}

/** What a person asks for. */
export interface TestAsked {
  peer: string;
  actor: Actor;
  as?: Role;
  /** How long the peer's own answers are waited for, and how long somebody at the peer. */
  answerSeconds: number;
  waitSeconds: number;
  messagesPerSecond: number;
}

export type TestBegun =
  | { kind: 'begun'; mark: string; checks: number }
  | { kind: 'unknown-peer' }
  | { kind: 'running' }
  | { kind: 'no-line'; why: string };

/** A test as it stands. */
export interface TestView {
  state: 'running' | 'done' | 'failed';
  mark: string;
  checks: number;
  /** The title of what is tried at this moment. */
  now?: string;
  results: readonly Result[];
  why?: string;
  signed?: SignedReport;
}

interface Run {
  view: TestView & { results: Result[] };
  inbox: Inbox;
  isStopped: boolean;
  whenOver: Promise<void>;
  cutShort: Set<() => void>;
}

/** Whether a message may come from a peer, by all that it shows. `now` in ISO form. */
export type MayCome = (peer: string, message: Initiating, now: string) => boolean;

/** Tests of peers: at most one a peer at a time. The last of each is kept in memory until the process ends. */
export interface Conformance {
  begin(asked: TestAsked): Promise<TestBegun>;
  view(peer: string): TestView | undefined;
  /** Ends a test early: what it opened is cancelled, the rest is not tried, and the report is written all the same. */
  stop(peer: string): boolean;
  /** The confirmation of a message that belongs to a test; nothing for every other. `mayCome`: by the peer's own keys. */
  hear(incoming: Incoming, mayCome: MayCome): Buffer | undefined;
  close(): Promise<void>;
}

export function buildConformance(options: ConformanceOptions): Conformance {
  const runs = new Map<string, Run>();
  const beginning = new Set<string>();
  let isClosing = false;
  const running = (): [string, Run][] => [...runs].filter(([, { view }]) => view.state === 'running');

  function stop(peer: string): boolean {
    const run = runs.get(peer);
    if (run?.view.state !== 'running') return false;
    run.isStopped = true;
    run.inbox.stop();
    for (const cut of run.cutShort) cut();
    return true;
  }

  return {
    async begin(asked) {
      const { peer } = asked;
      if (beginning.has(peer) || runs.get(peer)?.view.state === 'running') return { kind: 'running' };
      beginning.add(peer);
      try {
        const run = await beginRun(asked, { ...options, isClosing: () => isClosing });
        if ('kind' in run) return run;
        runs.set(peer, run);
        return { kind: 'begun', mark: run.view.mark, checks: run.view.checks };
      } finally {
        beginning.delete(peer);
      }
    },
    view: (peer) => runs.get(peer)?.view,
    stop,
    hear(incoming, mayCome) {
      const now = options.now().toISOString();
      for (const [peer, { inbox }] of running()) {
        const answered = inbox.hear(incoming, (message) => mayCome(peer, message, now));
        if (answered !== undefined) return answered;
      }
      return undefined;
    },
    async close() {
      isClosing = true;
      const open = running();
      for (const [peer] of open) stop(peer);
      await Promise.all(open.map(([, { whenOver }]) => whenOver));
    },
  };
}

async function beginRun(
  asked: TestAsked,
  options: ConformanceOptions & { isClosing: () => boolean },
): Promise<Run | Exclude<TestBegun, { kind: 'begun' }>> {
  const peer = options.directory().peer(asked.peer);
  const [ours] = options.directory().ourAgencies;
  const [theirs] = peer?.agencies ?? [];
  if (peer === undefined || theirs === undefined || ours === undefined) return { kind: 'unknown-peer' };
  let line;
  try {
    line = await options.openLine(asked.peer);
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown;
    return { kind: 'no-line', why: thrown.message };
  }
  const mark = `LWT${randomBytes(8).toString('hex')}`;
  const roles: readonly Role[] = asked.as === undefined ? bothRoles : [asked.as];
  const edition = options.editionOf(peer.edition);
  const { messagesPerSecond } = asked;
  await options.committer.commit(
    beginTest({ ...asked, mark, roles, edition: edition.id, messagesPerSecond }),
  );
  const cutShort = new Set<() => void>();
  const inbox = buildInbox({ ...options, mark, edition, hide: (text) => line.hide(text), wait: timer });
  const checks = roles.reduce((sum, role) => sum + checksOf[role].length, 0);
  const view: Run['view'] = { state: 'running', mark, checks, results: [] };
  const run: Run = { view, inbox, isStopped: false, whenOver: Promise.resolve(), cutShort };
  const all: TestOptions = {
    ...{
      gateway: options.gateway,
      id: asked.peer,
      peer,
      edition,
      mark,
      roles,
      line,
      inbox,
      messagesPerSecond,
    },
    ...{ ours: ours.agencyId, theirs: agencyFrom(theirs).agencyId, agency: agencyText(ours.agencyId) },
    patience: { answerMs: asked.answerSeconds * 1000, personMs: asked.waitSeconds * 1000 },
    now: () => options.now(),
    wait: (milliseconds) => untilCut(milliseconds, cutShort),
    isStopped: () => run.isStopped,
    isClosing: options.isClosing,
    told: (step) => note(view, step),
  };
  run.whenOver = finish(run, all, { asked, options });
  return run;
}

function note(view: Run['view'], step: Step): void {
  if (step.kind === 'begins') view.now = step.check.title;
  else view.results.push(step.result);
}

/** Never rejects: nobody waits for it but the one who closes. */
async function finish(
  { view, inbox }: Run,
  test_: TestOptions,
  { asked, options }: { asked: TestAsked; options: ConformanceOptions },
): Promise<void> {
  const { peer, actor } = asked;
  try {
    const report = await test(test_);
    await options.committer.commit(endTest({ peer, actor, report }));
    view.signed = signReport(report, options.signingKey);
    view.state = 'done';
  } catch (thrown) {
    options.log.error('a conformance test broke off', { peer, mark: view.mark, reason: reasonOf(thrown) });
    view.why = 'The test broke off; the gateway’s log says why.';
    view.state = 'failed';
  } finally {
    delete view.now;
    inbox.stop();
  }
}

function timer(milliseconds: number): { over: Promise<void>; cancel: () => void } {
  let cancel = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const timeout = setTimeout(resolve, milliseconds);
    cancel = () => clearTimeout(timeout);
  });
  return { over, cancel };
}

function untilCut(milliseconds: number, cutShort: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timeout);
      cutShort.delete(done);
      resolve();
    };
    const timeout = setTimeout(done, milliseconds);
    cutShort.add(done);
  });
}
