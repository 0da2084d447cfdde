import type { Actor } from '../../ledger/index.js';
import { changeOf, type Row, type UseCase } from '../../storage/index.js';
import { readyCarriers, type Carrier } from './carrier.js';

export type CarrierChange = 'done' | 'unchanged' | 'unknown-carrier';

/** A person adds or changes a carrier: all of it is said anew. */
export function changeCarrier(id: string, carrier: Carrier, actor: Actor): UseCase<CarrierChange> {
  return changing(id, { actor, kind: 'carrier-changed' }, () => carrier);
}

/** A carrier is not offered and not asked any more; what it has carried stays as it is. */
export function removeCarrier(id: string, actor: Actor): UseCase<CarrierChange> {
  return changing(id, { actor, kind: 'carrier-removed' }, (before, at) =>
    before === undefined || before.removedAt !== undefined ? undefined : { ...before, removedAt: at },
  );
}

function changing(
  id: string,
  { actor, kind }: { actor: Actor; kind: string },
  change: (before: Carrier | undefined, at: string) => Carrier | undefined,
): UseCase<CarrierChange> {
  const key = { aggregate: 'carrier', id } as const;
  return {
    name: kind,
    source: 'people',
    needs: { roots: [key] },
    decide(loaded, at) {
      const row: Row<Carrier> | undefined = loaded.root<Carrier>(key);
      const now = at.now.toISOString();
      const state = change(row?.state ?? readyCarriers[id], now);
      if (state === undefined) return { result: 'unknown-carrier' };
      const changes = changeOf('carrier', row, { id, state });
      if (changes.length === 0) return { result: 'unchanged' };
      const because = 'a person asked for it';
      return {
        result: 'done',
        entries: [{ kind, at: now, actor, because, facts: { carrier: id }, changes }],
      };
    },
  };
}
