import { wrappingKeyFromEnvironment, type Settings } from '../config/index.js';
import { termsOf, type ExchangeContext } from '../exchange/index.js';
import { editions, type Edition } from '../iso18626/index.js';
import type { SigningKey } from '../ledger/index.js';
import { askStandingAt, attention, deadlineOf, nextClockAt, queueBeside } from '../loan/index.js';
import { buildNoticeRules } from '../notices/index.js';
import { buildPeerDirectory, houseOf, type House, type PeerDirectory } from '../peers/index.js';
import { buildLogger, fastClock, systemClock, type Clock, type Logger } from '../platform/index.js';
import {
  openSigningKey,
  openWrappingKeys,
  type Derive,
  type Directory,
  type Faults,
} from '../storage/index.js';
import { TransitHistory } from '../tracking/index.js';
import type { WrappingKeyRing } from '../vault/index.js';

/** What a test or a tool may put in the place of the real thing. */
export interface Parts {
  clock?: Clock;
  log?: Logger;
  faults?: Faults;
  /** In the place of the keys' files. */
  keys?: { ring: WrappingKeyRing; signingKey: SigningKey };
  /** In the place of real time, for people's sessions. */
  sessionClock?: Clock;
  /** Shows the first administrator's password, once. Without it there is none. */
  announce?: (text: string) => void;
}

/** What a gateway and its tools stand on. */
export interface Ground {
  settings: Settings;
  clock: Clock;
  log: Logger;
  ring: WrappingKeyRing;
  signingKey: SigningKey;
  house: House;
  directoryOf: (rows: Directory) => PeerDirectory;
  context: ExchangeContext;
  history: TransitHistory;
}

/** The clock that a gateway goes by: the system's, or the one that its settings make of it. */
export function clockOf(settings: Settings): Clock {
  const { speed, startAt, since } = settings.clock;
  return speed === 1 && startAt === undefined
    ? systemClock
    : fastClock(speed, { ...(startAt && { startAt }), ...(since && { since }) });
}

/** What everything stands on: time, log, keys, and the rules' context. */
export function buildGround(settings: Settings, parts: Parts = {}): Ground {
  const clock = parts.clock ?? clockOf(settings);
  const log =
    parts.log ??
    buildLogger({
      name: settings.name,
      level: settings.log.level,
      rotateBytes: settings.log.rotateBytes,
      ...(settings.log.file === undefined ? {} : { file: settings.log.file }),
    });
  const { ring, signingKey } = parts.keys ?? openKeys(settings);
  const history = new TransitHistory();
  const house = { ...houseOf(settings), ...noticesBy(settings) };
  const directoryOf = buildPeerDirectory(settings.agencies, house, (peer, ours) => history.times(peer, ours));
  const context: ExchangeContext = {
    directoryOf,
    ring,
    editionOf(id) {
      const edition = (editions as Readonly<Record<string, Edition>>)[id];
      if (edition === undefined) throw new Error(`no table for the edition ${id}`);
      return edition;
    },
  };
  return { settings, clock, log, ring, signingKey, house, directoryOf, context, history };
}

function noticesBy({ notices, page, calendar, signIn }: Settings): Pick<House, 'notices'> {
  if (notices === undefined) return {};
  const timeZone = page.timeZone ?? calendar.timeZone;
  return { notices: buildNoticeRules(notices, { timeZone, publicUrl: signIn.publicUrl }) };
}

function openKeys({ keys, name }: Settings): { ring: WrappingKeyRing; signingKey: SigningKey } {
  return {
    ring: openWrappingKeys({ file: keys.wrappingKeyFile, fromEnvironment: wrappingKeyFromEnvironment() }),
    signingKey: openSigningKey({ file: keys.signingKeyFile, name }),
  };
}

/** Columns that follow from a loan as a whole, by the rules. */
export function deriveBy({ context }: Pick<Ground, 'context'>): Derive {
  return (loan, rows) => {
    const terms = termsOf(loan, context.directoryOf(rows));
    const at = nextClockAt(loan, terms);
    // Queues do not depend on the moment; the words of a reason do.
    const waits = attention(loan, new Date(0));
    const placed = queueBeside(loan, waits);
    const deadline = placed === undefined ? undefined : deadlineOf(loan, placed, terms);
    const standingDueAt = askStandingAt(loan, terms);
    // One by one: it is done at each commit, and a spread for each would take as long as the rules.
    const derived: ReturnType<Derive> = {};
    if (at !== undefined) derived.nextClockAt = at;
    if (waits !== undefined) derived.attention = waits.queue;
    if (placed !== undefined) derived.queue = placed.queue;
    if (deadline !== undefined) derived.deadlineAt = deadline;
    if (standingDueAt !== undefined) derived.standingDueAt = standingDueAt;
    return derived;
  };
}
