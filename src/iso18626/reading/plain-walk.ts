import type { WalkedAttribute, XmlVisitor } from './xml-walk.js';

/**
 * Walks through a document that has nothing but elements, attributes, texts and references, as nearly every message
 * does, in a third of the parser's time. Tells the visitor what `walkXml` would. Returns false at the first thing that is
 * out of the ordinary, well-formed or not: then what the visitor was told counts for nothing, and the parser decides.
 * It never takes what the parser would refuse, of a text that has no half characters.
 */
export function walkPlain(text: string, visitor: XmlVisitor, maxAttributes: number): boolean {
  if (isOutOfTheOrdinary.test(text) || text.includes(']]>')) return false;
  const start = afterDeclaration(text);
  return (
    start !== -1 && !text.includes('<?', start) && new PlainWalk(text, visitor, maxAttributes).from(start)
  );
}

/** What is no character of XML. */
const isOutOfTheOrdinary = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
const declaration =
  /^<\?xml version="1\.0"(?: encoding="[A-Za-z][\w.-]*")?(?: standalone="(?:yes|no)")? ?\?>/;
/** Those that are bound by the standard, and may not be bound otherwise. */
const bound = /^xml/i;
const boundUri = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/;
const mostAttributes = 8;

const GREATER = 0x3e;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/** By character: 1 may begin a name, 2 may stand in one later, 4 is blank. Other names are for the parser. */
const kinds = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_') kinds[letter.charCodeAt(0)] = 3;
for (const other of '0123456789-.') kinds[other.charCodeAt(0)] = 2;
for (const blank of ' \t\r\n') kinds[blank.charCodeAt(0)] = 4;

interface Scope {
  /** Undefined for the default namespace that nobody declared. */
  uris: ReadonlyMap<string, string>;
  outer: Scope | undefined;
}

interface Open {
  name: string;
  /** It declared namespaces, which end with it. */
  hasScope: boolean;
}

interface RawAttribute extends WalkedAttribute {
  prefix: string;
}

class PlainWalk {
  readonly #text: string;
  readonly #visitor: XmlVisitor;
  readonly #maxAttributes: number;
  readonly #open: Open[] = [];
  #scope: Scope = { uris: new Map([['', '']]), outer: undefined };
  #at = 0;
  /** Of the name just read. */
  #colon = -1;

  constructor(text: string, visitor: XmlVisitor, maxAttributes: number) {
    this.#text = text;
    this.#visitor = visitor;
    this.#maxAttributes = Math.min(maxAttributes, mostAttributes);
  }

