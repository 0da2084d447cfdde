import { reasonOf, type Clock, type Logger } from '../../platform/index.js';
import type {
  Committer,
  LineClaim,
  Readers,
  StoredWebhook,
  ToldEntry,
  WebhookLine,
  WebhookLines,
} from '../../storage/index.js';
import { setAsideEvent, stopWebhook } from './change-webhooks.js';
import { libraryEventOf } from './library-event.js';
import { lineAfter } from './line-after.js';
import { messageOf, postEvent, type PostEventOptions, type WebhookOutcome } from './post-event.js';
import type { WebhookSecrets } from './signature.js';
import { isSending, lineOf, webhookHolder, type Webhook } from './webhook.js';

export interface PostmanOptions extends PostEventOptions {
  committer: Committer;
  readers: Pick<Readers, 'webhooks' | 'loans' | 'peers'>;
  lines: WebhookLines;
  clock: Clock;
  log: Logger;
  /** Names this start of this process, and no other. */
  process: string;
  /** From 0 to 1. */
  random: () => number;
  /** Told of each attempt that is over, for metrics. */
  observed?(outcome: WebhookOutcome): void;
}

/** Tells the library's own systems what the ledger says. */
export interface Postman {
  /** Begins with every webhook that has something due, and waits for none of them. */
  run(now: Date): Promise<void>;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  /** Begins nothing more and waits for what is on the wire. */
  stop(): Promise<void>;
  /** Sends one event, or a test, at once; what comes of it changes nothing here. */
  post(
    message: Parameters<typeof postEvent>[0],
    to: { webhook: string; url: string },
  ): Promise<WebhookOutcome>;
}

const PAGE = 100;
/** What a crash may send again: the receiver knows it by its id. */
const EVENTS_UNSAVED = 20;
const UNSAVED_MS = 2_000;

/** One task for each webhook at most; in it one event after the other, in the order of their entries. */
export function buildPostman(options: PostmanOptions): Postman {
  const { readers, log } = options;
  const tasks = new Map<string, Promise<void>>();
  let isStopping = false;

  async function serve(id: string): Promise<void> {
    const round = new Round(id, options);
    try {
      while (!isStopping && (await round.tellNext()));
    } catch (thrown) {
      // The next run finds the same.
      log.warn('a webhook could not be served', { webhook: id, cause: reasonOf(thrown) });
    } finally {
      await round.end();
    }
  }

  return {
    async run(now) {
      if (isStopping) return;
      for (const webhook of await readers.webhooks.all()) {
        const { id } = webhook;
        if (tasks.has(id) || !(await hasWork(webhook, now, readers))) continue;
        const task = serve(id).finally(() => tasks.delete(id));
        tasks.set(id, task);
      }
    },
    async idle() {
      while (tasks.size > 0) await Promise.all(tasks.values());
    },
    async stop() {
      isStopping = true;
      await this.idle();
    },
    async post(message, { webhook, url }) {
      const secrets = await secretsOf(webhook, readers);
      if (secrets === undefined) return { class: 'failed', cause: 'its secret cannot be opened' };
      return postEvent(message, { webhook, url, secrets, now: options.clock.now() }, options);
    },
  };
}

async function hasWork(
  { state, line: stored }: StoredWebhook,
  now: Date,
  { webhooks }: Pick<Readers, 'webhooks'>,
): Promise<boolean> {
  const webhook = state as Webhook;
  if (!isSending(webhook)) return false;
  const line = lineOf(webhook, stored);
  if (line.dueAt !== undefined && line.dueAt > now.toISOString()) return false;
  return (await webhooks.entries({ after: line.cursor, limit: 1 })).length > 0;
}

/** The secrets of a webhook, opened; undefined where they were destroyed. */
export async function secretsOf(
  webhook: string,
  readers: Pick<Readers, 'peers'>,
): Promise<WebhookSecrets | undefined> {
  const text = await readers.peers.credential(webhookHolder(webhook));
  return text === undefined ? undefined : (JSON.parse(text) as WebhookSecrets);
}

/** What one process tells one webhook while it holds its claim. */
class Round {
  readonly #id: string;
  readonly #options: PostmanOptions;
  #line: WebhookLine | undefined;
  #isClaimed = false;
  /** Entries that were read ahead, after the line's cursor. */
  #ahead: ToldEntry[] = [];
  #unsaved = 0;
  #savedAt = 0;

  constructor(id: string, options: PostmanOptions) {
    this.#id = id;
    this.#options = options;
  }

