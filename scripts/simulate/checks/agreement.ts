import type { RequesterTransaction, SupplierTransaction, Transaction } from '../../../src/loan/index.js';
import { agreement, sameDueDate, unheard } from './agreement-table.js';
import { about, type AtRest, type Violation } from './violation.js';

/** Each transaction as both sides have it fits together, and nobody waits for an answer that the other does not owe. */
export async function sidesAgree(atRest: AtRest): Promise<Violation[]> {
  const all = (
    await Promise.all(
      atRest.houses.map(async ({ durable }) =>
        (await durable.rows('transactions')).map(({ state }) => JSON.parse(state) as Transaction),
      ),
    )
  ).flat();
  const supplying = new Map(
    all.flatMap((one) => (one.role === 'supplier' ? [[keyOf(one), one] as const] : [])),
  );
  return all.flatMap((one) => {
    if (one.role !== 'requester') return [];
    const other = supplying.get(keyOf(one));
    supplying.delete(keyOf(one));
    return differencesOf(one, other).map((text): Violation => ({
      invariant: 'both sides agree',
      text: `${one.requestingKey} and ${one.supplyingKey}: ${text}`,
      ...about(atRest, one.loan),
    }));
  });
}

function keyOf({ requestingKey, supplyingKey, requestingAgencyRequestId }: Transaction): string {
  return `${requestingKey} ${supplyingKey} ${requestingAgencyRequestId}`;
}

function differencesOf(one: RequesterTransaction, other: SupplierTransaction | undefined): string[] {
  if (other === undefined)
    return unheard.includes(one.state)
      ? []
      : [`the requester has ${one.state}, the supplier knows nothing of it`];
  return [
    ...(agreement[other.state].includes(one.state)
      ? []
      : [`the requester has ${one.state}, the supplier ${other.state}`]),
    ...(sameDueDate.includes(other.state) && one.dueDate !== other.dueDate
      ? [`due ${one.dueDate ?? 'never'} at the requester, ${other.dueDate ?? 'never'} at the supplier`]
      : []),
    ...(one.cancelPending !== undefined && other.cancelPending === undefined && one.state !== 'CopyCompleted'
      ? [`the requester waits for an answer to its Cancel (${one.state}), the supplier owes none`]
      : []),
    ...(one.renewPending !== undefined && other.renewPending === undefined
      ? [`the requester waits for an answer to its Renew (${one.state}), the supplier owes none`]
      : []),
  ];
}
