import type { ErrorData, Initiating, Redaction } from '../../iso18626/index.js';
import type { LoanKey, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf } from '../tell.js';
import { loanKeyOf, transactionIn } from './belonging.js';

/** A message that could not be used, but whose header names a transaction between a peer and one of our agencies. */
export interface RefusedInTransaction {
  kind: Initiating['kind'];
  requestId: string;
  /** Keys of the agencies. */
  ours: string;
  theirs: string;
  peer: string;
  errors: ErrorData[];
  /** A short, bounded name of what is wrong. */
  cause: string;
  statusCode: number;
  redaction: Redaction;
  /** Length of the body as it came, in bytes. */
  bytes: number;
}

/**
 * Enters under its loan that a message was refused unread, with its body. Answers false, and leaves nothing, where no
 * transaction of ours is named. The refusal itself is made again for a repeat. Architecture §3, step 2.
 */
export function refuseInTransaction(
  refused: RefusedInTransaction,
  context: ExchangeContext,
): UseCase<boolean> {
  const key: LoanKey = loanKeyOf(refused);
  return {
    name: 'refuse-in-transaction',
    source: 'peers',
    needs: { loans: [key] },
    decide(loaded, at) {
      const loan = loaded.loan(key);
      const transaction = loan === undefined ? undefined : transactionIn(loan, refused);
      if (loan === undefined || transaction === undefined) return { result: false };
      const peers = context.directoryOf(loaded.directory);
      const story = storyOf(loan, { actor: { kind: 'peer', id: refused.peer }, at, peers, context });
      const { template, encoding } = refused.redaction;
      const kept = story.keepBody(
        { id: at.newId(), loan: story.loan, transaction, direction: 'in', template, encoding },
        refused.redaction,
      );
      const { cause, statusCode, bytes, peer } = refused;
      const errors = refused.errors.map(({ errorType }) => ({ errorType }));
      story.note('message-refused', `refused: ${cause}`, {
        peer,
        transaction,
        facts: { ...kept, direction: 'in', bytes, confirmed: 'ERROR', cause, statusCode, errors },
      });
      return { result: true, entries: story.entries, keep: story.keep };
    },
  };
}
