import { claimNotices, settleNotice, type ClaimedNotice, type ExchangeContext } from '../exchange/index.js';
import type { MailOutcome } from '../loan/index.js';
import { reasonOf, type Clock, type Logger } from '../platform/index.js';
import type { Committer, Readers } from '../storage/index.js';
import type { Mailer } from './mail/mailer.js';

export interface PostmasterOptions {
  committer: Committer;
  context: ExchangeContext;
  readers: Pick<Readers, 'notices'>;
  /** Missing where no mail server is named: everything is a letter then. */
  mailer: Mailer | undefined;
  staff: readonly string[];
  /** Mails on the wire at the same time. */
  inFlight: number;
  clock: Clock;
  log: Logger;
}

export interface Postmaster {
  /** Takes what is due and hands it over; resolves when all that it took is settled. */
  notify(now: Date): Promise<void>;
  /** Takes nothing more, waits for what is on the wire as long as that, then breaks it off: nobody knows what came of it. */
  stop(withinMs: number): Promise<void>;
}

const LOANS_AT_ONCE = 20;
const ROUNDS = 10;

/** Sends notices: claims them, hands them over between two commits, and makes known what came of it. */
export function buildPostmaster(options: PostmasterOptions): Postmaster {
  const onTheWire = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let isStopping = false;

  async function rounds(now: Date): Promise<void> {
    for (let round = 0; round < ROUNDS && !isStopping; round += 1) {
      const { committer, context, staff } = options;
      const claimed = await committer.commit(
        claimNotices({ now, limit: LOANS_AT_ONCE, staff, onTheWire: new Set(onTheWire) }, context),
      );
      await inTurns(claimed.mails, options.inFlight, (mail) => deliver(mail, options, onTheWire));
      if (!claimed.full) return;
    }
  }

  return {
    notify(now) {
      running = running.then(() => rounds(now));
      const done = running;
      running = running.catch(() => undefined);
      return done;
    },
    async stop(withinMs) {
      isStopping = true;
      const patience = setTimeout(() => options.mailer?.breakOff(), withinMs);
      await running;
      clearTimeout(patience);
    },
  };
}

async function deliver(
  mail: ClaimedNotice,
  options: PostmasterOptions,
  onTheWire: Set<string>,
): Promise<void> {
  const { committer, context, clock, log } = options;
  onTheWire.add(mail.id);
  try {
    const began = performance.now();
    const outcome = await handOver(mail, options, clock.now());
    const durationMs = Math.round(performance.now() - began);
    if (outcome.class !== 'taken')
      log.warn('a notice could not be sent', { notice: mail.id, class: outcome.class, cause: outcome.cause });
    await committer.commit(settleNotice({ notice: mail.id, loan: mail.loan, outcome, durationMs }, context));
  } catch (thrown) {
    // Its claim runs out, and then it counts as in doubt.
    log.error('the outcome of a notice could not be stored', { notice: mail.id, cause: reasonOf(thrown) });
  } finally {
    onTheWire.delete(mail.id);
  }
}

async function handOver(
  { id, to, sealed }: ClaimedNotice,
  { readers, mailer }: PostmasterOptions,
  date: Date,
): Promise<MailOutcome> {
  if (mailer === undefined) return { class: 'later', cause: 'no mail server is named in the settings' };
  const text = await readers.notices.text(sealed);
  if (text === undefined) return { class: 'refused', cause: 'its text is erased' };
  return mailer.send({ id, to, date, ...text });
}

/** As many at the same time as there are turns. */
async function inTurns<Item>(
  items: readonly Item[],
  turns: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(turns, items.length) }, one));
}
