import { foldCode } from '../codes.js';
import type { DeliveryInfo, SupplyingAgencyMessage } from '../message.js';

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
  const found = [...inDelivery(deliveryInfo ?? {}), ...inNote(messageInfo.note ?? '')];
  const byUrl = new Map<string, LinkCandidate>();
  for (const { from, text } of found) {
    const url = text.trim();
    if (url !== '' && !byUrl.has(url)) byUrl.set(url, { url, from, isAllowed: isAllowed(url) });
  }
  return [...byUrl.values()];
}

interface Found {
  from: LinkCandidate['from'];
  text: string;
}

/** What is sent by the method URL has its address in `itemId`, whatever its scheme. */
function inDelivery({ URL: url = '', address, itemId = [], deliveryMethod }: DeliveryInfo): Found[] {
  const electronic = address?.electronicAddress?.electronicAddressData ?? '';
  const isLink = foldCode(deliveryMethod?.value ?? '') === 'url' ? looksLikeOne : allowed;
  return [
    { from: 'URL', text: url },
    { from: 'electronicAddress', text: looksLikeOne.test(electronic.trim()) ? electronic : '' },
    ...itemId.filter((one) => isLink.test(one.trim())).map((text): Found => ({ from: 'itemId', text })),
  ];
}

function inNote(note: string): Found[] {
  return [...note.matchAll(noteLine)].map(([, text = '']) => ({ from: 'note', text }));
}

function isAllowed(url: string): boolean {
  return url.length <= longest && allowed.test(url);
}
