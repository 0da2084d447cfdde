import { closedLists } from '../../src/iso18626/index.js';
import type { Edition, Message, MessageKind } from '../../src/iso18626/index.js';
import type { Member, Structure } from '../../src/iso18626/edition.js';

/** A random source that gives the same for the same seed. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

type Properties = Record<string, unknown>;

/** A valid message of the edition, in canonical form, with everything optional there as often as `density` says. */
export function generateMessage(
  seed: number,
  edition: Edition,
  { kind, density = 0.5 }: { kind?: MessageKind; density?: number } = {},
): Message {
  const random = seeded(seed);
  const chosen = kind ?? pick(random, edition.messages);
  const message: Properties = { kind: chosen };
  fill(message, {}, chosen, { edition, random, density });
  return message as unknown as Message;
}

interface Making {
  edition: Edition;
  random: Random;
  density: number;
}

function fill(target: Properties, above: Properties, name: string, making: Making): void {
  const structure = structureOf(making.edition, name);
  const members = structure.members.filter(({ max }) => max > 0);
  for (const member of structure.choice ? [pick(making.random, members)] : members) {
    const count = howMany(member, making);
    if (count === 0) continue;
    const values = Array.from({ length: count }, () => valueOf(member, target, making));
    place(member, { target, above }, values);
  }
}

function place(
  member: Member,
  { target, above }: { target: Properties; above: Properties },
  values: unknown[],
): void {
  const [up, beside = '', key = ''] = (member.canonical ?? '').split('/');
  const value = member.list ? values : values[0];
  if (up !== '..') target[member.canonical ?? member.name] = value;
  else above[beside] = { ...(above[beside] as Properties | undefined), [key]: value };
}

function howMany(member: Member, { random, density }: Making): number {
  if (member.filler !== undefined) return random() < density ? 1 : 0;
  if (member.min === 1) return 1;
  if (random() >= density) return 0;
  return Math.min(member.max, member.list ? 1 + Math.floor(random() * 3) : 1);
}

function valueOf(member: Member, parent: Properties, making: Making): unknown {
  const { random, edition } = making;
  switch (member.type.kind) {
    case 'structure': {
      const made: Properties = {};
      fill(made, parent, member.type.structure, making);
      return made;
    }
    case 'code':
      return pick(random, edition.codes[member.type.list] ?? closedLists[member.type.list]);
    case 'schemeValue':
      return {
        value: nonBlankText(random),
        ...(random() < 0.5 && member.type.isPlain !== true && { scheme: pick(random, schemes) }),
      };
    case 'dateTime':
      return dateTime(random);
    case 'decimal':
      return pick(random, ['0', '10.00', '0.5', '+7', '.5', '5.', '0012', '123456789012.1234']);
    case 'integer':
      return pick(random, ['0', '1', '-1', '+3', '007', '99999999999999999999']);
    case 'nonNegativeInteger':
      return pick(random, ['0', '1', '-0', '+3', '007', '99999999999999999999']);
    case 'boolean':
      return random() < 0.5;
    case 'string':
      return member.limit === 'agency' ? `X${word(random)}` : nonBlankText(random);
  }
}

const schemes = [
  'http://illtransactions.org/ISO18626/OpenCodeList/AgencyIdTypeList-V1.0',
  'https://example.org/liste?a=b&c=d#e',
  'urn:example:codes',
  'reshare',
];

/** What breaks writers and readers: markup, quotes, line ends, blanks, combining and astral characters. */
const awkward = [
  ...['&', '<', '>', '"', "'", ']]>', '&amp;', '<!--', '-->', '<![CDATA[', '<?x?>', '\r', '\r\n', '\n', '\t'],
  ...[
    '  ',
    'é',
    'e\u0301',
    'ß',
    '漢字',
    '\u{1F4DA}',
    '\u{10FFFF}',
    '\uFFFD',
    '\u0085',
    '\u2028',
    '\u00A0',
    '\u200F',
  ],
  ...['{{x}}', '=cmd()', '%00', '\\', '`', '$&', '$1', '__proto__', 'constructor'],
];

function nonBlankText(random: Random): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
    random() < 0.4 ? pick(random, awkward) : word(random),
  );
  return `${parts.join('')}${word(random)}`;
}

function word(random: Random): string {
  return pick(random, ['Faust', 'a', 'Lord of the Rings', '0012', ' padded ', 'Ærø', 'x-y', '1e5']);
}

function dateTime(random: Random): string {
  const two = (below: number, from = 0): string =>
    String(from + Math.floor(random() * below)).padStart(2, '0');
  const zone = pick(random, ['Z', '', '+01:00', '-11:30', '+14:00']);
  const fraction = pick(random, ['', '', '.5', '.123456789']);
  const time = random() < 0.05 ? '24:00:00' : `${two(24)}:${two(60)}:${two(60)}${fraction}`;
  return `${1990 + Math.floor(random() * 50)}-${two(12, 1)}-${two(28, 1)}T${time}${zone}`;
}

function structureOf(edition: Edition, name: string): Structure {
  const structure = edition.structures[name];
  if (structure === undefined) throw new Error(`no structure ${name}`);
  return structure;
}
