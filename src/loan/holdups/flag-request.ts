import { byId, withId } from '../by-id.js';
import { withAnomaly } from '../model/anomaly.js';
import { nowOf, supplierCase } from '../case.js';
import { tell } from '../compose/tell.js';
import type { RuleContext } from '../context.js';
import { foldHappenings } from '../fold-happening.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import { closed } from '../record/suppliers.js';
import type { SupplierTransaction } from '../model/transaction.js';
import { freeIntake, holdupText, type Holdup } from './intake-rules.js';

/**
 * A peer's request that something speaks against: never refused, but flagged for staff, or by the house's rules answered
 * Unfilled at once. Source: iso18626.md 7.4 nr. 61, 62.
 */
export function flaggedRequest(
  happenings: readonly Happening[],
  request: { before: LoanView; transaction: string; holdups: readonly Holdup[] },
  ctx: RuleContext,
): Happening[] {
  const { transaction, holdups } = request;
  const [first, ...rest] = happenings;
  const state = first?.transactions?.[transaction];
  if (first === undefined || state?.role !== 'supplier' || holdups.length === 0) return [...happenings];
  const flagged: Happening = {
    ...first,
    transactions: withId(first.transactions, transaction, withFlags(state, holdups, ctx)),
    event: { type: 'needs-attention', text: holdups.map(holdupText).join(' ') },
  };
  const told = [flagged, ...rest];
  const answer = answerByRule(holdups, ctx);
  if (answer === undefined) return told;
  return [...told, unfilled(foldHappenings(request.before, told), { transaction, ...answer }, ctx)];
}

function withFlags(
  state: SupplierTransaction,
  holdups: readonly Holdup[],
  ctx: RuleContext,
): SupplierTransaction {
  return holdups.reduce(
    (so, holdup) => withAnomaly(so, holdup.kind, { text: holdupText(holdup), at: nowOf(ctx) }),
    state,
  );
}

interface Answer {
  reasonUnfilled: string;
  note?: string;
  because: string;
}

/** What the house answers without asking staff. */
function answerByRule(holdups: readonly Holdup[], ctx: RuleContext): Answer | undefined {
  const { duplicates, needBeforePassed } = ctx.intake ?? freeIntake;
  const has = (kind: Holdup['kind']): Holdup | undefined => holdups.find((one) => one.kind === kind);
  const duplicate = duplicates.onLending === 'unfilled' ? has('duplicate') : undefined;
  if (duplicate !== undefined)
    return { reasonUnfilled: 'Duplicate', note: 'DUPLICATE', because: holdupText(duplicate) };
  const late = needBeforePassed === 'unfilled' ? has('need-before-passed') : undefined;
  return late === undefined ? undefined : { reasonUnfilled: 'PolicyProblem', because: holdupText(late) };
}

function unfilled(view: LoanView, answer: Answer & { transaction: string }, ctx: RuleContext): Happening {
  const { transaction, reasonUnfilled, note, because } = answer;
  const c = supplierCase({ view, transaction }, ctx);
  const at = nowOf(ctx);
  const state: SupplierTransaction = { ...c.state, state: 'Unfilled', closedAt: at };
  const told = tell(
    { ...c, state },
    { reasonForMessage: 'RequestResponse', note, reasonUnfilled: { value: reasonUnfilled } },
  );
  return happened(HappeningKind.MessageOwed, {
    because: `By our rules: ${because}`,
    record: closed(view.record, at),
    transactions: byId(transaction, told.state),
    owe: told.owe,
    event: { type: 'closed', outcome: 'Unfilled' },
  });
}
