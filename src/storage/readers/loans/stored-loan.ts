import type { Delivery, LoanView } from '../../../loan/index.js';

/** A loan whole, with every delivery that it ever had. */
export interface StoredLoan extends LoanView {
  allDeliveries: ReadonlyMap<string, Delivery>;
}
