import type { Request, RequestingAgencyMessage } from '../../../iso18626/index.js';
import { hearingState, modeOf, supplierCase } from '../../case.js';
import type { Place, RuleContext } from '../../context.js';
import type { Reaction } from '../../happening.js';
import { withRequesterEvidence } from '../../in-sync/requester-evidence.js';
import { parcelIn } from '../../shipments/parcel-line.js';
import { withParcelNews } from '../../shipments/parcel-news.js';
import { withAnswerHeard } from '../../offers/hear-answer.js';
import { SupplierEvent, supplierReceivesTable } from '../../tables/supplier-receives-table.js';
import { withSignOfLife } from '../sign-of-life.js';
import { supplierEffects, type Heard } from './supplier-effects.js';

/** A copy does not come back: its transaction refuses these in every state. Source: iso18626.md 3.5. */
const ofLoansOnly: ReadonlySet<SupplierEvent> = new Set([
  'Renew',
  'ShippedReturn',
  'ShippedForward',
  'HoldReturn',
  'Lost',
]);

/** What a requester's message does to our supplying transaction: table 3.5. */
export function supplierReceives(place: Place, message: RequestingAgencyMessage, ctx: RuleContext): Reaction {
  const event = Object.hasOwn(SupplierEvent, message.action) ? message.action : 'Unknown';
  const reaction = reactTo(event, { c: supplierCase(place, ctx), message });
  return withParcelNews(reaction, { place, told: parcelIn(message.note), direction: 'return' }, ctx);
}

/** A request for a transaction that we have: other content under its id, or a Reminder. */
export function requestAgain(place: Place, message: Request, ctx: RuleContext): Reaction {
  const event = message.serviceInfo?.requestType === 'Reminder' ? 'Reminder' : 'RequestChanged';
  return reactTo(event, { c: supplierCase(place, ctx), message });
}

function reactTo(event: SupplierEvent, heard: Heard): Reaction {
  const { state } = heard.c;
  if (modeOf(state) === 'Copy' && ofLoansOnly.has(event))
    return withRequesterEvidence(event, heard, supplierEffects.unsupported(heard));
  const reaction = supplierEffects[supplierReceivesTable[event][hearingState(state.state)]](heard);
  return withRequesterEvidence(event, heard, withSignOfLife(event, heard, withAnswerHeard(reaction, heard)));
}
