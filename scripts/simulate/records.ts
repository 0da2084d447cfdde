import { dice } from './chance.js';
import { agencyOf } from './peers.js';

const titles = ['Kallocain', 'Aniara', 'Gösta Berlings saga', 'Doktor Glas', 'Mrs Dalloway', 'Der Prozeß'];
const authors = [
  'Boye, Karin',
  'Martinson, Harry',
  'Lagerlöf, Selma',
  'Söderberg, Hjalmar',
  'Woolf, Virginia',
];

/** A loan of the world: who asks, when (as a part of the time in which loans begin), and for what. */
export interface PlannedLoan {
  number: number;
  house: number;
  suppliers: readonly number[];
  begins: number;
  record: Record<string, unknown>;
}

/** What a library's own system hands in. */
export function plannedLoan(seed: number, number: number, houses: number): PlannedLoan {
  const thrown = dice(seed, 'records', number);
  const house = thrown.below(houses);
  const suppliers = pickSome(house, houses, { count: 1 + thrown.below(3), next: thrown.next });
  const type = thrown.pick(['Loan', 'Loan', 'Loan', 'Loan', 'Copy', 'CopyOrLoan']);
  return {
    number,
    house,
    suppliers,
    begins: thrown.next(),
    record: {
      id: `R-${number}`,
      patron: { reference: `P-${number}`, name: { surname: 'Läsare', givenName: 'Nora' } },
      item: {
        title: thrown.pick(titles),
        author: thrown.pick(authors),
        ...(type === 'Loan' ? {} : { titleOfComponent: 'First chapter', pagesRequested: '1-20' }),
      },
      service: { type, ...(thrown.happens(0.2) ? { level: 'Express' } : {}) },
      suppliers: suppliers.map(agencyOf),
    },
  };
}

function pickSome(not: number, houses: number, how: { count: number; next: () => number }): number[] {
  const others = Array.from({ length: houses }, (_, house) => house).filter((house) => house !== not);
  const picked: number[] = [];
  while (picked.length < how.count && others.length > 0)
    picked.push(...others.splice(Math.floor(how.next() * others.length), 1));
  return picked;
}
