import { stricter } from '../edition.js';
import type { CompiledMember, CompiledStructure, Edition, Privacy } from '../edition.js';
import type { SchemeValue } from '../message.js';
import { isUri } from '../writing/uri.js';
import type { LostValue } from './loss.js';

export type Properties = Readonly<Record<string, unknown>>;

/** What was taken out because the edition has no element for it. */
export interface Unsaid {
  /** Canonical path from below the message, without numbers: `retryInfo/volume`. */
  place: string;
  text: string;
  values: LostValue[];
  /** Fit for the note: neither a secret, nor a mere scheme, nor XML of a peer's own. */
  isForNote: boolean;
}

interface Place {
  path: string;
  place: string;
  privacy: Privacy;
}

/** Values of these are one thing to say. */
const units: ReadonlySet<string> = new Set([
  'agencyId',
  'costs',
  'address',
  'bibliographicItemId',
  'bibliographicRecordId',
  'requestingAgencyAuthentication',
]);

/** A canonical message without what the edition cannot say; the same object where it can say everything. */
export function sweep(
  message: Properties,
  structure: CompiledStructure,
  edition: Edition,
): { message: Properties; unsaid: Unsaid[] } {
  const sweeper = new Sweeper(edition);
  const { kind, ...properties } = message;
  const swept = sweeper.structure(properties, structure, { path: String(kind), place: '', privacy: 'open' });
  return { message: swept === properties ? message : { kind, ...swept }, unsaid: sweeper.unsaid };
}

class Sweeper {
  readonly unsaid: Unsaid[] = [];
  readonly #edition: Edition;

  constructor(edition: Edition) {
    this.#edition = edition;
  }

  structure(source: Properties, structure: CompiledStructure, at: Place): Properties {
    let kept: Record<string, unknown> | undefined;
    for (const key of Object.keys(source)) {
      const value = source[key];
      if (value === undefined) continue;
      const swept = this.#property(key, value, { structure, at });
      if (swept === value) continue;
      kept ??= { ...source };
      if (swept === undefined) Reflect.deleteProperty(kept, key);
      else kept[key] = swept;
    }
    return structure.choice ? this.#firstOf(kept ?? source, structure, at) : (kept ?? source);
  }

