import { SaxesParser } from 'saxes';

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const longestProlog = '<!DOCTYPE'.length;

export interface WalkedAttribute {
  name: string;
  local: string;
  /** Empty for an attribute without prefix. */
  uri: string;
  value: string;
  /** Where the value stands in the text. */
  from: number;
  to: number;
}

export interface WalkedElement {
  name: string;
  local: string;
  uri: string;
  /** Namespace declarations left out. */
  attributes: WalkedAttribute[];
  /** Of its start tag: first and one past the last character. */
  from: number;
  to: number;
}

/** What a walk through a document tells, with where in the text it stands. */
export interface XmlVisitor {
  open(element: WalkedElement): void;
  /** `from` is the end tag's first character; for an empty-element tag, both are its end. */
  close(from: number, to: number): void;
  text(text: string, from: number, to: number): void;
  /** The inside of a comment or of a processing instruction. */
  aside(from: number, to: number): void;
}

/** Thrown by `walkXml` at a DOCTYPE, before anything in it is looked at. */
export class DoctypeForbidden extends Error {}

/**
 * Walks through a document, namespace-aware and strict; no entity but the five, no DOCTYPE. Throws where the document is
 * not well-formed, and passes on what the visitor throws, so that a visitor can end the walk.
 */
export function walkXml(text: string, visitor: XmlVisitor, maxAttributes: number): void {
  if (startsWithDoctype(text)) throw new DoctypeForbidden();
  // XML 1.0 whatever the document says: 1.1 would let control characters in, and the marks of holes with them.
  const parser = new SaxesParser({
    xmlns: true,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  // Every markup begins at the first `<` after the last one's end: saxes tells only ends.
  let done = 0;
  const nextMarkup = (): number => text.indexOf('<', done);
  const values: number[] = [];

  parser.on('doctype', () => {
    throw new DoctypeForbidden();
  });
  parser.on('xmldecl', () => {
    done = parser.position;
  });
  parser.on('attribute', () => {
    if (values.length >= 2 * maxAttributes) throw new TooManyAttributes();
    const to = parser.position - 1;
    values.push(text.lastIndexOf(text.charAt(to), to - 1) + 1, to);
  });
  parser.on('opentag', (tag) => {
    const from = nextMarkup();
    done = parser.position;
    const attributes = tagAttributes(tag.attributes, values);
    values.length = 0;
    visitor.open({ name: tag.name, local: tag.local, uri: tag.uri, attributes, from, to: done });
  });
  parser.on('closetag', (tag) => {
    const from = tag.isSelfClosing ? done : nextMarkup();
    done = parser.position;
    visitor.close(from, done);
  });
  parser.on('text', (value) => visitor.text(value, done, nextMarkup()));
  parser.on('cdata', (value) => {
    const from = nextMarkup();
    done = parser.position;
    visitor.text(value, from, done);
  });
  parser.on('processinginstruction', () => {
    const from = nextMarkup();
    done = parser.position;
    visitor.aside(from + 2, done - 2);
  });
  parser.on('comment', () => {
    const from = nextMarkup();
    // Told before its `>` is read.
    done = parser.position + 1;
    visitor.aside(from + 4, done - 3);
  });
  parser.write(text).close();
}

export class TooManyAttributes extends Error {}

function tagAttributes(
  attributes: Record<string, { name: string; local: string; uri: string; value: string }>,
  values: readonly number[],
): WalkedAttribute[] {
  const found: WalkedAttribute[] = [];
  let at = 0;
  for (const key in attributes) {
    const attribute = attributes[key];
    const [from, to] = [values[at++] ?? 0, values[at++] ?? 0];
    if (attribute === undefined || attribute.uri === XMLNS) continue;
    const { name, local, uri, value } = attribute;
    found.push({ name, local, uri, value, from, to });
  }
  return found;
}

/** Looks only at what may stand before the root: declaration, comments, processing instructions, blanks. */
function startsWithDoctype(text: string): boolean {
  let at = 0;
  for (;;) {
    while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at++;
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined;
    if (end === undefined) return text.slice(at, at + longestProlog).toUpperCase() === '<!DOCTYPE';
    const found = text.indexOf(end, at + 2);
    if (found === -1) return false;
    at = found + end.length;
  }
}
