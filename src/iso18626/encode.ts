import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { ENVELOPE, NAMESPACE, compileEdition, stricter } from './edition.js';
import type { CompiledMember, CompiledStructure, Edition, Privacy } from './edition.js';
import type { Message, SchemeValue } from './message.js';
import { HoleCutter } from './redaction.js';
import type { Hole, Redaction } from './redaction.js';
import { isLink } from './reading/value.js';
import { isDateTime } from './time.js';

export interface Encoded {
  bytes: Buffer;
  redaction: Redaction;
  /** Canonical paths of what the edition cannot say, and so was left out. */
  losses: string[];
}

/** The message lacks what the edition demands, or holds what it cannot write; `path` says where. */
export class EncodeError extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

const PREFIX = 'ill';
/** XML 1.0 has no way to say them. */
const replacement = '\uFFFD';

type Properties = Readonly<Record<string, unknown>>;

interface Writing {
  edition: Edition;
  losses: string[];
  /** Elements begun so far. */
  elements: number;
  holes: ElementHole[];
}

/** A hole by the number of its element, since only the finished text has positions. */
interface ElementHole extends Omit<Hole, 'value'> {
  element: number;
  isScheme: boolean;
}

interface Place {
  node: XMLBuilder;
  path: string;
  privacy: Privacy;
  /** The canonical structure above, for members that lie beside their parent. */
  above: Properties;
  writing: Writing;
}

/**
 * Writes a message, valid against the edition's schema. Throws an `EncodeError` rather than invent what is missing or
 * send what is not valid; what the edition has no words for is left out and listed.
 * Source: iso18626.md 1.1, 7.1 nr. 15 to 18; stack.md 4.
 */
export function encode(message: Message, edition: Edition): Encoded {
  const { kind, ...properties } = message;
  const structure = compileEdition(edition).messages.get(kind);
  if (structure === undefined) throw new EncodeError(kind, `not in the edition ${edition.id}`);
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: replacement })
    .ele(NAMESPACE, `${PREFIX}:${ENVELOPE}`)
    .att(NAMESPACE, `${PREFIX}:version`, edition.version);
  const writing: Writing = { edition, losses: [], elements: 2, holes: [] };
  const node = root.ele(NAMESPACE, `${PREFIX}:${kind}`);
  writeStructure(properties, structure, { node, path: kind, privacy: 'open', above: {}, writing });
  // A bare CR would be read as LF. The builder leaves it, and adds none of its own.
  const text = root.doc().end().replaceAll('\r', '&#13;');
  return { bytes: Buffer.from(text, 'utf8'), redaction: redact(text, writing.holes), losses: writing.losses };
}

function writeStructure(source: Properties, structure: CompiledStructure, at: Place): void {
  noteLosses(source, structure, at);
  let written = 0;
  for (const member of structure.members) {
    if (member.max === 0) continue;
    const values = valuesOf(member, source, at);
    if (structure.choice && written > 0) {
      if (values.length > 0) at.writing.losses.push(`${at.path}/${member.name}`);
      continue;
    }
    written += writeMember(member, values, { source, at, isChoice: structure.choice });
  }
  if (structure.choice && written === 0) throw new EncodeError(at.path, 'one of its elements is needed');
}

function writeMember(
  member: CompiledMember,
  values: readonly unknown[],
  { source, at, isChoice }: { source: Properties; at: Place; isChoice: boolean },
): number {
  const path = `${at.path}/${member.name}`;
  if (values.length === 0 && member.min === 1 && !isChoice) {
    if (member.filler === undefined) throw new EncodeError(path, 'is missing');
    writeElement(member, member.filler, { source, at, path });
  }
  const kept = values.slice(0, member.max);
  for (let index = kept.length; index < values.length; index++) at.writing.losses.push(`${path}[${index}]`);
  const told =
    member.countIn === undefined ? kept : withCount(kept, values.length - kept.length, member.countIn);
  for (const value of told) writeElement(member, value, { source, at, path });
  return told.length;
}

function writeElement(
  member: CompiledMember,
  value: unknown,
  { source, at, path }: { source: Properties; at: Place; path: string },
): void {
  const { writing } = at;
  const node = at.node.ele(NAMESPACE, `${PREFIX}:${member.name}`);
  writing.elements += 1;
  const privacy = stricter(at.privacy, member.privacy ?? 'open');
  if (member.inner === undefined) writeLeaf(member, value, { node, path, privacy, above: source, writing });
  else writeStructure(value as Properties, member.inner, { node, path, privacy, above: source, writing });
}

function writeLeaf(member: CompiledMember, value: unknown, { node, path, privacy, writing }: Place): void {
  const scheme = schemeOf(member, value);
  const hasScheme = scheme !== undefined && isUri(scheme);
  if (hasScheme) node.att(NAMESPACE, `${PREFIX}:scheme`, literal(scheme));
  else if (scheme !== undefined) writing.losses.push(`${path}/@scheme`);
  const text = lexical(member, value, path);
  if (text !== '') node.txt(literal(text));
  const told = member.urlIsText && isLink(text) ? stricter(privacy, 'text') : privacy;
  if (told === 'open') return;
  const element = writing.elements;
  if (hasScheme) writing.holes.push({ element, isScheme: true, privacy: told, path: `${path}/@scheme` });
  writing.holes.push({ element, isScheme: false, privacy: told, path });
}