  /** Tells one event; false where nothing is left, or nothing may go now. */
  async tellNext(): Promise<boolean> {
    if (!(await this.#hold())) return false;
    const webhook = await this.#webhookNow();
    if (webhook === undefined || !this.#mayGo(webhook)) return false;
    const next = await this.#nextFor(webhook);
    return next !== undefined && (await this.#tell(next, webhook));
  }

  async #hold(): Promise<boolean> {
    this.#isClaimed ||= await this.#options.lines.claim(this.#id, this.#claim());
    return this.#isClaimed;
  }

  /** Read again before each event: a pause, a new address or a replay counts at once. */
  async #webhookNow(): Promise<Webhook | undefined> {
    const stored = await this.#options.readers.webhooks.one(this.#id);
    if (stored === undefined) return undefined;
    const webhook = stored.state as Webhook;
    const before = this.#line ?? stored.line;
    this.#line = lineOf(webhook, before);
    if (this.#line.cursor !== before?.cursor) this.#ahead = [];
    return webhook;
  }

  #mayGo(webhook: Webhook): boolean {
    const { dueAt } = this.#place();
    return isSending(webhook) && (dueAt === undefined || dueAt <= this.#options.clock.now().toISOString());
  }

  /** Writes how far it came and lets others take over. */
  async end(): Promise<void> {
    if (!this.#isClaimed) return;
    const { lines, process, log } = this.#options;
    try {
      if (this.#unsaved > 0) await this.#save();
      await lines.release(this.#id, process);
    } catch (thrown) {
      log.warn('the place of a webhook could not be stored', { webhook: this.#id, cause: reasonOf(thrown) });
    }
  }

  /** The next event that is for this webhook; the cursor goes past the others. */
  async #nextFor(webhook: Webhook): Promise<ToldEntry | undefined> {
    for (;;) {
      if (this.#ahead.length === 0) {
        const after = this.#place().cursor;
        this.#ahead = await this.#options.readers.webhooks.entries({ after, limit: PAGE });
      }
      const next = this.#ahead[0];
      if (next === undefined) return undefined;
      if (isFor(next, webhook)) return next;
      this.#ahead.shift();
      this.#line = { ...this.#place(), cursor: next.entry.seq, attempts: 0 };
      this.#unsaved += 1;
    }
  }

  async #tell(next: ToldEntry, webhook: Webhook): Promise<boolean> {
    const { readers, settings, clock, random } = this.#options;
    const { entry } = next;
    const message = messageOf(next, await libraryEventOf(entry, readers));
    const outcome = await this.#post(message, webhook);
    this.#options.observed?.(outcome);
    const made = { seq: entry.seq, outcome, now: clock.now(), random: random() };
    const { line, then } = lineAfter(settings, this.#place(), made);
    // The entry first: a crash between the two finds the event set aside already, and passes it.
    if (then === 'set-aside') await this.#setAside(next, outcome);
    if (then === 'stop') await this.#stop(line, outcome);
    this.#line = line;
    this.#unsaved += 1;
    if (line.cursor === entry.seq) this.#ahead.shift();
    const isGood = then === 'go-on';
    if (isGood && this.#unsaved < EVENTS_UNSAVED && performance.now() - this.#savedAt < UNSAVED_MS)
      return true;
    return (await this.#save()) && (isGood || then === 'set-aside');
  }

  async #post(message: ReturnType<typeof messageOf>, webhook: Webhook): Promise<WebhookOutcome> {
    const { readers, clock } = this.#options;
    const secrets = await secretsOf(this.#id, readers);
    if (secrets === undefined) return { class: 'failed', cause: 'its secret cannot be opened' };
    const to = { webhook: this.#id, url: webhook.url, secrets, now: clock.now() };
    return postEvent(message, to, this.#options);
  }

  async #setAside({ entry }: ToldEntry, { cause }: WebhookOutcome): Promise<void> {
    const { committer, log } = this.#options;
    const { seq, agency } = entry;
    const aside = {
      type: entry.event?.type ?? '',
      ...(agency === undefined ? {} : { agency }),
      cause,
      attempts: this.#place().attempts + 1,
    };
    await committer.commit(setAsideEvent(this.#id, seq, aside));
    log.warn('a webhook refuses an event: it is set aside', { webhook: this.#id, seq, cause });
  }

  async #stop({ cursor, failingSince }: WebhookLine, { cause }: WebhookOutcome): Promise<void> {
    const { committer, log } = this.#options;
    const facts = { cursor, ...(failingSince === undefined ? {} : { failingSince }) };
    await committer.commit(stopWebhook(this.#id, { cause }, facts));
    log.warn('a webhook is stopped', { webhook: this.#id, cause });
  }

  /** False where another process has taken over. */
  async #save(): Promise<boolean> {
    const { lines } = this.#options;
    this.#unsaved = 0;
    this.#savedAt = performance.now();
    return lines.save(this.#id, this.#place(), this.#claim());
  }

  /** Longer than what may be sent between two saves can take. */
  #claim(): LineClaim {
    const { process, settings, wallNow } = this.#options;
    const now = wallNow();
    const attemptMs = settings.connectMs + settings.headersMs + settings.bodyMs;
    const until = new Date(now.getTime() + 2 * attemptMs + UNSAVED_MS + 60_000);
    return { process, now: now.toISOString(), until: until.toISOString() };
  }

  #place(): WebhookLine {
    if (this.#line === undefined) throw new Error('a webhook is told before its place is known');
    return this.#line;
  }
}

function isFor({ entry }: ToldEntry, { events, agencies, setAside }: Webhook): boolean {
  if (setAside?.[entry.seq] !== undefined) return false;
  if (agencies !== undefined && (entry.agency === undefined || !agencies.includes(entry.agency)))
    return false;
  return events === undefined || (events as readonly string[]).includes(entry.event?.type ?? '');
}
