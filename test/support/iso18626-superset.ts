import { edition2021 } from '../../src/iso18626/index.js';
import type { Edition } from '../../src/iso18626/index.js';
import type { Member } from '../../src/iso18626/edition.js';

/**
 * Everything that the canonical message can hold as one edition, to make messages from: 2021 with what only earlier
 * editions say, such as a scheme of a region or a header's `multipleItemRequestId`.
 */
export const superset: Edition = {
  ...edition2021,
  id: 'superset',
  structures: Object.fromEntries(
    Object.entries(edition2021.structures).map(([name, structure]) => [
      name,
      { ...structure, members: structure.members.filter(isCanonical).map(saidFreely) },
    ]),
  ),
};

function isCanonical({ canonical }: Member): boolean {
  return canonical === undefined;
}

function saidFreely(member: Member): Member {
  const max = member.max === 0 ? 1 : member.max;
  const { type } = member;
  if (type.kind === 'nonNegativeInteger') return { ...member, max, type: { kind: 'integer' } };
  if (type.kind === 'schemeValue' && type.isPlain)
    return { ...member, max, type: { kind: 'schemeValue', list: 'region' } };
  return { ...member, max };
}

/** A value of a message and where it stands, without the numbers of lists. */
export interface LeafOf {
  path: string;
  value: string;
}

/** Every value of a canonical message: schemes too, under `/@scheme`. */
export function leavesOf(message: { kind: string }): LeafOf[] {
  const { kind, ...properties } = message;
  return leaves(properties, kind);
}

function leaves(value: unknown, path: string): LeafOf[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, path));
  if (typeof value === 'string' || typeof value === 'boolean') return [{ path, value: String(value) }];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, one]) => {
    if (key === 'value') return leaves(one, path);
    return leaves(one, `${path}/${key === 'scheme' ? '@scheme' : key}`);
  });
}

/** The path of a loss as a leaf's. */
export function withoutNumbers(path: string): string {
  return path.replace(/\[\d+\]/g, '');
}
