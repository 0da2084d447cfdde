import { SaxesParser } from 'saxes';

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const longestProlog = '<!DOCTYPE'.length;

export interface WalkedAttribute {
  name: string;
  local: string;
  /** Empty for an attribute without prefix. */
  uri: string;
  value: string;
  /** Where its name begins in the text, and where the value stands. */
  start: number;
  from: number;
  to: number;
}

export interface WalkedElement {
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
  // The parser passes over one mark by itself: the one that told the encoding is gone, and another is text before the root.
  if (text.startsWith('\uFEFF')) throw new Error('a byte order mark in the text');
  // XML 1.0 whatever the document says: 1.1 would let control characters in, and the marks of holes with them.
  const parser = new SaxesParser({
    xmlns: true,
    position: false,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const markup = new MarkupFinder(text, visitor);
  const values: number[] = [];

  // No more than six listeners: with a seventh the engine gives the parser slow properties, and it takes five times as long.
  parser.on('doctype', () => {
    throw new DoctypeForbidden();
  });
  parser.on('attribute', () => {
    if (values.length >= 2 * maxAttributes) throw new TooManyAttributes();
    const to = parser.position - 1;
    values.push(text.lastIndexOf(text.charAt(to), to - 1) + 1, to);
  });
  parser.on('opentag', (tag) => {
    if (isNoName(tag)) throw new Error('a prefix before what is no name');
    const from = markup.next();
    const to = parser.position;
    markup.done = to;
    const attributes = values.length === 0 ? noAttributes : tagAttributes(text, tag.attributes, values);
    values.length = 0;
    visitor.open({ local: tag.local, uri: tag.uri, attributes, from, to });
  });
  parser.on('closetag', (tag) => {
    const from = tag.isSelfClosing ? markup.done : markup.next();
    markup.done = parser.position;
    visitor.close(from, markup.done);
  });
  parser.on('text', (value) => {
    const to = parser.position - 1;
    markup.next(to);
    visitor.text(value, markup.done, to);
  });
  parser.on('cdata', (value) => {
    const from = markup.next();
    markup.done = parser.position;
    visitor.text(value, from, markup.done);
  });
  parser.write(text).close();
  markup.next();
}

/** Finds where markup begins, which the parser does not tell, and shows the visitor the asides on the way. */
class MarkupFinder {
  /** One past the last markup seen. */
  done: number;
  readonly #text: string;
  readonly #visitor: XmlVisitor;

  constructor(text: string, visitor: XmlVisitor) {
    this.#text = text;
    this.#visitor = visitor;
    this.done = /^<\?xml\s/.test(text) ? text.indexOf('?>') + 2 : 0;
  }

  /** Where the next tag or CDATA section begins, or the first aside at or after `limit`. */
  next(limit = this.#text.length): number {
    for (;;) {
      const from = this.#text.indexOf('<', this.done);
      if (from === -1 || from >= limit) return from;
      const sign = this.#text.charCodeAt(from + 1);
      if (sign === QUESTION) this.#aside(from + 2, '?>');
      else if (sign === EXCLAMATION && this.#text.charCodeAt(from + 2) === HYPHEN)
        this.#aside(from + 4, '-->');
      else return from;
    }
  }

  #aside(from: number, end: '?>' | '-->'): void {
    const to = this.#text.indexOf(end, from);
    if (end === '?>' && isNoTarget(this.#text, from, to)) throw new Error('an instruction without a name');
    this.done = to + end.length;
    this.#visitor.aside(from, to);
  }
}

const targetEnd = /[ \t\r\n?]/g;

/** After its name an instruction ends, or goes on with a blank; the parser takes `<?x?y …?>` as well. */
function isNoTarget(text: string, from: number, to: number): boolean {
  targetEnd.lastIndex = from;
  const end = targetEnd.exec(text)?.index ?? to;
  return end < to && text.charCodeAt(end) === QUESTION;
}

const QUESTION = 0x3f;
const EXCLAMATION = 0x21;
const HYPHEN = 0x2d;
const noAttributes: WalkedAttribute[] = [];

export class TooManyAttributes extends Error {}

function tagAttributes(
  text: string,
  attributes: Record<string, { name: string; local: string; uri: string; value: string }>,
  values: readonly number[],
): WalkedAttribute[] {
  const found: WalkedAttribute[] = [];
  let at = 0;
  for (const key in attributes) {
    const attribute = attributes[key];
    const [from, to] = [values[at++] ?? 0, values[at++] ?? 0];
    if (attribute === undefined) continue;
    if (isNoName(attribute)) throw new Error('a prefix before what is no name');
    if (attribute.uri === XMLNS) continue;
    const { name, local, uri, value } = attribute;
    found.push({ name, local, uri, value, start: text.lastIndexOf(name, from - 2), from, to });
  }
  return found;
}

// What may go on in a name and not begin one; the parser looks at the first character before the prefix only.
const noStart = /^[-.0-9\u00B7\u0300-\u036F\u203F\u2040]/;

function isNoName({ name, local }: { name: string; local: string }): boolean {
  return name !== local && noStart.test(local);
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
