import { actorOf, type Caller } from '../../access/index.js';
import type { Actor } from '../../ledger/index.js';
import type { UseCase } from '../../storage/index.js';
import { eraseAll, type ErasedAll, type EraseHouse } from './erase-all.js';
import { heldBack } from './erase-loan.js';
import { findPerson } from './find-person.js';

/** What an erasure would do. */
export interface ErasePreview {
  /** Requests that would be erased. */
  erasable: number;
  heldBack: { loan: string; why: string }[];
}

/** Erasing of persons for whoever may: first how much it would be, then for good. */
export interface EraseDesk {
  preview(asked: { patron: string }, by: Caller): Promise<ErasePreview>;
  erase(asked: { patron: string; because: string }, by: Caller): Promise<ErasedAll>;
}

export function buildEraseDesk(house: EraseHouse): EraseDesk {
  const find = (patron: string, { agencies }: Caller): Promise<string[]> =>
    findPerson({ reference: patron, ...(agencies && { agencies }) }, house.persons);
  return {
    async preview({ patron }, by) {
      const loans = await find(patron, by);
      const told = await Promise.all(loans.map((loan) => house.committer.commit(lookAt(loan))));
      const held = told.flatMap(({ loan, why }) => (why === undefined ? [] : [{ loan, why }]));
      await house.committer.commit(lookedFor(actorOf(by), loans.length));
      return { erasable: loans.length - held.length, heldBack: held };
    },
    async erase({ patron, because }, by) {
      return eraseAll(await find(patron, by), { actor: actorOf(by), because }, house);
    },
  };
}

function lookAt(loan: string): UseCase<{ loan: string; why: string | undefined }> {
  const key = { by: 'id', id: loan } as const;
  return {
    name: 'look-at-erasure',
    source: 'people',
    needs: { loans: [key] },
    decide(loaded) {
      const found = loaded.loan(key);
      return { result: { loan, why: found === undefined ? undefined : heldBack(found) } };
    },
  };
}

/** Somebody looked for a person: an entry, which says nothing of whom. */
function lookedFor(actor: Actor, requests: number): UseCase<void> {
  return {
    name: 'look-for-person',
    source: 'people',
    needs: {},
    decide: (_loaded, at) => ({
      result: undefined,
      entries: [
        {
          kind: 'person-looked-for',
          at: at.now.toISOString(),
          actor,
          because: 'an erasure was prepared',
          facts: { requests },
          changes: [],
        },
      ],
    }),
  };
}
