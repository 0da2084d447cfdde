import { withId } from '../by-id.js';
import { nowOf } from '../case.js';
import type { Happening, Reaction } from '../happening.js';
import type { SupplierEvent } from '../tables/supplier-receives-table.js';
import type { Heard } from './supplier/supplier-effects.js';

/**
 * Whatever a requester says about an overdue loan lets the ladder rest for a while, so the transaction keeps when that
 * was. A question for the status does not: machines ask it. Source: practice.md 5.3 (pauseOnReply).
 */
export function withSignOfLife(event: SupplierEvent, heard: Heard, reaction: Reaction): Reaction {
  const isSign = event !== 'StatusRequest' && event !== 'Unknown' && reaction.confirmation.ok;
  if (!isSign || heard.c.state.state !== 'Overdue') return reaction;
  return {
    ...reaction,
    happenings: reaction.happenings.map((happening, index) => signed(happening, index === 0, heard)),
  };
}

function signed(happening: Happening, isFirst: boolean, { c }: Heard): Happening {
  const known = happening.transactions?.[c.transaction] ?? (isFirst ? c.state : undefined);
  if (known === undefined) return happening;
  const state = { ...known, heardAt: nowOf(c.ctx) };
  return { ...happening, transactions: withId(happening.transactions, c.transaction, state) };
}
