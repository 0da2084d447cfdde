import type { AgencyId, ServiceInfo } from '../../iso18626/index.js';
import { nowOf } from '../case.js';
import type { RuleContext } from '../context.js';
import { happened } from '../happened.js';
import { HappeningKind, type Happening } from '../happening.js';
import { heldUp } from '../holdups/held-record.js';
import type { Holdup } from '../holdups/intake-rules.js';
import type { LoanRecord, SealedWish, Supplier } from '../model/loan-record.js';
import { present } from '../present.js';
import { askSupplier, pickSupplier } from './next-supplier.js';
import { toBeSought } from './seek-suppliers.js';
import { supplierName } from './suppliers.js';

/** A loan record as the library hands it in: without ids of ours, and with what names a person still open. */
export interface NewLoanRecord extends Pick<
  LoanRecord,
  'agency' | 'bibliographicInfo' | 'publicationInfo' | 'billingInfo'
> {
  libraryId: string;
  /** Commitment to the record as it was handed in. */
  content: string;
  serviceInfo: Omit<ServiceInfo, 'note'>;
  /** In the order in which they are asked; `agency` is the key that `reach` takes. */
  suppliers: { agency: string; agencyId: AgencyId }[];
  /** Whether catalogues are asked for more suppliers than those. */
  seeksSuppliers?: boolean;
  wish: SealedWish;
}

export type Accepted =
  | { ok: true; loan: string; sealed: { id: string; wish: SealedWish }; happenings: Happening[] }
  | { ok: false; refusal: 'no-supplier-reachable'; detail: string };

/**
 * A new loan record: asks its first reachable supplier, or waits for what catalogues say, or for a person where something
 * speaks against it. Refused when none of its suppliers can be reached and no catalogue is to be asked.
 */
export function acceptRecord(
  input: NewLoanRecord,
  ctx: RuleContext,
  holdups: readonly Holdup[] = [],
): Accepted {
  const loan = ctx.at.newId();
  const begun = begin(loan, input, ctx);
  if (begun === undefined)
    return { ok: false, refusal: 'no-supplier-reachable', detail: nobodyReachable(input) };
  const { record, request, sealed } = begun;
  if (holdups.length > 0)
    return { ok: true, loan, sealed, happenings: [waiting(heldUp(record, holdups, nowOf(ctx)))] };
  const accepted = happened(HappeningKind.RecordAccepted, {
    because:
      request === undefined
        ? 'The library handed the record in without a supplier that can be asked: catalogues are asked who holds it.'
        : 'The library handed the record in.',
    record,
  });
  return { ok: true, loan, sealed, happenings: request === undefined ? [accepted] : [accepted, request] };
}

function waiting(record: LoanRecord): Happening {
  const why = Object.values(record.heldUp?.reasons ?? {}).map(({ text }) => text);
  return happened(HappeningKind.RecordAccepted, {
    because: `The library handed the record in; it waits for a person. ${why.join(' ')}`,
    record,
    event: { type: 'needs-attention', text: why.join(' ') },
  });
}

/** A record from what was handed in, and the Request to the first supplier that can be reached, where there is one. */
export function begin(
  loan: string,
  input: NewLoanRecord,
  ctx: RuleContext,
): { record: LoanRecord; request?: Happening; sealed: { id: string; wish: SealedWish } } | undefined {
  const sealed = { id: ctx.at.newId(), wish: input.wish };
  const { record, next, skipped } = pickSupplier(recordOf(input, sealed.id, ctx), ctx);
  if (next === undefined) return record.sourcing === undefined ? undefined : { record, sealed };
  const passed = skipped.length === 0 ? '' : `Nobody can reach ${skipped.join(', ')}; `;
  const request = askSupplier(
    { loan, record, next },
    {
      kind: HappeningKind.RequestOwed,
      because: `${passed}${supplierName(next.supplier)} is first on the list.`,
    },
    { ...ctx, wish: input.wish },
  );
  return { record, request, sealed };
}

export function nobodyReachable(input: NewLoanRecord): string {
  if (input.suppliers.length === 0)
    return 'It names no supplier, and the settings name no catalogue to look in: name a supplier, or set sourcing.catalogues.';
  const names = input.suppliers.map(({ agencyId }) => agencyId.agencyIdValue).join(', ');
  return `No peer is known for any of its suppliers: ${names}.`;
}

function recordOf(input: NewLoanRecord, sealedWish: string, ctx: RuleContext): LoanRecord {
  const { agency, libraryId, content, bibliographicInfo, publicationInfo, serviceInfo, billingInfo } = input;
  return present({
    role: 'requester' as const,
    agency,
    phase: 'open' as const,
    createdAt: nowOf(ctx),
    libraryId,
    content,
    sealedWish,
    bibliographicInfo,
    publicationInfo,
    serviceInfo,
    billingInfo,
    suppliers: inOrder(input),
    sourcing: seeks(input, ctx) ? toBeSought(ctx) : undefined,
    reports: {},
    struck: {},
    held: {},
  });
}

function seeks({ seeksSuppliers }: NewLoanRecord, { sourcing }: RuleContext): boolean {
  return seeksSuppliers === true && (sourcing?.catalogues.length ?? 0) > 0;
}

function inOrder({ suppliers }: NewLoanRecord): Record<string, Supplier> {
  return Object.fromEntries(
    suppliers.map(({ agency, agencyId }, index) => [
      String(index + 1).padStart(3, '0'),
      { agency, agencyId },
    ]),
  );
}
