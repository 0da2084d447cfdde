import { XMLParser } from 'fast-xml-parser';
import { bodyText } from '../iso18626/reading/body-text.js';
import { DoctypeForbidden, walkXml } from '../iso18626/reading/xml-walk.js';

/** An element as the mapper gives it: members by local name, attributes behind `@`, its text under `#text`. */
export type XmlTree = Readonly<Record<string, unknown>>;

export type XmlReading =
  { ok: true; root: string; namespace: string; element: XmlTree } | { ok: false; reason: string };

const DEEPEST = 32;
const MOST_ELEMENTS = 200_000;
const MOST_ATTRIBUTES = 64;

// '0012' is no 12, and an indicator is a blank. Prefixes differ from server to server, so local names count. Without
// `htmlEntities` the mapper leaves `&#60;` as it stands; named ones but the five do not get past the walk.
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
  maxNestedTags: DEEPEST,
  htmlEntities: true,
  processEntities: {
    enabled: true,
    maxEntityCount: 1,
    maxTotalExpansions: 1_000_000,
    maxExpandedLength: 20_000_000,
  },
});

/** The bytes of an answer as text: byte order mark before HTTP charset before XML declaration. */
export function xmlText(
  body: Buffer,
  contentType: string,
): { ok: true; text: string } | { ok: false; reason: string } {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
  const read = bodyText(body, charset);
  if (read === 'encoding-unsupported') return { ok: false, reason: 'is in an encoding that is not read' };
  if (read === 'encoding-invalid-bytes')
    return { ok: false, reason: 'holds bytes that its encoding does not have' };
  return { ok: true, text: read.text };
}

/**
 * Reads XML that a stranger wrote. A strict walk comes first (well-formed, no DOCTYPE, no entity but the five, bounded
 * depth and count), since the mapper alone lets most of that pass. Never throws. Source: stack.md 4.
 */
export function readXml(text: string): XmlReading {
  try {
    const { root, namespace } = walkThrough(text);
    const tree = parser.parse(text) as XmlTree;
    const element = tree[root];
    return isTree(element)
      ? { ok: true, root, namespace, element }
      : { ok: false, reason: 'has no root element that can be read' };
  } catch (thrown) {
    return { ok: false, reason: reasonOf(thrown) };
  }
}

class TooLarge extends Error {}

function walkThrough(text: string): { root: string; namespace: string } {
  let found: { root: string; namespace: string } | undefined;
  let depth = 0;
  let elements = 0;
  walkXml(
    text,
    {
      open({ local, uri }) {
        found ??= { root: local, namespace: uri };
        depth += 1;
        elements += 1;
        if (depth > DEEPEST) throw new TooLarge('is nested too deeply');
        if (elements > MOST_ELEMENTS) throw new TooLarge('has too many elements');
      },
      close() {
        depth -= 1;
      },
      text: () => undefined,
      aside: () => undefined,
    },
    MOST_ATTRIBUTES,
  );
  if (found === undefined) throw new TooLarge('has no element');
  return found;
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof DoctypeForbidden) return 'has a DOCTYPE, which is never read';
  if (thrown instanceof TooLarge) return thrown.message;
  return 'is not well-formed XML';
}

function isTree(value: unknown): value is XmlTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The only or first member of that name, as an element. */
export function child(element: XmlTree, name: string): XmlTree {
  return children(element, name)[0] ?? {};
}

export function children(element: XmlTree, name: string): XmlTree[] {
  const found = Object.hasOwn(element, name) ? element[name] : undefined;
  const list: unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return list.map((one) => (isTree(one) ? one : { '#text': one }));
}

export function has(element: XmlTree, name: string): boolean {
  return Object.hasOwn(element, name);
}

export function attribute(element: XmlTree, name: string): string {
  const value = Object.hasOwn(element, `@${name}`) ? element[`@${name}`] : undefined;
  return typeof value === 'string' ? value : '';
}

export function textOf(element: XmlTree): string {
  const text = Object.hasOwn(element, '#text') ? element['#text'] : undefined;
  return typeof text === 'string' ? text : '';
}
