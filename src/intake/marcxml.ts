import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A bibliographic record in MARC 21: its leader, and its fields in order. */
export interface MarcRecord {
  leader: string;
  control: { tag: string; value: string }[];
  fields: MarcField[];
}

export interface MarcField {
  tag: string;
  ind1: string;
  ind2: string;
  subfields: { code: string; value: string }[];
}

export type MarcReading = { ok: true; records: MarcRecord[] } | { ok: false; reason: string };

const maxCharacters = 20_000_000;
const marc21 = 'http://www.loc.gov/MARC21/slim';

// Positions count in leader and 008, so nothing is trimmed; '0012' must not become 12.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  alwaysCreateTextNode: true,
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: false,
  maxNestedTags: 8,
  htmlEntities: true,
  processEntities: {
    enabled: true,
    maxEntityCount: 1,
    maxTotalExpansions: 5_000_000,
    maxExpandedLength: maxCharacters,
  },
  isArray: (name) => ['record', 'datafield', 'controlfield', 'subfield'].includes(name),
});

/**
 * Reads a MARCXML `collection` or `record`, with its namespace, with a prefix, or with neither.
 * Refuses a DOCTYPE, entities but the five, another namespace, more than 20 million characters, and what is not well formed:
 * the mapper alone would let most of these pass. Source: stack.md 4.
 */
export function readMarcxml(xml: string): MarcReading {
  const text = xml.replace(/^\ufeff/, '');
  const reason = whyNotRead(text);
  if (reason !== undefined) return { ok: false, reason };
  try {
    return recordsOf(parser.parse(text));
  } catch (error) {
    return {
      ok: false,
      reason: `is not XML that can be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function whyNotRead(text: string): string | undefined {
  if (text.length > maxCharacters)
    return `is longer than ${maxCharacters / 1_000_000} million characters; split it`;
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return 'has a DOCTYPE, which is never read';
  if (/[\0-\x08\v\f\x0e-\x1f]/.test(text)) return 'holds a control character that XML forbids';
  // Its successor is another package; this one belongs to the pinned release.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const wellFormed = XMLValidator.validate(text);
  if (wellFormed !== true)
    return `is not well-formed XML: line ${wellFormed.err.line}: ${wellFormed.err.msg}`;
  const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)[^\s;<]{0,20};?/i.exec(
    withoutCdata(text),
  );
  if (entity !== null) return `uses the entity ${entity[0]}, which XML does not know`;
  const namespace = rootNamespace(text);
  if (namespace === undefined || namespace === marc21) return undefined;
  return `is in the namespace "${namespace}", not in MARCXML's ${marc21}`;
}

/** The namespace that the root's own prefix is bound to; undefined where it has no prefix and declares nothing. */
function rootNamespace(text: string): string | undefined {
  const [, prefix, attributes = ''] = /<(?:([\w.-]+):)?[\w.-]+(\s[^>]*)?\/?>/.exec(withoutCdata(text)) ?? [];
  const declared = [...attributes.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']/g)];
  return declared.find(([, name]) => name === prefix)?.[2] ?? (prefix === undefined ? undefined : '');
}

// What is not closed is no section: it stands in an attribute, and is looked for once, to the end.
function withoutCdata(text: string): string {
  return text.replace(
    /<!\[CDATA\[.*?(\]\]>|$)|<!--.*?(-->|$)/gs,
    (found, endOfCdata: string | undefined, endOfComment: string | undefined) =>
      (endOfCdata ?? endOfComment) === '' ? found : '',
  );
}

function recordsOf(tree: unknown): MarcReading {
  const roots = Object.entries(members(tree)).filter(([name]) => name !== '#text');
  const [name, content] = roots[0] ?? ['nothing', undefined];
  const elements = name === 'record' ? list(content) : [content];
  if (roots.length !== 1 || elements.length !== 1)
    return { ok: false, reason: 'has more than one root element' };
  if (name !== 'record' && name !== 'collection')
    return { ok: false, reason: `has the root element ${name}; MARCXML has collection or record` };
  const root = members(elements[0]);
  const records = name === 'record' ? [root] : list(root['record']).map(members);
  return { ok: true, records: records.map(marcRecord) };
}

function marcRecord(element: Record<string, unknown>): MarcRecord {
  return {
    leader: textOf(element['leader']),
    control: list(element['controlfield']).map((field) => ({
      tag: attribute(field, 'tag'),
      value: textOf(field),
    })),
    fields: list(element['datafield']).map(marcField),
  };
}

function marcField(element: unknown): MarcField {
  return {
    tag: attribute(element, 'tag'),
    ind1: attribute(element, 'ind1'),
    ind2: attribute(element, 'ind2'),
    subfields: list(members(element)['subfield']).map((subfield) => ({
      code: attribute(subfield, 'code'),
      value: textOf(subfield).replace(/\s+/g, ' ').trim(),
    })),
  };
}

function members(element: unknown): Record<string, unknown> {
  return typeof element === 'object' && element !== null ? (element as Record<string, unknown>) : {};
}

function list(elements: unknown): unknown[] {
  if (elements === undefined) return [];
  return Array.isArray(elements) ? elements : [elements];
}

function attribute(element: unknown, name: string): string {
  const value = members(element)[`@${name}`];
  return typeof value === 'string' ? value : '';
}

function textOf(element: unknown): string {
  const text = typeof element === 'string' ? element : members(element)['#text'];
  return typeof text === 'string' ? text : '';
}
