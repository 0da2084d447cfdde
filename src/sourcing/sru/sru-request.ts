import type { Catalogue, SruVersion } from '../catalogue.js';

/** Records asked for in one answer: who holds a work stands in few of them. */
export const RECORDS_AT_MOST = 20;

/** What a version wants beside query, number and schema. Source: SRU 1.1, 1.2; OASIS searchRetrieve 2.0. */
const parametersOf: Record<SruVersion, Readonly<Record<string, string>>> = {
  '1.1': { operation: 'searchRetrieve', version: '1.1', recordPacking: 'xml' },
  '1.2': { operation: 'searchRetrieve', version: '1.2', recordPacking: 'xml' },
  '2.0': { queryType: 'cql', recordXMLEscaping: 'xml', httpAccept: 'application/xml' },
};

/** The address of one searchRetrieve; what the catalogue's own address already says stays. */
export function searchAddress(
  { url, version, recordSchema }: Pick<Catalogue, 'url' | 'version' | 'recordSchema'>,
  cql: string,
): string {
  const address = new URL(url);
  const said = {
    ...parametersOf[version],
    query: cql,
    recordSchema,
    maximumRecords: String(RECORDS_AT_MOST),
  };
  for (const [name, value] of Object.entries(said)) address.searchParams.set(name, value);
  return address.href;
}
