import type { AgencyId } from '../../iso18626/index.js';
import { ActRefusal } from '../acts/act.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening, type LoanView } from '../happening.js';
import type { LoanRecord, Supplier } from '../model/loan-record.js';
import { present, without } from '../present.js';
import { askSupplier, pickSupplier } from './next-supplier.js';
import { withoutSearch } from './seek-suppliers.js';
import { supplierName } from './suppliers.js';

/** A supplier as a person lists it. */
export interface Listed {
  agency: string;
  agencyId: AgencyId;
}

export type Ordered =
  { ok: true; happenings: Happening[] } | { ok: false; refusal: ActRefusal; supplier?: string };

/**
 * A person says who is asked next, in which order: whoever is left out is skipped, whoever is new is added, and whoever
 * was asked already stays what it is. The first is asked at once where nobody has been; catalogues are then asked no
 * further. Refused on the supplying side, once the record is closed, and for one that has been asked.
 */
export function orderSuppliers(view: LoanView, list: readonly Listed[], ctx: RuleContext): Ordered {
  const { record } = view;
  if (record.role !== 'requester') return { ok: false, refusal: ActRefusal.NotOurRole };
  if (record.phase !== 'open') return { ok: false, refusal: ActRefusal.RecordClosed };
  const known = inPlace(record);
  const twice = list.find(({ agency }) =>
    known.some((one) => one.agency === agency && one.transaction !== undefined),
  );
  if (twice !== undefined)
    return { ok: false, refusal: ActRefusal.AskedAlready, supplier: twice.agencyId.agencyIdValue };
  const suppliers = inOrder(known, list);
  if (isSame(record, suppliers)) return { ok: true, happenings: [] };
  const listed: LoanRecord = { ...withoutSearch(record), suppliers };
  const told = happened(HappeningKind.SuppliersOrdered, {
    because: orderWords(list),
    record: listed,
    facts: { suppliers: list.length },
  });
  return { ok: true, happenings: [told, ...asksFirst(view.id, listed, ctx)] };
}

function isSame({ suppliers, sourcing, current }: LoanRecord, then: LoanRecord['suppliers']): boolean {
  const isSettled = current !== undefined && sourcing?.askAt === undefined;
  return isSettled && JSON.stringify(outline(suppliers)) === JSON.stringify(outline(then));
}

/** What the order is made of, without why each stands where it stands. */
function outline(suppliers: LoanRecord['suppliers']): unknown {
  return Object.keys(suppliers)
    .sort()
    .map((place) => [suppliers[place]?.agency, suppliers[place]?.outcome]);
}

function inPlace({ suppliers }: LoanRecord): Supplier[] {
  return Object.keys(suppliers)
    .sort()
    .flatMap((place) => suppliers[place] ?? []);
}

function inOrder(known: readonly Supplier[], list: readonly Listed[]): Record<string, Supplier> {
  const asked = known.filter(({ transaction }) => transaction !== undefined);
  const keys = new Set(list.map(({ agency }) => agency));
  const dropped = known.filter(({ agency, transaction }) => transaction === undefined && !keys.has(agency));
  const all = [...asked, ...list.map((one) => placed(one, known)), ...dropped.map(takenOff)];
  return Object.fromEntries(all.map((supplier, index) => [String(index + 1).padStart(3, '0'), supplier]));
}

/** A supplier that was skipped may be asked after all. */
function placed({ agency, agencyId }: Listed, known: readonly Supplier[]): Supplier {
  const before = known.find((one) => one.agency === agency);
  if (before === undefined) return { agency, agencyId };
  const open = without(before, 'outcome', 'because');
  return open.rota === undefined ? open : { ...open, rota: { ...open.rota, remark: { why: 'by-staff' } } };
}

function takenOff(supplier: Supplier): Supplier {
  if (supplier.outcome !== undefined) return supplier;
  const { rota } = supplier;
  return present({
    ...supplier,
    outcome: 'skipped' as const,
    because: 'Staff took it off.',
    rota: rota === undefined ? undefined : { ...rota, remark: { why: 'taken-off' as const } },
  });
}

function orderWords(list: readonly Listed[]): string {
  const names = list.map(({ agencyId }) => agencyId.agencyIdValue);
  return names.length === 0
    ? 'Staff leave nobody on the list.'
    : `Staff want these to be asked, in this order: ${names.join(', ')}.`;
}

function asksFirst(loan: string, record: LoanRecord, ctx: RuleContext): Happening[] {
  if (record.current !== undefined) return [];
  const { next, record: picked } = pickSupplier(record, ctx);
  if (next === undefined) return [];
  const because = `${supplierName(next.supplier)} is first in the order that staff made.`;
  return [askSupplier({ loan, record: picked, next }, { kind: 'request-owed', because }, ctx)];
}
