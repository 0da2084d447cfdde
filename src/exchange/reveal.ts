import type { Actor } from '../ledger/index.js';
import type { SealedWish } from '../loan/index.js';
import type { Loan, Moment, Outcome, UseCase } from '../storage/index.js';
import { seal, type DataKey } from '../vault/index.js';
import { openedWish } from './opened-wish.js';

/** Why somebody has to know who the patron is. */
export const RevealReason = {
  TellPatron: 'tell-patron',
  HandOver: 'hand-over',
  WrongPatron: 'wrong-patron',
  Dispute: 'dispute',
  PatronAsks: 'patron-asks',
  Other: 'other',
} as const;
export type RevealReason = (typeof RevealReason)[keyof typeof RevealReason];

const because: Readonly<Record<RevealReason, string>> = {
  'tell-patron': 'the patron has to be told something',
  'hand-over': 'the item is handed over',
  'wrong-patron': 'the request may be under the wrong patron',
  dispute: 'something is claimed or disputed',
  'patron-asks': 'the patron asks about their own request',
  other: 'for another reason, which is sealed with the request',
};

export interface RevealAsked {
  loan: string;
  reason: RevealReason;
  /** In words; needed where the reason is another one. May name a person, so it is sealed. */
  note: string;
  actor: Actor;
  /** Agencies that the asker is bound to. */
  agencies?: readonly string[];
}

/** What names a person in a request. */
export type Revelation = Pick<SealedWish, 'patron' | 'pickup'>;

/** `nobody`: no person is kept with this request, or they have been erased. */
export type Revealed =
  { kind: 'revealed'; patron: Revelation } | { kind: 'nobody' | 'note-missing' | 'unknown-loan' };

const LONGEST_NOTE = 500;

/**
 * Who the patron of a request is. The entry that says who looked, and why, is durable before anything is shown.
 * Source: practice.md 6: masked until revealed.
 */
export function revealPatron(asked: RevealAsked): UseCase<Revealed> {
  const note = asked.note.trim().slice(0, LONGEST_NOTE);
  return {
    name: 'reveal-patron',
    source: 'people',
    needs: { loans: [{ by: 'id', id: asked.loan }] },
    decide(loaded, at) {
      const loan = loaded.loan({ by: 'id', id: asked.loan });
      if (loan === undefined || asked.agencies?.includes(loan.record.agency) === false)
        return { result: { kind: 'unknown-loan' } };
      if (asked.reason === RevealReason.Other && note === '') return { result: { kind: 'note-missing' } };
      const patron = whoIn(loan);
      const dataKey = patron === undefined ? undefined : loan.dataKey();
      if (patron === undefined || dataKey === undefined) return { result: { kind: 'nobody' } };
      return shown(patron, { loan, dataKey, at, asked: { ...asked, note } });
    },
  };
}

function whoIn(loan: Loan): Revelation | undefined {
  const { patron, pickup } = openedWish(loan) ?? {};
  if (patron === undefined && pickup === undefined) return undefined;
  return { ...(patron === undefined ? {} : { patron }), ...(pickup === undefined ? {} : { pickup }) };
}

function shown(
  patron: Revelation,
  of: { loan: Loan; dataKey: DataKey; at: Moment; asked: RevealAsked },
): Outcome<Revealed> {
  const { loan, dataKey, at, asked } = of;
  const id = at.newId();
  const holder = dataKey.holder;
  const hasNote = asked.note !== '';
  const value = hasNote ? seal(dataKey, asked.note, { context: id, random: at.randomBytes }) : '';
  return {
    result: { kind: 'revealed', patron },
    entries: [
      {
        kind: 'patron-revealed',
        at: at.now.toISOString(),
        actor: asked.actor,
        because: because[asked.reason],
        agency: loan.record.agency,
        loan: loan.id,
        facts: { reason: asked.reason, ...(hasNote ? { note: id } : {}) },
        changes: [],
      },
    ],
    ...(hasNote ? { keep: { sealed: [{ id, holder, purpose: 'act', value }] } } : {}),
  };
}
