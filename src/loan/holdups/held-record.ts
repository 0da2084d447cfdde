import { ActRefusal } from '../acts/act.js';
import { done, type RecordRule } from '../acts/act-rule.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import type { LoanRecord } from '../model/loan-record.js';
import { without } from '../present.js';
import { askSupplier, pickSupplier } from '../record/next-supplier.js';
import { supplierName } from '../record/suppliers.js';
import type { Instant } from '../model/transaction.js';
import { holdupText, type Holdup, type HoldupKind } from './intake-rules.js';

/** A record that waits for a person before anybody is asked, with why, by the kind of reason. */
export function heldUp(record: LoanRecord, holdups: readonly Holdup[], at: Instant): LoanRecord {
  const reasons = Object.fromEntries(
    holdups.map((holdup): [HoldupKind, { text: string; of?: string }] => [
      holdup.kind,
      { text: holdupText(holdup), ...('of' in holdup ? { of: holdup.of } : {}) },
    ]),
  );
  return { ...record, heldUp: { at, reasons } };
}

/** A person lets a held record go: its first supplier is asked. */
export const releaseHoldup: RecordRule = {
  whyNot(view, ctx) {
    if (view.record.phase !== 'open') return ActRefusal.RecordClosed;
    if (view.record.heldUp === undefined) return ActRefusal.NothingHeldUp;
    if (view.record.sourcing?.askAt !== undefined) return undefined;
    return pickSupplier(view.record, ctx).next === undefined ? ActRefusal.NobodyLeft : undefined;
  },
  perform(view, ctx) {
    const { record, next, skipped } = pickSupplier(without(view.record, 'heldUp'), ctx);
    if (next === undefined) return done(letGo(record));
    const passed = skipped.length === 0 ? '' : `; nobody can reach ${skipped.join(', ')}`;
    const because = `Staff let it go${passed}; ${supplierName(next.supplier)} is first on the list.`;
    const request = askSupplier(
      { loan: view.id, record, next },
      { kind: HappeningKind.RequestOwed, because },
      ctx,
    );
    return done({ ...request, facts: { verb: 'release-holdup' } });
  },
};

/** Catalogues are asked before anybody is: the record goes on by itself. */
function letGo(record: LoanRecord): Happening {
  return happened(HappeningKind.Act, {
    because: 'Staff let it go; catalogues are asked who holds it.',
    record,
    facts: { verb: 'release-holdup' },
  });
}
