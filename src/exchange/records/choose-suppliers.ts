import type { Actor } from '../../ledger/index.js';
import {
  orderSuppliers,
  refusalText,
  seekAgain,
  type ActRefusal,
  type Happening,
  type Listed,
  type RuleContext,
} from '../../loan/index.js';
import type { Loan, LoanKey, UseCase } from '../../storage/index.js';
import type { ExchangeContext } from '../exchange-context.js';
import { ruleContext } from '../rule-context.js';
import { storyOf } from '../tell.js';

/** Who asks for it, of which loan; `agencies` are those that they may act for, missing means all. */
export interface ChoiceAsked {
  loan: LoanKey;
  actor: Actor;
  agencies?: readonly string[];
}

export type ChoiceAnswer =
  | { kind: 'done'; loan: string; owed: readonly string[] }
  | { kind: 'refused'; refusal: ActRefusal; detail: string }
  | { kind: 'unknown-loan' };

type Decided =
  { ok: true; happenings: readonly Happening[] } | { ok: false; refusal: ActRefusal; supplier?: string };

/** A person puts the suppliers in order, adds some or leaves some out. The same order again changes nothing. */
export function chooseSuppliers(
  asked: ChoiceAsked & { suppliers: readonly Listed[] },
  context: ExchangeContext,
): UseCase<ChoiceAnswer> {
  return choice('choose-suppliers', asked, {
    context,
    decide: (loan, ctx) => orderSuppliers(loan, asked.suppliers, ctx),
  });
}

/** A person has the catalogues asked again. */
export function seekSuppliersAgain(asked: ChoiceAsked, context: ExchangeContext): UseCase<ChoiceAnswer> {
  return choice('seek-suppliers-again', asked, {
    context,
    decide(loan, ctx) {
      const again = seekAgain(loan, ctx);
      return again.ok ? { ok: true, happenings: [again.happening] } : again;
    },
  });
}

function choice(
  name: string,
  asked: ChoiceAsked,
  by: { context: ExchangeContext; decide: (loan: Loan, ctx: RuleContext) => Decided },
): UseCase<ChoiceAnswer> {
  return {
    name,
    source: 'people',
    needs: { loans: [asked.loan] },
    decide(loaded, at) {
      const loan = loaded.loan(asked.loan);
      if (loan === undefined || asked.agencies?.includes(loan.record.agency) === false)
        return { result: { kind: 'unknown-loan' } };
      const peers = by.context.directoryOf(loaded.directory);
      const decided = by.decide(loan, ruleContext({ at, peers, agency: loan.record.agency, loan }));
      if (!decided.ok) return { result: refused(decided) };
      const story = storyOf(loan, { actor: asked.actor, at, peers, context: by.context });
      for (const happening of decided.happenings) story.tell(happening);
      return {
        result: { kind: 'done', loan: loan.id, owed: story.owed },
        entries: story.entries,
        keep: story.keep,
      };
    },
  };
}

function refused({ refusal, supplier }: Extract<Decided, { ok: false }>): ChoiceAnswer {
  const named = supplier === undefined ? '' : ` It is ${supplier}.`;
  return { kind: 'refused', refusal, detail: `${refusalText[refusal]}${named}` };
}
