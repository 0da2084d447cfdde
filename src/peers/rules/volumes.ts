import type { SupplyingAgencyMessage } from '../../iso18626/index.js';
import { blockIn, followed, noteOf, withNote } from './notes.js';
import { plainRule, type Applied, type Rule } from './rule.js';

/** How one system packs several volumes into the one itemId of 2017. */
interface Packing {
  name: string;
  source: string;
  does: string;
  /** Between the volume's name, its call number and its id. */
  field: string;
  /** Before the second and every later volume. */
  next: string;
}

const MARK = 'multivol:';

function packed(items: readonly string[], { field, next }: Packing): string {
  return items.map((item) => `${MARK}${[item, '', item].join(field)}`).join(next.slice(0, -MARK.length));
}

/** The ids of the volumes; nothing where the text has another form: a barcode is never guessed. Source: iso18626.md 3.13. */
function unpacked(text: string, { field, next }: Packing): string[] | undefined {
  const whole = text.startsWith(MARK) ? text.slice(MARK.length) : text;
  const volumes = text.startsWith(MARK) ? whole.split(next) : [whole];
  const ids = volumes.map((volume) => {
    const parts = volume.split(field);
    return parts.length === 3 ? parts[2]?.trim() : undefined;
  });
  return ids.every((id): id is string => id !== undefined && id !== '') ? ids : undefined;
}

function packingRule(packing: Packing): Rule {
  const { name, source, does } = packing;
  return plainRule({
    ...{ name, source, does },
    outgoing(message) {
      const items = message.kind === 'supplyingAgencyMessage' ? message.deliveryInfo?.itemId : undefined;
      if (message.kind !== 'supplyingAgencyMessage' || items === undefined || items.length < 2)
        return { message };
      if (items.some((item) => item.includes(packing.field) || item.includes(MARK))) return { message };
      return withItems(message, [packed(items, packing)]);
    },
    incoming(message) {
      if (message.kind !== 'supplyingAgencyMessage') return { message };
      const [text, ...more] = message.deliveryInfo?.itemId ?? [];
      const ids =
        text === undefined || more.length > 0 ? undefined : unpacked(text, packingOf(text, packing));
      return ids === undefined ? { message } : withItems(message, ids);
    },
  });
}

function withItems(message: SupplyingAgencyMessage, itemId: string[]): Applied {
  const told: SupplyingAgencyMessage = { ...message, deliveryInfo: { ...message.deliveryInfo, itemId } };
  return itemId.length > 1 ? { message: told, remarks: ['several-volumes'] } : { message: told };
}

const block = ['#MultipleItems#', '#MultipleItemsEnd#'] as const;

const itemsBlock = plainRule({
  name: 'items-block',
  source: 'peers.md 1.4 nr 11 and 23',
  does: 'Several items stand in a block of the note, a line each: barcode, call number and title.',
  reads: [/#MultipleItems/i],
  outgoing(message) {
    const items = message.kind === 'supplyingAgencyMessage' ? (message.deliveryInfo?.itemId ?? []) : [];
    if (message.kind !== 'supplyingAgencyMessage' || items.length < 2) return { message };
    const lines = items.map((item) => `${escaped(item)}||`);
    return {
      message: withNote(message, followed(noteOf(message), [block[0], ...lines, block[1]].join('\n'))),
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage') return { message };
    const found = blockIn(noteOf(message), block);
    if (found === undefined) return { message };
    const barcodes = found.lines.map(barcodeOf).filter((barcode) => barcode !== '');
    return withItems(withNote(message, found.rest), barcodes);
  },
});

function escaped(text: string): string {
  return text.replace(/[\\|]/g, (character) => `\\${character}`);
}

function barcodeOf(line: string): string {
  const first = /^(?:\\.|[^\\|])*/.exec(line)?.[0] ?? '';
  return first.replace(/\\(.)/g, '$1').trim();
}

const commas: Packing = {
  name: 'multivol-commas',
  source: 'iso18626.md 3.13; peers.md 1.4 (ReShare)',
  does: 'Several volumes are one itemId: `multivol:name,call number,id` each, with commas between.',
  field: ',',
  next: `,${MARK}`,
};

const hashes: Packing = {
  name: 'multivol-hashes',
  source: 'iso18626.md 3.13; peers.md 2.1 (itemId)',
  does: 'Several volumes are one itemId: `multivol:name##call number##id` each, with ### between.',
  field: '##',
  next: `###${MARK}`,
};

/** A text with the mark is packed one way or the other, and older releases of a system pack otherwise than newer ones. */
function packingOf(text: string, usual: Packing): Packing {
  if (!text.startsWith(MARK)) return usual;
  return text.includes(hashes.field) ? hashes : commas;
}

export const volumeRules = [packingRule(commas), packingRule(hashes), itemsBlock];
