import { actorOf, type Caller } from '../../access/index.js';
import type { Actor } from '../../ledger/index.js';
import type { ErasureProposals, UseCase } from '../../storage/index.js';
import { eraseAll, type ErasedAll, type EraseHouse } from './erase-all.js';
import { heldBack } from './erase-loan.js';
import { findPerson, type NamedIn } from './find-person.js';
import {
  approveErasure,
  proposeErasure,
  waitingErasures,
  type ApprovalRefusal,
  type ProposalView,
} from './second-person.js';

/** What an erasure would do. */
export interface ErasePreview {
  /** Requests that would be erased. */
  erasable: number;
  heldBack: { loan: string; why: string }[];
}

/** What came of asking for an erasure. */
export type ErasureAnswer =
  | { kind: 'erased'; done: ErasedAll }
  /** A second person has to approve it first. */
  | { kind: 'proposed'; proposal: Proposed };

export interface Proposed {
  proposal: string;
  /** Until when it can be approved. */
  until: string;
  requests: number;
}

export type ApprovalAnswer = { kind: 'erased'; done: ErasedAll } | { kind: 'refused'; why: ApprovalRefusal };

/** Erasing of persons for whoever may: first how much it would be, then for good, by one person or by two. */
export interface EraseDesk {
  preview(asked: { patron: string }, by: Caller): Promise<ErasePreview>;
  /** Where the house asks for two persons, it is proposed only; what nobody is named in needs no second one. */
  erase(asked: { patron: string; because: string }, by: Caller): Promise<ErasureAnswer>;
  /** What waits for a second person, the oldest first. */
  waiting(by: Caller): Promise<ProposalView[]>;
  /** What is held back meanwhile stays; what names the person since then was not proposed. */
  approve(proposal: string, by: Caller): Promise<ApprovalAnswer>;
}

export interface EraseDeskHouse extends EraseHouse {
  proposals: ErasureProposals;
  /** How many persons an erasure takes. Source: practice.md 6. */
  personsNeeded: 1 | 2;
  now: () => Date;
}

export function buildEraseDesk(house: EraseDeskHouse): EraseDesk {
  const find = (patron: string, { agencies }: Caller): Promise<NamedIn[]> =>
    findPerson({ reference: patron, ...(agencies && { agencies }) }, house.persons);
  return {
    async preview({ patron }, by) {
      const loans = await find(patron, by);
      const told = await Promise.all(loans.map(({ loan }) => house.committer.commit(lookAt(loan))));
      const held = told.flatMap(({ loan, why }) => (why === undefined ? [] : [{ loan, why }]));
      await house.committer.commit(lookedFor(actorOf(by), loans.length));
      return { erasable: loans.length - held.length, heldBack: held };
    },
    async erase({ patron, because }, by) {
      const loans = await find(patron, by);
      if (house.personsNeeded === 2 && loans.length > 0) {
        const { id, until } = await proposeErasure({ loans, because, by }, house);
        return { kind: 'proposed', proposal: { proposal: id, until, requests: loans.length } };
      }
      const ids = loans.map(({ loan }) => loan);
      return { kind: 'erased', done: await eraseAll(ids, { actor: actorOf(by), because }, house) };
    },
    waiting: (by) => waitingErasures(by, house),
    async approve(id, by) {
      const approved = await approveErasure({ id, by }, house);
      if (typeof approved === 'string') return { kind: 'refused', why: approved };
      const { loans, because } = approved;
      const done = await eraseAll(loans, { actor: actorOf(by), because, proposal: id }, house);
      // Last: where this is broken off, it can be approved again and goes on.
      await house.proposals.remove(id);
      return { kind: 'erased', done };
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
