import { nowOf } from '../case.js';
import type { Reaction } from '../happening.js';
import { present } from '../present.js';
import type { Heard } from '../receive/supplier/supplier-effects.js';
import type { SupplierEvent } from '../tables/supplier-receives-table.js';
import { isDifference, SyncBy, type InSync, type SyncVerdict } from './in-sync.js';
import { kept } from './keep-finding.js';

/** What only a requester says that takes the item for lent. */
const actions: ReadonlySet<SupplierEvent> = new Set([
  'Received',
  'Renew',
  'ShippedReturn',
  'ShippedForward',
  'HoldReturn',
  'Lost',
]);

/**
 * ISO 18626 gives a supplier no question to ask, so it goes by what the requester says: one that asks how it stands has
 * been told; one that acts where table 3.5 refuses it knows another status than ours; one that acts as the table expects
 * ends that difference.
 */
export function withRequesterEvidence(event: SupplierEvent, heard: Heard, reaction: Reaction): Reaction {
  const verdict = verdictOf(event, heard, reaction);
  if (verdict === undefined) return reaction;
  const { c } = heard;
  const inSync: InSync = present({
    by: SyncBy.Evidence,
    foundAt: nowOf(c.ctx),
    verdict,
    ours: present({ status: c.state.state, dueDate: c.state.dueDate }),
    theirs: { status: event },
  });
  return kept(reaction, { inSync, c });
}

function verdictOf(event: SupplierEvent, { c }: Heard, { confirmation }: Reaction): SyncVerdict | undefined {
  if (event === 'StatusRequest') return isDifference(c.state.inSync) ? undefined : 'told';
  if (!actions.has(event)) return undefined;
  if (!confirmation.ok) return c.state.closedAt === undefined ? 'contradicts' : undefined;
  return isDifference(c.state.inSync) ? 'agrees' : undefined;
}
