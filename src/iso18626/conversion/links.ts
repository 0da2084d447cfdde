import { foldCode } from '../codes.js';
import type { SupplyingAgencyMessage } from '../message.js';

/** Where a peer may have put the address of what it delivers electronically. */
export interface LinkCandidate {
  url: string;
  from: 'URL' | 'electronicAddress' | 'itemId' | 'note';
  /** One of the schemes that staff may be offered to open; any other is text and nothing more. */
  isAllowed: boolean;
}

const longest = 2048;
const allowed = /^(?:https?|s?ftp):\/\/[^\s<>"]+$|^mailto:[^\s<>"]+$/i;
const looksLikeOne = /^[a-z][a-z0-9+.-]*:\S+$/i;
const noteLine = /^[ \t]*URL:[ \t]*(\S+)/gim;

/**
 * The addresses in a supplier's message, most telling first: `URL`, an electronic address, an `itemId` that is one, a
 * line `URL: …` of the note. Each once; nothing is fetched. Source: iso18626.md 1.5, 3.12.
 */
export function linkCandidates({ deliveryInfo, messageInfo }: SupplyingAgencyMessage): LinkCandidate[] {
  const electronic = deliveryInfo?.address?.electronicAddress?.electronicAddressData;
  const isByUrl = foldCode(deliveryInfo?.deliveryMethod?.value ?? '') === 'url';
  const itemIds = (deliveryInfo?.itemId ?? []).filter((itemId) =>
    isByUrl ? looksLikeOne.test(itemId.trim()) : allowed.test(itemId.trim()),
  );
  const found: [LinkCandidate['from'], string][] = [
    ...one('URL', deliveryInfo?.URL),
    ...one(
      'electronicAddress',
      electronic !== undefined && looksLikeOne.test(electronic.trim()) ? electronic : undefined,
    ),
    ...itemIds.flatMap((itemId) => one('itemId', itemId)),
    ...[...(messageInfo.note ?? '').matchAll(noteLine)].flatMap(([, url]) => one('note', url)),
  ];
  const byUrl = new Map<string, LinkCandidate>();
  for (const [from, text] of found) {
    const url = text.trim();
    if (!byUrl.has(url)) byUrl.set(url, { url, from, isAllowed: url.length <= longest && allowed.test(url) });
  }
  return [...byUrl.values()];
}

function one(from: LinkCandidate['from'], text: string | undefined): [LinkCandidate['from'], string][] {
  return text === undefined || text.trim() === '' ? [] : [[from, text]];
}
