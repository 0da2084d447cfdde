import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/platform/index.js';
import { openLibrary, type Answer, type Library } from '../../support/library.js';

const GUB = { id: 'gub', name: 'Gothenburg', agencies: [{ id: 'ISIL:SE-GUB' }], url: 'https://ill.example/' };

describe('a peers file that a running gateway is given', () => {
  let folder: string;
  let north: Library;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-peers-'));
    north = await openLibrary({
      name: 'north',
      folder,
      agencies: [{ id: 'ISIL:SE-NORTH' }],
      clock: new VirtualClock(),
      settings: { outbound: { allowPlainHttp: false } },
    });
  });
  after(async () => {
    await north.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const give = (file: unknown): Promise<Answer> => north.api('POST', '/api/v1/peers/import', file);

  it('is refused with what is wrong and where, never with a bare 500', async () => {
    const answer = await give([{ ...GUB, url: 'ftp://ill.example/', agencies: [{ id: 'SE-GUB' }] }]);
    expect(answer.status).to.equal(422);
    expect(answer.body['detail']).to.include('an http or https URL').and.include('TYPE:VALUE');
  });

  it('is refused with the setting to change, where a URL is plain http', async () => {
    const answer = await give([{ ...GUB, url: 'http://ill.example/' }]);
    expect(answer.status).to.equal(422);
    expect(answer.body['detail']).to.include('gub').and.include('outbound.allowPlainHttp');
  });
});
