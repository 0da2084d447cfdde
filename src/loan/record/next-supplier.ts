import { byId, withId } from '../by-id.js';
import { nowOf } from '../case.js';
import { composeRequest } from '../compose/compose-request.js';
import { nextTimestamp } from '../compose/timestamps.js';
import { whatOf } from '../compose/what.js';
import { wireId } from '../compose/wire-id.js';
import type { Reach, RuleContext } from '../context.js';
import { happened } from '../happened.js';
import type { Happening, HappeningKind, LoanView } from '../happening.js';
import type { LoanRecord, Supplier } from '../model/loan-record.js';
import { present } from '../present.js';
import type { RequesterTransaction } from '../model/transaction.js';
import { rotaSentence, type RotaWhy } from '../rota/because.js';
import { closedUntil, isLong } from '../rota/closures.js';
import { rotaRules } from '../rota/supplier-facts.js';
import { supplierName } from './suppliers.js';

/** The supplier that is asked next, and the record with those marked that nobody can reach. */
export interface Picked {
  record: LoanRecord;
  next: { place: string; supplier: Supplier; reach: Reach } | undefined;
  /** Names of those passed over. */
  skipped: string[];
  /** Those that are closed for longer than a weekend, and are passed over while another is open. */
  closed: string[];
}

/**
 * The first supplier of the list that has not been asked, can be reached and is not closed for long; a closed one only
 * where nobody else is left.
 */
export function pickSupplier(record: LoanRecord, ctx: RuleContext): Picked {
  const skipped: string[] = [];
  const closed: NonNullable<Picked['next']>[] = [];
  let suppliers = record.suppliers;
  for (const place of Object.keys(suppliers).sort()) {
    const supplier = suppliers[place];
    if (supplier === undefined || supplier.outcome !== undefined) continue;
    const reach = ctx.reach(supplier.agency);
    if (reach !== undefined) {
      const next = { place, supplier, reach };
      if (!isClosedForLong(supplier, ctx)) return picked({ record, suppliers, next, skipped, closed });
      closed.push(next);
      continue;
    }
    skipped.push(supplierName(supplier));
    const because = 'No peer is known for it.';
    suppliers = withId(suppliers, place, { ...supplier, outcome: 'skipped', because });
  }
  return picked({ record, suppliers, next: closed.shift(), skipped, closed });
}

function picked({
  record,
  suppliers,
  closed,
  ...rest
}: Omit<Picked, 'closed'> & {
  suppliers: LoanRecord['suppliers'];
  closed: readonly { supplier: Supplier }[];
}): Picked {
  const names = closed.map(({ supplier }) => supplierName(supplier));
  return { record: { ...record, suppliers }, closed: names, ...rest };
}

function isClosedForLong({ agency }: Supplier, { isClosed, at: { now } }: RuleContext): boolean {
  return (
    isClosed !== undefined &&
    isLong(
      closedUntil((at) => isClosed(agency, at), now),
      now,
    )
  );
}

/** Asks the supplier that was picked: a new transaction, `Queued`, and the Request that is owed. */
export function askSupplier(
  asking: { loan: string; record: LoanRecord; next: NonNullable<Picked['next']> },
  told: { kind: HappeningKind; because: string },
  ctx: RuleContext,
): Happening {
  const { place, supplier, reach } = asking.next;
  const transaction = ctx.at.newId();
  const state = newTransaction(asking.loan, { transaction, reach, record: asking.record }, ctx);
  const record: LoanRecord = {
    ...asking.record,
    current: transaction,
    suppliers: withId(asking.record.suppliers, place, { ...supplier, transaction, outcome: 'asked' }),
  };
  const message = composeRequest(record, ctx.wish ?? {}, {
    requestId: state.requestingAgencyRequestId,
    timestamp: nextTimestamp(ctx.at.now),
    requestingAgencyId: reach.requestingAgencyId,
    supplyingAgencyId: reach.agencyId,
    patronData: reach.patronData,
  });
  return happened(told.kind, {
    because: told.because,
    record,
    transactions: byId(transaction, state),
    owe: { transaction, peer: reach.peer, message, what: whatOf(message) },
  });
}

export function newTransaction(
  loan: string,
  asked: { transaction: string; reach: Reach; record: LoanRecord },
  ctx: RuleContext,
): RequesterTransaction {
  const { transaction, reach, record } = asked;
  return present({
    role: 'requester' as const,
    state: 'Queued' as const,
    loan,
    peer: reach.peer,
    edition: reach.edition,
    requestingAgencyId: reach.requestingAgencyId,
    supplyingAgencyId: reach.agencyId,
    requestingKey: reach.requestingKey,
    supplyingKey: reach.supplyingKey,
    requestingAgencyRequestId: wireId(transaction),
    serviceType: record.serviceInfo?.serviceType,
    openedAt: nowOf(ctx),
    lastSentAt: nextTimestamp(ctx.at.now),
  });
}

function passedOver({ skipped, closed }: Picked): string {
  const unreached = skipped.length === 0 ? '' : `; nobody can reach ${skipped.join(', ')}`;
  return closed.length === 0 ? unreached : `${unreached}; closed for now: ${closed.join(', ')}`;
}

/** What is only not known speaks for nobody, and neither does what is so for all. */
const saysLittle: ReadonlySet<RotaWhy> = new Set<RotaWhy>([
  'cost-not-known',
  'nearness-not-known',
  'speed-not-known',
  'never-asked',
  'open-there',
]);

/** Why it stands in its place, where the rules put it there. */
export function placeWords({ rota }: Supplier): string {
  if (rota === undefined) return '';
  const best = rotaRules
    .map((rule) => rota.parts[rule])
    .filter(({ points, why }) => points > 0 && !saysLittle.has(why))
    .sort((one, other) => other.points - one.points)
    .slice(0, 3);
  const reasons = [...(rota.remark === undefined ? [] : [rota.remark]), ...best];
  return reasons.length === 0 ? '' : ` (${reasons.map(rotaSentence).join('; ')})`;
}

/** Asks whoever was picked after others could not supply; `why` says what became of the one before. */
export function askNext(
  view: Pick<LoanView, 'id'>,
  picked: Picked & { why: string },
  ctx: RuleContext,
): Happening[] {
  const { next, record, why } = picked;
  if (next === undefined) return [];
  const because = `${why}${passedOver(picked)}; ${supplierName(next.supplier)} is next on the list${placeWords(next.supplier)}.`;
  return [askSupplier({ loan: view.id, record, next }, { kind: 'next-supplier-asked', because }, ctx)];
}
