import { ActRefusal, type Sum } from '../../acts/act.js';
import { readAmount, readCurrency, type Amount } from '../amount.js';
import { Means } from '../claim-policy.js';

export type Read<T> = { ok: true; value: T } | { ok: false; refusal: ActRefusal };

/** What a person wrote as money; either part may be missing. */
export function readSum(said: Sum): Read<{ amount?: Amount; currency?: string }> {
  const amount = said.amount === undefined ? undefined : readAmount(said.amount);
  const currency = said.currency === undefined ? undefined : readCurrency(said.currency);
  if (said.amount !== undefined && amount === undefined) return no(ActRefusal.AmountUnreadable);
  if (said.currency !== undefined && currency === undefined) return no(ActRefusal.CurrencyUnreadable);
  return {
    ok: true,
    value: { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) },
  };
}

export interface Payment {
  amount?: string;
  means?: string;
  vouchers?: string;
}

/** How something is settled. Vouchers come in whole ones and halves, and only where they are the means. */
export function readPayment(said: Payment): Read<{ amount?: Amount; means: Means; vouchers?: Amount }> {
  const sum = readSum(said.amount === undefined ? {} : { amount: said.amount });
  if (!sum.ok) return sum;
  const means = Object.values(Means).find((each) => each === (said.means ?? Means.Money));
  if (means === undefined) return no(ActRefusal.MeansUnreadable);
  if (means !== Means.IflaVoucher)
    return said.vouchers === undefined
      ? { ok: true, value: { ...sum.value, means } }
      : no(ActRefusal.VouchersUnreadable);
  const vouchers = said.vouchers === undefined ? undefined : readVouchers(said.vouchers);
  return vouchers === undefined
    ? no(ActRefusal.VouchersUnreadable)
    : { ok: true, value: { ...sum.value, means, vouchers } };
}

function readVouchers(text: string): Amount | undefined {
  const vouchers = readAmount(text);
  return vouchers !== undefined && /^\d+(\.[05]0*)?$/.test(vouchers) ? vouchers : undefined;
}

function no(refusal: ActRefusal): { ok: false; refusal: ActRefusal } {
  return { ok: false, refusal };
}
