import type { NoteLine } from './loss.js';

/** What a note is made of. */
interface NoteParts {
  lead?: string | undefined;
  own?: string | undefined;
  lines: readonly NoteLine[];
  tail?: string | undefined;
  /** Characters. */
  limit: number;
}

interface MadeNote {
  text: string;
  /** The lines that there was room for. */
  said: ReadonlySet<NoteLine>;
  /** The message's own note did not fit whole. */
  isCut: boolean;
}

/**
 * A note of at most `limit` characters: the opening sentence, what the message says itself, a line each for what the
 * edition has no element for, and the mark at the end. A line that does not fit is left out whole.
 */
export function makeNote({ lead, own, lines, tail, limit }: NoteParts): MadeNote {
  const fixed = [lead, tail].filter((part) => part !== undefined);
  let room = limit - fixed.reduce((sum, part) => sum + part.length + 1, 0);
  const kept = own === undefined || own === '' ? undefined : cut(own, Math.max(room, 0));
  room -= kept === undefined ? 0 : kept.length + 1;
  const said = new Set<NoteLine>();
  for (const line of lines) {
    if (line.text.length > room) continue;
    said.add(line);
    room -= line.text.length + 1;
  }
  const texts = [lead, kept, ...[...said].map(({ text }) => text), tail];
  const text = texts.filter((part) => part !== undefined && part !== '').join('\n');
  return { text, said, isCut: kept !== undefined && kept !== own };
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Half of a character that takes two is no character.
  return limit < 1 ? '' : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Words for places that are often said so; any other is named by its last element. */
const labels: Readonly<Record<string, string>> = {
  'header/consortialId': 'Consortium',
  'retryInfo/loanCondition': 'Condition',
  'retryInfo/offeredCosts': 'Also offered for',
  'retryInfo/edition': 'Available edition',
  'retryInfo/volume': 'Available volume',
  'retryInfo/itemFormat': 'Available format',
  'retryInfo/serviceType': 'Possible service type',
  'retryInfo/serviceLevel': 'Possible service level',
  'retryInfo/deliveryMethod': 'Possible delivery method',
  'retryInfo/courierName': 'Possible courier',
  'retryInfo/paymentMethod': 'Possible payment method',
  'deliveryInfo/loanCondition': 'Condition',
  'deliveryInfo/address': 'Delivered to',
  'deliveryInfo/URL': 'URL',
  'deliveryInfo/itemFormat': 'Format',
  'serviceInfo/itemFormat': 'Format',
  'shippingInfo/courierName': 'Courier',
  'requestedDeliveryInfo/courierName': 'Courier',
};

/** `Available volume`, `Tracking id`: how a line of the note names the place that its value comes from. */
export function labelOf(place: string): string {
  const known = labels[place];
  if (known !== undefined) return known;
  const name = place.slice(place.lastIndexOf('/') + 1);
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const lineBreak = /[\r\n\u0085\u2028\u2029]/;

/** A value as it stands in one line. */
export function inLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, (blanks) => (lineBreak.test(blanks) ? ' ' : blanks)).trim();
}
