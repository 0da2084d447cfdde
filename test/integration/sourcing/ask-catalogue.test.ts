import { expect } from 'chai';
import { buildFetchOut, type FetchOut } from '../../../src/platform/index.js';
import {
  askCatalogue,
  askCatalogues,
  type Catalogue,
  type CatalogueAnswer,
} from '../../../src/sourcing/index.js';
import { aCatalogue, kallocain } from '../../support/catalogues.js';
import { openSruServer, type Field, type Misbehaviour, type SruServer } from '../../support/sru-server.js';

const now = new Date('2026-03-02T10:00:00.000Z');
const isbn = {
  bibliographicItemId: [
    { bibliographicItemIdentifierCode: { value: 'ISBN' }, bibliographicItemIdentifier: '9789100123451' },
  ],
};
const byTitle = { title: 'Kallocain', author: 'Boye, Karin' };

describe('a catalogue that is asked over SRU', () => {
  let fetchOut: FetchOut;
  let server: SruServer | undefined;

  beforeEach(() => {
    fetchOut = buildFetchOut({ allowPrivateAddresses: true, maxAnswerBytes: 2 ** 20, connectionsPerLine: 2 });
  });
  afterEach(async () => {
    await fetchOut.close();
    await server?.close();
    server = undefined;
  });

  const asking = {
    now: () => now,
    fetchOut: { post: (...given: Parameters<FetchOut['post']>) => fetchOut.post(...given) },
  };
  const ask = (over: Partial<Catalogue> = {}, item: object = isbn): Promise<CatalogueAnswer> =>
    askCatalogue(aCatalogue(server?.url ?? '', over), item, asking);

  for (const version of ['1.1', '1.2', '2.0'] as const)
    for (const packing of ['as XML', 'as text'])
      it(`tells in version ${version} who holds the item, with records ${packing}`, async () => {
        server = await openSruServer(version, [
          kallocain(['852', '  ', { a: 'SOUTH', c: 'Open stacks', h: 'Hcb' }]),
        ]);
        server.packAsText(packing === 'as text');
        expect(await ask({ version })).to.deep.equal({
          asked: { outcome: 'found', askedAt: now.toISOString(), foundBy: 'isbn', hits: 1 },
          holdings: [
            {
              agency: 'isil:se-south',
              agencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'SE-SOUTH' },
              catalogue: 'union',
              askedAt: now.toISOString(),
              availability: 'not-said',
              lends: 'not-said',
              location: 'Open stacks',
              callNumber: 'Hcb',
            },
          ],
        });
        expect(server.asked).to.deep.equal(['bath.isbn = "9789100123451"']);
      });

  it('is asked by title and author where no number finds the item', async () => {
    server = await openSruServer('1.2', [kallocain(['852', '  ', { a: 'EAST' }])]);
    const item = {
      ...byTitle,
      bibliographicItemId: [
        { bibliographicItemIdentifierCode: { value: 'ISBN' }, bibliographicItemIdentifier: '9789999999999' },
      ],
    };
    const { asked, holdings } = await ask({}, item);
    expect(asked).to.include({ outcome: 'found', foundBy: 'title' });
    expect(holdings.map(({ agency }) => agency)).to.deep.equal(['isil:se-east']);
    expect(server.asked).to.deep.equal([
      'bath.isbn = "9789999999999"',
      'dc.title all "Kallocain" and dc.creator all "Boye"',
    ]);
  });

  it('does not pass off a longer title for the one that was asked for, nor another author', async () => {
    const longer = {
      id: 'k2',
      fields: [
        ['245', '10', { a: 'Läsa Kallocain' }],
        ['852', '  ', { a: 'SOUTH' }],
      ] as Field[],
    };
    const other = {
      id: 'k3',
      fields: [
        ['245', '10', { a: 'Kallocain' }],
        ['100', '1 ', { a: 'Boyesen, Karin' }],
        ['852', '  ', { a: 'SOUTH' }],
      ] as Field[],
    };
    server = await openSruServer('1.2', [longer, other]);
    expect((await ask({}, { title: 'Kallocain' })).holdings.length).to.equal(1);
    expect((await ask({}, { title: 'kallocain', author: 'Karin Boye' })).asked.outcome).to.equal('nothing');
  });

  const layouts: {
    layout: Catalogue['layout'];
    fields: Field[];
    over?: Partial<Catalogue>;
    says: string[];
  }[] = [
    {
      layout: 'marc-852',
      fields: [
        ['852', '  ', { a: 'EAST', b: 'Branch', h: 'X 1', p: '0012', z: 'NOLOAN' }],
        ['852', '  ', { b: 'SOUTH', z: 'constructor' }],
        ['852', '  ', { a: 'UNKNOWN' }],
      ],
      over: { restrictions: { subfield: 'z', codes: { NOLOAN: 'neither' } } },
      says: ['isil:se-east neither not-said X 1 0012', 'isil:se-south not-said not-said'],
    },
    {
      layout: 'marc-924',
      fields: [
        ['924', '0 ', { a: '77', b: 'DE-1', d: 'c', g: 'Yx 4' }],
        ['924', '0 ', { a: '78', b: 'DE-2', d: 'e' }],
        ['924', '0 ', { a: '79', b: 'DE-3', d: 'd' }],
      ],
      over: { codesAre: 'ISIL', libraries: {} },
      says: [
        'isil:de-1 both not-said Yx 4 77',
        'isil:de-2 copy not-said 78',
        'isil:de-3 neither not-said 79',
      ],
    },
    {
      layout: 'reservoir-999',
      fields: [
        ['999', '10', { s: 'ISIL:OLD', l: '1' }],
        ['999', '11', { s: 'ISIL:US-A', l: 'in1' }],
        ['999', '11', { s: 'US-B', l: 'in2' }],
        ['999', 'ff', { s: 'ISIL:US-C' }],
      ],
      says: ['isil:us-a not-said not-said in1', 'isil:us-b not-said not-said in2'],
    },
  ];
  for (const { layout, fields, over, says } of layouts)
    it(`is read in the layout ${layout}`, async () => {
      server = await openSruServer('1.2', [kallocain(...fields)]);
      server.withoutNamespace(layout === 'marc-924');
      const { holdings } = await ask({ layout, ...over });
      const said = holdings.map(({ agency, lends, availability, callNumber, localId }) =>
        [agency, lends, availability, callNumber, localId].filter(Boolean).join(' '),
      );
      expect(said).to.deep.equal(says);
    });

  it('falls back to the second indicator 0 of an older shared index', async () => {
    server = await openSruServer('1.1', [kallocain(['999', '10', { s: 'ISIL:US-A' }])]);
    const { holdings } = await ask({ version: '1.1', layout: 'reservoir-999' });
    expect(holdings.map(({ agency }) => agency)).to.deep.equal(['isil:us-a']);
  });

  it('tells from OPAC records whether the item can be had now', async () => {
    const record = {
      ...kallocain(),
      opac: [
        { nucCode: 'SOUTH', callNumber: 'Hcb', available: false },
        { nucCode: 'EAST', shelvingLocation: 'Magasin', available: true },
        { nucCode: 'EAST' },
      ],
    };
    server = await openSruServer('2.0', [record]);
    const { holdings } = await ask({ version: '2.0', layout: 'opac', recordSchema: 'opacxml' });
    expect(holdings.map(({ agency, availability }) => `${agency} ${availability}`)).to.deep.equal([
      'isil:se-south not-available',
      'isil:se-east available',
      'isil:se-east not-said',
    ]);
  });

  it('counts holders that no agency stands for', async () => {
    server = await openSruServer('1.2', [kallocain(['852', '  ', { a: 'ELSEWHERE' }])]);
    expect(await ask()).to.deep.equal({
      asked: { outcome: 'nothing', askedAt: now.toISOString(), foundBy: 'isbn', hits: 1, unknownHolders: 1 },
      holdings: [],
    });
  });

  it('is asked the next question where it does not know an index', async () => {
    server = await openSruServer('1.2', [kallocain(['852', '  ', { a: 'SOUTH' }])]);
    const indexes = { isbn: 'no.such', title: 'dc.title', recordId: {} };
    expect((await ask({ indexes }, { ...isbn, ...byTitle })).asked).to.include({
      outcome: 'found',
      foundBy: 'title',
    });
    expect((await ask({ indexes: { isbn: 'no.such', recordId: {} } })).asked).to.include({
      outcome: 'refused',
      cause: 'diagnostic 16: unsupported index',
    });
  });

  it('refuses a version or schema that it does not speak, in words of ours', async () => {
    server = await openSruServer('1.1', [kallocain()]);
    expect((await ask({ version: '1.2' })).asked.cause).to.equal('diagnostic 5: unsupported version');
    expect((await ask({ version: '1.1', recordSchema: 'picaxml' })).asked.cause).to.equal(
      'diagnostic 66: unknown record schema',
    );
  });

  const wrongs: Record<Misbehaviour, string> = {
    silent: 'down: no answer in time',
    'breaks-off': 'down: connection broken: UND_ERR_SOCKET',
    'error-500': 'down: HTTP 500',
    'busy-503': 'down: HTTP 503',
    'not-found': 'refused: HTTP 404',
    redirects: 'refused: HTTP 302',
    'temporarily-unavailable': 'down: diagnostic 2: temporarily unavailable',
    doctype: 'unreadable: the answer has a DOCTYPE, which is never read',
    entities: 'unreadable: the answer has a DOCTYPE, which is never read',
    'unknown-entity': 'unreadable: the answer is not well-formed XML',
    huge: 'unreadable: answer too large',
    malformed: 'unreadable: the answer is not well-formed XML',
    'two-roots': 'unreadable: the answer is not well-formed XML',
    deep: 'unreadable: the answer is nested too deeply',
    'wrong-encoding': 'unreadable: the answer holds bytes that its encoding does not have',
    'unknown-encoding': 'unreadable: the answer is in an encoding that is not read',
    html: 'unreadable: the answer is not the answer to a searchRetrieve',
    empty: 'unreadable: the answer is not well-formed XML',
    'not-marc': 'unreadable: the answer holds records that are not MARCXML',
    prototype: 'unreadable: the answer is not well-formed XML',
  };
  for (const [how, says] of Object.entries(wrongs) as [Misbehaviour, string][])
    it(`ends with a clear value where its server goes wrong: ${how}`, async () => {
      server = await openSruServer('1.2', [kallocain(['852', '  ', { a: 'SOUTH' }])]);
      server.misbehave(how);
      const { asked, holdings } = await ask({ timeoutMs: how === 'silent' ? 300 : 3_000 });
      expect(`${asked.outcome}: ${asked.cause ?? ''}`).to.equal(says);
      expect(holdings).to.deep.equal([]);
      expect(({} as { polluted?: string }).polluted).to.equal(undefined);
    });

  it('is down where nobody listens, and refused where the house allows no such address', async () => {
    server = await openSruServer('1.2');
    const { url } = server;
    await server.close();
    expect((await ask({ url })).asked).to.include({ outcome: 'down', cause: 'connection refused' });
    await fetchOut.close();
    fetchOut = buildFetchOut({
      allowPrivateAddresses: false,
      maxAnswerBytes: 2 ** 20,
      connectionsPerLine: 2,
    });
    expect((await ask({ url })).asked).to.include({ outcome: 'refused', cause: 'address not allowed' });
  });

  it('is the last one asked where it names somebody who could supply', async () => {
    server = await openSruServer('1.2', [
      kallocain(['852', '  ', { a: 'EAST' }], ['852', '  ', { a: 'SOUTH' }]),
    ]);
    const { url } = server;
    const named = ['first', 'second', 'third'].map((id) => aCatalogue(url, { id }));
    const [first, second, third] = named as [Catalogue, Catalogue, Catalogue];
    const found = await askCatalogues(
      [{ ...first, url: 'http://127.0.0.1:9/' }, { ...second, libraries: { EAST: 'ISIL:SE-EAST' } }, third],
      isbn,
      { ...asking, couldSupply: (agency) => agency === 'isil:se-south' },
    );
    expect(Object.entries(found.catalogues).map(([id, { outcome }]) => `${id} ${outcome}`)).to.deep.equal([
      'first down',
      'second found',
      'third found',
    ]);
    expect(found.holdings.length).to.equal(3);
  });
});