/** The builder takes what looks like a reference for one, and would send `&amp;` as `&`. */
function literal(text: string): string {
  return text.replaceAll('&', '&amp;');
}

/** What there is to write: nothing for the empty, and nothing for a code that the edition does not have. */
function valuesOf(member: CompiledMember, source: Properties, { above, path, writing }: Place): unknown[] {
  const holder = member.beside === undefined ? source : (above[member.beside] as Properties | undefined);
  const value = holder?.[member.key];
  const values = (Array.isArray(value) ? value : [value]).filter(
    (one) => one !== undefined && !isEmpty(member, one),
  );
  if (member.type.kind !== 'code') return values;
  const known = writing.edition.codes[member.type.list] ?? [];
  const sayable = values.filter((one) => known.includes(String(one)));
  if (sayable.length === values.length) return values;
  if (member.min === 1)
    throw new EncodeError(`${path}/${member.name}`, `${String(values[0])} is not in the edition`);
  writing.losses.push(`${path}/${member.name}`);
  return sayable;
}

function isEmpty(member: CompiledMember, value: unknown): boolean {
  if (member.min === 1) return false;
  return value === '' || (member.type.kind === 'schemeValue' && (value as SchemeValue).value.trim() === '');
}

function noteLosses(source: Properties, structure: CompiledStructure, { path, writing }: Place): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined || structure.sends.has(key)) continue;
    const moved = structure.sendsBeside.get(key);
    const lost = moved && Object.keys(value as Properties).filter((inner) => !moved.has(inner));
    writing.losses.push(...(lost?.map((inner) => `${path}/${key}/${inner}`) ?? [`${path}/${key}`]));
  }
}

/** Says in the last one's text that there were more. */
function withCount(kept: readonly unknown[], more: number, property: string): readonly unknown[] {
  const last = kept.at(-1) as Properties | undefined;
  if (more === 0 || last === undefined) return kept;
  const text = last[property];
  const counted = `${typeof text === 'string' ? `${text} ` : ''}(${more} more)`;
  return [...kept.slice(0, -1), { ...last, [property]: counted }];
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const integer = /^[+-]?\d+$/;

function lexical(member: CompiledMember, value: unknown, path: string): string {
  const text = member.type.kind === 'schemeValue' ? (value as SchemeValue).value : String(value);
  switch (member.type.kind) {
    case 'dateTime':
      return valid(text.trim(), isDateTime(text), path);
    case 'decimal':
      return valid(text.trim(), decimal.test(text.trim()), path);
    case 'integer':
      return valid(text.trim(), integer.test(text.trim()), path);
    case 'boolean':
    case 'code':
    case 'schemeValue':
    case 'string':
    case 'structure':
      return text;
  }
}

function valid(text: string, isValid: boolean, path: string): string {
  if (!isValid) throw new EncodeError(path, 'has a form that the schema forbids');
  return text;
}

function schemeOf(member: CompiledMember, value: unknown): string | undefined {
  if (member.type.kind !== 'schemeValue') return undefined;
  const scheme = (value as SchemeValue).scheme?.replace(/[ \t\r\n]+/g, ' ').trim();
  return scheme === '' ? undefined : scheme;
}

/** What every reading of xs:anyURI takes: an absolute one, or a mere name or path as some peers use. */
function isUri(scheme: string): boolean {
  if (/^[\w./-]*$/.test(scheme)) return true;
  if (scheme.split('@').length > 2) return false;
  return (
    /^[a-z][a-z0-9+.-]*:(?:[\w.~:/?@!$&'()*+,;= -]|%[0-9A-Fa-f]{2})*(?:#[\w.~:/?@!$&'()*+,;=-]*)?$/i.test(
      scheme,
    ) && URL.canParse(scheme)
  );
}

function redact(text: string, holes: readonly ElementHole[]): Redaction {
  const cutter = new HoleCutter(text);
  const start = `<${PREFIX}:`;
  let at = -1;
  let element = 0;
  for (const { element: wanted, isScheme, privacy, path } of holes) {
    for (; element < wanted; element++) at = text.indexOf(start, at + 1);
    const tagEnd = text.indexOf('>', at);
    const [from, to] = isScheme ? attributeIn(text, at) : [tagEnd + 1, text.indexOf('<', tagEnd)];
    const isEmptyElement = !isScheme && text.charAt(tagEnd - 1) === '/';
    if (!isEmptyElement) cutter.cut(from, to, { privacy, path });
  }
  return cutter.finish('utf-8');
}

function attributeIn(text: string, tag: number): [number, number] {
  const from = text.indexOf('"', tag) + 1;
  return [from, text.indexOf('"', from)];
}
