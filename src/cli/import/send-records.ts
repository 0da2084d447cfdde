import type { RecordOutcome as Taken } from '../../desk/index.js';
import { placeName, type Fault, type LoanRecordInput, type RecordReading } from '../../intake/index.js';
import type { Difference } from '../../loan/index.js';
import { OperatorError } from '../../platform/index.js';
import { ApiRefusal, GatewayUnreachable, type ApiClient } from '../api/api-client.js';

/** What became of the records of a file. */
export interface ImportTally {
  counts: Record<Taken['status'], number>;
  /** One for each fault of each record that was refused. */
  refused: (Fault & { libraryId?: string })[];
  conflicts: {
    at: string;
    id: string;
    libraryId: string;
    detail: string;
    difference: readonly Difference[];
  }[];
  warnings: Fault[];
  /** Why the file could not be read, or not to its end. */
  unreadable: Fault[];
  /** Calls that the gateway has answered. */
  answered: number;
  /** Why the gateway could not be given the rest. */
  interrupted?: Error;
}

export interface Sending {
  client: ApiClient;
  wait(milliseconds: number): Promise<void>;
  /** Said once for each time that it waits. */
  onWait(seconds: number, why: string): void;
  onProgress(bytesRead: number): void;
}

/** Records a call; the gateway takes up to 500, and 2 MiB. */
const RECORDS_IN_CALL = 200;
const BYTES_IN_CALL = 1_000_000;
/** How often a call is tried again, and how long it waits where the gateway does not say. */
const TRIES = 12;
const UNREACHABLE_TRIES = 5;
const LONGEST_WAIT_SECONDS = 60;

interface Placed {
  at: string;
  record: LoanRecordInput;
}

/**
 * Hands in the records of a file, some hundred in a call. A gateway that is busy is waited for. Records go in their
 * order and count once however often they are handed in, so a broken import is simply run again.
 */
export async function sendRecords(reading: RecordReading, sending: Sending): Promise<ImportTally> {
  const tally: ImportTally = {
    counts: { accepted: 0, unchanged: 0, replaced: 0, conflict: 0, refused: 0 },
    refused: [],
    conflicts: [],
    warnings: [],
    unreadable: [],
    answered: 0,
  };
  try {
    for await (const chunk of chunksOf(reading, tally)) {
      await sendChunk(chunk, tally, sending);
      sending.onProgress(reading.bytesRead);
    }
  } catch (thrown) {
    // What was taken until here is told first; a defect is not.
    if (!(thrown instanceof OperatorError)) throw thrown;
    tally.interrupted = thrown;
  }
  return tally;
}

async function* chunksOf(reading: RecordReading, tally: ImportTally): AsyncGenerator<Placed[]> {
  let chunk: Placed[] = [];
  let bytes = 0;
  for await (const { outcome, ...place } of reading) {
    if (!outcome.ok) {
      // Only a record has its place among the others; what is wrong with the whole file has none.
      noteFaults(outcome.faults, place.index !== undefined, tally);
      continue;
    }
    const size = Buffer.byteLength(JSON.stringify(outcome.record));
    if (chunk.length >= RECORDS_IN_CALL || (chunk.length > 0 && bytes + size > BYTES_IN_CALL)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    tally.warnings.push(...outcome.warnings);
    chunk.push({ at: placeName(place), record: outcome.record });
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

function noteFaults(faults: readonly Fault[], isOfOneRecord: boolean, tally: ImportTally): void {
  if (!isOfOneRecord) {
    tally.unreadable.push(...faults);
    return;
  }
  tally.counts.refused += 1;
  tally.refused.push(...faults);
}

async function sendChunk(chunk: readonly Placed[], tally: ImportTally, sending: Sending): Promise<void> {
  const { records } = await patiently(sending, tally.answered > 0, async () => {
    const answer = await sending.client.call<{ records: Taken[] }>({
      method: 'POST',
      path: '/api/v1/loan-records',
      body: { records: chunk.map(({ record }) => record) },
    });
    return answer.body;
  });
  tally.answered += 1;
  records.forEach((taken, index) => noteTaken(taken, chunk[index]?.at ?? `record ${index + 1}`, tally));
}

/** Tries again where that helps. A gateway that was never there is not waited for. */
async function patiently<Result>(
  sending: Sending,
  wasThere: boolean,
  call: () => Promise<Result>,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await call();
    } catch (thrown) {
      const pause = tried < TRIES ? pauseAfter(thrown, tried, wasThere) : undefined;
      if (pause === undefined) throw thrown;
      sending.onWait(pause.seconds, pause.why);
      await sending.wait(pause.seconds * 1000);
    }
  }
}

/** How long to wait before the same call again; nothing where it would end the same way. */
function pauseAfter(
  thrown: unknown,
  tried: number,
  wasThere: boolean,
): { seconds: number; why: string } | undefined {
  const longer = Math.min(2 ** (tried - 1), LONGEST_WAIT_SECONDS);
  if (thrown instanceof ApiRefusal && [429, 503].includes(thrown.problem.status))
    return {
      seconds: Math.min(thrown.retryAfterSeconds ?? longer, LONGEST_WAIT_SECONDS),
      why: 'The gateway is busy',
    };
  // Restarted in the middle: it is likely to come back.
  if (wasThere && thrown instanceof GatewayUnreachable && tried <= UNREACHABLE_TRIES)
    return { seconds: longer, why: 'The gateway does not answer' };
  return undefined;
}

function noteTaken(taken: Taken, at: string, tally: ImportTally): void {
  tally.counts[taken.status] += 1;
  switch (taken.status) {
    case 'accepted':
    case 'unchanged':
    case 'replaced':
      return;
    case 'conflict': {
      const { id, libraryId, detail, difference } = taken;
      tally.conflicts.push({ at, id, libraryId, detail, difference });
      return;
    }
    case 'refused': {
      const { libraryId, faults } = taken;
      for (const { field, reason } of faults)
        tally.refused.push({ at, field, reason, ...(libraryId === undefined ? {} : { libraryId }) });
    }
  }
}
