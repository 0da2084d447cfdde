import type { ClosedList, OpenList } from './codes.js';
import type { MessageKind, SchemeValue } from './message.js';

export const NAMESPACE = 'http://illtransactions.org/2013/iso18626';
export const ENVELOPE = 'ISO18626Message';
/** What we write before every name. */
export const PREFIX = 'ill';

/**
 * What a value may tell about a person: `open` nothing, `person` names one, `text` is free text and may, `secret` is a
 * credential and is never stored. Source: architecture 5.
 */
export type Privacy = 'open' | 'person' | 'text' | 'secret';

export type ScalarType = 'string' | 'dateTime' | 'decimal' | 'integer' | 'nonNegativeInteger' | 'boolean';

export type MemberType =
  | { kind: ScalarType }
  | { kind: 'code'; list: ClosedList }
  /** Plain: written without its scheme. */
  | { kind: 'schemeValue'; list?: OpenList; isPlain?: true }
  | { kind: 'structure'; structure: string };

/** Which of the gateway's own limits holds for a text. Source: iso18626.md 1.5. */
export type TextLimit = 'id' | 'agency' | 'note' | 'text';

/** One element of a structure; its place in the list is its place on the wire. */
export interface Member {
  name: string;
  type: MemberType;
  min: 0 | 1;
  /** 0: not in this edition, never sent, read all the same where a peer mixes editions. */
  max: number;
  /** Where it lies in the canonical message, when not under its own name; `../x/y` goes up one structure first. */
  canonical?: string;
  /** The canonical property is a list, even where this edition has but one. */
  list?: true;
  /** For a structure: holds for everything in it. Default `open`. */
  privacy?: Privacy;
  /** Property beside it whose code tells what the value is, as `namesPerson` reads it; until it has come the value is `text`. */
  toldBy?: string;
  /** A value that is a URL may carry a token: then it is `text`. */
  urlIsText?: true;
  limit?: TextLimit;
  /** A lenient reading goes on without it: the property stays away, or an empty structure stands in. */
  whenMissing?: 'absent' | 'empty';
  /** Blank is as bad as missing: refused as UnrecognisedDataValue. */
  nonBlank?: true;
  /** What is sent where the canonical message has nothing, and the edition demands something. */
  filler?: string;
  /** The text below it that tells how many more there were than the edition can say. */
  countIn?: string;
}

export interface Structure {
  members: readonly Member[];
  /** One member, not a sequence. */
  choice?: true;
  /** Declared as an element of its own in the schema. */
  global?: true;
}

/** One edition of the standard. Decoder, encoder and schema writer are driven by it and know nothing else. */
export interface Edition {
  id: string;
  /** Value of the `version` attribute that we send. */
  version: string;
  /** In the order of the schema; each names the structure of the same name. */
  messages: readonly MessageKind[];
  structures: Readonly<Record<string, Structure>>;
  /** What is no message and no structure, and the schema declares as an element of its own all the same. */
  elements?: Readonly<Record<string, MemberType>>;
  /** What the edition enumerates; a known code that is not here is read with a warning and never sent. */
  codes: Readonly<Partial<Record<ClosedList, readonly string[]>>>;
}

export interface CompiledMember extends Member {
  /** Place on the wire. */
  order: number;
  /** Canonical property. */
  key: string;
  /** Canonical structure beside the parent in which the property lies, for one that moved between editions. */
  beside?: string;
  inner?: CompiledStructure;
  /** As we write them; a start tag is yet to be closed. */
  startTag: string;
  endTag: string;
}

export interface CompiledStructure {
  name: string;
  choice: boolean;
  members: readonly CompiledMember[];
  byName: ReadonlyMap<string, CompiledMember>;
  /** Those with a minimum of one. */
  required: readonly CompiledMember[];
  /** Those that are sent. */
  sent: readonly CompiledMember[];
  /** By canonical property, those that are sent from here. */
  byKey: ReadonlyMap<string, CompiledMember>;
  /** By canonical property, also those that are only read. */
  known: ReadonlyMap<string, CompiledMember>;
  /** Of properties that lie beside, what members further down send: `retryInfo` → `offeredCosts`, … */
  besides: ReadonlyMap<string, ReadonlyMap<string, CompiledMember>>;
}

