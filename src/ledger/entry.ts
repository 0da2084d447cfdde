import canonicalizeModule from 'canonicalize';
import { hash } from 'node:crypto';
import { canonicalText, whyUnsayable } from './canonical-text.js';

// The package declares a default export that its CommonJS module does not have: the module is the function.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

/** What one entry does to one aggregate: `set` is a JSON merge patch (RFC 7396), `version` the one it leads to, from 1. */
export interface Change {
  aggregate: string;
  id: string;
  version: number;
  set: JsonObject;
}

export const ActorKind = {
  Peer: 'peer',
  Person: 'person',
  Library: 'library',
  Clock: 'clock',
  System: 'system',
} as const;
export type ActorKind = (typeof ActorKind)[keyof typeof ActorKind];

export interface Actor {
  kind: ActorKind;
  id: string;
}

/** One fact, as a use case says it. `at` is ISO 8601 in UTC with milliseconds. */
export interface Entry {
  kind: string;
  at: string;
  actor: Actor;
  because: string;
  agency?: string;
  loan?: string;
  transaction?: string;
  peer?: string;
  delivery?: string;
  event?: { type: string } & JsonObject;
  facts?: JsonObject;
  changes: Change[];
}

/** An entry with its place in the ledger: `seq` counts from 1 without gaps. */
export type SealedEntry = Entry & { seq: number };

/** What is no entry of this ledger, with the place inside the entry that says so. */
export class NotAnEntry extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`not a ledger entry: ${why}`, options);
    this.name = 'NotAnEntry';
  }
}

/**
 * The text that is stored and hashed: RFC 8785 canonical JSON with `seq` inside.
 * Refuses what JSON cannot say (undefined, NaN, a lone surrogate) instead of dropping it silently.
 */
export function entryText(entry: Entry, seq: number): string {
  const sealed = { ...entry, seq };
  refuseShape(sealed);
  const text = canonicalText(sealed);
  if (text === undefined) throw new NotAnEntry(whyUnsayable(sealed, 'entry') ?? 'no JSON');
  return text;
}

/** Reads an entry's text; refuses what is no JSON or lacks the fields that every entry has. */
export function parseEntry(text: string): SealedEntry {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NotAnEntry('no JSON', { cause });
  }
  refuseShape(value);
  return value;
}

/** The RFC 6962 leaf hash of an entry's text: SHA-256(0x00 ‖ UTF-8). */
export function leafHash(text: string): Buffer {
  return hash('sha256', `\u0000${text}`, 'buffer');
}

/** The text that the same entry would have at another place. */
export function renumbered(text: string, seq: number): string {
  return canonicalize({ ...parseEntry(text), seq });
}

/** Whether the text is its value's RFC 8785 form, byte for byte. */
export function isCanonical(text: string, value: unknown): boolean {
  // JSON.parse keeps the order of names and JSON.stringify writes the same literals as RFC 8785, so this settles
  // all but names that look like array indexes, which engines move to the front.
  if (JSON.stringify(value) === text && namesAreSorted(value)) return true;
  return canonicalize(value) === text;
}

function namesAreSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(namesAreSorted);
  let last = '';
  for (const name of Object.keys(value)) {
    if (name < last || !namesAreSorted((value as JsonObject)[name])) return false;
    last = name;
  }
  return true;
}

const actorKinds: ReadonlySet<unknown> = new Set(Object.values(ActorKind));
const isoMilliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function refuseShape(value: unknown): asserts value is SealedEntry {
  const entry = objectOf(value, 'the text');
  if (!Number.isSafeInteger(entry['seq']) || (entry['seq'] as number) < 1) throw new NotAnEntry('seq');
  refuseEmpty(entry, 'kind');
  refuseEmpty(entry, 'because');
  if (typeof entry['at'] !== 'string' || !isoMilliseconds.test(entry['at'])) throw new NotAnEntry('at');
  const actor = objectOf(entry['actor'], 'actor');
  refuseEmpty(actor, 'id');
  if (!actorKinds.has(actor['kind'])) throw new NotAnEntry('actor.kind');
  if (!Array.isArray(entry['changes'])) throw new NotAnEntry('changes');
  entry['changes'].forEach(refuseChangeShape);
}

function refuseChangeShape(value: unknown): void {
  const change = objectOf(value, 'change');
  refuseEmpty(change, 'aggregate');
  refuseEmpty(change, 'id');
  if (!Number.isSafeInteger(change['version']) || (change['version'] as number) < 1)
    throw new NotAnEntry('change.version');
  objectOf(change['set'], 'change.set');
}

function objectOf(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotAnEntry(place);
  return value as Record<string, unknown>;
}

function refuseEmpty(of: Record<string, unknown>, name: string): void {
  const value = of[name];
  if (typeof value !== 'string' || value === '') throw new NotAnEntry(name);
}
