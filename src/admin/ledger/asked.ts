import { TimeKind, type Selection } from '../../audit/index.js';
import type { Role } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { textIn } from '../page-parts.js';

/** The search as it was filled in. */
export const askedNames = [
  ...(['from', 'before', 'time', 'side', 'peer', 'type', 'state', 'kind', 'actor', 'request'] as const),
  ...(['first', 'last', 'failed'] as const),
] as const;
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

const sides: readonly Role[] = ['requester', 'supplier'];

/** The number of an entry; what is none does not narrow. */
function seqOf(text: string | undefined): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : undefined;
}

export function selectionOf(asked: LedgerAsked): Selection {
  const { from, before, time, side, type, first, last, failed } = asked;
  const { kind, actor, request, peer, state } = asked;
  return present({
    ...{ kind, actor, request, peer, state },
    serviceType: type,
    time: time === TimeKind.Event ? TimeKind.Event : undefined,
    side: sides.find((one) => one === side),
    firstSeq: seqOf(first),
    lastSeq: seqOf(last),
    from: dayOf(from, 0),
    before: dayOf(before, dayMs),
    failedOnly: failed === undefined ? undefined : true,
  });
}
