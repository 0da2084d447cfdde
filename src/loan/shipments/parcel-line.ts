import { endOfDay } from '../compose/timestamps.js';
import { present } from '../present.js';
import { idsOf, type Posted } from './posted.js';
import { Packing, type Insurance } from './shipment.js';

/**
 * One line for people that says how a parcel travels; undefined when nothing is known. Another gateway reads it back: no
 * edition has an element for all of it, and 2017 has none for any.
 */
export function parcelLine(parcel: Posted, beside: { isFurther?: boolean } = {}): string | undefined {
  const { carrier, expectedAt, packing = [] } = parcel;
  const parts = [
    idsPart(parcel),
    insurancePart(parcel.insurance),
    packing.length === 0 ? undefined : `to come back ${packing.join(', ')}`,
    expectedAt === undefined ? undefined : `expected on ${expectedAt.slice(0, 10)}`,
  ].filter((part) => part !== undefined);
  if (carrier === undefined && parts.length === 0 && beside.isFurther !== true) return undefined;
  const first = beside.isFurther === true ? 'Another parcel sent' : 'Sent';
  return `${[carrier === undefined ? first : `${first} by ${inLine(carrier)}`, ...parts].join('; ')}.`;
}

function idsPart(posted: Posted): string | undefined {
  const ids = idsOf(posted).map(inLine);
  if (ids.length === 0) return undefined;
  return ids.length === 1 ? `tracking id ${ids.join()}` : `tracking ids ${ids.join(', ')}`;
}

function insurancePart(insurance: Insurance | undefined): string | undefined {
  if (insurance?.insured !== true) return undefined;
  const { amount, currency } = insurance;
  return amount === undefined ? 'insured' : `insured for ${amount} ${currency ?? ''}`.trim();
}

const line = new RegExp(
  [
    /^(?<first>Sent|Another parcel sent)/,
    /(?: by (?<carrier>[^;\n]{1,60}?))?/,
    /(?:; tracking ids? (?<ids>[^;\n]{1,600}?))?/,
    /(?:; (?<insured>insured)(?: for (?<amount>\d{1,12}(?:\.\d{1,4})?) (?<currency>[A-Z]{3}))?)?/,
    /(?:; to come back (?<packing>[a-z, ]{1,40}?))?/,
    /(?:; expected on (?<expected>\d{4}-\d\d-\d\d))?\.$/,
  ]
    .map(({ source }) => source)
    .join(''),
  'm',
);

export interface ParcelRead {
  parcel: Posted;
  /** It tells of a parcel beside those that are known. */
  isFurther: boolean;
}

/** The parcel that a note tells of, in the form of `parcelLine`; undefined for any other note. */
export function parcelIn(note: string | undefined): ParcelRead | undefined {
  const found = note === undefined ? undefined : line.exec(note)?.groups;
  if (found === undefined) return undefined;
  const expected = found['expected'];
  return {
    isFurther: found['first'] !== 'Sent',
    parcel: present({
      carrier: found['carrier'],
      ...idsIn(found['ids']),
      insurance: insuranceIn(found),
      packing: packingIn(found['packing']),
      expectedAt: expected === undefined ? undefined : endOfDay(expected),
    }),
  };
}

function idsIn(text: string | undefined): Pick<Posted, 'trackingId' | 'moreTrackingIds'> {
  const [trackingId, ...more] = text?.split(', ') ?? [];
  return present({ trackingId, moreTrackingIds: more.length === 0 ? undefined : more });
}

function insuranceIn({
  insured,
  amount,
  currency,
}: Record<string, string | undefined>): Insurance | undefined {
  return insured === undefined ? undefined : present({ insured: true, amount, currency });
}

function packingIn(text: string | undefined): Packing[] | undefined {
  const told: readonly string[] = text?.split(', ') ?? [];
  const kept = Object.values(Packing).filter((one) => told.includes(one));
  return kept.length === 0 ? undefined : kept;
}

function inLine(text: string): string {
  return text
    .replace(/[;,\s]+/g, ' ')
    .trim()
    .slice(0, 60);
}
