import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { erasureProposals } from '../../src/storage/index.js';
import { atTheDesk } from './at-the-desk.js';
import { jpeg } from './pictures.js';
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
  /** Two requests in one parcel of south's, on its way to north; its id at north. */
  boxed: { parcel: string; requests: readonly Lending[] };
}

/** Who works at both. */
export const STAFF = 'eva';

type Wish = [title: string, author: string, publicationType: string, over?: object];

const older: readonly Wish[] = [
  ['Epistemology of the closet', 'Sedgwick, Eve Kosofsky', 'Book'],
  ['Gösta Berlings saga', 'Lagerlöf, Selma', 'Book'],
  ['Doktor Glas', 'Söderberg, Hjalmar', 'AudioBook'],
  ['Mrs Dalloway', 'Woolf, Virginia', 'Book'],
];
const newer: readonly Wish[] = [
  ['Kallocain', 'Boye, Karin', 'Book'],
  ['The dispossessed: an ambiguous utopia', 'Le Guin, Ursula K.', 'Book'],
  ['On lending between islands', 'Svensson, Astrid', 'Article', { type: 'Copy' }],
  ['Aniara', 'Martinson, Harry', 'Book', { level: 'Rush' }],
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
    settings: { notices: { from: 'ill@north.example', letterhead: ['North Library', 'Box 1'] } },
    agencyNames: {
      ...{ 'ISIL:SE-NORTH': 'North Library', 'ISIL:SE-SOUTH': 'South Library' },
      'ISIL:SE-EAST': 'East Branch',
    },
    peers: { south: { name: 'South Library' }, north: { name: 'North Library' } },
  });
  const [lent, overdue, lost, gone] = await askedFor(libraries, older);
  await libraries.act('south', lent!, 'ship', {
    ...{ carrier: 'PostNord', trackingId: 'JD0146000', itemId: '30051200123456', dueDate: '2026-03-20' },
    note: 'Careful: loose spine',
  });
  await photographed(libraries, lent!);
  await libraries.act('north', lent!, 'receive', {
    condition: { marks: ['torn'], looks: 'A corner is torn.', tell: true },
  });
  await libraries.act('south', overdue!, 'ship', { itemId: '30051200987654', dueDate: '2026-03-10' });
  await libraries.act('north', overdue!, 'receive');
  await libraries.act('south', lost!, 'ship', { dueDate: '2026-03-25' });
  await libraries.act('north', lost!, 'receive');
  await libraries.act('south', gone!, 'cannot-supply', { reason: 'NotOnShelf' });
  await libraries.pass({ days: 8, hours: 23 });
  await libraries.act('north', lost!, 'report-lost');
  const [promised, cancelled, , , asked] = await askedFor(libraries, newer);
  await libraries.act('south', promised!, 'will-supply');
  await libraries.act('north', cancelled!, 'cancel');
  const stuck = await unanswered(libraries);
  const boxed = await inOneBox(libraries);
  await proposeErasure(libraries, lost!.north);
  for (const side of ['north', 'south'] as const) {
    await atTheDesk(libraries[side], STAFF, everything);
    for (const job of ['checkpoint', 'notify'] as const)
      await libraries[side].app.jobs.runOne(job, libraries.clock.now());
  }
  return { libraries, asked: asked!, lent: lent!, stuck, boxed };
}

/** How it looked when it was sent, with a photo. */
async function photographed({ south }: Libraries, lent: Lending): Promise<void> {
  const form = new FormData();
  const condition = { marks: ['worn', 'spine'], looks: 'The spine is loose.', tell: true };
  form.append('act', JSON.stringify({ verb: 'report-condition', condition }));
  form.append('photo', new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }), 'spine.jpg');
  await south.form(`/api/v1/loan-records/${lent.south}/acts`, form, 'photographed');
}

const together: readonly Wish[] = [
  ['Röda rummet', 'Strindberg, August', 'Book'],
  ['Hemsöborna', 'Strindberg, August', 'Book'],
];

/** Scanned into one parcel, by the slips and its label. */
async function inOneBox(libraries: Libraries): Promise<StagedDesks['boxed']> {
  const requests = await askedFor(libraries, together);
  const slips: string[] = [];
  for (const { south } of requests) {
    const { body } = await libraries.south.api('GET', `/api/v1/loan-records/${south}`);
    const [transaction] = body['transactions'] as { requestingAgencyRequestId: string }[];
    slips.push(transaction!.requestingAgencyRequestId);
  }
  const codes = [slips[0], '30051200555551', slips[1], '30051200555552', 'RR123456785SE'];
  const key = { 'idempotency-key': 'one-box' };
  await libraries.south.api('POST', '/api/v1/scan', { codes, act: true }, key);
  await libraries.settle();
  const { body } = await libraries.north.api('GET', '/api/v1/parcels?way=in');
  const [first] = body['items'] as { id: string }[];
  return { parcel: first!.id, requests };
}

/** Somebody else has proposed to erase a person. */
async function proposeErasure({ north, clock }: Libraries, loan: string): Promise<void> {
  await erasureProposals(north.app.storage.database.sql).add({
    id: '0198f3a2-7c11-7b6e-9d55-6e4f0a1b2c3d',
    proposedAt: clock.now().toISOString(),
    proposedBy: JSON.stringify({ kind: 'person', id: 'privacy desk' }),
    until: new Date(clock.now().getTime() + 7 * 86_400_000).toISOString(),
    because: 'a person asked for it',
    agencies: ['isil:se-north'],
    loans: [loan],
  });
}

const everything = ['supervisor', 'auditor', 'privacy', 'admin'] as const;

async function askedFor(libraries: Libraries, wishes: readonly Wish[]): Promise<Lending[]> {
  const loans: Lending[] = [];
  for (const [number, wish] of wishes.entries()) {
    loans.push(await libraries.ask(recordOf(wish, number)));
    await libraries.pass({ minutes: 20 });
  }
  return loans;
}

/** Requests to libraries whose line is dead, whose system is in trouble, or whose address is wrong. */
async function unanswered(libraries: Libraries): Promise<string> {
  const server = createServer((req, res) => {
    req.resume().on('end', () => res.writeHead(req.url === '/busy' ? 500 : 404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  const peers = [
    ['west', 'West Library', 'http://127.0.0.1:9/iso18626'],
    ['hill', 'Hill Library', `http://127.0.0.1:${port}/busy`],
    ['lake', 'Lake Library', `http://127.0.0.1:${port}/moved`],
  ] as const;
  for (const [as, name, url] of peers) {
    const peer = { as, name, url, agencies: [agencyOf(as)] };
    await introduce(libraries.north, peer);
  }
  const stuck: readonly [to: string, wish: Wish][] = [
    ['west', ['Svält', 'Hamsun, Knut', 'Book']],
    ['west', ['Nils Holgersson', 'Lagerlöf, Selma', 'Book']],
    ['hill', ['Pelle Erobreren', 'Andersen Nexø, Martin', 'Book']],
    ['lake', ['Sjálfstætt fólk', 'Halldór Laxness', 'Book']],
  ];
  const ids: string[] = [];
  for (const [to, wish] of stuck)
    ids.push(await libraries.handIn({ ...recordOf(wish, 10), suppliers: [agencyOf(to)] }));
  await libraries.settle();
  return ids[0]!;
}

const agencyOf = (peer: string): string => `ISIL:SE-${peer.toUpperCase()}`;
