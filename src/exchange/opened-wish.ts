import type { SealedWish } from '../loan/index.js';
import type { Loan } from '../storage/index.js';
import { open } from '../vault/index.js';

/** The wish as it was sealed; missing on the supplying side, and once the record is erased. */
export function openedWish(loan: Loan): SealedWish | undefined {
  const id = loan.record.sealedWish;
  const sealed = id === undefined ? undefined : loan.sealed.get(id);
  if (id === undefined || sealed === undefined) return undefined;
  const dataKey = loan.dataKey();
  return dataKey === undefined ? undefined : (JSON.parse(open(dataKey, sealed, id)) as SealedWish);
}
