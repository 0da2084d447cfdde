import { askedState } from '../case.js';
import type { RequesterCase, RuleContext, SupplierCase } from '../context.js';
import type { Happening, LoanView } from '../happening.js';
import type { RequesterSend } from '../tables/requester-sends-table.js';
import { requesterSendsTable, type RequesterSaying } from '../tables/requester-sends-table.js';
import type { Status } from '../../iso18626/index.js';
import type { SupplierSend } from '../tables/supplier-sends-table.js';
import { supplierSendsTable } from '../tables/supplier-sends-table.js';
import { ActRefusal, refusalText, type Act, type ActOf, type Refused, type Verb } from './act.js';

export type ActOutcome =
  | {
      ok: true;
      happenings: Happening[];
      /** Open deliveries that the act ends before they were ever attempted. */
      drop?: string[];
    }
  | Refused;

/** The newest transaction of a loan, as one side or the other has it. */
export type ActCase = SupplierCase | RequesterCase;

/**
 * One verb. `whyNot` looks at the loan alone, so that what is offered and what succeeds are the same; `perform` may still
 * refuse what is missing or unreadable in the act itself.
 */
export interface ActRule<A extends Act, C extends ActCase = ActCase> {
  whyNot(c: C): ActRefusal | undefined;
  perform(c: C, act: A): ActOutcome;
  /** Whether staff have to confirm that they mean it (table 3.7, mark a). */
  needsConfirmation?(c: C): boolean;
}

export type SupplierRule<V extends Verb> = ActRule<ActOf<V>, SupplierCase>;
export type RequesterRule<V extends Verb> = ActRule<ActOf<V>, RequesterCase>;
export type EitherRule<V extends Verb> = ActRule<ActOf<V>>;

/** A verb that needs no transaction, or makes the next one. */
export interface RecordRule<A extends Act = Act> {
  whyNot(view: LoanView, ctx: RuleContext): ActRefusal | undefined;
  perform(view: LoanView, ctx: RuleContext, act: A): ActOutcome;
}

export function done(...happenings: Happening[]): ActOutcome {
  return { ok: true, happenings };
}

export function refused(refusal: ActRefusal, added?: string): Refused {
  return { ok: false, refusal, detail: [refusalText[refusal], added].filter(Boolean).join(' ') };
}

/** Cells of table 3.7 for us; what the supplier never got cannot be followed by anything. */
export function sendCell({ state }: RequesterCase, saying: RequesterSaying): RequesterSend | undefined {
  if (state.state === 'Rejected' || state.state === 'SendFailed') return undefined;
  return requesterSendsTable[saying][askedState(state)];
}

/** What telling a status means, beyond telling it anew: that it is repeated, or that it takes another back. */
export type TellingAs = 'repeat' | 'withdrawal';

/**
 * Why a status cannot be told from here. Where it is not said that it may be, repeating one is no act, and telling that
 * the item is on loan takes nothing back. Source: iso18626.md 3.4.
 */
export function whyNotTell(
  { state }: SupplierCase,
  status: Status,
  ...means: TellingAs[]
): ActRefusal | undefined {
  const cell = supplierSendsTable[state.state][status];
  if (cell === 'again' && means.includes('repeat')) return undefined;
  if (cell === 'as-withdrawal' && means.includes('withdrawal')) return undefined;
  return why[cell](state);
}

/** The same for an item that is with the requester: what is on its way back settles itself. */
export function whyNotTellOnLoan(
  c: SupplierCase,
  status: Status,
  ...means: TellingAs[]
): ActRefusal | undefined {
  return (
    whyNotTell(c, status, ...means) ??
    (c.state.returnShipped === undefined ? undefined : ActRefusal.AlreadyReturned)
  );
}

const never = (): ActRefusal => ActRefusal.NotInThisState;
const always = (): undefined => undefined;

const why: Record<SupplierSend, (state: SupplierCase['state']) => ActRefusal | undefined> = {
  yes: always,
  again: never,
  no: never,
  'loan-only': ({ serviceType }) => (serviceType === 'Copy' ? ActRefusal.NotALoan : undefined),
  'copy-only': ({ serviceType }) => (serviceType === 'Loan' ? ActRefusal.NotACopy : undefined),
  // What says yes to a Cancel is an answer, not a status of our own accord.
  'as-cancel-yes': ({ cancelPending }) =>
    cancelPending === undefined ? ActRefusal.NoCancelWaits : undefined,
  'as-withdrawal': never,
  // Whoever speaks an older edition is told with a Notification.
  'to-2021-only': always,
  'found-again': always,
};
