import type { ShippingInfo, SupplyingAgencyMessage } from '../message.js';
import { canSay, lose, loseSchemes, openValues, supplierMessage } from './draft.js';
import type { Draft, Rule } from './draft.js';
import { defaultLimits } from '../reading/reading.js';
import { Said } from './loss.js';

const asLine = 'parcel-as-line';

/** How a parcel travels, for editions that have no element for it. */
export const parcel: readonly Rule[] = [
  {
    id: asLine,
    source: '1.4',
    does: 'Courier, tracking ids and insurance are one line of the note, as people write it and a gateway reads it.',
    applies: (draft) =>
      draft.message.kind === 'supplyingAgencyMessage' &&
      !canSay(draft, 'shippingInfo') &&
      wordsFor(draft.message).words !== undefined,
    apply: sayInLine,
  },
];

/** What a line says of a parcel, after `Sent`; undefined where it says nothing. */
function parcelWords({ courierName, trackingId = [], ...rest }: ShippingInfo): string | undefined {
  const ids = trackingId.length === 1 ? 'tracking id' : 'tracking ids';
  const words = [
    courierName === undefined ? '' : ` by ${courierName.value}`,
    trackingId.length === 0 ? '' : `; ${ids} ${trackingId.join(', ')}`,
    insuredWords(rest),
  ].join('');
  return words === '' ? undefined : words;
}

function insuredWords({ insurance, insuranceCosts = [] }: ShippingInfo): string {
  if (insurance !== 'Y') return '';
  const [costs] = insuranceCosts;
  return costs === undefined
    ? '; insured'
    : `; insured for ${costs.monetaryValue} ${costs.currencyCode.value}`;
}

/** What of a parcel a line can say and be read back, and what is left: values of one line, without what separates them. */
function wordsFor({ shippingInfo = {} }: SupplyingAgencyMessage): {
  told: ShippingInfo;
  rest: ShippingInfo;
  words: string | undefined;
} {
  const inLine = Object.entries(shippingInfo).filter(([name]) => canTell[name]?.(shippingInfo) === true);
  const told = Object.fromEntries(inLine) as ShippingInfo;
  const left = Object.entries(shippingInfo).filter(([name]) => !Object.hasOwn(told, name));
  return { told, rest: Object.fromEntries(left), words: parcelWords(told) };
}

const isInsured = (info: ShippingInfo): boolean => info.insurance === 'Y' && isCoverage(info);

const canTell: Readonly<Record<string, (info: ShippingInfo) => boolean>> = {
  courierName: ({ courierName }) => courierName !== undefined && isWord(courierName.value),
  trackingId: ({ trackingId = [] }) => trackingId.length > 0 && trackingId.every(isWord),
  insurance: isInsured,
  insuranceCosts: isInsured,
};

function isWord(text: string): boolean {
  return /^[^\s;,](?:[^\t\r\n;,\u0085\u2028\u2029]{0,58}[^\s;,.])?$/.test(text) && !/\s{2}/.test(text);
}

function isCoverage({ insuranceThirdParty, thirdPartyName, insuranceCosts = [] }: ShippingInfo): boolean {
  if ((insuranceThirdParty ?? thirdPartyName) !== undefined || insuranceCosts.length > 1) return false;
  return insuranceCosts.every(
    ({ monetaryValue, currencyCode }) =>
      /^\d{1,12}(?:\.\d{1,4})?$/.test(monetaryValue) && /^[A-Z]{3}$/.test(currencyCode.value),
  );
}

/** A line that the note has already of the parcel says them, or takes them in; else they are a line of their own. */
function sayInLine(draft: Draft): void {
  const message = supplierMessage(draft);
  const { told, rest, words = '' } = wordsFor(message);
  const says = openValues(draft, ...pathsOf(told));
  const { shippingInfo: _said, ...others } = message;
  draft.message = Object.keys(rest).length === 0 ? others : { ...message, shippingInfo: rest };
  loseSchemes(
    draft,
    { said: Said.Not, rule: asLine },
    { path: 'shippingInfo/courierName', values: told.courierName === undefined ? [] : [told.courierName] },
  );
  const note = withWords(message.messageInfo.note, words);
  const limit = draft.practice.noteLimit ?? defaultLimits.note;
  if (note === undefined || note.length > limit) {
    draft.lines.push({ text: `Sent${words}.`, says, rule: asLine });
    return;
  }
  draft.message = { ...supplierMessage(draft), messageInfo: { ...message.messageInfo, note } };
  lose(draft, { said: Said.InNote, rule: asLine }, says);
}

/** The note with the words in its line of the parcel; undefined where it has none. */
function withWords(note: string | undefined, words: string): string | undefined {
  if (note?.includes(words) === true) return note;
  const taken = note?.replace(opening, (first) => `${first}${words}`);
  return taken === note ? undefined : taken;
}

/** The beginning of a line that tells of a parcel and not yet who carries it. */
const opening = /^(?:Sent|Another parcel sent)(?=(?:; (?:to come back|expected on) [^\n]*)\.$)/m;

function pathsOf({ courierName, trackingId = [], insurance, insuranceCosts = [] }: ShippingInfo): string[] {
  return [
    ...(courierName === undefined ? [] : ['courierName']),
    ...trackingId.map((_, index) => `trackingId[${index}]`),
    ...(insurance === undefined ? [] : ['insurance']),
    ...insuranceCosts.flatMap((_, index) => [
      `insuranceCosts[${index}]/currencyCode`,
      `insuranceCosts[${index}]/monetaryValue`,
    ]),
  ].map((path) => `shippingInfo/${path}`);
}
