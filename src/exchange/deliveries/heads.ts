import { isOpen, type Delivery } from '../../loan/index.js';
import type { Loan } from '../../storage/index.js';

/** A delivery with its id. */
export interface Head {
  id: string;
  delivery: Delivery;
}

/**
 * What of a loan may go on the wire now: of each transaction and peer the oldest open message, if it is owed and due; a
 * probe may pass one that waits. Nothing where a message of theirs is in flight. Source: architecture §3, step 8.
 */
export function sendable(loan: Loan, now: Date): Head[] {
  return [...queuesOf(loan).values()].flatMap((queue) => {
    if (queue.some(({ id }) => loan.leases.has(id))) return [];
    const head = queue.find(({ delivery }) => delivery.probe !== true);
    const probe = queue.find(({ delivery }) => delivery.probe === true);
    const next = [head, probe].find((one) => one !== undefined && isDue(one.delivery, now));
    return next === undefined ? [] : [next];
  });
}

/** The open messages that stand behind a delivery, oldest first; probes stand beside the queue. */
export function queuedBehind(loan: Loan, id: string): Head[] {
  const queue = [...queuesOf(loan).values()].find((heads) => heads.some((head) => head.id === id)) ?? [];
  return queue
    .slice(queue.findIndex((head) => head.id === id) + 1)
    .filter(({ delivery }) => delivery.probe !== true);
}

/** The open message that one more to a peer would stand behind, and that does not go through by itself. */
export function hindrance(
  loan: Loan,
  { transaction, peer }: Pick<Delivery, 'transaction' | 'peer'>,
): Head | undefined {
  const head = queuesOf(loan)
    .get(`${transaction} ${peer}`)
    ?.find(({ delivery }) => delivery.probe !== true);
  return head?.delivery.state === 'owed' && head.delivery.attempts === 0 ? undefined : head;
}

function isDue(delivery: Delivery, now: Date): boolean {
  return delivery.state === 'owed' && delivery.dueAt <= now.toISOString();
}

/** The open deliveries of each transaction and peer, in the order of the entries that owed them. */
function queuesOf(loan: Loan): Map<string, Head[]> {
  const order = (id: string): number => loan.owedOrder.get(id) ?? Number.MAX_SAFE_INTEGER;
  const open: Head[] = [];
  for (const [id, delivery] of loan.deliveries) if (isOpen(delivery)) open.push({ id, delivery });
  const queues = new Map<string, Head[]>();
  for (const head of open.sort((one, other) => order(one.id) - order(other.id))) {
    const place = `${head.delivery.transaction} ${head.delivery.peer}`;
    const queue = queues.get(place);
    if (queue === undefined) queues.set(place, [head]);
    else queue.push(head);
  }
  return queues;
}
