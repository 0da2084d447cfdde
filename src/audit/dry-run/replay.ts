import { foldInto, type AggregateRow, type SealedEntry } from '../../ledger/index.js';
import {
  foldHappenings,
  isOpen,
  plan,
  strike,
  withId,
  type Delivery,
  type Instant,
  type LoanRecord,
  type LoanView,
  type PlannedEvent,
  type PlanRule,
  type Terms,
} from '../../loan/index.js';
import type { TermsFor } from '../../peers/index.js';

/** A clock that strikes, or would have. */
export interface Strike {
  rule: PlanRule;
  at: Instant;
}

/** What clocks have done by themselves: kept apart, since under other terms they would have done something else. */
interface ByClock {
  struck: LoanRecord['struck'];
  assumedLostAt: Instant | undefined;
  lateAt: ReadonlyMap<string, Instant>;
}

/** More than this many strikes of one loan are no plan. */
const STRIKES_AT_MOST = 200;

/**
 * What a loan's clocks do under some terms until a moment, which may lie ahead. What people and peers have done is taken
 * as it was; only what follows from the clocks is reckoned anew, by the same `plan` and `strike` that the gateway runs.
 */
export function replay(entries: readonly SealedEntry[], terms: TermsFor, until: Instant): Strike[] {
  const rows = new Map<string, AggregateRow>();
  const strikes: Strike[] = [];
  let byClock: ByClock = { struck: {}, assumedLostAt: undefined, lateAt: new Map() };
  let wasLost = false;
  entries.forEach((entry, index) => {
    foldInto(rows, entry);
    const next = entries[index + 1]?.at ?? until;
    const real = viewOf(entry.loan ?? '', rows);
    if (real === undefined || next <= entry.at) return;
    const isLost = real.record.assumedLostAt !== undefined;
    // Somebody has found it, whenever a clock had given it up.
    if (wasLost && !isLost) byClock = { ...byClock, assumedLostAt: undefined };
    wasLost = isLost;
    byClock = runClocks(laidOver(real, byClock), { terms, from: entry.at, until: next }, strikes);
  });
  return strikes;
}

function runClocks(
  start: LoanView,
  time: { terms: TermsFor; from: Instant; until: Instant },
  strikes: Strike[],
): ByClock {
  let view = start;
  while (strikes.length < STRIKES_AT_MOST) {
    const terms = termsOf(view, time.terms);
    const due = plan(view, terms).find(
      ({ at, rule, heldAt }) => at < time.until && rule !== 'held-act' && heldAt === undefined,
    );
    if (due === undefined) break;
    const at = due.at < time.from ? time.from : due.at;
    const after = struckAt(view, due, { terms, at });
    if (after.struck) strikes.push({ rule: due.rule, at });
    view = after.view;
  }
  return byClockIn(view);
}

function termsOf({ record, transactions }: LoanView, terms: TermsFor): Terms {
  return terms(record.agency, transactions.get(record.current ?? '')?.peer);
}

/** One of a series that strikes with a later one is struck in silence, as the gateway does. */
function struckAt(
  view: LoanView,
  due: PlannedEvent,
  { terms, at }: { terms: Terms; at: Instant },
): { view: LoanView; struck: boolean } {
  let ids = 0;
  const newId = (): string => `dry-run-${String((ids += 1))}`;
  const ctx = { ...terms, at: { now: new Date(at), newId }, reach: () => undefined };
  const happenings = strike(view, due, ctx);
  if (happenings.length > 0) return { view: foldHappenings(view, happenings), struck: true };
  const record = { ...view.record, struck: withId(view.record.struck, due.id, at) };
  return { view: { ...view, record }, struck: false };
}

function byClockIn({ record, shipments }: LoanView): ByClock {
  const late = [...shipments].flatMap(([id, { lateAt }]): [string, Instant][] =>
    lateAt === undefined ? [] : [[id, lateAt]],
  );
  return { struck: record.struck, assumedLostAt: record.assumedLostAt, lateAt: new Map(late) };
}

function laidOver(real: LoanView, { struck, assumedLostAt, lateAt }: ByClock): LoanView {
  const { assumedLostAt: _lost, ...record } = real.record;
  return {
    ...real,
    record: { ...record, struck, ...(assumedLostAt === undefined ? {} : { assumedLostAt }) },
    shipments: new Map(
      [...real.shipments].map(([id, { lateAt: _late, ...shipment }]) => {
        const late = lateAt.get(id);
        return [id, late === undefined ? shipment : { ...shipment, lateAt: late }];
      }),
    ),
  };
}

/** The loan as its entries so far have it; undefined before its record is there. */
function viewOf(id: string, rows: ReadonlyMap<string, AggregateRow>): LoanView | undefined {
  const of = <State>(aggregate: string): Map<string, State> =>
    new Map(
      [...rows.values()]
        .filter((row) => row.aggregate === aggregate)
        .map((row) => [row.id, row.state as unknown as State]),
    );
  const record = rows.get(`loan-record/${id}`)?.state as LoanRecord | undefined;
  if (record === undefined) return undefined;
  const deliveries = of<Delivery>('delivery');
  return {
    id,
    record,
    transactions: of('transaction'),
    shipments: of('shipment'),
    claims: of('claim'),
    notices: of('notice'),
    deliveries: new Map([...deliveries].filter(([, delivery]) => isOpen(delivery))),
  };
}
