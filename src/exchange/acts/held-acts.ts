import type { Actor } from '../../ledger/index.js';
import { withoutId, type Act, type LoanRecord } from '../../loan/index.js';
import type { Loan, LoanKey, Outcome, UseCase } from '../../storage/index.js';
import { open } from '../../vault/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { storyOf, type Story } from '../tell.js';
import { perform, type Present } from './act-on-loan.js';

/** A held act, and who asks about it. */
export interface HeldAsked {
  loan: string;
  act: string;
  actor: Actor;
  /** Keys of the agencies that the actor may act for; missing means all. */
  agencies?: readonly string[];
}

export type HeldAnswer =
  | { kind: 'withdrawn' }
  | { kind: 'sent'; owed: readonly string[] }
  /** The moment of its decision did not allow it any more; it needs attention. */
  | { kind: 'refused'; detail: string }
  /** There is no such act, or its time was over. */
  | { kind: 'not-held' };

/**
 * A person takes a held act back: an entry, and nothing has left. The same sets one aside that its moment refused.
 * Architecture §3.
 */
export function withdrawHeldAct(asked: HeldAsked, context: ExchangeContext): UseCase<HeldAnswer> {
  return aboutHeldAct('withdraw-held-act', asked, {
    context,
    decide(loan, story) {
      const record = withoutAct(loan.record, asked.act);
      const verb = loan.record.held[asked.act]?.verb ?? loan.record.refusedAct?.verb ?? '';
      const isHeld = loan.record.held[asked.act] !== undefined;
      const because = isHeld
        ? `${verb} was taken back in time`
        : `${verb}, which was not possible, is set aside`;
      story.tell({ kind: 'act-withdrawn', because, record }, { facts: { verb } });
      return { kind: 'withdrawn' };
    },
  });
}

/** The held act's wait ends now, by a person. */
export function sendHeldActNow(asked: HeldAsked, context: ExchangeContext): UseCase<HeldAnswer> {
  return aboutHeldAct('send-held-act-now', asked, {
    context,
    decide(loan, story, here) {
      if (loan.record.held[asked.act] === undefined) return { kind: 'not-held' };
      const refused = decideHeldAct(asked.act, { loan, story, here });
      return refused === undefined
        ? { kind: 'sent', owed: story.owed }
        : { kind: 'refused', detail: refused };
    },
  });
}

/** Whatever is held on a loan is decided now, because somebody acts on it again. Answers what became owed. */
export function endHeldActs(
  asked: { loan: LoanKey; actor: Actor; agencies?: readonly string[] },
  context: ExchangeContext,
): UseCase<readonly string[]> {
  return {
    name: 'end-held-acts',
    source: 'people',
    needs: { loans: [asked.loan] },
    decide(loaded, at) {
      const loan = loaded.loan(asked.loan);
      const [held] = Object.keys(loan?.record.held ?? {});
      if (loan === undefined || held === undefined || !mayAskFor(asked, loan)) return { result: [] };
      const here = { loaded, at, context };
      const story = storyFor(loan, asked.actor, here);
      decideHeldAct(held, { loan, story, here });
      return { result: story.owed, entries: story.entries, keep: story.keep };
    },
  };
}

function aboutHeldAct(
  name: string,
  asked: HeldAsked,
  how: { context: ExchangeContext; decide: (loan: Loan, story: Story, here: Present) => HeldAnswer },
): UseCase<HeldAnswer> {
  const key: LoanKey = { by: 'id', id: asked.loan };
  return {
    name,
    source: 'people',
    needs: { loans: [key] },
    decide(loaded, at): Outcome<HeldAnswer> {
      const loan = loaded.loan(key);
      if (loan === undefined || !mayAskFor(asked, loan) || !isKnown(loan.record, asked.act))
        return { result: { kind: 'not-held' } };
      const here = { loaded, at, context: how.context };
      const story = storyFor(loan, asked.actor, here);
      const result = how.decide(loan, story, here);
      return { result, entries: story.entries, keep: story.keep };
    },
  };
}

function isKnown({ held, refusedAct }: LoanRecord, act: string): boolean {
  return held[act] !== undefined || refusedAct?.id === act;
}

function mayAskFor({ agencies }: Pick<HeldAsked, 'agencies'>, { record }: Loan): boolean {
  return agencies === undefined || agencies.includes(record.agency);
}

function storyFor(loan: Loan, actor: Actor, { loaded, at, context }: Present): Story {
  return storyOf(loan, { actor, at, peers: context.directoryOf(loaded.directory), context });
}

/**
 * Decides a held act against the state of this moment, in the name of whoever asked for it; answers why it was refused.
 * One that the moment refuses is an entry and needs attention until staff act again or set it aside. Architecture §3.
 */
export function decideHeldAct(
  id: string,
  on: { loan: Loan; story: Story; here: Present },
): string | undefined {
  const { loan, story, here } = on;
  const held = loan.record.held[id];
  if (held === undefined) return undefined;
  const { verb, heldAt } = held;
  const record = withoutAct(loan.record, id);
  story.tell({ kind: 'act-decided', because: `the wait of ${verb} is over`, record }, { facts: { verb } });
  const sealed = loan.sealed.get(held.sealed);
  const dataKey = sealed === undefined ? undefined : loan.dataKey();
  if (sealed === undefined || dataKey === undefined) {
    const why = `${verb} cannot be opened any more: its loan record was erased`;
    story.note('act-refused', why);
    return why;
  }
  const act = JSON.parse(open(dataKey, sealed, held.sealed)) as Act;
  const actor: Actor = { kind: 'person', id: held.actor };
  // Whether the person may decide about money was asked when the act was held.
  const ruling = { id: held.actor, decidesMoney: true };
  const refused = perform(act, { loan: { ...loan, record }, story, here, actor, ruling });
  if (refused === undefined) return undefined;
  const at = here.at.now.toISOString();
  story.tell(
    {
      kind: 'act-refused',
      because: `${verb} was held and is not possible any more: ${refused.detail}`,
      record: { ...record, refusedAct: { id, verb, heldAt, at, refusal: refused.refusal } },
      event: { type: 'needs-attention', text: refused.detail },
    },
    { facts: { verb } },
  );
  return refused.detail;
}

function withoutAct(record: LoanRecord, act: string): LoanRecord {
  const held = withoutId(record.held, act);
  if (record.refusedAct?.id !== act) return { ...record, held };
  const { refusedAct: _aside, ...rest } = record;
  return { ...rest, held };
}
