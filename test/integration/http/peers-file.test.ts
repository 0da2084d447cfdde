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

  it('is refused where an agency would be spoken for by two peers, or is one of ours', async () => {
    expect(
      (await give([{ ...GUB, agencies: [{ id: 'ISIL:SE-GUB', aliases: ['OCLC:GUB'] }] }])).status,
    ).to.equal(200);
    const twin = { ...GUB, id: 'twin', agencies: [{ id: 'oclc:gub' }, { id: 'ISIL:se-north' }] };
    const answer = await give([twin]);
    expect(answer.status).to.equal(422);
    expect(answer.body['detail'])
      .to.include('twin: oclc:gub is an agency of peer gub')
      .and.include('twin: ISIL:se-north is an agency of our own');
    const { body } = await north.api('GET', '/api/v1/peers');
    expect((body['items'] as { id: string }[]).map(({ id }) => id)).to.deep.equal(['gub']);
  });

  it('may hand an agency from one peer to another, when it says both', async () => {
    const others = { ...GUB, agencies: [{ id: 'ISIL:SE-OTHER' }] };
    const answer = await give([others, { ...GUB, id: 'twin' }]);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.include({ added: ['twin'], changed: ['gub'] });
  });
});
