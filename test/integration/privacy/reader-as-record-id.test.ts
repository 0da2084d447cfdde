import { expect } from 'chai';
import { house, requesterAsks, type House } from '../../support/house.js';
import { filesOf, foundIn } from './canaries.js';

const south = 'ISIL:SE-SOUTH';
const canary = 'kanary-reader-4711';
const recordId = (code: string, value: string): string =>
  `<bibliographicRecordId><bibliographicRecordIdentifierCode scheme="RESHARE">${code}</bibliographicRecordIdentifierCode><bibliographicRecordIdentifier>${value}</bibliographicRecordIdentifier></bibliographicRecordId>`;

describe('a reader whom a request names as an id of the record', () => {
  let north: House;
  before(async () => {
    north = await house();
    await north.peer('south', [south], { profile: 'reshare' });
    const bibliography = recordId('patronReference', canary) + recordId('oclcNumber', '4711');
    const { body } = await north.post(requesterAsks({ requestId: 'R1~0', from: south, bibliography }));
    expect(body.toString()).to.include('>OK<').and.not.include(canary);
  });
  after(() => north.close());

  it('is in no file, no entry and no answer of the API [nr 99]', async () => {
    for (const [name, bytes] of filesOf(north.library.folder))
      expect(foundIn(bytes, [canary]), name).to.deep.equal([]);
    const loan = await north.newestLoan();
    const shown = [
      await north.library.entries(),
      (await north.library.api('GET', `/api/v1/loan-records/${loan}`)).body,
      (await north.library.api('GET', '/api/v1/events?after=0')).body,
    ];
    expect(JSON.stringify(shown)).to.not.include(canary);
    expect(JSON.stringify(shown), 'what is no reader’s stays').to.include('oclcNumber');
  });

  it('is erased by that id', async () => {
    const by = { patron: canary, because: 'the reader asks' };
    const { status, body } = await north.library.api('POST', '/api/v1/erasures', by);
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201, 202]);
    expect(JSON.stringify(body)).to.include(await north.newestLoan());
  });
});
