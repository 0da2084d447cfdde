import {
  agencyKey,
  type AgencyId,
  type BibliographicInfo,
  type PublicationInfo,
  type SchemeValue,
  type ServiceInfo,
} from '../iso18626/index.js';
import type { NewLoanRecord, SealedWish } from '../loan/index.js';
import type { ItemInput, LoanRecordInput, ServiceInput } from './loan-record-input.js';

/** How agencies are looked up: the intake knows how they are written, not who they are. */
export interface AgencyNames {
  /** Our agency by any of its names; undefined when it is none of ours. */
  ours: (written: string) => { key: string } | undefined;
  /** The only agency that this gateway serves, where there is but one. */
  onlyAgency: string | undefined;
  /** An agency that a peer speaks for, by any of its names. */
  theirs: (written: string) => { key: string; agencyId: AgencyId } | undefined;
}

export type AsNewRecord =
  | { ok: true; record: Omit<NewLoanRecord, 'content'>; handedIn: string }
  | { ok: false; field: string; reason: string };

/**
 * A record that was read, in the words of the loan's rules. Refuses an asking agency that is not ours; a supplier that
 * no peer speaks for is kept, and skipped with its reason when its turn comes.
 */
export function asNewRecord(input: LoanRecordInput, names: AgencyNames): AsNewRecord {
  const asking = input.agency === undefined ? onlyAgency(names) : names.ours(input.agency);
  if (asking === undefined) return { ok: false, field: '/agency', reason: whyNotOurs(input.agency) };
  return {
    ok: true,
    handedIn: JSON.stringify(sorted(input)),
    record: {
      agency: asking.key,
      libraryId: input.id,
      bibliographicInfo: bibliographicInfoOf(input.item),
      ...some('publicationInfo', publicationInfoOf(input.item)),
      serviceInfo: serviceInfoOf(input.service),
      ...(input.service.maximumCost === undefined
        ? {}
        : {
            billingInfo: {
              maximumCosts: {
                currencyCode: { value: input.service.maximumCost.currency },
                monetaryValue: input.service.maximumCost.value,
              },
            },
          }),
      suppliers: input.suppliers
        .map((written) => {
          const known = names.theirs(written);
          return known ?? { key: agencyKey(agencyIdOf(written)), agencyId: agencyIdOf(written) };
        })
        .map(({ key, agencyId }) => ({ agency: key, agencyId })),
      ...(input.sourcing === 'auto' || input.suppliers.length === 0 ? { seeksSuppliers: true } : {}),
      wish: wishOf(input),
    },
  };
}

function onlyAgency({ onlyAgency: written, ours }: AgencyNames): { key: string } | undefined {
  return written === undefined ? undefined : ours(written);
}

function whyNotOurs(written: string | undefined): string {
  return written === undefined
    ? 'is needed, since this gateway serves several agencies'
    : `${written} is not an agency that this gateway serves`;
}

function agencyIdOf(written: string): AgencyId {
  const colon = written.indexOf(':');
  return { agencyIdType: { value: written.slice(0, colon) }, agencyIdValue: written.slice(colon + 1) };
}

function some<Key extends string, Value extends object>(key: Key, value: Value): { [K in Key]?: Value } {
  return (Object.keys(value).length === 0 ? {} : { [key]: value }) as { [K in Key]?: Value };
}

function code(value: string): SchemeValue {
  return { value };
}

const ITEM_IDS = { isbn: 'ISBN', issn: 'ISSN', ismn: 'ISMN' } as const;
const RECORD_IDS = { oclc: 'OCLC', lccn: 'LCCN', pmid: 'PMID' } as const;

function bibliographicInfoOf(item: ItemInput): BibliographicInfo {
  const { identifiers: ids = {}, volume } = item;
  const itemIds = [
    ...Object.entries(ITEM_IDS).flatMap(([field, name]) =>
      (ids[field as keyof typeof ITEM_IDS] ?? []).map((value) => itemId(name, value)),
    ),
    ...(ids.doi === undefined ? [] : [itemId('DOI', ids.doi)]),
  ];
  const recordIds = Object.entries(RECORD_IDS).flatMap(([field, name]) => {
    const value = ids[field as keyof typeof RECORD_IDS];
    return value === undefined
      ? []
      : [{ bibliographicRecordIdentifierCode: code(name), bibliographicRecordIdentifier: value }];
  });
  return {
    ...(ids.supplierUniqueRecordId === undefined
      ? {}
      : { supplierUniqueRecordId: ids.supplierUniqueRecordId }),
    ...chosen(item, CITATION),
    ...(volume === undefined ? {} : { volume: [volume] }),
    ...(itemIds.length === 0 ? {} : { bibliographicItemId: itemIds }),
    ...(recordIds.length === 0 ? {} : { bibliographicRecordId: recordIds }),
  };
}

function itemId(name: string, value: string): NonNullable<BibliographicInfo['bibliographicItemId']>[number] {
  return { bibliographicItemIdentifierCode: code(name), bibliographicItemIdentifier: value };
}

const CITATION = [
  'title',
  'author',
  'subtitle',
  'seriesTitle',
  'edition',
  'titleOfComponent',
  'authorOfComponent',
  'issue',
  'pagesRequested',
  'estimatedNoPages',
  'sponsor',
  'informationSource',
] as const;
const PUBLICATION = ['publisher', 'placeOfPublication', 'publicationDate'] as const;

function chosen<Key extends keyof ItemInput>(item: ItemInput, keys: readonly Key[]): Pick<ItemInput, Key> {
  return Object.fromEntries(
    keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key]]),
  ) as Pick<ItemInput, Key>;
}

function publicationInfoOf(item: ItemInput): PublicationInfo {
  const { publicationType } = item;
  return {
    ...chosen(item, PUBLICATION),
    ...(publicationType === undefined ? {} : { publicationType: code(publicationType) }),
  };
}

function serviceInfoOf(service: ServiceInput): Omit<ServiceInfo, 'note'> {
  return {
    requestType: 'New',
    serviceType: service.type,
    ...(service.level === undefined ? {} : { serviceLevel: code(service.level) }),
    ...(service.format === undefined ? {} : { itemFormat: code(service.format) }),
    ...(service.needBefore === undefined ? {} : { needBeforeDate: momentOf(service.needBefore) }),
    ...(service.copyrightCompliance === undefined
      ? {}
      : { copyrightCompliance: code(service.copyrightCompliance) }),
  };
}

/** A day counts whole: the wish lapses when it is over. */
function momentOf(written: string): string {
  return written.includes('T') ? written : `${written}T23:59:59Z`;
}

function wishOf({ patron, pickup, service, note }: LoanRecordInput): SealedWish {
  return {
    patron: {
      reference: patron.reference,
      ...(patron.name ?? {}),
      ...(patron.type === undefined ? {} : { type: patron.type }),
      ...(patron.email === undefined ? {} : { email: patron.email }),
      ...(patron.address === undefined ? {} : { address: patron.address }),
      ...(patron.language === undefined ? {} : { language: patron.language }),
      ...(patron.notices === undefined ? {} : { notices: patron.notices }),
    },
    ...(pickup === undefined ? {} : { pickup }),
    ...(service.note === undefined ? {} : { serviceNote: service.note }),
    ...(note === undefined ? {} : { internalNote: note }),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, inner]) => [key, sorted(inner)]));
}
