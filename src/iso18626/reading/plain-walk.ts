import { isBlank, plainTextOf } from './plain-text.js';
import type { WalkedAttribute, XmlVisitor } from './xml-walk.js';

/**
 * Walks through a document that has nothing but elements, attributes, texts and references, as nearly every message
 * does, in a third of the parser's time. Tells the visitor what `walkXml` would. Returns false at the first thing that is
 * out of the ordinary, well-formed or not: then what the visitor was told counts for nothing, and the parser decides.
 * It never takes what the parser would refuse, of a text that has no half characters.
 */
export function walkPlain(text: string, visitor: XmlVisitor, maxAttributes: number): boolean {
  if (noCharacter.test(text) || text.includes(']]>')) return false;
  try {
    new PlainWalk(text, visitor, maxAttributes).walk();
    return true;
  } catch (cause) {
    if (cause === outOfTheOrdinary) return false;
    throw cause;
  }
}

/** Made once: where it was thrown does not matter. */
const outOfTheOrdinary = new Error('something for the parser');

const noCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
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

const MAY_BEGIN = 1;
const MAY_FOLLOW = 2;
const BLANK = 4;
/** Of characters, in names and around them. Other names are for the parser. */
const kinds = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_')
  kinds[letter.charCodeAt(0)] = MAY_BEGIN | MAY_FOLLOW;
for (const other of '0123456789-.') kinds[other.charCodeAt(0)] = MAY_FOLLOW;
for (const blank of ' \t\r\n') kinds[blank.charCodeAt(0)] = BLANK;

interface Scope {
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

  walk(): void {
    this.#at = declaration.exec(this.#text)?.[0].length ?? 0;
    this.#around(this.#text.indexOf('<', this.#at));
    this.#startTag(this.#at);
    while (this.#open.length > 0) this.#next();
    this.#around(this.#text.length);
  }

  /** A text if there is one, and the tag after it. */
  #next(): void {
    const from = this.#at;
    const tag = this.#text.indexOf('<', from);
    if (tag === -1) throw outOfTheOrdinary;
    if (tag > from) this.#visitor.text(this.#read(from, tag), from, tag);
    if (this.#text.charCodeAt(tag + 1) === SLASH) this.#endTag(tag);
    else this.#startTag(tag);
  }

  /** What stands before or after the root, where only blanks may. */
  #around(to: number): void {
    if (to === -1 || !isBlank(this.#text.slice(this.#at, to))) throw outOfTheOrdinary;
    this.#at = to;
  }

  #read(from: number, to: number): string {
    const value = plainTextOf(this.#text.slice(from, to));
    if (value === undefined) throw outOfTheOrdinary;
    return value;
  }

  #endTag(from: number): void {
    const { name, hasScope } = this.#open.pop() as Open;
    if (!this.#text.startsWith(name, from + 2)) throw outOfTheOrdinary;
    this.#at = from + 2 + name.length;
    this.#skipBlanks();
    this.#expect(GREATER);
    this.#visitor.close(from, this.#at);
    if (hasScope) this.#scope = this.#scope.outer as Scope;
  }

  #startTag(from: number): void {
    this.#at = from + 1;
    const { name, prefix, local } = knownName(this.#name(), this.#colon - from - 1);
    const outer = this.#scope;
    const isBare = this.#text.charCodeAt(this.#at) === GREATER;
    const attributes = isBare ? none : this.#declare(this.#attributes());
    const isEmpty = this.#text.charCodeAt(this.#at) === SLASH;
    if (isEmpty) this.#at += 1;
    this.#expect(GREATER);
    this.#visitor.open({ local, uri: this.#uriOf(prefix), attributes, from, to: this.#at });
    if (!isEmpty) {
      this.#open.push({ name, hasScope: outer !== this.#scope });
      return;
    }
    this.#visitor.close(this.#at, this.#at);
    this.#scope = outer;
  }

  /** The name at hand, with at most one colon, whose place is kept. */
  #name(): string {
    const from = this.#at;
    this.#colon = -1;
    this.#part();
    if (this.#text.charCodeAt(this.#at) === COLON) {
      this.#colon = this.#at;
      this.#at += 1;
      this.#part();
    }
    return this.#text.slice(from, this.#at);
  }

  /** Passes over a name without a colon, of ASCII letters and the like. */
  #part(): void {
    const text = this.#text;
    let at = this.#at;
    if (!isKind(text.charCodeAt(at), MAY_BEGIN)) throw outOfTheOrdinary;
    do at += 1;
    while (isKind(text.charCodeAt(at), MAY_FOLLOW));
    // Any other letter would belong to the name.
    if (text.charCodeAt(at) > 127) throw outOfTheOrdinary;
    this.#at = at;
  }

