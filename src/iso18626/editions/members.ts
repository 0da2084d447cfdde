import type { ClosedList, OpenList } from '../codes.js';
import type { Member, MemberType, Structure } from '../edition.js';

/** The words in which the edition tables are written. */

export const string: MemberType = { kind: 'string' };
export const dateTime: MemberType = { kind: 'dateTime' };
export const integer: MemberType = { kind: 'integer' };
export const nonNegativeInteger: MemberType = { kind: 'nonNegativeInteger' };
export const code = (list: ClosedList): MemberType => ({ kind: 'code', list });
export const open = (list?: OpenList): MemberType => ({ kind: 'schemeValue', ...(list && { list }) });
/** An open code that has no room for its scheme. */
export const plain = (list: OpenList): MemberType => ({ kind: 'schemeValue', list, isPlain: true });
export const structure = (name: string): MemberType => ({ kind: 'structure', structure: name });
export const agencyId = structure('agencyId');
export const costs = structure('costs');

type Extra = Partial<Omit<Member, 'name' | 'type' | 'min' | 'max'>>;

export const one = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 1,
  max: 1,
  ...extra,
});
export const optional = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 0,
  max: 1,
  ...extra,
});
export const many = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 0,
  max: Infinity,
  list: true,
  ...extra,
});
/** Of another edition: read, with a warning, never sent. */
export const elsewhere = (name: string, type: MemberType, extra: Extra = {}): Member => ({
  name,
  type,
  min: 0,
  max: 0,
  ...extra,
});
/** A structure that the schema declares as an element of its own. */
export const element = (...members: Member[]): Structure => ({ members, global: true });

export const list = { list: true } as const;
export const person = { privacy: 'person' } as const;
export const text = { privacy: 'text' } as const;
export const note = { privacy: 'text', limit: 'note' } as const;
export const id = { limit: 'id' } as const;
