import { expect } from 'chai';
import {
  decode,
  editions,
  encode,
  EDITION_IDS,
  writeSchema,
  type EditionId,
  type Initiating,
  type Request,
} from '../../src/iso18626/index.js';
import { house, type House } from '../support/house.js';
import { judgeBy, type Judge } from '../support/iso18626-official.js';

const south = 'ISIL:SE-SOUTH';
const agency = (value: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue: value });
const header = (requestId: string, more: object = {}) => ({
  supplyingAgencyId: agency('SE-NORTH'),
  requestingAgencyId: agency('SE-SOUTH'),
  timestamp: '2026-03-02T08:00:00Z',
  requestingAgencyRequestId: requestId,
  ...more,
});

function aRequest(requestId: string): Request {
  return {
    kind: 'request',
    header: header(requestId),
    bibliographicInfo: {
      title: 'Kallocain',
      bibliographicItemId: [
        { bibliographicItemIdentifierCode: { value: 'ISBN' }, bibliographicItemIdentifier: '9789100123000' },
      ],
    },
    serviceInfo: { serviceType: 'Loan', itemFormat: { value: 'Printed' } },
  };
}

const written = (message: Initiating, edition: EditionId): string =>
  encode(message, editions[edition]).bytes.toString();

describe('the edition of a peer', () => {
  let north: House;
  const judges = new Map<EditionId, Judge>();

  before(() => {
    for (const id of EDITION_IDS) judges.set(id, judgeBy(writeSchema(editions[id])));
  });
  after(() => {
    for (const judge of judges.values()) judge.dispose();
  });
  beforeEach(async () => {
    north = await house();
  });
  afterEach(() => north.close());

  const faultBy = (edition: EditionId, xml: string | Buffer): string | undefined =>
    judges.get(edition)?.verdict(xml);

  for (const edition of EDITION_IDS)
    it(`[7.1 nr 1, 7.1 nr 2, 7.1 nr 15, 7.7 nr 88] is ${edition}: its request is taken, confirmed and answered in it`, async () => {
      const peer = await north.peer('south', [south], { edition, strict: true });

      const posted = await north.post(written(aRequest('A1'), edition));

      expect(posted.text).to.include('messageStatus>OK<');
      expect(faultBy(edition, posted.body)).to.equal(undefined);
      expect(posted.text.includes('multipleItemRequestId')).to.equal(false);
      await north.act(await north.newestLoan(), 'will-supply');
      await north.act(await north.newestLoan(), 'ship', {
        dueDate: '2026-05-02',
        carrier: 'PostNord',
        trackingId: 'RR1',
      });
      expect(peer.arrived).to.have.length(2);
      for (const { body } of peer.arrived) {
        expect(faultBy(edition, body), body.toString()).to.equal(undefined);
        expect(decode(body).edition.id).to.equal(edition);
        expect(body.toString()).to.include(`version="${editions[edition].version}"`);
      }
      expect((await north.lastReceived()).facts).to.include({ edition });
    });

  it('[7.1 nr 5] that nobody has named is found in its first message, kept as an entry, and spoken from then on', async () => {
    const peer = await north.peer('south', [south]);
    const shown = async (): Promise<unknown> =>
      ((await north.library.api('GET', '/api/v1/peers')).body['items'] as { edition: string }[])[0]?.edition;
    expect(await shown()).to.equal('2017');

    const posted = await north.post(written(aRequest('A1'), '2021'));

    expect(posted.text).to.include('messageStatus>OK<');
    expect(await shown()).to.equal('2021');
    const [entry] = (await north.library.entries()).filter(
      ({ facts }) => facts?.['editionFound'] !== undefined,
    );
    expect(entry).to.include({ kind: 'peer-changed', peer: 'south' });
    expect(entry?.actor).to.deep.equal({ kind: 'peer', id: 'south' });
    await north.act(await north.newestLoan(), 'will-supply');
    expect(faultBy('2021', peer.arrived[0]?.body ?? '')).to.equal(undefined);
    await north.post(written(aRequest('A2'), '2017'));
    expect(await shown(), 'one message of another edition does not turn it').to.equal('2021');
  });

  it('[7.1 nr 5] that its record names is not changed by what a version attribute says', async () => {
    await north.peer('south', [south], { edition: '2017' });
    for (const [at, version] of ['', '1.0', 'v1_2_2017', '2021-3'].entries()) {
      const xml = written(aRequest(`A${at}`), '2017').replace(
        / ill:version="[^"]*"/,
        ` ill:version="${version}"`,
      );
      expect((await north.post(xml)).text, version).to.include('messageStatus>OK<');
    }
    const found = (await north.library.entries()).filter(
      ({ facts }) => facts?.['editionFound'] !== undefined,
    );
    expect(found).to.deep.equal([]);
  });

  it('[7.4 nr 51] decides whether a request may leave out its service', async () => {
    await north.peer('old', ['ISIL:SE-SOUTH'], { edition: '2017' });
    await north.peer('new', ['ISIL:SE-EAST'], { edition: '2021' });
    const { serviceInfo: _none, ...bare } = aRequest('A1');
    const xml = written(bare, '2017');
    expect((await north.post(xml)).text).to.include('messageStatus>OK<');
    const refused = await north.post(xml.replace('SE-SOUTH', 'SE-EAST'));
    expect(refused.status).to.equal(200);
    expect(refused.text).to.include('errorType>BadlyFormedMessage<').and.include('request/serviceInfo');
  });

  it('[7.7 nr 88] decides how many problems one answer names', async () => {
    await north.peer('old', ['ISIL:SE-SOUTH'], { edition: '2017', strict: true });
    await north.peer('new', ['ISIL:SE-EAST'], { edition: '2021', strict: true });
    const faulty = (edition: EditionId, who: string): string =>
      written(aRequest('A1'), edition)
        .replace('SE-SOUTH', who)
        .replace('>Loan<', '>Borrow<')
        .replace('2026-03-02T08:00:00Z', 'yesterday');
    const errorsIn = (xml: string): number => xml.split(/<(?:\w+:)?errorData>/).length - 1;

    const old = await north.post(faulty('2017', 'SE-SOUTH'));
    const young = await north.post(faulty('2021', 'SE-EAST'));

    expect(errorsIn(old.text)).to.equal(1);
    expect(old.text).to.match(/errorValue>[^<]*1 more/);
    expect(errorsIn(young.text)).to.equal(2);
    expect(faultBy('2017', old.body)).to.equal(undefined);
    expect(faultBy('2021', young.body)).to.equal(undefined);
  });
});