  /** All attributes of a start tag, declarations too, up to its end. */
  #attributes(): RawAttribute[] {
    const found: RawAttribute[] = [];
    for (;;) {
      const before = this.#at;
      this.#skipBlanks();
      const code = this.#text.charCodeAt(this.#at);
      if (code === GREATER || code === SLASH) return found;
      if (this.#at === before || found.length === this.#maxAttributes) throw outOfTheOrdinary;
      found.push(this.#attribute());
    }
  }

  #attribute(): RawAttribute {
    const text = this.#text;
    const start = this.#at;
    const { name, prefix, local } = knownName(this.#name(), this.#colon - start);
    this.#expect(EQUALS);
    const quote = text.charAt(this.#at);
    const from = this.#at + 1;
    const to = quote === '"' || quote === "'" ? text.indexOf(quote, from) : -1;
    // Blanks other than a space are turned into one there, by rules of their own.
    if (to === -1 || /[<\t\r\n]/.test(text.slice(from, to))) throw outOfTheOrdinary;
    this.#at = to + 1;
    return { name, prefix, local, uri: '', value: this.#read(from, to), start, from, to };
  }

  /** Takes the declarations for the element and what is in it, and gives the other attributes their namespaces. */
  #declare(attributes: readonly RawAttribute[]): WalkedAttribute[] {
    if (attributes.length === 0) return none;
    const others = attributes.filter((attribute) => !isDeclaration(attribute));
    if (others.length < attributes.length) this.#widenScope(attributes.filter(isDeclaration));
    const told = others.map(({ prefix, name, local, value, start, from, to }) => {
      if (bound.test(prefix)) throw outOfTheOrdinary;
      return { name, local, uri: prefix === '' ? '' : this.#uriOf(prefix), value, start, from, to };
    });
    const names = new Set(attributes.map(({ name }) => name));
    const expanded = new Set(told.map(({ uri, local }) => `${uri} ${local}`));
    if (names.size < attributes.length || expanded.size < told.length) throw outOfTheOrdinary;
    return told;
  }

  #widenScope(declarations: readonly RawAttribute[]): void {
    const uris = new Map(this.#scope.uris);
    for (const { name, local, value } of declarations) {
      const isDefault = name === 'xmlns';
      if (boundUri.test(value) || (!isDefault && (value === '' || bound.test(local)))) throw outOfTheOrdinary;
      uris.set(isDefault ? '' : local, value);
    }
    this.#scope = { uris, outer: this.#scope };
  }

  #uriOf(prefix: string): string {
    const uri = this.#scope.uris.get(prefix);
    if (uri === undefined) throw outOfTheOrdinary;
    return uri;
  }

  #expect(code: number): void {
    if (this.#text.charCodeAt(this.#at) !== code) throw outOfTheOrdinary;
    this.#at += 1;
  }

  #skipBlanks(): void {
    while (isKind(this.#text.charCodeAt(this.#at), BLANK)) this.#at += 1;
  }
}

function isDeclaration({ name, prefix }: RawAttribute): boolean {
  return name === 'xmlns' || prefix === 'xmlns';
}

/** Past the end there is a code that is no number, and of no kind. */
function isKind(code: number, kind: number): boolean {
  return code < 128 && ((kinds[code] as number) & kind) !== 0;
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
