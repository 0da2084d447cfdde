import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeToken } from '../../../src/access/index.js';
import { VirtualClock } from '../../../src/platform/index.js';
import { openLibrary, type Answer, type Library } from '../../support/library.js';

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

describe('a change of a loan record, where one gateway serves two agencies', () => {
  let folder: string;
  let house: Library;
  let id: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-change-'));
    house = await openLibrary({
      name: 'house',
      folder,
      agencies: [{ id: 'ISIL:SE-MAIN' }, { id: 'ISIL:SE-BRANCH' }],
      clock: new VirtualClock(),
    });
    const peer = { id: 'gub', name: 'G', agencies: [{ id: 'ISIL:SE-GUB' }], url: 'https://ill.example/' };
    await house.api('POST', '/api/v1/peers/import', [peer]);
    await house.api('POST', '/api/v1/peers/gub/pause');
    const { body } = await house.api('POST', RECORDS, record('ISIL:SE-MAIN', 'Kallocain'));
    id = String(body['id']);
  });
  afterEach(async () => {
    await house.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ofBranch(method: string, path: string, body?: unknown): Promise<Answer> {
    const made = makeToken(
      { name: 'branch', scopes: ['read', 'import'], agency: 'isil:se-branch' },
      { kind: 'person', id: 'the tests' },
    );
    const { secret } = await house.app.storage.committer.commit(made);
    return house.api(method, path, body, { authorization: `Bearer ${secret}` });
  }

  it('is for a token of the other agency as if there were no such record', async () => {
    const hers = { ...record('ISIL:SE-BRANCH', 'Astarte'), id: 'another' };
    const answer = await ofBranch('PUT', `${RECORDS}/${id}`, hers);
    expect(answer.status).to.equal(404);
    expect(JSON.stringify(answer.body)).to.not.include('N-7');
    expect((await ofBranch('PUT', `${RECORDS}/${id}`, { ...hers, id: 'N-7' })).status).to.equal(404);
    expect((await ofBranch('GET', RECORDS)).body['items']).to.deep.equal([]);
  });

  it('never makes a record of the other agency instead', async () => {
    const answer = await house.api('PUT', `${RECORDS}/${id}`, record('ISIL:SE-BRANCH', 'Astarte'));
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
    const answer = await house.api('PUT', `${RECORDS}/${id}`, record('ISIL:SE-MAIN', 'Astarte'));
    expect(answer.status).to.equal(200);
    expect(answer.body).to.include({ status: 'replaced', id });
  });
});
