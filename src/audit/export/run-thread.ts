import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { VerifyReport } from '../../ledger/index.js';
import { OperatorError } from '../../platform/index.js';
import type { Counted } from '../count.js';
import type { Selection } from '../selection.js';
import type { AuditTask, BundleMade, FromThread, ToThread } from './export-job.js';

/** An export, a count or a verification that did not come to its end; the message says why. */
export class ExportFailed extends OperatorError {}

export interface ThreadOptions {
  progress?: (done: number, all: number) => void;
  signal?: AbortSignal;
}

/** Counts what would be exported, in a thread of its own. */
export async function countInThread(
  asked: { database: string; selection: Selection },
  options: ThreadOptions = {},
): Promise<Counted> {
  const answer = await run({ task: 'count', ...asked }, options);
  if (answer.says === 'counted') return answer.counted;
  throw new ExportFailed('the count ended without an answer');
}

/** Judges whether the ledger is whole, against its kept checkpoints too, in a thread of its own. */
export async function verifyInThread(
  { path: database, beside }: { path: string; beside: string },
  options: ThreadOptions = {},
): Promise<VerifyReport> {
  const answer = await run({ task: 'verify', database, beside }, options);
  if (answer.says === 'verified') return answer.report;
  throw new ExportFailed('the verification ended without an answer');
}

/** Makes a bundle in a thread of its own. `sign` is asked here, so that the signing key stays here. */
export async function exportInThread(
  task: AuditTask & { task: 'bundle' },
  options: ThreadOptions & { sign: (sha256: string) => string },
): Promise<BundleMade> {
  const answer = await run(task, options);
  if (answer.says === 'made') return answer.made;
  throw new ExportFailed('the export ended without an answer');
}

/** Of the thread's heap: pages pass through it and nothing gathers, so that an export fits beside a gateway. */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 12 };

/** The thread's own file, compiled; where the sources run as they are, their loader has to be asked for anew in a thread. */
function threadFor(task: AuditTask): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./export-thread.js', import.meta.url), { workerData: task, resourceLimits });
  const source = new URL('./export-thread.ts', import.meta.url).href;
  const found = createRequire(import.meta.url).resolve('tsx/package.json');
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(found)).href;
  return new Worker(
    `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`,
    {
      eval: true,
      workerData: task,
    },
  );
}

function run(
  task: AuditTask,
  { progress, signal, sign }: ThreadOptions & { sign?: (sha256: string) => string },
): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    const thread = threadFor(task);
    const tell = (message: ToThread): void => thread.postMessage(message);
    const cancel = (): void => tell({ tells: 'cancel' });
    signal?.addEventListener('abort', cancel, { once: true });
    thread.on('message', (message: FromThread) => {
      if (message.says === 'progress') progress?.(message.done, message.all);
      else if (message.says === 'sign') tell({ tells: 'signature', text: sign?.(message.sha256) ?? '' });
      else if (message.says === 'failed') reject(new ExportFailed(message.reason));
      else resolve(message);
    });
    thread.on('error', reject);
    thread.on('exit', () => {
      signal?.removeEventListener('abort', cancel);
      reject(new ExportFailed('the thread was broken off'));
    });
    if (signal?.aborted === true) cancel();
  });
}
