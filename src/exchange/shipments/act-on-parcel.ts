import type { Actor } from '../../ledger/index.js';
import {
  foldHappenings,
  inParcel,
  isWholeLoan,
  joinedOf,
  parcelRefusalText,
  partsOf,
  whyNotParcel,
  type Act,
  type ParcelAct,
  type ParcelPart,
  type ParcelRefusal,
} from '../../loan/index.js';
import type { Loan, Outcome, Query, UseCase } from '../../storage/index.js';
import { hinderedBy, perform, rulesFor, rulingActor, type Present } from '../acts/act-on-loan.js';
import { isSameRequest, requestCommitment } from '../acts/request-commitment.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf, type Story } from '../tell.js';

/** A person's act on a parcel: on every loan that has a shipment in it. The key makes it happen once. */
export interface ParcelAsked {
  parcel: string;
  act: ParcelAct;
  actor: Actor;
  idempotencyKey: string;
  /** Keys of the agencies that the actor may act for; missing means all. */
  agencies?: readonly string[];
}

export type ParcelAnswer =
  | { kind: 'done'; parcel: string; loans: readonly string[]; owed: readonly string[] }
  | { kind: 'refused'; refusal: ParcelRefusal; detail: string }
  | { kind: 'unknown-parcel' }
  | { kind: 'key-used-otherwise' };

/** Acts are held on these loans, and their waits have to be ended first. Nothing was done. */
export interface ParcelHeld {
  kind: 'held-before';
  loans: readonly string[];
}

/** More than any box holds. */
export const LOANS_IN_A_PARCEL = 500;

/**
 * A person acts on a parcel: refused with the reason, or done for each loan of it, in one commit. A parcel that any loan
 * of another agency travels in is not found.
 */
export function actOnParcel(
  asked: ParcelAsked,
  context: ExchangeContext,
): UseCase<ParcelAnswer | ParcelHeld> {
  const answerKey = `parcel ${asked.actor.id} ${asked.idempotencyKey}`;
  const queries = [asked.parcel, ...(asked.act.verb === 'join' ? [asked.act.parcel] : [])].map(
    (parcel): Query => ({ name: 'parcel', parcel, limit: LOANS_IN_A_PARCEL }),
  );
  return {
    name: `parcel-${asked.act.verb}`,
    source: 'people',
    needs: { find: queries, answers: [answerKey] },
    decide(loaded, at): Outcome<ParcelAnswer | ParcelHeld> {
      const here: Present = { loaded, at, context };
      const found = foundBy(
        asked,
        queries.flatMap((query) => loaded.found(query)),
      );
      if (found === undefined) return { result: { kind: 'unknown-parcel' } };
      const { first, loans } = found;
      const request = requestCommitment(first, JSON.stringify(asked.act));
      const before = loaded.answer(answerKey);
      if (before !== undefined)
        return {
          result: isSameRequest(before.request, request)
            ? (JSON.parse(before.answer) as ParcelAnswer)
            : { kind: 'key-used-otherwise' },
        };
      const held = [...loans.values()].filter(({ record }) => Object.keys(record.held).length > 0);
      if (held.length > 0) return { result: { kind: 'held-before', loans: held.map(({ id }) => id) } };
      const outcome = decide(asked, found, here);
      if (outcome.result.kind !== 'done') return outcome;
      const answer = { key: answerKey, request, answer: JSON.stringify({ ...outcome.result, owed: [] }) };
      return { ...outcome, keep: { ...outcome.keep, answers: [answer] } };
    },
  };
}

/** What is in the parcels that are meant; undefined where one of them is empty or not the actor's to see. */
function foundBy({ parcel, act, agencies }: ParcelAsked, all: readonly Loan[]): Found | undefined {
  const loans = new Map(all.map((loan) => [loan.id, loan]));
  const [first] = all;
  const isSeen = all.every(({ record }) => agencies === undefined || agencies.includes(record.agency));
  if (first === undefined || !isSeen) return undefined;
  const parts = partsOf(loans.values(), parcel);
  const others = act.verb === 'join' ? partsOf(loans.values(), act.parcel) : undefined;
  if (parts.length === 0 || others?.length === 0) return undefined;
  return { first, loans, parts, others: others ?? [] };
}

interface Found {
  first: Loan;
  parts: readonly ParcelPart[];
  others: readonly ParcelPart[];
  loans: ReadonlyMap<string, Loan>;
}

function decide(asked: ParcelAsked, found: Found, here: Present): Outcome<ParcelAnswer> {
  const refusal = whyNotParcel(asked.act, found.parts, found.others);
  if (refusal !== undefined)
    return { result: { kind: 'refused', refusal, detail: parcelRefusalText[refusal] } };
  const all = [...found.parts, ...found.others];
  const parcel = joinedOf(asked.parcel, all, asked.act);
  const stories = [...found.loans.values()].map((loan) => {
    const parts = all.filter(({ view }) => view.id === loan.id);
    return tellLoan(asked, { loan, parts, parcel }, here);
  });
  return {
    result: {
      kind: 'done',
      parcel: asked.parcel,
      loans: [...found.loans.keys()],
      owed: stories.flatMap(({ owed }) => owed),
    },
    entries: stories.flatMap(({ entries }) => entries),
    keep: keptBy(stories),
  };
}

/** What several loans' stories keep beside the ledger. */
export function keptBy(stories: readonly Story[]): NonNullable<Outcome<unknown>['keep']> {
  return {
    dataKeys: stories.flatMap(({ keep }) => keep.dataKeys ?? []),
    sealed: stories.flatMap(({ keep }) => keep.sealed ?? []),
    bodies: stories.flatMap(({ keep }) => keep.bodies ?? []),
  };
}

interface OfLoan {
  loan: Loan;
  parts: readonly ParcelPart[];
  parcel: ReturnType<typeof joinedOf>;
}

function tellLoan(asked: ParcelAsked, { loan, parts, parcel }: OfLoan, here: Present): Story {
  const { at, context, loaded } = here;
  const peers = context.directoryOf(loaded.directory);
  const story = storyOf(loan, { actor: asked.actor, at, peers, context });
  const ruling = rulingActor({ actor: asked.actor }, loan);
  const happenings = inParcel({ view: loan, parts, act: asked.act, parcel }, rulesFor(loan, here, ruling));
  // A peer that cannot be told yet is no reason to know less of the parcel here.
  const canTell = hinderedBy(happenings, here) === undefined;
  for (const happening of happenings) {
    const { owe: _untold, transactions: _unmoved, ...rest } = happening;
    story.tell(canTell ? happening : rest);
  }
  const act = actOfLoan(asked.act, parts);
  // What its own rules refuse, such as a loss of a copy, stays a matter of the parcel alone.
  if (act !== undefined)
    perform(act, { loan: { ...loan, ...foldHappenings(loan, happenings) }, story, here, ruling });
  return story;
}

/** A loan that is lost or found with its parcel says so itself, by its own rules. */
function actOfLoan(act: ParcelAct, parts: readonly ParcelPart[]): Act | undefined {
  if (act.verb !== 'lost' && act.verb !== 'found') return undefined;
  if (act.verb === 'lost' && !parts.every(isWholeLoan)) return undefined;
  const note = act.note === undefined ? {} : { note: act.note };
  return { verb: act.verb === 'lost' ? 'report-lost' : 'found', ...note };
}
