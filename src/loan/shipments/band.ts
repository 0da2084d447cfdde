import { millisecondsOf } from '../compose/timestamps.js';
import type { Instant } from '../model/transaction.js';
import type { ExpectedBand, Shipment } from './shipment.js';

/** How long parcels between us and one peer took in one direction, in milliseconds. */
export interface TransitTimes {
  median: number;
  p90: number;
  samples: number;
}

/** Fewer parcels than this tell nothing. */
const ENOUGH = 5;

/** What earlier times of one peer and direction say, by nearest rank; undefined while there are too few. */
export function transitTimes(milliseconds: readonly number[]): TransitTimes | undefined {
  const times = milliseconds.filter((time) => time >= 0).sort((one, other) => one - other);
  if (times.length < ENOUGH) return undefined;
  return { median: rank(times, 0.5), p90: rank(times, 0.9), samples: times.length };
}

function rank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** When a parcel that is posted now should arrive, as earlier ones did. */
export function expectedBand(sentAt: Instant, times: TransitTimes | undefined): ExpectedBand | undefined {
  if (times === undefined) return undefined;
  const after = (time: number): Instant => new Date(millisecondsOf(sentAt) + time).toISOString();
  return { median: after(times.median), p90: after(times.p90), samples: times.samples };
}

export interface Lateness {
  at: Instant;
  by: 'history' | 'policy';
}

/**
 * From when a parcel counts as late: when nine of ten earlier ones had arrived, where that comes before the policy's
 * rule. A day that whoever posted it has named goes before history. Source: practice.md 2.3 row 17.
 */
export function lateAt(
  { expected, expectedAt }: Pick<Shipment, 'expected' | 'expectedAt'>,
  byPolicy: Instant,
): Lateness {
  if (expectedAt !== undefined || expected === undefined) return { at: byPolicy, by: 'policy' };
  return millisecondsOf(expected.p90) < millisecondsOf(byPolicy)
    ? { at: expected.p90, by: 'history' }
    : { at: byPolicy, by: 'policy' };
}
