import type { RequesterState } from '../model/states.js';
import type { Instant, RequesterTransaction } from '../model/transaction.js';
import type { SupplierHistory } from './supplier-facts.js';

/** One of our former requests to a supplier. */
export interface FormerRequest {
  transaction: RequesterTransaction;
  /** When the supplier sent the item. */
  sentAt?: Instant;
}

/** What a supplier has decided by; what it refused, cancelled or never got says nothing about its shelves. */
const decided: Readonly<Partial<Record<RequesterState, 'filled' | 'unfilled'>>> = {
  Loaned: 'filled',
  Received: 'filled',
  Overdue: 'filled',
  Recalled: 'filled',
  HoldReturn: 'filled',
  ShippedReturn: 'filled',
  CopyCompleted: 'filled',
  LoanCompleted: 'filled',
  CompletedWithoutReturn: 'filled',
  Unfilled: 'unfilled',
};

/** Fill rate, speed and load of a supplier, from our own former requests there. */
export function historyOf(former: readonly FormerRequest[]): SupplierHistory {
  const ends = former.map(({ transaction }) => decided[transaction.state]);
  const hours = former.flatMap(hoursToSend).sort((one, other) => one - other);
  const middle = hours[Math.floor(hours.length / 2)];
  return {
    filled: ends.filter((end) => end === 'filled').length,
    unfilled: ends.filter((end) => end === 'unfilled').length,
    open: former.filter(({ transaction }) => transaction.closedAt === undefined).length,
    ...(middle === undefined ? {} : { medianHours: Math.round(middle * 10) / 10 }),
  };
}

function hoursToSend({ transaction, sentAt }: FormerRequest): number[] {
  const until = sentAt ?? (transaction.state === 'CopyCompleted' ? transaction.closedAt : undefined);
  if (until === undefined) return [];
  const hours = (Date.parse(until) - Date.parse(transaction.openedAt)) / 3_600_000;
  return Number.isFinite(hours) && hours >= 0 ? [hours] : [];
}
