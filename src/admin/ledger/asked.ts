import type { Selection } from '../../audit/index.js';
import { present } from '../../loan/present.js';
import { textIn } from '../page-parts.js';

/** The search as it was filled in. */
export const askedNames = ['from', 'before', 'kind', 'actor', 'request', 'peer', 'failed'] as const;
export type LedgerAsked = Partial<Record<(typeof askedNames)[number], string>>;

export function askedIn(values: unknown): LedgerAsked {
  return present(Object.fromEntries(askedNames.map((name) => [name, textIn(values, name)])));
}

const dayMs = 86_400_000;

/** Days count from midnight UTC, as entries' times do; the last day counts whole. */
function dayOf(text: string | undefined, later: number): string | undefined {
  const at = Date.parse(`${text ?? ''}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : new Date(at + later).toISOString();
}

export function selectionOf({ from, before, kind, actor, request, peer, failed }: LedgerAsked): Selection {
  return present({
    ...{ kind, actor, request, peer },
    from: dayOf(from, 0),
    before: dayOf(before, dayMs),
    failedOnly: failed === undefined ? undefined : true,
  });
}
