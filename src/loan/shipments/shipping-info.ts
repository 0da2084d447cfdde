import type { Costs, ShippingInfo, SupplyingAgencyMessage } from '../../iso18626/index.js';
import { present } from '../present.js';
import { parcelIn, type ParcelRead } from './parcel-line.js';
import { idsOf, type Posted } from './posted.js';
import type { Insurance } from './shipment.js';

/** Numbers of one parcel that are kept of what a peer tells, and how long one may be. */
const MOST_IDS = 20;
const LONGEST = 60;

/** The element of 2021 for how a parcel travels; undefined where there is nothing to say of it. Source: iso18626.md 1, shippingInfo. */
export function shippingInfoOf(posted: Posted): ShippingInfo | undefined {
  const { carrier } = posted;
  const ids = idsOf(posted);
  const info: ShippingInfo = {
    ...(carrier === undefined ? {} : { courierName: { value: carrier } }),
    ...(ids.length === 0 ? {} : { trackingId: ids }),
    ...(posted.insurance?.insured === true ? insuranceOf(posted.insurance) : {}),
  };
  return Object.keys(info).length === 0 ? undefined : info;
}

/** What the parcel is insured for: the element's costs are its coverage wherever nothing else is said. */
function insuranceOf({ amount, currency }: Insurance): ShippingInfo {
  if (amount === undefined || currency === undefined) return { insurance: 'Y' };
  return {
    insurance: 'Y',
    insuranceCosts: [{ currencyCode: { value: currency }, monetaryValue: amount }],
  };
}

/**
 * The parcel that a supplier's message tells of: by the elements of 2021 where they are given, else by the line that a
 * gateway writes into the note. The insurer's name may be a person's: it stays in the message. Undefined when it tells of none.
 */
export function parcelOfMessage(message: SupplyingAgencyMessage): ParcelRead | undefined {
  const line = parcelIn(message.messageInfo.note);
  const { shippingInfo } = message;
  if (shippingInfo === undefined) return line;
  const [trackingId, ...more] = (shippingInfo.trackingId ?? [])
    .map((id) => id.trim())
    .filter((id) => id !== '' && id.length <= LONGEST)
    .slice(0, MOST_IDS);
  const told: Posted = present({
    carrier: wordOf(shippingInfo.courierName?.value),
    trackingId,
    moreTrackingIds: more.length === 0 ? undefined : more,
    insurance: insuranceIn(shippingInfo),
  });
  return { parcel: { ...line?.parcel, ...told }, isFurther: line?.isFurther === true };
}

function wordOf(text: string | undefined): string | undefined {
  const word = text?.trim().slice(0, LONGEST);
  return word === '' ? undefined : word;
}

function insuranceIn(info: ShippingInfo): Insurance | undefined {
  const { insurance, insuranceThirdParty, thirdPartyName, insuranceCosts = [] } = info;
  const byThirdParty = insuranceThirdParty === 'Y' || thirdPartyName !== undefined;
  if (insurance === undefined && !byThirdParty && insuranceCosts.length === 0) return undefined;
  const coverage = insuranceCosts.find(({ monetaryValue }) => isAmount(monetaryValue));
  return present({
    insured: insurance !== 'N',
    amount: coverage?.monetaryValue.trim(),
    currency: currencyIn(coverage),
    byThirdParty: byThirdParty || undefined,
  });
}

function currencyIn(costs: Costs | undefined): string | undefined {
  const code = costs?.currencyCode.value.trim().toUpperCase();
  return code !== undefined && /^[A-Z]{3}$/.test(code) ? code : undefined;
}

/** An exact decimal, not negative. */
export function isAmount(text: string): boolean {
  return /^\d{1,12}(\.\d{1,4})?$/.test(text.trim());
}
