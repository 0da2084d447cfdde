import type { RuleContext } from '../context.js';
import type { Happening, LoanView } from '../happening.js';
import type { SealedWish } from '../loan-record.js';
import type { NewLoanRecord } from './accept-record.js';

export interface Difference {
  field: string;
  /** Missing for what names a person, and where there was or is nothing. */
  was?: string;
  now?: string;
}

export type RecordChange =
  | { ok: true; changed: false }
  | {
      ok: true;
      changed: true;
      sealed: { id: string; wish: SealedWish };
      happenings: Happening[];
      drop: string[];
    }
  | {
      ok: false;
      refusal: 'sent-already' | 'record-closed' | 'on-loan' | 'no-supplier-reachable';
      detail: string;
      difference: Difference[];
    };

/** The same library id with other content: replaces the record while nothing has been sent, else refused with the difference. */
export function changeRecord(view: LoanView, input: NewLoanRecord, ctx: RuleContext): RecordChange {
  throw new Error(`not built: ${view.id} ${input.libraryId} ${ctx.at.now.toISOString()}`);
}
