import type { ParcelAct, ParcelVerb } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { textIn, wordIn } from '../page-parts.js';

export const parcelVerbs: readonly ParcelVerb[] = [
  'arrived',
  'trace',
  'add-tracking',
  'join',
  'split',
  'lost',
  'found',
];

/** What a form asks of a parcel; the verb alone where what it is done with is missing. */
export type AskedOfParcel = { act: ParcelAct } | { unclear: ParcelVerb };

export function parcelActIn(body: unknown): AskedOfParcel | undefined {
  const verb = wordIn(body, 'verb', parcelVerbs);
  if (verb === undefined) return undefined;
  const act = readers[verb](body);
  return act === undefined ? { unclear: verb } : { act };
}

/** Numbers that one form may name. */
const NUMBERS_AT_MOST = 20;
const LONGEST = 60;

const readers: { [V in ParcelVerb]: (body: unknown) => Extract<ParcelAct, { verb: V }> | undefined } = {
  join(body) {
    const parcel = textIn(body, 'parcel');
    return parcel === undefined ? undefined : { verb: 'join', parcel };
  },
  split(body) {
    const shipment = textIn(body, 'shipment');
    return shipment === undefined ? undefined : { verb: 'split', shipment };
  },
  'add-tracking'(body) {
    const trackingIds = linesOf(textIn(body, 'numbers'));
    if (trackingIds.length === 0) return undefined;
    return present({ verb: 'add-tracking' as const, trackingIds, carrier: textIn(body, 'carrier') });
  },
  arrived: () => ({ verb: 'arrived' }),
  trace: () => ({ verb: 'trace' }),
  lost: (body) => present({ verb: 'lost' as const, note: textIn(body, 'note') }),
  found: (body) => present({ verb: 'found' as const, note: textIn(body, 'note') }),
};

function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[\r\n]+/)
    .map((line) => line.trim().slice(0, LONGEST))
    .filter((line) => line !== '')
    .slice(0, NUMBERS_AT_MOST);
}
