import { atTheDesk } from './at-the-desk.js';
import { introduce, twoLibraries, type Lending, type Libraries } from './two-libraries.js';

/** Two libraries with something of every kind on their desks, and somebody at each who may do everything. */
export interface StagedDesks {
  libraries: Libraries;
  /** Asked and not decided yet. */
  asked: Lending;
  /** Out on loan, with its messages. */
  lent: Lending;
  /** Of north's, to a library that does not answer. */
  stuck: string;
}

/** Who works at both. */
export const STAFF = 'eva';

type Wish = [title: string, author: string, publicationType: string, over?: object];

const wishes: readonly Wish[] = [
  ['Kallocain', 'Boye, Karin', 'Book'],
  ['Epistemology of the closet', 'Sedgwick, Eve Kosofsky', 'Book'],
  ['Gösta Berlings saga', 'Lagerlöf, Selma', 'Book'],
  ['Aniara', 'Martinson, Harry', 'Book', { level: 'Rush' }],
  ['The dispossessed: an ambiguous utopia', 'Le Guin, Ursula K.', 'Book'],
  ['Doktor Glas', 'Söderberg, Hjalmar', 'AudioBook'],
  ['On lending between islands', 'Svensson, Astrid', 'Article', { type: 'Copy' }],
  ['Mrs Dalloway', 'Woolf, Virginia', 'Book'],
  ['Pippi Långstrump', 'Lindgren, Astrid', 'Book'],
];

const recordOf = ([title, author, publicationType, over = {}]: Wish, number: number): object => ({
  patron: { reference: `P-${1001 + number}`, name: { surname: 'Hemlig', givenName: 'Lisa' } },
  item: {
    ...{ title, author, publicationType, publisher: 'Bonniers', publicationDate: '1940' },
    identifiers: { isbn: ['9789100122225'] },
  },
  service: { type: 'Loan', level: 'Normal', note: 'For a seminar', ...over },
});

/** Opens them, for a whole suite, as they are nine days after the first request. */
export async function stagedDesks(): Promise<StagedDesks> {
  const libraries = await twoLibraries({
    forWholeSuite: true,
    agencyNames: {
      ...{ 'ISIL:SE-NORTH': 'North Library', 'ISIL:SE-SOUTH': 'South Library' },
      'ISIL:SE-EAST': 'East Branch',
    },
    peers: { south: { name: 'South Library' }, north: { name: 'North Library' } },
  });
  const loans: Lending[] = [];
  for (const [number, wish] of wishes.entries()) {
    loans.push(await libraries.ask(recordOf(wish, number)));
    await libraries.pass({ minutes: 20 });
  }
  const [kallocain, lent, berling, , dispossessed, glas, , dalloway] = loans as [Lending, ...Lending[]];
  await libraries.act('south', kallocain, 'will-supply');
  await libraries.act('south', lent!, 'ship', {
    ...{ carrier: 'PostNord', trackingId: 'JD0146000', itemId: '30051200123456', dueDate: '2026-03-20' },
    note: 'Careful: loose spine',
  });
  await libraries.act('north', lent!, 'receive');
  await libraries.act('south', berling!, 'ship', { itemId: '30051200987654', dueDate: '2026-03-10' });
  await libraries.act('north', berling!, 'receive');
  await libraries.act('north', dispossessed!, 'cancel');
  await libraries.act('south', glas!, 'ship', { dueDate: '2026-03-25' });
  await libraries.act('north', glas!, 'receive');
  await libraries.act('north', glas!, 'report-lost');
  await libraries.pass({ days: 9, hours: 3 });
  await libraries.act('south', dalloway!, 'cannot-supply', { reason: 'NotOnShelf' });
  const stuck = await unanswered(libraries);
  const everything = ['supervisor', 'auditor', 'privacy', 'admin'] as const;
  for (const side of ['north', 'south'] as const) await atTheDesk(libraries[side], STAFF, everything);
  return { libraries, asked: loans.at(-1)!, lent: lent!, stuck };
}

/** Requests to a library whose line is dead. */
async function unanswered(libraries: Libraries): Promise<string> {
  await introduce(libraries.north, {
    ...{ as: 'west', name: 'West Library', agencies: ['ISIL:SE-WEST'] },
    url: 'http://127.0.0.1:9/iso18626',
  });
  const ids: string[] = [];
  for (const wish of [
    ['Svält', 'Hamsun, Knut', 'Book'],
    ['Nils Holgersson', 'Lagerlöf, Selma', 'Book'],
  ] as const)
    ids.push(await libraries.handIn({ ...recordOf([...wish], 10), suppliers: ['ISIL:SE-WEST'] }));
  await libraries.settle();
  return ids[0]!;
}
