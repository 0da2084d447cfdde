import { mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from '../../platform/errors.js';
import { verifyLedger, type LedgerSource } from '../../ledger/index.js';
import { keptCheckpoints, ledgerSource } from '../../storage/ledger-source.js';
import { auditReaders, type AuditReaders } from '../../storage/readers/audit-readers.js';
import type { ReadOnly } from '../../storage/index.js';
import { openReadOnly } from '../../storage/sql/read-only.js';
import type { WrappingKeyRing } from '../../vault/index.js';
import { folderSink, zipSink } from '../bundle/sink.js';
import { writeBundle, type BundleTools } from '../bundle/write-bundle.js';
import { countSelected } from '../count.js';
import type { AuditTask, FromThread, ToThread } from './export-job.js';

/**
 * The thread that counts, exports and verifies: beside the gateway's own, so that a peer who waits for a confirmation does not wait
 * for an auditor. What it loads is in memory twice, so it asks other rooms for single files and not at their door.
 */
const port = parentPort;
if (port !== null) void serve(workerData as AuditTask);

const LOW_PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL;
const cancelled = new AbortController();
let giveSignature: ((text: string) => void) | undefined;

async function serve(task: AuditTask): Promise<void> {
  giveWay();
  port?.on('message', (told: ToThread) => {
    if (told.tells === 'cancel') cancelled.abort(new Error('the export was ended'));
    else giveSignature?.(told.text);
  });
  try {
    const database = await openReadOnly(task.database);
    try {
      await done(task, database);
    } finally {
      await database.close();
    }
  } catch (thrown) {
    say({ says: 'failed', reason: reasonOf(thrown) });
  } finally {
    port?.close();
  }
}

function done(task: AuditTask, database: ReadOnly): Promise<void> {
  switch (task.task) {
    case 'count':
      return count(task, database);
    case 'verify':
      return verify(task, database);
    case 'bundle':
      return bundle(task, database);
  }
}

async function verify({ beside }: AuditTask & { task: 'verify' }, database: ReadOnly): Promise<void> {
  // Before the ledger, so that a checkpoint that is made meanwhile is not held against an older head.
  const checkpoints = keptCheckpoints(beside);
  const report = await verifyLedger(await watched(await ledgerSource(database)), { checkpoints });
  say({ says: 'verified', report });
}

/** The same ledger, told how far it is read; reading ends where nobody wants it any more. */
async function watched(source: LedgerSource): Promise<LedgerSource> {
  const size = (await source.head())?.size ?? 0;
  return {
    ...source,
    async *entries() {
      let read = 0;
      for await (const line of source.entries()) {
        if (read++ % 256 === 0) {
          if (cancelled.signal.aborted) throw new Error('the verification was ended');
          progress(read, size);
        }
        yield line;
      }
    },
  };
}

/** On Linux a thread has a priority of its own: where processors are few, peers go first. Elsewhere it would be the whole gateway's. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(LOW_PRIORITY);
  } catch {
    // Then it works as hard as everything else.
  }
}

async function count({ selection }: AuditTask & { task: 'count' }, database: ReadOnly): Promise<void> {
  const counted = await countSelected(auditReaders(database), selection, {
    progress,
    signal: cancelled.signal,
  });
  say({ says: 'counted', counted });
}

async function bundle(
  { order, to, ring, givesWay }: AuditTask & { task: 'bundle' },
  database: ReadOnly,
): Promise<void> {
  const readers = auditReaders(database);
  const folder = mkdtempSync(join(dirname(to.path), '.lendwire-export-'));
  try {
    const sink = to.kind === 'zip' ? await zipSink(to.path, folder) : folderSink(to.path);
    const manifest = await writeBundle(order, {
      ...{ readers, sink, folder, sign, progress, givesWay, signal: cancelled.signal },
      verifier: fileURLToPath(new URL('../verify/verify.mjs', import.meta.url)),
      ...(order.messages !== 'none' && { messageLines: await messageLines({ database, readers, ring }) }),
    });
    say({ says: 'made', made: { manifest, bytes: await sink.end() } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function messageLines({
  ring,
  ...from
}: {
  database: ReadOnly;
  readers: AuditReaders;
  ring: WrappingKeyRing | undefined;
}): Promise<NonNullable<BundleTools['messageLines']>> {
  const { linesOfMessages } = await import('../bundle/message-lines.js');
  return linesOfMessages({ ...from, ...(ring && { ring }) });
}

function sign(sha256: string): Promise<string> {
  return new Promise((resolve) => {
    giveSignature = resolve;
    say({ says: 'sign', sha256 });
  });
}

let lastTold = 0;

function progress(done: number, all: number): void {
  const now = performance.now();
  if (done < all && now - lastTold < 100) return;
  lastTold = now;
  say({ says: 'progress', done, all });
}

function say(message: FromThread): void {
  port?.postMessage(message);
}
