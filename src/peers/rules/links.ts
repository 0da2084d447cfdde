import type { SupplyingAgencyMessage } from '../../iso18626/index.js';
import { noteOf, prefixed, withNote } from './notes.js';
import { plainRule } from './rule.js';

// Blanks of its own line only: those of many empty ones would be read again for each.
const noteLine = /^[^\S\r\n\u2028\u2029]*URL:[ \t]*(\S+)/im;

const longestLink = 2048;
const schemesToOpen: ReadonlySet<string> = new Set(['http:', 'https:', 'ftp:', 'sftp:', 'mailto:']);

function isAddress(text: string): boolean {
  return /^\s*[a-z][a-z0-9+.-]*:\S/i.test(text);
}

function mayOpen(text: string): boolean {
  if (text.length > longestLink || !URL.canParse(text)) return false;
  return schemesToOpen.has(new URL(text).protocol);
}

function isSentAsLink({ deliveryInfo }: SupplyingAgencyMessage): boolean {
  return deliveryInfo?.deliveryMethod?.value.toLowerCase() === 'url';
}

const urlInItemId = plainRule({
  name: 'url-in-item-id',
  source: 'iso18626.md 3.12; peers.md 2.1 (URL delivery)',
  does: 'A link is sent as the itemId, with the delivery method URL.',
  outgoing(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.deliveryInfo?.URL === undefined)
      return { message };
    const { URL: link, ...deliveryInfo } = message.deliveryInfo;
    const itemId = deliveryInfo.itemId ?? [];
    return {
      message: {
        ...message,
        deliveryInfo: { ...deliveryInfo, itemId: [link], deliveryMethod: { value: 'URL' } },
      },
      ...(itemId.length === 0 ? {} : { losses: ['supplyingAgencyMessage/deliveryInfo/itemId'] }),
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || !isSentAsLink(message)) return { message };
    const { itemId = [], ...deliveryInfo } = message.deliveryInfo ?? {};
    const [link] = itemId;
    if (link === undefined || itemId.length > 1 || deliveryInfo.URL !== undefined || !isAddress(link))
      return { message };
    return {
      message: { ...message, deliveryInfo: { ...deliveryInfo, URL: link } },
      remarks: ['link-given'],
    };
  },
});

const urlInNote = plainRule({
  name: 'url-in-note',
  source: 'iso18626.md 3.12; peers.md 1.4 nr 7',
  does: 'A link is repeated at the beginning of the note, as `URL: …`.',
  outgoing(message) {
    const link = message.kind === 'supplyingAgencyMessage' ? linkOf(message) : undefined;
    return {
      message: link === undefined ? message : withNote(message, prefixed(noteOf(message), `URL: ${link}`)),
    };
  },
  incoming(message) {
    if (message.kind !== 'supplyingAgencyMessage' || message.deliveryInfo?.URL !== undefined)
      return { message };
    const link = noteLine.exec(noteOf(message) ?? '')?.[1];
    if (link === undefined || !mayOpen(link)) return { message };
    return {
      message: { ...message, deliveryInfo: { ...message.deliveryInfo, URL: link } },
      remarks: ['link-given'],
    };
  },
});

function linkOf(message: SupplyingAgencyMessage): string | undefined {
  const { URL: link, itemId } = message.deliveryInfo ?? {};
  return link ?? (isSentAsLink(message) ? itemId?.[0] : undefined);
}

export const linkRules = [urlInItemId, urlInNote];
