import { child, children, has, readXml, textOf, xmlText, type XmlTree } from '../read-xml.js';
import { marcRecord, type MarcRecord } from '../marc/marc-record.js';

/** One record of an answer: its MARC fields, and the holdings beside it where it is an OPAC record. */
export interface FoundRecord {
  marc: MarcRecord;
  opac?: XmlTree;
}

export type SruAnswer =
  | { kind: 'records'; hits: number; records: FoundRecord[] }
  /** The server's own complaint, by its number. Source: the SRU diagnostics list. */
  | { kind: 'diagnostic'; number: number }
  | { kind: 'unreadable'; reason: string };

/** 1.1 and 1.2 share one; some servers of 2.0 declare none. */
const NAMESPACES: ReadonlySet<string> = new Set([
  'http://www.loc.gov/zing/srw/',
  'http://docs.oasis-open.org/ns/search-ws/sruResponse',
  '',
]);

/**
 * Reads the answer to a searchRetrieve of any version, whichever was asked for: records as XML or as escaped text, and
 * diagnostics in the answer, in its place, or in a record's. Never throws.
 */
export function readSruAnswer(body: Buffer, contentType: string): SruAnswer {
  const decoded = xmlText(body, contentType);
  if (!decoded.ok) return { kind: 'unreadable', reason: decoded.reason };
  const read = readXml(decoded.text);
  if (!read.ok) return { kind: 'unreadable', reason: read.reason };
  const { root, namespace, element } = read;
  const complaint = diagnosticIn(root === 'diagnostics' ? { diagnostics: element } : element);
  if (complaint !== undefined && root !== 'html') return complaint;
  if (root !== 'searchRetrieveResponse' || !NAMESPACES.has(namespace))
    return { kind: 'unreadable', reason: 'is not the answer to a searchRetrieve' };
  return recordsOf(element);
}

function recordsOf(response: XmlTree): SruAnswer {
  const said = textOf(child(response, 'numberOfRecords')).trim();
  const found = children(child(response, 'records'), 'record').map(recordOf);
  const records = found.filter((record) => record !== undefined);
  if (found.length > 0 && records.length === 0) return unreadableRecords(response);
  const hits = /^\d{1,9}$/.test(said) ? Number(said) : records.length;
  return { kind: 'records', hits: Math.max(hits, records.length), records };
}

/** A diagnostic in the place of each record is a complaint about all of them. */
function unreadableRecords(response: XmlTree): SruAnswer {
  const [first] = children(child(response, 'records'), 'record').map((record) =>
    diagnosticIn({ diagnostics: child(record, 'recordData') }),
  );
  return first ?? { kind: 'unreadable', reason: 'holds records that are not MARCXML' };
}

function recordOf(record: XmlTree): FoundRecord | undefined {
  const data = child(record, 'recordData');
  return fromContent(data) ?? fromEscaped(textOf(data));
}

/** `recordPacking` string: a whole document as text. */
function fromEscaped(text: string): FoundRecord | undefined {
  if (!text.includes('<')) return undefined;
  const read = readXml(text.trim());
  return read.ok ? fromContent({ [read.root]: read.element }) : undefined;
}

function fromContent(data: XmlTree): FoundRecord | undefined {
  if (has(data, 'opacRecord')) return fromOpac(child(data, 'opacRecord'));
  const record = has(data, 'collection') ? child(child(data, 'collection'), 'record') : child(data, 'record');
  return has(record, 'datafield') ? { marc: marcRecord(record) } : undefined;
}

function fromOpac(opac: XmlTree): FoundRecord {
  return {
    marc: marcRecord(child(child(opac, 'bibliographicRecord'), 'record')),
    opac: child(opac, 'holdings'),
  };
}

function diagnosticIn(element: XmlTree): SruAnswer | undefined {
  const [first] = children(child(element, 'diagnostics'), 'diagnostic');
  if (first === undefined) return undefined;
  // 1.1 writes `info:srw/diagnostic/1/16`; older servers only the number.
  const number = /(\d{1,5})\s*$/.exec(textOf(child(first, 'uri')))?.[1];
  return { kind: 'diagnostic', number: Number(number ?? 1) };
}
