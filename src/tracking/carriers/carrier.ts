import { foldTrackingId } from '../../loan/index.js';

/** Somebody who carries parcels: how it is called, how its numbers look, and how it tells where a parcel is. */
export interface Carrier {
  name: string;
  /** Other names under which peers and staff write it. */
  aliases?: readonly string[];
  /** The page that shows a parcel to people, with `{id}` in the place of its number. */
  url?: string;
  /** How its numbers look, where that tells it from others; a name of `numberForms`. */
  numbers?: NumberForm;
  /** Where it tells by machine: a JSON feed with `{id}` or `{ids}` in its address, or files in a folder of its own. */
  source?: CarrierSource;
  /** What stands on the label for a peer, such as the stop of a van, by the peer's id. */
  routing?: Readonly<Record<string, string>>;
  removedAt?: string;
}

export type CarrierSource = { kind: 'feed'; url: string } | { kind: 'csv' };

/** Forms of tracking numbers that one carrier alone uses, or a postal union with a digit to check. */
export const numberForms = {
  'ups-1z': (id: string) => /^1Z[0-9A-Z]{16}$/.test(id),
  'upu-s10': isS10,
  'dhl-jd': (id: string) => /^JJ?D\d{16,20}$/.test(id),
} as const;
export type NumberForm = keyof typeof numberForms;

/** Two letters, eight digits, their check digit, and the country. Source: the postal union's standard S10. */
function isS10(id: string): boolean {
  const [, digits = '', check] = /^[A-Z]{2}(\d{8})(\d)[A-Z]{2}$/.exec(id) ?? [];
  if (check === undefined) return false;
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const expected = 11 - (sum % 11);
  return Number(check) === (expected === 10 ? 0 : expected === 11 ? 5 : expected);
}

/** By id: those that every house has until somebody changes or removes them. The first five are the standard's own. */
export const readyCarriers: Readonly<Record<string, Carrier>> = {
  dhl: {
    name: 'DHL',
    url: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id={id}',
    numbers: 'dhl-jd',
  },
  'db-schenker': {
    name: 'DB Schenker',
    aliases: ['Schenker'],
    url: 'https://www.dbschenker.com/app/tracking-public/?refNumber={id}',
  },
  fedex: { name: 'Fedex', url: 'https://www.fedex.com/fedextrack/?trknbr={id}' },
  postnord: {
    name: 'PostNord AB',
    aliases: ['PostNord'],
    url: 'https://tracking.postnord.com/?id={id}',
    numbers: 'upu-s10',
  },
  ups: { name: 'UPS', url: 'https://www.ups.com/track?tracknum={id}', numbers: 'ups-1z' },
  'royal-mail': {
    name: 'Royal Mail',
    url: 'https://www.royalmail.com/track-your-item#/tracking-results/{id}',
  },
  usps: { name: 'USPS', url: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={id}' },
  van: { name: 'Library van' },
};

/** The house's carriers: the ready ones, with what people have changed laid over them. */
export function carriersOf(rows: ReadonlyMap<string, unknown>): ReadonlyMap<string, Carrier> {
  const all = new Map<string, Carrier>(Object.entries(readyCarriers));
  for (const [id, row] of rows) {
    const carrier = row as Carrier;
    if (carrier.removedAt === undefined) all.set(id, carrier);
    else all.delete(id);
  }
  return new Map([...all].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The carrier that is written so, by its name or one of its others; case and blanks do not matter. */
export function carrierNamed(
  carriers: ReadonlyMap<string, Carrier>,
  written: string,
): [string, Carrier] | undefined {
  const wanted = folded(written);
  return [...carriers].find(
    ([id, { name, aliases = [] }]) =>
      id === wanted || [name, ...aliases].some((one) => folded(one) === wanted),
  );
}

function folded(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The carrier whose numbers look like this one; undefined where none's or several's do. */
export function carrierByNumber(
  carriers: ReadonlyMap<string, Carrier>,
  trackingId: string,
): [string, Carrier] | undefined {
  const id = foldTrackingId(trackingId);
  const found = [...carriers].filter(([, { numbers }]) => numbers !== undefined && numberForms[numbers](id));
  return found.length === 1 ? found[0] : undefined;
}

/** Whether a code has the form of some carrier's number, however many use it. */
export function isNumber(code: string): boolean {
  const id = foldTrackingId(code);
  return Object.values(numberForms).some((hasForm) => hasForm(id));
}

/** The carrier's page for a parcel. */
export function trackingUrl(
  carriers: ReadonlyMap<string, Carrier>,
  written: string | undefined,
  trackingId: string,
): string | undefined {
  const found =
    written === undefined ? carrierByNumber(carriers, trackingId) : carrierNamed(carriers, written);
  return found?.[1].url?.replace('{id}', encodeURIComponent(foldTrackingId(trackingId)));
}
