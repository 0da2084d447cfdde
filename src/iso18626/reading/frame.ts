import type { CompiledMember, CompiledStructure, Privacy } from '../edition.js';

export type Properties = Record<string, unknown>;

/** A structure that is being read. `target` has canonical names only, never a peer's. */
export interface Frame {
  parent: Frame | undefined;
  /** Undefined for the message itself. */
  member: CompiledMember | undefined;
  structure: CompiledStructure;
  target: Properties;
  privacy: Privacy;
  path: string;
  from: number;
  /** How many there were, by the member's order. */
  counts: number[];
  lastOrder: number;
  /** Something that it cannot be without is missing or unusable. */
  isBroken: boolean;
}

type Begun = Pick<Frame, 'parent' | 'member' | 'structure' | 'target' | 'privacy' | 'from'>;

/** An element with a value that is being read. */
export interface Leaf {
  member: CompiledMember;
  frame: Frame;
  path: string;
  privacy: Privacy;
  text: string;
  scheme: string | undefined;
  from: number;
  /** A comment or unknown element in it: the hole of a value that may yet turn out personal covers it. */
  hasAside: boolean;
}

/** One for every structure of every message: written out, since a spread takes several times as long. */
export function openFrame(begun: Begun): Frame {
  const { parent, member, structure, target, privacy, from } = begun;
  const name = member?.name ?? structure.name;
  const path = parent === undefined ? name : `${parent.path}/${name}`;
  const counts = new Array<number>(structure.members.length).fill(0);
  return { parent, member, structure, target, privacy, path, from, counts, lastOrder: -1, isBroken: false };
}

/** The object that a member's value goes to: the frame's own, or one beside it where the member moved. */
export function targetOf(member: CompiledMember, frame: Frame): Properties {
  if (member.beside === undefined) return frame.target;
  if (frame.parent === undefined) throw new Error(`${member.name} has nothing beside it`);
  return (frame.parent.target[member.beside] ??= {}) as Properties;
}

export function put(target: Properties, member: CompiledMember, value: unknown): void {
  const there = target[member.key];
  if (!member.list) target[member.key] = value;
  else if (Array.isArray(there)) there.push(value);
  else target[member.key] = [value];
}

/** What the structure cannot be without and does not have. */
export function missingMembers({ structure, counts }: Frame): CompiledMember[] {
  const missing = structure.required.filter((member) => counts[member.order] === 0);
  if (!structure.choice) return missing;
  return missing.length === structure.required.length ? missing.slice(0, 1) : [];
}

/** Whether a text of the structure is there and says nothing. */
export function hasBlank(target: Properties): boolean {
  return Object.values(target).some((value) => typeof value === 'string' && value.trim() === '');
}
