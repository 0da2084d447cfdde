import { z } from 'zod';
import {
  foldCode,
  openCode,
  type BibliographicInfo,
  type BibliographicItemId,
  type BibliographicRecordId,
  type Initiating,
  type OpenList,
  type Request,
  type SchemeValue,
} from '../../iso18626/index.js';
import { plainRule, ruleWith, type Applied } from './rule.js';

function withBibliography(message: Request, changed: Partial<BibliographicInfo>): Request {
  const bibliographicInfo = { ...message.bibliographicInfo, ...changed };
  return { ...message, bibliographicInfo };
}

function keepsOnly<T>(
  all: readonly T[] | undefined,
  isKept: (one: T) => boolean,
  path: string,
): { kept: T[] | undefined; losses: string[] } {
  const kept = all?.filter(isKept);
  const isSame = kept?.length === all?.length;
  return { kept: kept?.length === 0 ? undefined : kept, losses: isSame ? [] : [path] };
}

/** A list without entries is no list. */
function without(message: Request, key: keyof BibliographicInfo): Request {
  const { [key]: _none, ...bibliographicInfo } = message.bibliographicInfo;
  return { ...message, bibliographicInfo };
}

const keep = z.strictObject({ keep: z.array(z.string().min(1)).min(1) });

const itemIdCodes = ruleWith<{ keep: string[] }>({
  name: 'item-id-codes',
  source: 'peers.md 1.4 nr 13',
  does: 'Of bibliographicItemId only some kinds are taken, in upper case; the others are not sent.',
  parameters: keep,
  outgoing(message, parameters) {
    if (message.kind !== 'request') return { message };
    const codes = new Set(parameters.keep.map(foldCode));
    const { kept, losses } = keepsOnly(
      message.bibliographicInfo.bibliographicItemId,
      (one) => codes.has(foldCode(one.bibliographicItemIdentifierCode.value)),
      'request/bibliographicInfo/bibliographicItemId',
    );
    if (kept === undefined) return { message: without(message, 'bibliographicItemId'), losses };
    return { message: withBibliography(message, { bibliographicItemId: kept.map(upperCased) }), losses };
  },
  incoming: spelledItemIds,
});

function upperCased(one: BibliographicItemId): BibliographicItemId {
  const code = one.bibliographicItemIdentifierCode;
  return { ...one, bibliographicItemIdentifierCode: { ...code, value: code.value.toUpperCase() } };
}

const recordIdCodes = ruleWith<{ keep: string[] }>({
  name: 'record-id-codes',
  source: 'peers.md 1.4 nr 14',
  does: "Of bibliographicRecordId only some kinds are taken, in the registered list's spelling; the others are not sent.",
  parameters: keep,
  outgoing(message, parameters) {
    if (message.kind !== 'request') return { message };
    const codes = new Set(parameters.keep.map(foldCode));
    const { kept, losses } = keepsOnly(
      message.bibliographicInfo.bibliographicRecordId,
      (one) => codes.has(foldCode(one.bibliographicRecordIdentifierCode.value)),
      'request/bibliographicInfo/bibliographicRecordId',
    );
    if (kept === undefined) return { message: without(message, 'bibliographicRecordId'), losses };
    return { message: withBibliography(message, { bibliographicRecordId: kept.map(spelledRecord) }), losses };
  },
});

function spelledRecord(one: BibliographicRecordId): BibliographicRecordId {
  const code = one.bibliographicRecordIdentifierCode;
  return {
    ...one,
    bibliographicRecordIdentifierCode: spelled('bibliographicRecordIdentifierCode', code),
  };
}

function spelled(list: OpenList, code: SchemeValue): SchemeValue {
  return { ...code, value: openCode(list, code.value) ?? code.value };
}

const uniqueIdAsRecordId = plainRule({
  name: 'unique-id-as-record-id',
  source: 'peers.md 1.4 nr 14, 2.2',
  does: 'supplierUniqueRecordId is not looked at: it goes as a record id with the code OCLC as well.',
  outgoing(message) {
    if (message.kind !== 'request') return { message };
    const { supplierUniqueRecordId, bibliographicRecordId = [] } = message.bibliographicInfo;
    if (supplierUniqueRecordId === undefined) return { message };
    const asRecord: BibliographicRecordId = {
      bibliographicRecordIdentifierCode: { value: 'OCLC' },
      bibliographicRecordIdentifier: supplierUniqueRecordId,
    };
    const isThere = bibliographicRecordId.some(
      (one) => one.bibliographicRecordIdentifier === supplierUniqueRecordId,
    );
    if (isThere) return { message };
    return {
      message: withBibliography(message, { bibliographicRecordId: [...bibliographicRecordId, asRecord] }),
    };
  },
});

