import { conditionMarks } from '../../loan/index.js';

export interface ActOption {
  /** As commander reads it. */
  flags: string;
  text: string;
  /** The field of the act that it fills, and the option's name as commander gives it back. */
  field: string;
  name: string;
  /** What the API takes, where that is more than the text. */
  read?: (text: string) => unknown;
  /** Where it is a part of how the item looks, or a file beside the act. */
  within?: 'condition' | 'files';
}

/** An option that fills the field of its name, or another. */
export function option(flags: string, text: string, field?: string): ActOption {
  const name = (/--([a-z-]+)/.exec(flags)?.[1] ?? '').replace(/-([a-z])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return { flags, text, name, field: field ?? name };
}

/** `12.00 EUR`, or an amount alone. */
function costIn(text: string): { value: string; currency?: string } {
  const [value = '', currency] = text.trim().split(/\s+/);
  return currency === undefined ? { value } : { value, currency };
}

export const listIn = (text: string): string[] => text.split(',').map((part) => part.trim());
export const cost = { ...option('--cost <amount>', 'the price, such as "12.00 EUR"'), read: costIn };
export const offered = (text: string): ActOption => ({ ...option('--offered <list>', text), read: listIn });

export const note = option('--note <text>', 'for the other side to read');
export const parcel = [
  option('--carrier <name>', 'who carries it'),
  option('--tracking-id <id>', 'the parcel’s number'),
  {
    ...option('--more-tracking-ids <list>', 'further numbers of the parcel, with commas'),
    read: (text: string) => listIn(text),
  },
  {
    ...option('--packing <list>', 'how it is to come back: boxed, trackable, insured, with commas'),
    read: (text: string) => listIn(text),
  },
  option('--expected-at <day>', 'when it should arrive'),
  option('--insured-for <amount>', 'what it is insured for, such as "500.00 SEK"'),
];
/** `30051=Vol. 1,30052=Vol. 2`: barcodes, each with what the volume is called where it has a name. */
export const volumesIn = (text: string): { itemId: string; volume?: string }[] =>
  listIn(text).map((one) => {
    const [barcode = '', ...named] = one.split('=');
    return named.length === 0 ? { itemId: barcode } : { itemId: barcode, volume: named.join('=') };
  });
export const itemIds = {
  ...option('--item-ids <list>', 'only these of several volumes, with commas'),
  read: listIn,
};
/** How the item looks, at an act that has it in hand. */
export const looks: readonly ActOption[] = [
  {
    ...option('--marks <list>', `how it looks, with commas: ${conditionMarks.join(', ')}`),
    read: listIn,
    within: 'condition',
  },
  { ...option('--looks <text>', 'the same in words; kept sealed'), within: 'condition' },
  { ...option('--tell', 'the other side is told how it looks'), within: 'condition' },
  {
    ...option('--photo <files>', 'photos of it, with commas: JPEG, PNG or WebP'),
    read: listIn,
    within: 'files',
  },
];
export const itemId = option('--item-id <barcode>', 'the item’s barcode');
export const amount = option('--amount <decimal>', 'exactly, such as 75.00; else all that is open');
export const sum = [
  option('--amount <decimal>', 'exactly, such as 75.00; else the policy’s'),
  option('--currency <code>', 'of three letters, where it is not the house’s'),
];
export const cause = option('--cause <lost|damaged>', 'what it is for; else as reported');

/** A copy that is supplied as a file. */
export const copyFile: ActOption = {
  ...option('--file <file>', 'the copy itself, PDF or a picture: the other side gets a link', 'document'),
  read: (path) => [path],
  within: 'files',
};
