import type { SupplyingAgencyMessage } from '../../../iso18626/index.js';
import { withAnomaly } from '../../model/anomaly.js';
import { askedState, nowOf, requesterCase } from '../../case.js';
import type { Place, RequesterCase, RuleContext } from '../../context.js';
import type { Reaction } from '../../happening.js';
import { withStandingCompared } from '../../in-sync/compare-standing.js';
import { withOfferHeard } from '../../offers/hear-offer.js';
import { without } from '../../present.js';
import { withParcelNews } from '../../shipments/parcel-news.js';
import { parcelOfMessage } from '../../shipments/shipping-info.js';
import { requesterReceivesTable } from '../../tables/requester-receives-table.js';
import type { RequesterTransaction } from '../../model/transaction.js';
import { isLate } from '../lateness.js';
import { accept, refuse } from '../reaction.js';
import { applyCell } from './requester-effects.js';
import { readEvent } from './requester-event.js';
import { unchanged, type HeardAnswer } from './requester-heard.js';

/** What a supplier's message does to our request: what is late is kept and moves nothing, the rest is table 3.6. */
export function requesterReceives(place: Place, message: SupplyingAgencyMessage, ctx: RuleContext): Reaction {
  const asked = requesterCase(place, ctx);
  const read = readEvent(message, asked.state);
  if ('error' in read) return refuse(message, read.error);
  const { event } = read;
  const state = asKnown(asked);
  const isEvidence = state !== asked.state;
  const heard: HeardAnswer = { c: { ...asked, state }, isEvidence, message, event };
  if (isLate(message, event, state))
    return withStandingCompared(
      accept(
        unchanged(heard, {
          because: 'Overtaken by a newer status: kept, and nothing moves.',
          facts: { late: true },
        }),
      ),
      heard,
    );
  const moved = applyCell(heard, requesterReceivesTable[event][askedState(state)]);
  const reaction = withStandingCompared(withOfferHeard(moved, heard), heard);
  return withParcelNews(reaction, { place, told: parcelOfMessage(message), direction: 'out' }, ctx);
}

/** Any message of the supplier proves that it has our request, whatever became of the delivery. */
function asKnown({ state, ctx }: RequesterCase): RequesterTransaction {
  const known = askedState(state);
  if (known === state.state) return state;
  const sent: RequesterTransaction = without({ ...state, state: known }, 'closedAt');
  if (state.state === 'Queued') return sent;
  const text = 'The supplier answers a request that counted as refused or not delivered.';
  return withAnomaly(sent, 'answered-after-all', { text, at: nowOf(ctx) });
}
