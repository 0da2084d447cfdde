import type { AgencyId, ServiceInfo } from '../../iso18626/index.js';
import type { RuleContext } from '../context.js';
import type { Happening } from '../happening.js';
import type { LoanRecord, SealedWish } from '../loan-record.js';

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
  wish: SealedWish;
}

export type Accepted =
  | { ok: true; loan: string; sealed: { id: string; wish: SealedWish }; happenings: Happening[] }
  | { ok: false; refusal: 'no-supplier-reachable'; detail: string };

/** A new loan record: asks its first reachable supplier. Refused when none of its suppliers can be reached. */
export function acceptRecord(input: NewLoanRecord, ctx: RuleContext): Accepted {
  throw new Error(`not built: ${input.libraryId} ${ctx.at.now.toISOString()}`);
}
