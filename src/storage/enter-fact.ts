import type { Actor, JsonObject } from '../ledger/index.js';
import type { UseCase } from './use-case.js';

/** One fact as one entry, of which no row follows: what somebody did with the gateway as a whole. */
export function enterFact(
  kind: string,
  told: { actor: Actor; because: string; facts?: JsonObject },
): UseCase<void> {
  return {
    name: kind,
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [{ kind, at: at.now.toISOString(), ...told, changes: [] }],
    }),
  };
}
