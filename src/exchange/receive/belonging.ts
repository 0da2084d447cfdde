import type { Initiating } from '../../iso18626/index.js';
import type { Role } from '../../loan/index.js';
import type { Loan, LoanKey } from '../../storage/index.js';

/** Where a message of a peer belongs: its kind, the transaction's id, and the keys of both agencies. */
export interface Belonging {
  kind: Initiating['kind'];
  requestId: string;
  ours: string;
  theirs: string;
}

/** Our role in the transaction that a peer's message speaks of. */
export function roleOf(kind: Initiating['kind']): Role {
  return kind === 'supplyingAgencyMessage' ? 'requester' : 'supplier';
}

/** The natural key of a transaction. Source: iso18626.md 4.6. */
export function loanKeyOf({ kind, requestId, ours, theirs }: Belonging): LoanKey {
  const role = roleOf(kind);
  const agencies =
    role === 'supplier'
      ? { requestingKey: theirs, supplyingKey: ours }
      : { requestingKey: ours, supplyingKey: theirs };
  return { by: 'transaction', role, ...agencies, requestId };
}

/** Which transaction of the loan a message belongs to. */
export function transactionIn(
  loan: Loan,
  { kind, requestId }: Pick<Belonging, 'kind' | 'requestId'>,
): string | undefined {
  const role = roleOf(kind);
  for (const [transaction, state] of loan.transactions)
    if (state.role === role && state.requestingAgencyRequestId === requestId) return transaction;
  return undefined;
}
