import { byId } from '../by-id.js';
import type { ErrorData } from '../../iso18626/index.js';
import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import type { Delivery } from '../model/delivery.js';
import type { RequesterTransaction, Transaction } from '../model/transaction.js';
import { present } from '../present.js';
import { isAwaited, syncSentence, type InSync, type SyncVerdict } from './in-sync.js';

/** Whether a delivery is a question of the house's own, of which no anomaly is made when nothing comes of it. */
export function asksStanding(
  delivery: Delivery,
  state: Transaction | undefined,
): state is RequesterTransaction {
  const isAsked = state?.role === 'requester' && state.inSync !== undefined && isAwaited(state.inSync);
  return delivery.probe === true && delivery.what === 'StatusRequest' && isAsked;
}

/** The question was refused or did not get through: a request that they do not have is a difference, the rest is noted. */
export function standingUnanswered(
  asked: { delivery: Delivery; state: RequesterTransaction; why: string; errors?: readonly ErrorData[] },
  ctx: RuleContext,
): Happening[] {
  const { delivery, state, why, errors = [] } = asked;
  const verdict: SyncVerdict = errors.some(isUnknownId) ? 'unknown-there' : 'unanswered';
  const inSync: InSync = present({
    by: state.inSync?.by ?? 'quiet',
    askedAt: state.inSync?.askedAt,
    foundAt: nowOf(ctx),
    verdict,
    ours: present({ status: state.state, dueDate: state.dueDate }),
    why,
  });
  return [
    happened(HappeningKind.Confirmed, {
      because: why,
      transactions: byId(delivery.transaction, { ...state, inSync }),
      event:
        verdict === 'unknown-there' ? { type: 'needs-attention', text: syncSentence(verdict) } : undefined,
      facts: { what: delivery.what, inSync: verdict },
    }),
  ];
}

function isUnknownId({ errorType, errorValue }: ErrorData): boolean {
  return errorType === 'UnrecognisedDataValue' && errorValue?.includes('requestingAgencyRequestId') === true;
}
