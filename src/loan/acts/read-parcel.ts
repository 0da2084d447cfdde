import { endOfDay } from '../compose/timestamps.js';
import { present } from '../present.js';
import type { Posted } from '../shipments/posted.js';
import { isAmount } from '../shipments/shipping-info.js';
import type { Insurance } from '../shipments/shipment.js';
import { ActRefusal, type Parcel, type Refused } from './act.js';
import { refused } from './act-rule.js';

/** A parcel as staff tell of it, with its expected day as an instant; refused where a day or an amount cannot be read. */
export function readParcel(told: Parcel): { parcel: Posted } | Refused {
  const { carrier, trackingId, moreTrackingIds, packing, parcel, expectedAt } = told;
  const expected = expectedAt === undefined ? undefined : endOfDay(expectedAt);
  if (expectedAt !== undefined && expected === undefined) return refused(ActRefusal.DateUnreadable);
  const insurance = told.insuredFor === undefined ? undefined : insuranceFor(told.insuredFor);
  if (told.insuredFor !== undefined && insurance === undefined)
    return refused(ActRefusal.InsuranceUnreadable);
  return {
    parcel: present({
      ...{ carrier, trackingId, moreTrackingIds, packing, parcel },
      ...{ insurance, expectedAt: expected },
    }),
  };
}

function insuranceFor(text: string): Insurance | undefined {
  const [amount = '', currency = '', ...rest] = text.trim().split(/\s+/);
  if (!isAmount(amount) || !/^[A-Za-z]{3}$/.test(currency) || rest.length > 0) return undefined;
  return { insured: true, amount, currency: currency.toUpperCase() };
}
