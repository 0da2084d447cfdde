import type { Request } from '../../iso18626/index.js';
import {
  findHoldups,
  flaggedRequest,
  wishOf,
  type LoanView,
  type RequestReaction,
  type RuleContext,
} from '../../loan/index.js';
import type { Kept, Loaded, Loan } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { patronIn, type PatronFound } from '../records/patron-key.js';
import type { Received } from './received.js';

/** The patron of a peer's request, as it is looked up: whoever a reference names at the requesting library. */
export function patronOf(received: Received, context: ExchangeContext): PatronFound | undefined {
  const { message, theirs } = received;
  return message.kind === 'request' ? patronIn(wishOf(message), theirs.key, context) : undefined;
}

/** A new request of a peer with what our rules for intake say about it. Source: iso18626.md 7.4 nr. 61, 62. */
export function flaggedByIntake(
  reaction: RequestReaction,
  given: {
    message: Request;
    loaded: Loaded;
    patron: PatronFound | undefined;
    received: Received;
    before: Loan | undefined;
  },
  ctx: RuleContext,
): RequestReaction {
  const { loan, transaction, happenings } = reaction;
  if (loan === undefined || transaction === undefined) return reaction;
  const { message, received, loaded, patron, before } = given;
  const { serviceInfo, bibliographicInfo } = message;
  const wish = {
    role: 'supplier' as const,
    agency: received.ours.key,
    bibliographicInfo,
    serviceType: serviceInfo?.serviceType,
    needBeforeDate: serviceInfo?.needBeforeDate,
  };
  const ofPatron = (patron === undefined ? [] : loaded.found(patron.query)).filter(({ id }) => id !== loan);
  const { openOfPeer } = received;
  const holdups = findHoldups(wish, { ofPatron, ...(openOfPeer === undefined ? {} : { openOfPeer }) }, ctx);
  const view = before?.id === loan ? before : nothingYet(loan);
  return { ...reaction, happenings: flaggedRequest(happenings, { before: view, transaction, holdups }, ctx) };
}

/** The loan before its first happening, which brings the record. */
function nothingYet(id: string): LoanView {
  const none = new Map<string, never>();
  return {
    id,
    record: undefined as unknown as LoanView['record'],
    transactions: none,
    shipments: none,
    claims: none,
    notices: none,
    deliveries: none,
  };
}

/** What is kept of the patron of a request that made or renewed a loan. */
export function patronKept(loan: string, patron: PatronFound | undefined): Pick<Kept, 'patrons'> {
  return patron === undefined ? {} : { patrons: [{ loan, patron: patron.patron }] };
}
