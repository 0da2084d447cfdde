import type { Edition, Member, Structure } from '../edition.js';
import { edition2017 } from './edition-2017.js';
import { elsewhere } from './members.js';

/**
 * What 2017 added. `multipleItemRequestId` is one element in two headers: whether the confirmation's is of 2014 is not
 * known, and what is not sent cannot be wrong. Source: iso18626.md 1.4.
 */
const addedIn2017: Readonly<Record<string, readonly string[]>> = {
  header: ['multipleItemRequestId'],
  confirmationHeader: ['multipleItemRequestId'],
  serviceInfo: ['requestSubType', 'startDate', 'endDate'],
};

const { requestSubType: _codes, ...codes } = edition2017.codes;
const { multipleItemRequestId: _element, ...elements } = edition2017.elements ?? {};

/** ISO 18626:2014, schema v1.1: that of 2017 but for four elements, which are read all the same and never sent. */
export const edition2014: Edition = {
  ...edition2017,
  id: '2014',
  version: '1.1',
  structures: Object.fromEntries(
    Object.entries(edition2017.structures).map(([name, structure]) => [
      name,
      without(structure, addedIn2017[name] ?? []),
    ]),
  ),
  elements,
  codes,
};

function without(structure: Structure, added: readonly string[]): Structure {
  if (added.length === 0) return structure;
  return {
    ...structure,
    members: structure.members.map((member) => (added.includes(member.name) ? onlyRead(member) : member)),
  };
}

function onlyRead({ name, type, list, limit }: Member): Member {
  return elsewhere(name, type, { ...(list && { list }), ...(limit && { limit }) });
}
