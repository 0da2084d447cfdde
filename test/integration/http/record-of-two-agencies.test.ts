import { expect } from 'chai';
import type { Answer, Library } from '../../support/library.js';
import { lendwire } from '../../unit/cli/running.js';
import { houseOf, recordOf, RECORDS } from './house-of-agencies.js';

describe('a library’s own id under which two of our agencies have a record', () => {
  let close: () => Promise<void>;
  let house: Library;
  beforeEach(async () => {
    ({ house, close } = await houseOf('ISIL:SE-MAIN', 'ISIL:SE-BRANCH', 'ISIL:SE-THIRD'));
    await house.api('POST', RECORDS, recordOf('ISIL:SE-MAIN', 'Kallocain'));
    await house.api('POST', RECORDS, recordOf('ISIL:SE-BRANCH', 'Astarte'));
  });
  afterEach(() => close());
  const act = (path: string): Promise<Answer> =>
    house.api('POST', `${path}/acts`, { verb: 'withdraw' }, { 'idempotency-key': path });
  const titleIn = ({ body }: Answer): unknown =>
    (body['record'] as { bibliographicInfo: { title: string } }).bibliographicInfo.title;

  it('is refused with the agencies to choose from, whatever is asked, and nothing happens', async () => {
    const path = `${RECORDS}/library:N-7`;
    const before = (await house.entries()).length;
    const answers = await Promise.all([
      house.api('GET', path),
      house.api('PUT', path, recordOf('ISIL:SE-MAIN', 'Kris')),
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