  from(start: number): boolean {
    const text = this.#text;
    let hasRoot = false;
    this.#at = start;
    for (;;) {
      const tag = text.indexOf('<', this.#at);
      const isInside = this.#open.length > 0;
      if (tag === -1) return hasRoot && !isInside && isBlank(text.slice(this.#at));
      if (tag > this.#at && !this.#tell(tag, isInside)) return false;
      const isEnd = text.charCodeAt(tag + 1) === SLASH;
      if (!isInside && (hasRoot || isEnd)) return false;
      hasRoot = true;
      if (!(isEnd ? this.#endTag(tag) : this.#startTag(tag))) return false;
    }
  }

  /** The text up to the next tag. */
  #tell(to: number, isInside: boolean): boolean {
    const from = this.#at;
    const raw = this.#text.slice(from, to);
    if (!isInside) return isBlank(raw);
    const value = textOf(raw);
    if (value === undefined) return false;
    this.#visitor.text(value, from, to);
    return true;
  }

  #endTag(from: number): boolean {
    const { name, hasScope } = this.#open.pop() as Open;
    if (!this.#text.startsWith(name, from + 2)) return false;
    this.#at = from + 2 + name.length;
    this.#skipBlanks();
    if (this.#text.charCodeAt(this.#at) !== GREATER) return false;
    this.#at += 1;
    this.#visitor.close(from, this.#at);
    if (hasScope) this.#scope = this.#scope.outer as Scope;
    return true;
  }

  #startTag(from: number): boolean {
    this.#at = from + 1;
    const read = this.#name();
    if (read === undefined) return false;
    const { name, prefix, local } = knownName(read, this.#colon - from - 1);
    const isBare = this.#text.charCodeAt(this.#at) === GREATER;
    const attributes = isBare ? none : this.#attributes();
    if (attributes === undefined) return false;
    const isEmpty = this.#text.charCodeAt(this.#at) === SLASH;
    if (isEmpty) this.#at += 1;
    if (this.#text.charCodeAt(this.#at) !== GREATER) return false;
    this.#at += 1;
    const scope = this.#scope;
    const told = attributes.length === 0 ? none : this.#declare(attributes);
    const uri = this.#scope.uris.get(prefix);
    if (told === undefined || uri === undefined) return false;
    this.#visitor.open({ local, uri, attributes: told, from, to: this.#at });
    if (isEmpty) this.#visitor.close(this.#at, this.#at);
    if (isEmpty) this.#scope = scope;
    else this.#open.push({ name, hasScope: scope !== this.#scope });
    return true;
  }

  /** The name at hand, with at most one colon, whose place is kept. */
  #name(): string | undefined {
    const text = this.#text;
    const from = this.#at;
    let at = from;
    this.#colon = -1;
    for (let isFirst = true; ; at += 1) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? (kinds[code] as number) : code === code ? -1 : 0;
      if (kind === -1) return undefined;
      if (code === COLON && !isFirst && this.#colon === -1) {
        this.#colon = at;
        isFirst = true;
        continue;
      }
      if ((kind & (isFirst ? 1 : 2)) === 0) {
        if (isFirst) return undefined;
        break;
      }
      isFirst = false;
    }
    this.#at = at;
    return text.slice(from, at);
  }

  /** All attributes of a start tag, declarations too, up to its end. */
  #attributes(): RawAttribute[] | undefined {
    const found: RawAttribute[] = [];
    for (;;) {
      const before = this.#at;
      this.#skipBlanks();
      const code = this.#text.charCodeAt(this.#at);
      if (code === GREATER || code === SLASH) return found;
      const attribute =
        this.#at > before && found.length < this.#maxAttributes ? this.#attribute() : undefined;
      if (attribute === undefined) return undefined;
      found.push(attribute);
    }
  }

  #attribute(): RawAttribute | undefined {
    const text = this.#text;
    const start = this.#at;
    const name = this.#name();
    if (name === undefined || text.charCodeAt(this.#at) !== EQUALS) return undefined;
    const colon = this.#colon;
    const quote = text.charCodeAt(this.#at + 1);
    if (quote !== QUOTE && quote !== APOSTROPHE) return undefined;
    const from = this.#at + 2;
    const to = text.indexOf(quote === QUOTE ? '"' : "'", from);
    const raw = to === -1 ? '<' : text.slice(from, to);
    // Blanks other than a space are turned into one there, by rules of their own.
    const value = /[<\t\r\n]/.test(raw) ? undefined : textOf(raw);
    if (value === undefined) return undefined;
    this.#at = to + 1;
    const prefix = colon === -1 ? '' : text.slice(start, colon);
    const local = colon === -1 ? name : text.slice(colon + 1, from - 2);
    return { name, prefix, local, uri: '', value, start, from, to };
  }

  /** Takes the declarations for the element and what is in it, and gives the other attributes their namespaces. */
  #declare(attributes: readonly RawAttribute[]): WalkedAttribute[] | undefined {
    const others = attributes.filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns');
    if (others.length < attributes.length && !this.#widenScope(attributes)) return undefined;
    const seen = new Set<string>();
    for (const { name } of attributes) seen.add(name);
    if (seen.size < attributes.length) return undefined;
    seen.clear();
    const told: WalkedAttribute[] = [];
    for (const { prefix, name, local, value, start, from, to } of others) {
      if (bound.test(prefix)) return undefined;
      const uri = prefix === '' ? '' : this.#scope.uris.get(prefix);
      if (uri === undefined) return undefined;
      seen.add(`${uri} ${local}`);
      told.push({ name, local, uri, value, start, from, to });
    }
    return seen.size === told.length ? told : undefined;
  }

  #widenScope(attributes: readonly RawAttribute[]): boolean {
    const uris = new Map(this.#scope.uris);
    for (const { name, prefix, local, value } of attributes) {
      if (name !== 'xmlns' && prefix !== 'xmlns') continue;
      const isDefault = name === 'xmlns';
      if (boundUri.test(value) || (!isDefault && (value === '' || bound.test(local)))) return false;
      uris.set(isDefault ? '' : local, value);
    }
    this.#scope = { uris, outer: this.#scope };
    return true;
  }

  #skipBlanks(): void {
    while (kinds[this.#text.charCodeAt(this.#at)] === 4) this.#at += 1;
  }
}

const none: RawAttribute[] = [];

interface QName {
  name: string;
  prefix: string;
  local: string;
}

const mostNames = 1000;
const names = new Map<string, QName>();

/** The few names that every message has, split once and kept: a string that has been looked up is looked up faster. */
function knownName(name: string, colon: number): QName {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made =
    colon < 0
      ? { name, prefix: '', local: name }
      : { name, prefix: name.slice(0, colon), local: name.slice(colon + 1) };
  if (names.size >= mostNames) names.clear();
  names.set(name, made);
  return made;
}

/** Where the document goes on; -1 for a declaration that is not the usual one. */
function afterDeclaration(text: string): number {
  if (!text.startsWith('<?')) return 0;
  return declaration.exec(text)?.[0].length ?? -1;
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

/** A text with its line ends and references read; undefined where a reference is not one of those that are always there. */
function textOf(raw: string): string | undefined {
  const lined = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!lined.includes('&')) return lined;
  let isUnknown = false;
  const value = lined.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const character = whole.endsWith(';') ? characterOf(name) : undefined;
    isUnknown ||= character === undefined;
    return character ?? '';
  });
  return isUnknown ? undefined : value;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Numbers of what is out of the ordinary are left to the parser. */
function characterOf(name: string): string | undefined {
  const known = entities.get(name);
  if (known !== undefined) return known;
  const number = /^#(?:([0-9]{1,5})|x([0-9A-Fa-f]{1,4}))$/.exec(name);
  if (number === null) return undefined;
  const character = String.fromCharCode(
    number[1] === undefined ? parseInt(number[2] ?? '', 16) : Number(number[1]),
  );
  const isPlain = !/[\uD800-\uDFFF]/.test(character) && !isOutOfTheOrdinary.test(character);
  return isPlain && Number(number[1] ?? 0) <= 0xffff ? character : undefined;
}
