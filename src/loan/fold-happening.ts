import type { Happening, LoanView } from './happening.js';

/** The loan after a happening: what the next decision of the same commit reads. */
export function foldHappening(view: LoanView, happening: Happening): LoanView {
  return {
    ...view,
    record: happening.record ?? view.record,
    transactions: merged(view.transactions, happening.transactions),
    shipments: merged(view.shipments, happening.shipments),
    claims: merged(view.claims, happening.claims),
    notices: merged(view.notices, happening.notices),
  };
}

export function foldHappenings(view: LoanView, happenings: readonly Happening[]): LoanView {
  return happenings.reduce(foldHappening, view);
}

function merged<T>(
  rows: ReadonlyMap<string, T>,
  changed: Record<string, T> | undefined,
): ReadonlyMap<string, T> {
  return changed === undefined ? rows : new Map([...rows, ...Object.entries(changed)]);
}
