import type { Finding, VerifyReport } from '../../ledger/index.js';
import { reasonOf } from '../../platform/index.js';
import { verifyInThread } from '../export/run-thread.js';

/** What a verification found, and when it began: what was written later it has not seen. */
export type Verdict = { at: string } & (
  | { verdict: 'whole'; size: number; signedSize: number; keyFingerprint?: string }
  | { verdict: 'broken'; size: number; first: Finding; findings: number }
  /** It did not come to its end, and says nothing about the ledger. */
  | { verdict: 'failed'; reason: string }
);

export interface VerificationState {
  /** Of the key that signs the ledger in this process. */
  keyFingerprint: string;
  /** Of one that runs, from 0 to 1. */
  progress?: number;
  /** Of the last one in this process. */
  last?: Verdict;
}

/** Whether the ledger is whole, as far as this process has looked. */
export interface Verification {
  state(): VerificationState;
  /** Begins one and answers at once; where one runs already, that one goes on. */
  start(): void;
  /** Ends what runs. */
  stop(): Promise<void>;
}

export interface VerificationHouse {
  /** Where the thread's own connection goes, and what the kept checkpoints lie beside. */
  database: { path: string; beside: string };
  keyFingerprint: string;
  now: () => Date;
}

/** Verifications in a thread of their own, one at a time; the last verdict is remembered as long as the process lives. */
export function buildVerification({ database, keyFingerprint, now }: VerificationHouse): Verification {
  let running: { progress: number; abort: AbortController; ended: Promise<void> } | undefined;
  let last: Verdict | undefined;
  const begin = (): NonNullable<typeof running> => {
    const at = now().toISOString();
    const begun = { progress: 0, abort: new AbortController() };
    const report = verifyInThread(database, {
      progress: (done, all) => (begun.progress = all <= 0 ? 1 : Math.min(1, done / all)),
      signal: begun.abort.signal,
    });
    const ended = report
      .then(
        (found) => (last = verdictOf(found, at)),
        (thrown: unknown) => (last = { at, verdict: 'failed', reason: reasonOf(thrown) }),
      )
      .then(() => (running = undefined));
    return Object.assign(begun, { ended });
  };
  return {
    state: () => ({
      keyFingerprint,
      ...(running === undefined ? {} : { progress: running.progress }),
      ...(last === undefined ? {} : { last }),
    }),
    start: () => void (running ??= begin()),
    async stop() {
      running?.abort.abort(new Error('the gateway stops'));
      await running?.ended;
    },
  };
}

function verdictOf(report: VerifyReport, at: string): Verdict {
  if (report.whole) {
    const { size, signedSize, keyFingerprint } = report;
    return {
      ...{ at, verdict: 'whole', size, signedSize },
      ...(keyFingerprint === undefined ? {} : { keyFingerprint }),
    };
  }
  const { size, findings } = report;
  const [first] = findings;
  if (first === undefined) return { at, verdict: 'failed', reason: 'the verifier names nothing' };
  return { at, verdict: 'broken', size, first, findings: findings.length };
}
