import { dice } from './chance.js';

/** How two houses speak with each other. */
export interface Speaking {
  edition: '2014' | '2017' | '2021';
  /** The profile under which each has the other, where it has one. */
  profile?: string;
}

const speakings: readonly Speaking[] = [
  { edition: '2021', profile: 'lendwire' },
  { edition: '2021' },
  { edition: '2017', profile: 'lendwire' },
  { edition: '2017' },
  { edition: '2014' },
  { edition: '2021', profile: 'strict-2021' },
  { edition: '2017', profile: 'strict-2017' },
  { edition: '2017', profile: 'alma' },
  { edition: '2017', profile: 'reshare' },
  { edition: '2017', profile: 'oclc' },
  { edition: '2017', profile: 'illiad' },
  { edition: '2017', profile: 'rapido' },
  { edition: '2017', profile: 'crosslink-transparent' },
  { edition: '2017', profile: 'crosslink-opaque' },
  { edition: '2021', profile: 'koha-core' },
  { edition: '2017', profile: 'koha-openfifth' },
];

/** All houses have each other in their records; each pair speaks in its own way. */
export function speakingOf(seed: number, one: number, other: number): Speaking {
  const [low, high] = one < other ? [one, other] : [other, one];
  return dice(seed, 'speaking', low, high).pick(speakings);
}

export function nameOf(house: number): string {
  return `house-${String(house + 1).padStart(2, '0')}`;
}

export function agencyOf(house: number): string {
  return `ISIL:XX-H${String(house + 1).padStart(2, '0')}`;
}

/** The peers' file of one house. */
export function peersOf(
  seed: number,
  house: number,
  { houses, speaking }: { houses: number; speaking?: Speaking | undefined },
): object[] {
  const others = Array.from({ length: houses }, (_, other) => other).filter((other) => other !== house);
  return others.map((other) => {
    const { edition, profile } = speaking ?? speakingOf(seed, house, other);
    return {
      id: nameOf(other),
      name: nameOf(other),
      agencies: [{ id: agencyOf(other) }],
      url: `http://${nameOf(other)}.example/iso18626`,
      edition,
      ...(profile === undefined ? {} : { profile }),
    };
  });
}