const serviceLevelFallback = ruleWith<{ fallback: string }>({
  name: 'service-level-fallback',
  source: 'peers.md 1.4 nr 12, 2.2',
  does: 'Only registered service levels are taken; another is replaced by a fallback.',
  parameters: z.strictObject({ fallback: z.string().min(1).default('Standard') }),
  outgoing(message, { fallback }) {
    const level = message.kind === 'request' ? message.serviceInfo?.serviceLevel : undefined;
    if (message.kind !== 'request' || message.serviceInfo === undefined || level === undefined)
      return { message };
    const known = openCode('serviceLevel', level.value);
    const serviceLevel: SchemeValue = known === undefined ? { value: fallback } : { ...level, value: known };
    return {
      message: { ...message, serviceInfo: { ...message.serviceInfo, serviceLevel } },
      ...(known === undefined ? { losses: ['request/serviceInfo/serviceLevel'] } : {}),
    };
  },
});

const publicationTypeSpelling = plainRule({
  name: 'publication-type-spelling',
  source: 'peers.md 1.4 nr 15',
  does: "The publication type is written in the registered list's own spelling.",
  outgoing: spelledPublicationType,
  incoming: spelledPublicationType,
});

function spelledPublicationType(message: Initiating): Applied {
  if (message.kind !== 'request' || message.publicationInfo?.publicationType === undefined)
    return { message };
  const publicationType = spelled('publicationType', message.publicationInfo.publicationType);
  return { message: { ...message, publicationInfo: { ...message.publicationInfo, publicationType } } };
}

const lowerCaseCodes = plainRule({
  name: 'lower-case-codes',
  source: 'peers.md 2.1 (request body), iso18626.md 7.8 nr 100',
  does: 'Codes come in lower case (`isbn`, `standard`): read as the registered ones.',
  incoming(message) {
    const ids = spelledItemIds(message).message;
    if (ids.kind !== 'request') return { message: ids };
    const { serviceInfo } = ids;
    const level = serviceInfo?.serviceLevel;
    const records = ids.bibliographicInfo.bibliographicRecordId;
    return spelledPublicationType({
      ...(records === undefined
        ? ids
        : withBibliography(ids, { bibliographicRecordId: records.map(spelledRecord) })),
      ...(serviceInfo === undefined || level === undefined
        ? {}
        : { serviceInfo: { ...serviceInfo, serviceLevel: spelled('serviceLevel', level) } }),
    });
  },
});

function spelledItemIds(message: Initiating): Applied {
  if (message.kind !== 'request') return { message };
  const ids = message.bibliographicInfo.bibliographicItemId?.map((one): BibliographicItemId => ({
    ...one,
    bibliographicItemIdentifierCode: spelled(
      'bibliographicItemIdentifierCode',
      one.bibliographicItemIdentifierCode,
    ),
  }));
  return { message: ids === undefined ? message : withBibliography(message, { bibliographicItemId: ids }) };
}

/** Parts of the wish that come as record ids with a private scheme, and where they belong. */
const fields: Readonly<Record<string, (found: string) => Partial<BibliographicInfo>>> = {
  sponsoringbody: (sponsor) => ({ sponsor }),
  stitle: (title) => ({ titleOfComponent: title }),
  part: (part) => ({ issue: part }),
};

const fieldsAsRecordIds = plainRule({
  name: 'fields-as-record-ids',
  source: 'peers.md 2.1 (request body emitted); iso18626.md 2.3',
  does: 'Whole fields come as bibliographicRecordId with a private scheme: those that have an element of their own fill it where it is empty, pages are put together.',
  incoming(message) {
    if (message.kind !== 'request') return { message };
    const found = new Map(
      (message.bibliographicInfo.bibliographicRecordId ?? [])
        .filter((one) => one.bibliographicRecordIdentifierCode.scheme?.toLowerCase() === 'reshare')
        .map((one) => [
          foldCode(one.bibliographicRecordIdentifierCode.value),
          one.bibliographicRecordIdentifier,
        ]),
    );
    if (found.size === 0) return { message };
    const told = Object.assign(
      {},
      pagesIn(found),
      ...Object.entries(fields).map(([code, of]) => ofField(found.get(code), of)),
    ) as Partial<BibliographicInfo>;
    return { message: { ...message, bibliographicInfo: { ...told, ...message.bibliographicInfo } } };
  },
});

function ofField(
  value: string | undefined,
  of: (found: string) => Partial<BibliographicInfo>,
): Partial<BibliographicInfo> {
  return value === undefined ? {} : of(value);
}

function pagesIn(found: ReadonlyMap<string, string>): Partial<BibliographicInfo> {
  const [from, count] = [found.get('startpage'), found.get('numberofpages')];
  return {
    ...(from === undefined ? {} : { pagesRequested: from }),
    ...(count === undefined ? {} : { estimatedNoPages: count }),
  };
}

export const codeRules = [
  itemIdCodes,
  uniqueIdAsRecordId,
  recordIdCodes,
  serviceLevelFallback,
  publicationTypeSpelling,
  lowerCaseCodes,
  fieldsAsRecordIds,
];
