import { ActRefusal, type ActOf } from '../../acts/act.js';
import { refused, type ActCase, type EitherRule } from '../../acts/act-rule.js';
import { isRequester } from '../../acts/notify.js';
import type { Place } from '../../context.js';
import type { LoanRecord } from '../../model/loan-record.js';
import type { TransactionStateName } from '../../model/states.js';
import type { Transaction } from '../../model/transaction.js';
import { compared, readAmount } from '../amount.js';
import type { Claim } from '../claim.js';
import { claimTerms } from '../claim-terms.js';
import { draftedClaim, recordedClaim, type ClaimWanted } from '../draft-claim.js';
import { openClaim } from '../find-claim.js';
import { claimMoved, nowAndActor } from './claim-act.js';
import { readSum } from './sum.js';

/** States in which the item has left its library. */
const lent: ReadonlySet<TransactionStateName> = new Set([
  ...(['Loaned', 'Received', 'Overdue', 'Recalled', 'HoldReturn', 'ShippedReturn'] as const),
  ...(['LoanCompleted', 'CompletedWithoutReturn'] as const),
]);

/** What can be claimed for as things stand: a loss that was reported or assumed, or damage that was reported. */
export function causeOf({ reports, assumedLostAt }: LoanRecord): Claim['cause'] | undefined {
  const all = Object.values(reports).filter(({ decision }) => decision !== 'found');
  if (assumedLostAt !== undefined || all.some(({ kind }) => kind === 'lost')) return 'lost';
  return all.length > 0 ? 'damaged' : undefined;
}

/** We draft what the item or the damage costs; nothing leaves the house. */
export const draftClaim: EitherRule<'draft-claim'> = {
  whyNot(c) {
    if (isRequester(c)) return ActRefusal.NotOurRole;
    return whyNotBegin(c) ?? (causeOf(c.view.record) === undefined ? ActRefusal.NothingToClaim : undefined);
  },
  perform(c, act) {
    const sum = readSum(act);
    if (!sum.ok) return refused(sum.refusal);
    const wanted = { ...claimWanted(c, act.cause), ...sum.value };
    const claim = draftedClaim(wanted, nowAndActor(c), claimTerms(c.ctx).policy);
    if (claim === undefined) return refused(ActRefusal.AmountMissing);
    return claimMoved(c, {
      verb: act.verb,
      because: 'Staff draft a claim.',
      moved: [c.ctx.at.newId(), claim],
    });
  },
};

/** The supplier claims from us: in a note, by letter or by telephone. */
export const recordClaim: EitherRule<'record-claim'> = {
  whyNot: (c) => (isRequester(c) ? whyNotBegin(c) : ActRefusal.NotOurRole),
  perform: record,
};

function record(c: ActCase, act: ActOf<'record-claim'>): ReturnType<EitherRule<'record-claim'>['perform']> {
  const sum = readSum(act);
  if (!sum.ok) return refused(sum.refusal);
  const { amount, currency } = sum.value;
  if (amount === undefined) return refused(ActRefusal.AmountMissing);
  const fee = act.fee === undefined ? undefined : readAmount(act.fee);
  if (act.fee !== undefined && fee === undefined) return refused(ActRefusal.AmountUnreadable);
  if (fee !== undefined && compared(fee, amount) >= 0) return refused(ActRefusal.AmountTooLarge);
  const { policy, payBy } = claimTerms(c.ctx);
  const claim = recordedClaim(
    { ...claimWanted(c, act.cause), amount, currency, fee },
    { ...nowAndActor(c), dueAt: payBy },
    policy,
  );
  return claimMoved(c, {
    verb: act.verb,
    because: 'Staff write down what the other side claims.',
    moved: [c.ctx.at.newId(), claim],
    note: act.note,
    facts: { amount, currency: claim.currency },
  });
}

/** What a claim about this loan would be about. */
export function claimWanted(
  { view, transaction, state }: Place & { state: Transaction },
  cause?: Claim['cause'],
): ClaimWanted {
  return {
    loan: view.id,
    transaction,
    peer: state.peer,
    cause: cause ?? causeOf(view.record) ?? 'lost',
    publicationType: view.record.publicationInfo?.publicationType?.value,
  };
}

function whyNotBegin({ state, view }: ActCase): ActRefusal | undefined {
  if (!lent.has(state.state)) return ActRefusal.NotInThisState;
  return openClaim(view) === undefined ? undefined : ActRefusal.ClaimOpen;
}
