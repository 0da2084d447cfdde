import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/platform/index.js';
import { openLibrary, type Answer, type Library } from '../../support/library.js';
import { lendwire } from '../../unit/cli/running.js';

const RECORDS = '/api/v1/loan-records';

function record(agency: string, title: string): object {
  return {
    id: 'N-7',
    agency,
    patron: { reference: 'P-1' },
    item: { title },
    service: { type: 'Loan' },
    suppliers: ['ISIL:SE-GUB'],
  };
}

describe('a library’s own id under which two of our agencies have a record', () => {
  let folder: string;
  let house: Library;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-two-agencies-'));
    house = await openLibrary({
      name: 'house',
      folder,
      agencies: [{ id: 'ISIL:SE-MAIN' }, { id: 'ISIL:SE-BRANCH' }, { id: 'ISIL:SE-THIRD' }],
      clock: new VirtualClock(),
    });
    const peer = { id: 'gub', name: 'G', agencies: [{ id: 'ISIL:SE-GUB' }], url: 'https://ill.example/' };
    await house.api('POST', '/api/v1/peers/import', [peer]);
    await house.api('POST', '/api/v1/peers/gub/pause');
    await house.api('POST', RECORDS, record('ISIL:SE-MAIN', 'Kallocain'));
    await house.api('POST', RECORDS, record('ISIL:SE-BRANCH', 'Astarte'));
  });
  afterEach(async () => {
    await house.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const act = (path: string): Promise<Answer> =>
    house.api('POST', `${path}/acts`, { verb: 'withdraw' }, { 'idempotency-key': path });
  const titleIn = ({ body }: Answer): unknown =>
    (body['record'] as { bibliographicInfo: { title: string } }).bibliographicInfo.title;

  it('is refused with the agencies to choose from, whatever is asked, and nothing happens', async () => {
    const path = `${RECORDS}/library:N-7`;
    const before = (await house.entries()).length;
    const answers = await Promise.all([
      house.api('GET', path),
      house.api('PUT', path, record('ISIL:SE-MAIN', 'Kris')),
      house.api('DELETE', path),
      act(path),
    ]);
    for (const { status, body } of answers) {
      expect(status).to.equal(400);
      expect(body['type']).to.equal('urn:lendwire:problem:agency-needed');
      expect(body['detail']).to.include('?agency=TYPE:VALUE').and.include('--agency TYPE:VALUE');
      expect(body['errors']).to.deep.equal([
        { parameter: 'agency', detail: 'one of ISIL:SE-BRANCH, ISIL:SE-MAIN' },
      ]);
    }
    expect(await house.entries()).to.have.length(before);
  });

  it('is found with the agency, and is not there for one that has none', async () => {
    const of = (agency: string): string => `${RECORDS}/library:N-7?agency=${agency}`;
    expect(titleIn(await house.api('GET', of('ISIL:SE-MAIN')))).to.equal('Kallocain');
    expect(titleIn(await house.api('GET', of('isil:se-branch')))).to.equal('Astarte');
    expect((await house.api('GET', of('ISIL:SE-THIRD'))).status).to.equal(404);
  });

  it('is told to whoever gives a command, with the option that is missing', async () => {
    const env = { LENDWIRE_URL: house.url.replace('/iso18626', ''), LENDWIRE_TOKEN: house.token };
    for (const words of [
      ['records', 'show', 'library:N-7'],
      ['act', 'withdraw', 'library:N-7'],
    ]) {
      const told = await lendwire(words, { env });
      expect(told.code).to.equal(1);
      expect(told.err).to.include('--agency: one of ISIL:SE-BRANCH, ISIL:SE-MAIN');
      const done = await lendwire([...words, '--agency', 'ISIL:SE-MAIN'], { env });
      expect(done.code, done.err).to.equal(0);
      expect((await lendwire([...words, '--help'], { env })).out).to.include('--agency <TYPE:VALUE>');
    }
  });
});
