import { transitTimes, type TransitTimes } from '../loan/index.js';
import type { Readers, TransitSample } from '../storage/index.js';

const DAY_MS = 86_400_000;
/** Parcels of the last year are looked at, of each peer and direction the newest ones. */
const YEAR_MS = 365 * DAY_MS;
const LOOKED_AT = 20_000;
const PER_LINE = 100;
/** How long what is known stays good. */
const REFRESH_MS = 600_000;

/**
 * How long parcels to and from each peer took, held in memory: a rule that ships one asks without reading. Knows nothing
 * before the first `refresh`.
 */
export class TransitHistory {
  #times: ReadonlyMap<string, TransitTimes> = new Map();
  #readAt: number | undefined;

  times(peer: string, ours: boolean): TransitTimes | undefined {
    return this.#times.get(lineOf(peer, ours));
  }

  /** Reads again what has arrived, where that was read a while ago. */
  async refresh(readers: Pick<Readers, 'shipments'>, now: Date): Promise<void> {
    const at = now.getTime();
    if (this.#readAt !== undefined && Math.abs(at - this.#readAt) < REFRESH_MS) return;
    this.#readAt = at;
    const since = new Date(at - YEAR_MS).toISOString();
    this.#times = timesOf(await readers.shipments.arrivedSince(since, LOOKED_AT));
  }
}

function timesOf(samples: readonly TransitSample[]): ReadonlyMap<string, TransitTimes> {
  const lines = new Map<string, number[]>();
  for (const { peer, ours, sentAt, arrivedAt } of samples) {
    const line = lineOf(peer, ours);
    const took = lines.get(line) ?? [];
    if (took.length < PER_LINE) took.push(Date.parse(arrivedAt) - Date.parse(sentAt));
    lines.set(line, took);
  }
  return new Map(
    [...lines].flatMap(([line, took]) => {
      const times = transitTimes(took);
      return times === undefined ? [] : [[line, times] as const];
    }),
  );
}

function lineOf(peer: string, ours: boolean): string {
  return `${ours ? 'to' : 'from'} ${peer}`;
}
