import {
  badlyFormed,
  confirm,
  decode,
  encode,
  formatInstant,
  type Edition,
  type Initiating,
  type Warning,
} from '../../iso18626/index.js';
import { bodyOf, type Heard } from './exchange.js';

/** A body that came to our own endpoint. */
export interface Incoming {
  body: Buffer;
  charset?: string;
}

/** What the peer sends by itself while it is tested. */
export interface Inbox {
  readonly heard: readonly (Heard & { message: Initiating })[];
  /**
   * Answers what belongs to this test; nothing for everything else, which goes its usual way. A test message comes in no
   * transaction of ours and is no entry: the report keeps it whole, and the ledger the report's hash.
   */
  hear(incoming: Incoming, mayCome: (message: Initiating) => boolean): Buffer | undefined;
  /** The first heard message that fits, also an earlier one; nothing when the time is over or the test is stopped. */
  waitFor<M extends Initiating>(
    fits: (message: Initiating) => message is M,
    milliseconds: number,
  ): Promise<M | undefined>;
  stop(): void;
}

export interface InboxOptions {
  mark: string;
  edition: Edition;
  now(): Date;
  hide: (text: string) => string;
  wait: (milliseconds: number) => { over: Promise<void>; cancel: () => void };
}

export function buildInbox(options: InboxOptions): Inbox {
  const { mark, edition } = options;
  const heard: (Heard & { message: Initiating })[] = [];
  /** Ids of requests that somebody at the peer has opened with our mark in them. */
  const theirs = new Set<string>();
  const waiting = new Set<() => void>();
  let isStopped = false;

  /** By our own id, or by a request that carries the mark: then by its id as well. */
  function isOurs(message: Initiating, body: Buffer): boolean {
    const id = message.header.requestingAgencyRequestId;
    if (message.kind !== 'request') return id.startsWith(mark) || theirs.has(id);
    return body.includes(mark) || body.includes(Buffer.from(mark, 'utf16le'));
  }

  function wake(): void {
    const woken = [...waiting];
    waiting.clear();
    for (const one of woken) one();
  }

  const nextWake = (): Promise<void> => new Promise((resolve) => waiting.add(resolve));

  function found<M extends Initiating>(fits: (message: Initiating) => message is M): M | undefined {
    return heard.map(({ message }) => message).find((one): one is M => fits(one));
  }

  function read({ body, charset }: Incoming): { message: Initiating; warnings: Warning[] } | undefined {
    if (isStopped) return undefined;
    const reading = decode(body, { edition, ...(charset === undefined ? {} : { charset }) });
    if (!reading.ok || !('header' in reading.message) || !isOurs(reading.message, body)) return undefined;
    return { message: reading.message, warnings: reading.warnings };
  }

  return {
    heard,
    hear(incoming, mayCome) {
      const known = read(incoming);
      if (known === undefined || !mayCome(known.message)) return undefined;
      const { message } = known;
      if (message.kind === 'request') theirs.add(message.header.requestingAgencyRequestId);
      const now = formatInstant(options.now().getTime());
      const answered = answerTo(message, now, edition);
      heard.push(
        asHeard({ number: heard.length + 1, now, known, body: incoming.body, answered }, options.hide),
      );
      wake();
      return answered;
    },
    waitFor: async (fits, milliseconds) => {
      const first = found(fits);
      if (first !== undefined || milliseconds <= 0) return first;
      const { over, cancel } = options.wait(milliseconds);
      const late = { isOver: false };
      void over.then(() => {
        late.isOver = true;
        wake();
      });
      while (found(fits) === undefined && !late.isOver && !isStopped) await nextWake();
      cancel();
      return found(fits);
    },
    stop() {
      isStopped = true;
      wake();
    },
  };
}

interface Hearing {
  number: number;
  now: string;
  known: { message: Initiating; warnings: Warning[] };
  body: Buffer;
  answered: Buffer;
}

function asHeard(
  { number, now, known, body, answered }: Hearing,
  hide: InboxOptions['hide'],
): Heard & { message: Initiating } {
  const { message, warnings } = known;
  return {
    ...{ number, at: now, what: whatOf(message), message },
    warnings: [...new Set(warnings.map(({ code, path }) => `${code} at ${path}`))],
    received: bodyOf(body, hide),
    answered: bodyOf(answered, hide),
  };
}

/** A confirmation that cannot be written in the edition is not withheld: the neutral one goes. */
function answerTo(message: Initiating, now: string, edition: Edition): Buffer {
  try {
    return encode(confirm(message, { now }), edition).bytes;
  } catch {
    return encode(badlyFormed([], { now }), edition).bytes;
  }
}

/** A message in a few words. */
export function whatOf(message: Initiating): string {
  if (message.kind === 'request') return 'request';
  if (message.kind === 'requestingAgencyMessage') return message.action;
  const { reasonForMessage, answerYesNo } = message.messageInfo;
  return [reasonForMessage, answerYesNo, message.statusInfo.status].filter(Boolean).join(' ');
}
