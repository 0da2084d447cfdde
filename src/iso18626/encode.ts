import { convert } from './conversion/convert.js';
import type { Loss } from './conversion/loss.js';
import type { Practice } from './conversion/practice.js';
import { ENVELOPE, NAMESPACE, PREFIX, compileEdition, privacyOf, stricter } from './edition.js';
import type {
  CompiledEdition,
  CompiledMember,
  CompiledStructure,
  Edition,
  MemberType,
  Privacy,
} from './edition.js';
import type { Message, SchemeValue } from './message.js';
import { HoleCutter } from './redaction.js';
import type { Hole, Redaction } from './redaction.js';
import { isLink } from './reading/value.js';
import { isDateTime } from './time.js';
import { collapsed } from './writing/uri.js';
import { xmlAttribute, xmlText } from './writing/xml-text.js';

export interface Encoded {
  bytes: Buffer;
  redaction: Redaction;
  /** What the edition has no element for, and how it was said instead, if at all. */
  losses: Loss[];
}

/** The message lacks what the edition demands, or holds what it cannot write; `path` says where. */
export class EncodeError extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

type Properties = Readonly<Record<string, unknown>>;

interface Writing {
  edition: CompiledEdition;
  out: string;
  holes: (Omit<Hole, 'value'> & { from: number; to: number })[];
}

interface Place {
  path: string;
  privacy: Privacy;
  /** The canonical structure above, for members that lie beside their parent. */
  above: Properties;
  writing: Writing;
}

/**
 * Writes a message, valid against the edition's schema; what the edition has no element for is said as `convert` says
 * it, and listed. Throws an `EncodeError` rather than invent what is missing or send what is not valid.
 * Source: iso18626.md 1.1, 7.1 nr. 15 to 18.
 */
export function encode(message: Message, edition: Edition, practice: Practice = {}): Encoded {
  const compiled = compileEdition(edition);
  const structure = compiled.messages.get(message.kind);
  if (structure === undefined) throw new EncodeError(message.kind, `not in the edition ${edition.id}`);
  const { message: sayable, losses } = convert(message, edition, practice);
  const writing: Writing = { edition: compiled, out: prologOf(edition, message.kind), holes: [] };
  const source = sayable as unknown as Properties;
  writeStructure(source, structure, { path: message.kind, privacy: 'open', above: {}, writing });
  writing.out += `</${PREFIX}:${message.kind}></${PREFIX}:${ENVELOPE}>`;
  const { out, holes } = writing;
  const cutter = new HoleCutter(out);
  for (const { from, to, privacy, path } of holes) cutter.cut(from, to, { privacy, path });
  return { bytes: Buffer.from(out, 'utf8'), redaction: cutter.finish('utf-8'), losses };
}

function prologOf(edition: Edition, kind: string): string {
  const version = xmlAttribute(edition.version);
  return `<?xml version="1.0" encoding="UTF-8"?><${PREFIX}:${ENVELOPE} xmlns:${PREFIX}="${NAMESPACE}" ${PREFIX}:version="${version}"><${PREFIX}:${kind}>`;
}

function writeStructure(source: Properties, structure: CompiledStructure, at: Place): void {
  let written = 0;
  for (const member of structure.sent) {
    const value = valueOf(member, source, at);
    if (Array.isArray(value)) for (const one of value) written += writeElement(member, one, { source, at });
    else if (value !== undefined) written += writeElement(member, value, { source, at });
    else if (member.min === 1 && !structure.choice) {
      if (member.filler === undefined) throw new EncodeError(`${at.path}/${member.name}`, 'is missing');
      writeElement(member, member.filler, { source, at });
    }
  }
  if (structure.choice && written === 0) throw new EncodeError(at.path, 'one of its elements is needed');
}

/** An empty list says no more than a missing one. */
function valueOf(member: CompiledMember, source: Properties, { above }: Place): unknown {
  const holder = member.beside === undefined ? source : (above[member.beside] as Properties | undefined);
  const value = holder?.[member.key];
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** How many elements it wrote: what need not be there and is empty is left out. */
function writeElement(
  member: CompiledMember,
  value: unknown,
  { source, at }: { source: Properties; at: Place },
): 0 | 1 {
  if (member.min === 0 && isEmpty(member, value)) return 0;
  const { writing } = at;
  const path = `${at.path}/${member.name}`;
  const privacy = privacyOf(member, at.privacy, source);
  if (member.inner === undefined) {
    writeLeaf(member, value, { path, privacy, above: source, writing });
    return 1;
  }
  const opened = (writing.out += member.startTag).length;
  writing.out += '>';
  writeStructure(value as Properties, member.inner, { path, privacy, above: source, writing });
  if (writing.out.length === opened + 1) writing.out = `${writing.out.slice(0, -1)}/>`;
  else writing.out += member.endTag;
  return 1;
}

function isEmpty(member: CompiledMember, value: unknown): boolean {
  return value === '' || (member.type.kind === 'schemeValue' && (value as SchemeValue).value.trim() === '');
}

function writeLeaf(member: CompiledMember, value: unknown, { path, privacy, writing }: Place): void {
  const text = lexical(member, value, { path, writing });
  const told = member.urlIsText && isLink(text) ? stricter(privacy, 'text') : privacy;
  writing.out += member.startTag;
  const scheme = schemeOf(member, value);
  if (scheme !== undefined) {
    const from = (writing.out += ` ${PREFIX}:scheme="`).length;
    const to = (writing.out += xmlAttribute(scheme)).length;
    writing.out += '"';
    if (told !== 'open') writing.holes.push({ from, to, privacy: told, path: `${path}/@scheme` });
  }
  if (text === '') {
    writing.out += '/>';
    return;
  }
  const from = (writing.out += '>').length;
  const to = (writing.out += xmlText(text)).length;
  writing.out += member.endTag;
  if (told !== 'open') writing.holes.push({ from, to, privacy: told, path });
}

function lexical(
  member: CompiledMember,
  value: unknown,
  { path, writing }: { path: string; writing: Writing },
): string {
  const { type } = member;
  const text = type.kind === 'schemeValue' ? (value as SchemeValue).value : String(value);
  const form = forms[type.kind];
  if (form !== undefined) return valid(text.trim(), form(text.trim()), path);
  if (type.kind !== 'code' || writing.edition.edition.codes[type.list]?.includes(text) === true) return text;
  throw new EncodeError(path, `${text} is not in the edition`);
}

/** What a value must look like, where the schema minds; blanks around it do not count. */
const forms: Partial<Record<MemberType['kind'], (text: string) => boolean>> = {
  dateTime: isDateTime,
  decimal: (text) => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text),
  integer: (text) => /^[+-]?\d+$/.test(text),
  nonNegativeInteger: (text) => /^(?:\+?\d+|-0+)$/.test(text),
};

function valid(text: string, isValid: boolean, path: string): string {
  if (!isValid) throw new EncodeError(path, 'has a form that the schema forbids');
  return text;
}

function schemeOf(member: CompiledMember, value: unknown): string | undefined {
  if (member.type.kind !== 'schemeValue') return undefined;
  const { scheme } = value as SchemeValue;
  const written = scheme === undefined ? '' : collapsed(scheme);
  return written === '' ? undefined : written;
}
