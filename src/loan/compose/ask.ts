import type { Action, RequestingAgencyMessage } from '../../iso18626/index.js';
import type { RequesterCase } from '../context.js';
import type { Owed } from '../happening.js';
import { present } from '../present.js';
import type { RequesterTransaction } from '../model/transaction.js';
import { nextTimestamp } from './timestamps.js';
import { whatOf } from './what.js';

/** A requestingAgencyMessage, and the transaction (moved by the caller) with its new time stamp. */
export function ask(
  asked: RequesterCase,
  action: Action,
  note?: string,
): { state: RequesterTransaction; owe: Owed } {
  const { state, ctx, transaction } = asked;
  const timestamp = nextTimestamp(ctx.at.now, state.lastSentAt);
  const message: RequestingAgencyMessage = present({
    kind: 'requestingAgencyMessage' as const,
    header: present({
      supplyingAgencyId: state.supplyingAgencyId,
      requestingAgencyId: state.requestingAgencyId,
      timestamp,
      requestingAgencyRequestId: state.requestingAgencyRequestId,
      supplyingAgencyRequestId: state.supplyingAgencyRequestId,
    }),
    action,
    note,
  });
  return {
    state: { ...state, lastSentAt: timestamp },
    owe: { transaction, peer: state.peer, message, what: whatOf(message) },
  };
}
