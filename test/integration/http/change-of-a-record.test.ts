import { expect } from 'chai';
import { makeToken } from '../../../src/access/index.js';
import type { Answer, Library } from '../../support/library.js';
import { houseOf, recordOf, RECORDS } from './house-of-agencies.js';

describe('a change of a loan record, where one gateway serves two agencies', () => {
  let close: () => Promise<void>;
  let house: Library;
  let id: string;
  beforeEach(async () => {
    ({ house, close } = await houseOf('ISIL:SE-MAIN', 'ISIL:SE-BRANCH'));
    const { body } = await house.api('POST', RECORDS, recordOf('ISIL:SE-MAIN', 'Kallocain'));
    id = String(body['id']);
  });
  afterEach(() => close());

  async function ofBranch(method: string, path: string, body?: unknown): Promise<Answer> {
    const made = makeToken(
      { name: 'branch', scopes: ['read', 'import'], agency: 'isil:se-branch' },
      { kind: 'person', id: 'the tests' },
    );
    const { secret } = await house.app.storage.committer.commit(made);
    return house.api(method, path, body, { authorization: `Bearer ${secret}` });
  }

  it('is for a token of the other agency as if there were no such record', async () => {
    const hers = { ...recordOf('ISIL:SE-BRANCH', 'Astarte'), id: 'another' };
    const answer = await ofBranch('PUT', `${RECORDS}/${id}`, hers);
    expect(answer.status).to.equal(404);
    expect(JSON.stringify(answer.body)).to.not.include('N-7');
    expect((await ofBranch('PUT', `${RECORDS}/${id}`, { ...hers, id: 'N-7' })).status).to.equal(404);
    expect((await ofBranch('GET', RECORDS)).body['items']).to.deep.equal([]);
  });

  it('never makes a record of the other agency instead', async () => {
    const answer = await house.api('PUT', `${RECORDS}/${id}`, recordOf('ISIL:SE-BRANCH', 'Astarte'));
    expect(answer.status).to.equal(422);
    expect(answer.body['errors']).to.deep.include({
      at: 'record 1',
      field: '/agency',
      detail: 'is not the agency whose record this is',
    });
    const { body } = await house.api('GET', RECORDS);
    expect(body['items']).to.have.length(1);
  });

  it('is taken where the agency is its own', async () => {
    const answer = await house.api('PUT', `${RECORDS}/${id}`, recordOf('ISIL:SE-MAIN', 'Astarte'));
    expect(answer.status).to.equal(200);
    expect(answer.body).to.include({ status: 'replaced', id });
  });
});
