import { z } from 'zod';
import type { AgencyId, Header, Initiating } from '../../iso18626/index.js';
import { plainRule, ruleWith } from './rule.js';

/** What a system writes where the agencies belong. */
export interface Placeholders {
  requesting: string;
  supplying: string;
}

const placeholders = z.strictObject({
  requesting: z.string().min(1).default('req_agency_value'),
  supplying: z.string().min(1).default('sup_agency_value'),
});

/** Whether a header names nobody: each of its agencies is the placeholder, or is missing. */
export function hasPlaceholders(
  header: Partial<Pick<Header, 'requestingAgencyId' | 'supplyingAgencyId'>>,
  { requesting, supplying }: Placeholders,
): boolean {
  return isBlank(header.requestingAgencyId, requesting) && isBlank(header.supplyingAgencyId, supplying);
}

function isBlank(agencyId: AgencyId | undefined, placeholder: string): boolean {
  return agencyId === undefined || agencyId.agencyIdValue.trim() === placeholder;
}

/** The message with the agencies that its sender meant. */
export function withAgencies<M extends Initiating>(
  message: M,
  agencies: { requestingAgencyId: AgencyId; supplyingAgencyId: AgencyId },
): M {
  return { ...message, header: { ...message.header, ...agencies } };
}

export const placeholderAgencies = ruleWith<Placeholders>({
  name: 'placeholder-agencies',
  source: 'iso18626.md 4.5 (Koha traps, b); peers.md 2.3',
  does: 'Headers name placeholders in the place of the agencies, or none: the transaction, or the peer that proves itself, tells who is meant.',
  parameters: placeholders,
  // The header alone does not tell who is meant: whoever receives the message fills them in (`hasPlaceholders`).
  incoming: (message) => ({ message }),
});

const theirIdFirst = plainRule({
  name: 'their-id-first',
  source: 'iso18626.md 4.5 (Koha traps, a); peers.md 2.4',
  does: 'It finds a transaction only by its own number, which its first message tells: nothing can be asked before that.',
  hindered(message) {
    const isAsking = message.kind === 'requestingAgencyMessage';
    return isAsking && message.header.supplyingAgencyRequestId === undefined ? 'their-id-unknown' : undefined;
  },
});

const emptyMultipleItemId = plainRule({
  name: 'multiple-item-id-left-out',
  source: 'peers.md 1.1, 1.3, 2.1; iso18626.md 1.3',
  does: 'multipleItemRequestId is always there and always empty: it means nothing.',
  incoming(message) {
    if (message.header.multipleItemRequestId?.trim() !== '') return { message };
    const { multipleItemRequestId: _empty, ...header } = message.header;
    return { message: { ...message, header } };
  },
});

const retryLinkAsItemId = plainRule({
  name: 'retry-link-as-item-id',
  source: 'peers.md 2.1 (request body emitted)',
  does: 'A request that follows another names it as an item id with the code `preceded-by`: read as the previous request.',
  incoming(message) {
    if (message.kind !== 'request' || message.serviceInfo === undefined) return { message };
    const { bibliographicItemId = [], ...bibliographicInfo } = message.bibliographicInfo;
    const before = bibliographicItemId.find(
      (one) => one.bibliographicItemIdentifierCode.value.toLowerCase() === 'preceded-by',
    );
    if (before === undefined || message.serviceInfo.requestingAgencyPreviousRequestId !== undefined)
      return { message };
    const rest = bibliographicItemId.filter((one) => one !== before);
    return {
      message: {
        ...message,
        bibliographicInfo:
          rest.length === 0 ? bibliographicInfo : { ...bibliographicInfo, bibliographicItemId: rest },
        serviceInfo: {
          ...message.serviceInfo,
          requestingAgencyPreviousRequestId: before.bibliographicItemIdentifier,
        },
      },
    };
  },
});

const supplierMayChange = plainRule({
  name: 'supplier-may-change',
  source: 'iso18626.md 3.14, 3.6; 7.6 nr 86',
  does: 'A broker asks one library after another within one loan: a message counts from any library that it speaks for.',
  // Which transaction is meant, its id alone tells: whoever receives the message looks for it.
  incoming: (message) => ({ message }),
});

export const identifierRules = [
  supplierMayChange,
  placeholderAgencies,
  theirIdFirst,
  emptyMultipleItemId,
  retryLinkAsItemId,
];