  #property(key: string, value: unknown, here: { structure: CompiledStructure; at: Place }): unknown {
    const { structure, at } = here;
    const member = structure.byKey.get(key);
    if (member !== undefined) return this.#values(value, member, inside(at, key, member));
    const known = structure.known.get(key);
    const beside = structure.besides.get(key);
    const inner = inside(at, key, known);
    const place = known === undefined && beside !== undefined ? { ...inner, privacy: at.privacy } : inner;
    if (beside === undefined) {
      if (key === 'unknown') this.#dropUnknown(value, place);
      else this.#drop(value, known, place);
      return undefined;
    }
    return this.#besides(value as Properties, { beside, known, place });
  }

  #besides(
    source: Properties,
    {
      beside,
      known,
      place,
    }: { beside: ReadonlyMap<string, CompiledMember>; known: CompiledMember | undefined; place: Place },
  ): Properties | undefined {
    const kept: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(source)) {
      const member = beside.get(key);
      const inner = known?.inner?.known.get(key);
      const swept = member && this.#values(value, member, inside(place, key, member));
      if (member === undefined) this.#drop(value, inner, inside(place, key, inner));
      if (swept !== undefined) kept[key] = swept;
    }
    const names = Object.keys(source);
    if (names.every((name) => kept[name] === source[name])) return source;
    return Object.keys(kept).length === 0 ? undefined : kept;
  }

  #values(value: unknown, member: CompiledMember, at: Place): unknown {
    if (!Array.isArray(value)) return this.#value(value, member, at);
    const source: readonly unknown[] = value;
    const swept: unknown[] = [];
    let more = 0;
    source.forEach((one, index) => {
      const place = { ...at, path: `${at.path}[${index}]` };
      if (swept.length >= member.max) {
        this.#drop(one, member, place);
        more += 1;
        return;
      }
      const sayable = this.#value(one, member, place);
      if (sayable !== undefined) swept.push(sayable);
    });
    if (member.countIn !== undefined && more > 0) return withCount(swept, more, member.countIn);
    if (swept.length === source.length && swept.every((one, index) => one === source[index])) return value;
    return swept.length === 0 ? undefined : swept;
  }

  #value(value: unknown, member: CompiledMember, at: Place): unknown {
    const { type, inner } = member;
    if (inner !== undefined) return this.#inner(value as Properties, inner, { member, at });
    if (type.kind === 'schemeValue')
      return this.#schemeValue(value as SchemeValue, type.isPlain === true, at);
    if (this.#isSayable(value, member)) return value;
    this.#drop(value, member, at);
    return undefined;
  }

  /** A code that must be there and is not of the edition is left for the writer to refuse. */
  #isSayable(value: unknown, { type, min }: CompiledMember): boolean {
    if (type.kind === 'nonNegativeInteger') return !/^\s*-0*[1-9]/.test(String(value));
    if (type.kind !== 'code' || min === 1) return true;
    return this.#edition.codes[type.list]?.includes(String(value)) === true;
  }

  /** An element that is left with nothing, and need not be there, goes as well. */
  #inner(
    source: Properties,
    structure: CompiledStructure,
    { member, at }: { member: CompiledMember; at: Place },
  ): Properties | undefined {
    const swept = this.structure(source, structure, at);
    return swept !== source && member.min === 0 && Object.keys(swept).length === 0 ? undefined : swept;
  }

  #schemeValue(value: SchemeValue, isPlain: boolean, { path, privacy }: Place): SchemeValue {
    const { scheme } = value;
    if (scheme === undefined || (!isPlain && isUri(scheme))) return value;
    this.#lose(`${path}/@scheme`, privacy, scheme);
    return { value: value.value };
  }

  #firstOf(source: Properties, structure: CompiledStructure, at: Place): Properties {
    const [first, ...others] = structure.sent.filter(({ key }) => source[key] !== undefined);
    if (first === undefined || others.length === 0) return source;
    for (const other of others) this.#drop(source[other.key], other, inside(at, other.key, other));
    return { [first.key]: source[first.key] };
  }

  /** Takes out a value and all that is in it. */
  #drop(value: unknown, member: CompiledMember | undefined, at: Place): void {
    if (Array.isArray(value))
      value.forEach((one, index) => this.#drop(one, member, { ...at, path: `${at.path}[${index}]` }));
    else if (isStructured(value) && !units.has(member?.inner?.name ?? '')) {
      for (const [key, one] of Object.entries(value)) {
        const inner = member?.inner?.known.get(key);
        this.#drop(one, inner, inside(at, key, inner));
      }
    } else this.#dropUnit(value, member, at);
  }

  #dropUnit(value: unknown, member: CompiledMember | undefined, at: Place): void {
    const leaves = leavesOf(value, member, at);
    const said = leaves.filter(({ isScheme, text }) => !isScheme && text !== '');
    for (const { path, privacy, isScheme, text } of leaves) if (isScheme) this.#lose(path, privacy, text);
    if (said.length === 0) return;
    this.unsaid.push({
      place: at.place,
      text: said.map(({ text }) => text).join(' '),
      values: said.map(({ path, privacy }) => ({ path, privacy })),
      isForNote: !holdsSecret(member),
    });
  }

  #dropUnknown(value: unknown, at: Place): void {
    if (Array.isArray(value)) value.forEach((_, index) => this.#lose(`${at.path}[${index}]`, 'text', ''));
  }

  #lose(path: string, privacy: Privacy, text: string): void {
    this.unsaid.push({ place: '', text, values: [{ path, privacy }], isForNote: false });
  }
}

/** An account beside a password is no more for the note than the password. */
function holdsSecret(member: CompiledMember | undefined): boolean {
  if (member?.privacy === 'secret') return true;
  return member?.inner?.members.some(({ privacy }) => privacy === 'secret') === true;
}

interface LeafValue extends LostValue {
  text: string;
  isScheme: boolean;
}

function leavesOf(value: unknown, member: CompiledMember | undefined, at: Place): LeafValue[] {
  if (value === undefined) return [];
  const { path, privacy } = at;
  if (isSchemeValue(value)) {
    const leaf = { path, privacy, text: value.value, isScheme: false };
    return value.scheme === undefined
      ? [leaf]
      : [leaf, { path: `${path}/@scheme`, privacy, text: value.scheme, isScheme: true }];
  }
  if (typeof value === 'string' || typeof value === 'boolean')
    return [{ path, privacy, text: String(value), isScheme: false }];
  return Object.entries(value as Properties).flatMap(([key, one]) => {
    const inner = member?.inner?.known.get(key);
    return leavesOf(one, inner, inside(at, key, inner));
  });
}

function isStructured(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !isSchemeValue(value);
}

function isSchemeValue(value: unknown): value is SchemeValue {
  return typeof value === 'object' && value !== null && typeof (value as SchemeValue).value === 'string';
}

/** What no table knows may name a person. */
function inside({ path, place, privacy }: Place, key: string, member: CompiledMember | undefined): Place {
  return {
    path: `${path}/${key}`,
    place: place === '' ? key : `${place}/${key}`,
    privacy: stricter(privacy, member === undefined ? 'text' : (member.privacy ?? 'open')),
  };
}

/** Says in the last one's text that there were more. */
function withCount(kept: readonly unknown[], more: number, property: string): readonly unknown[] {
  const last = kept.at(-1) as Properties | undefined;
  if (last === undefined) return kept;
  const text = last[property];
  const counted = `${typeof text === 'string' ? `${text} ` : ''}(${more} more)`;
  return [...kept.slice(0, -1), { ...last, [property]: counted }];
}