export interface CompiledEdition {
  edition: Edition;
  messages: ReadonlyMap<string, CompiledStructure>;
}

const compiled = new WeakMap<Edition, CompiledEdition>();

/** The table as the decoder and the encoder use it, made once per edition. Throws when a structure is named that is not there. */
export function compileEdition(edition: Edition): CompiledEdition {
  const known = compiled.get(edition);
  if (known !== undefined) return known;
  const structures = new Map<string, CompiledStructure>();
  const messages = new Map(
    edition.messages.map((kind) => [kind as string, compileStructure(edition, kind, structures)]),
  );
  const made = { edition, messages };
  compiled.set(edition, made);
  return made;
}

function compileStructure(
  edition: Edition,
  name: string,
  done: Map<string, CompiledStructure>,
): CompiledStructure {
  const known = done.get(name);
  if (known !== undefined) return known;
  const structure = edition.structures[name];
  if (structure === undefined) throw new Error(`Edition ${edition.id} has no structure ${name}`);
  const members = structure.members.map((member, order) => {
    const { name } = member;
    const made: CompiledMember = {
      ...member,
      order,
      ...placeOf(member),
      startTag: `<${PREFIX}:${name}`,
      endTag: `</${PREFIX}:${name}>`,
    };
    if (member.type.kind === 'structure') made.inner = compileStructure(edition, member.type.structure, done);
    return made;
  });
  const sent = members.filter(({ max }) => max > 0);
  const made: CompiledStructure = {
    name,
    choice: structure.choice === true,
    members,
    byName: new Map(members.map((member) => [member.name, member])),
    required: members.filter(({ min }) => min === 1),
    sent,
    byKey: keyed(sent),
    known: keyed([...members.filter(({ max }) => max === 0), ...sent]),
    besides: movedAside(sent),
  };
  done.set(name, made);
  return made;
}

function placeOf(member: Member): { key: string; beside?: string } {
  const path = member.canonical ?? member.name;
  const [up, beside, key] = path.split('/');
  if (up !== '..') return { key: path };
  if (beside === undefined || key === undefined) throw new Error(`No such place: ${path}`);
  return { key, beside };
}

function keyed(members: readonly CompiledMember[]): Map<string, CompiledMember> {
  return new Map(members.filter(({ beside }) => beside === undefined).map((member) => [member.key, member]));
}

function movedAside(sent: readonly CompiledMember[]): Map<string, Map<string, CompiledMember>> {
  const moved = new Map<string, Map<string, CompiledMember>>();
  for (const child of sent.flatMap(({ inner }) => inner?.sent ?? [])) {
    if (child.beside === undefined) continue;
    moved.set(
      child.beside,
      (moved.get(child.beside) ?? new Map<string, CompiledMember>()).set(child.key, child),
    );
  }
  return moved;
}

/** Whether an identifier's code says that a person is identified: `patronReference`. Source: peers.md 2.1. */
export function namesPerson(code: string): boolean {
  return /^\W*patron/i.test(code);
}

/** What the value may tell: by its table, by what it stands in, and by the code beside it. */
export function privacyOf(
  { privacy = 'open', toldBy }: Member,
  at: Privacy,
  beside: Readonly<Record<string, unknown>>,
): Privacy {
  if (toldBy === undefined) return privacy === 'open' ? at : stricter(at, privacy);
  const code = beside[toldBy] as SchemeValue | undefined;
  if (code === undefined) return stricter(at, 'text');
  return namesPerson(code.value) ? stricter(at, 'person') : at;
}

const rankOfPrivacy: Record<Privacy, number> = { open: 0, text: 1, person: 2, secret: 3 };

/** The stricter of the two. */
export function stricter(one: Privacy, other: Privacy): Privacy {
  return rankOfPrivacy[one] >= rankOfPrivacy[other] ? one : other;
}
