import { foldCode, openLists } from '../codes.js';
import type { DeliveryInfo, SchemeValue } from '../message.js';
import {
  canSay,
  canSayMany,
  deliveryInfoOf,
  lose,
  loseSchemes,
  openValues,
  supplierMessage,
} from './draft.js';
import type { Draft, Rule } from './draft.js';
import { Said } from './loss.js';
import type { LostValue } from './loss.js';
import type { Joinable } from './practice.js';

/** What is delivered, how, and to whom it is addressed. */
export const delivery: readonly Rule[] = [
  {
    id: 'link-as-item',
    source: '3.12',
    does: 'A URL is the itemId of a delivery by the method URL, or a line at the head of the note.',
    applies: (draft) =>
      deliveryInfoOf(draft.message)?.URL !== undefined && !canSay(draft, 'deliveryInfo', 'URL'),
    apply: linkAsItem,
  },
  {
    id: 'joined',
    source: '3.13',
    does: "Several volumes, items or conditions are one text, in the form that the peer's practice reads.",
    applies: ({ practice }) => practice.join !== undefined,
    apply(draft) {
      for (const joinable of joinables) join(draft, joinable);
    },
  },
  {
    id: 'supplier-unnamed',
    source: '1.3',
    does: 'A request without a supplier names an empty one, where a broker or the own system is to find it.',
    applies: isSupplierToBeFound,
    apply: nameNobody,
  },
];

const joinables: readonly { outer: 'deliveryInfo' | 'bibliographicInfo'; key: Joinable }[] = [
  { outer: 'deliveryInfo', key: 'itemId' },
  { outer: 'deliveryInfo', key: 'loanCondition' },
  { outer: 'bibliographicInfo', key: 'volume' },
];

function linkAsItem(draft: Draft): void {
  const { URL: link = '', ...others } = supplierMessage(draft).deliveryInfo ?? {};
  const { link: wanted = 'item' } = draft.practice;
  const isItem = wanted !== 'note' && isByUrl(others.deliveryMethod);
  const url: LostValue = { path: 'supplyingAgencyMessage/deliveryInfo/URL', privacy: 'text' };
  if (!isItem || wanted === 'both')
    draft.lines.unshift({ text: `URL: ${link}`, says: isItem ? [] : [url], rule: 'link-as-item' });
  if (isItem) putAsItem(draft, { link, url, others });
  else draft.message = { ...supplierMessage(draft), deliveryInfo: others };
}

/** Another method than URL stays what it is: then the link is something beside it. */
function isByUrl(method: SchemeValue | undefined): boolean {
  return method === undefined || foldCode(method.value) === 'url';
}

/** With a link in it, `itemId` is no barcode: those that it had go to the note. */
function putAsItem(
  draft: Draft,
  { link, url, others }: { link: string; url: LostValue; others: DeliveryInfo },
): void {
  const rule = 'link-as-item';
  const byUrl = { value: 'URL', scheme: openLists.sentVia.scheme };
  const deliveryInfo: DeliveryInfo = { deliveryMethod: byUrl, ...others, itemId: [link] };
  draft.message = { ...supplierMessage(draft), deliveryInfo };
  lose(draft, { said: Said.Elsewhere, rule }, [url]);
  const { itemId = [] } = others;
  if (itemId.length === 0) return;
  const says = openValues(draft, ...itemId.map((_, index) => `deliveryInfo/itemId[${index}]`));
  draft.lines.push({ text: `Item id: ${itemId.join('; ')}`, says, rule });
}

function join(draft: Draft, { outer, key }: (typeof joinables)[number]): void {
  const rule = 'joined';
  const how = draft.practice.join?.[key];
  const holder = (draft.message as unknown as Partial<Record<string, Record<string, unknown>>>)[outer];
  const values = (holder?.[key] ?? []) as readonly (string | SchemeValue)[];
  if (how === undefined || values.length < 2 || canSayMany(draft, outer, key)) return;
  const schemeValues = values.map((value) => (typeof value === 'string' ? { value } : value));
  const joined = how(
    schemeValues.map(({ value }) => value),
    draft.message,
  );
  const inner = { ...holder, [key]: [key === 'loanCondition' ? { value: joined } : joined] };
  draft.message = { ...draft.message, [outer]: inner };
  const path = `${outer}/${key}`;
  lose(
    draft,
    { said: Said.Elsewhere, rule },
    openValues(draft, ...values.map((_, index) => `${path}[${index}]`)),
  );
  loseSchemes(draft, { said: Said.Not, rule }, { path, values: schemeValues });
}

function isSupplierToBeFound({ message }: Draft): boolean {
  if (message.kind !== 'request') return false;
  const { header } = message as Partial<typeof message>;
  if (header === undefined || header.supplyingAgencyId !== undefined) return false;
  const subTypes = message.serviceInfo?.requestSubType ?? [];
  return subTypes.includes('PatronRequest') || subTypes.includes('TransferRequest');
}

function nameNobody(draft: Draft): void {
  if (draft.message.kind !== 'request') return;
  const header = draft.edition.messages.get('request')?.byKey.get('header')?.inner;
  if (header?.byKey.get('supplyingAgencyId')?.min !== 1) return;
  const supplyingAgencyId = { agencyIdType: { value: 'ISIL' }, agencyIdValue: '' };
  draft.message = { ...draft.message, header: { ...draft.message.header, supplyingAgencyId } };
}
