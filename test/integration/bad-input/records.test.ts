import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ExitCode } from '../../../src/cli/exit.js';
import { lendwire, type Ran } from '../../unit/cli/running.js';
import { settle } from '../../support/two-libraries.js';
import { lendingLibrary, type LendingLibrary } from './lending-library.js';

describe('what a library hands in and nobody can use', () => {
  let library: LendingLibrary;
  let folder: string;

  beforeEach(async () => {
    library = await lendingLibrary();
    folder = mkdtempSync(join(tmpdir(), 'lendwire-records-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await library.worksAndCloses();
  });

  it('is one bad line of a CSV file: the report names line, field and reason, the others are taken', async () => {
    const file = join(folder, 'wishes.csv');
    const head = 'id,agency,patron.reference,item.title,service.type,suppliers';
    const good = (id: string): string => `${id},ISIL:SE-SOUTH,P-1,Kallocain,Loan,ISIL:SE-NORTH`;
    const bad = 'W-2,ISIL:SE-SOUTH,P-1,Kallocain,Lone,ISIL:SE-NORTH';
    writeFileSync(file, [head, good('W-1'), bad, good('W-3'), ''].join('\n'));

    const ran = await asOperator(['import', file]);

    expect(ran.code).to.equal(ExitCode.SomeRefused);
    expect(ran.out).to.match(/2 accepted\n\s+1 refused/);
    expect(ran.out).to.match(/^line 3 +service\.type +"Lone" is none of Loan, Copy/m);
    await settle([library.south], library.clock);
    expect(library.north.arrived).to.have.length(2);
  });

  it('is a line that is broken: the lines before and after it are taken', async () => {
    const file = join(folder, 'wishes.csv');
    const head = 'id,agency,patron.reference,item.title,service.type,suppliers';
    const good = (id: string): string => `${id},ISIL:SE-SOUTH,P-1,Kallocain,Loan,ISIL:SE-NORTH`;
    writeFileSync(file, [head, good('W-1'), 'W-2,ISIL:SE-SOUTH', good('W-3'), ''].join('\n'));

    const ran = await asOperator(['import', file]);

    expect(ran.code).to.equal(ExitCode.SomeRefused);
    expect(ran.out).to.match(/^line 3 /m);
    await settle([library.south], library.clock);
    expect(library.north.arrived).to.have.length(2);
  });

  it('is a record with no title and no identifier: 422 that names the field, and nothing is kept', async () => {
    const before = (await library.south.entries()).length;
    const { status, headers, body } = await library.south.api('POST', '/api/v1/loan-records', {
      id: 'W-1',
      agency: 'ISIL:SE-SOUTH',
      patron: { reference: 'P-1' },
      item: { author: 'Boye, Karin' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-NORTH'],
    });

    expect(status).to.equal(422);
    expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(body['type']).to.equal('urn:lendwire:problem:record-refused');
    expect(body['errors']).to.have.nested.property('[0].field', '/item/title');
    expect(body['errors'])
      .to.have.nested.property('[0].detail')
      .that.matches(/needs a title or an identifier/);
    expect(await library.south.entries()).to.have.length(before);
  });

  it('asks somebody whom nobody knows: 422 that names the place in the list', async () => {
    const { status, body } = await library.south.api('POST', '/api/v1/loan-records', {
      id: 'W-1',
      agency: 'ISIL:SE-SOUTH',
      patron: { reference: 'P-1' },
      item: { title: 'Kallocain' },
      service: { type: 'Loan' },
      suppliers: ['ISIL:SE-NOBODY'],
    });

    expect(status).to.equal(422);
    expect(JSON.stringify(body['errors'])).to.include('SE-NOBODY');
  });

  it('is no JSON: 400 that says so', async () => {
    const response = await fetch(`http://127.0.0.1:${library.south.port}/api/v1/loan-records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${library.south.token}`, 'content-type': 'application/json' },
      body: '{"id": "W-1", ',
    });

    expect(response.status).to.equal(400);
    expect(await response.json()).to.include({ type: 'urn:lendwire:problem:not-json' });
  });

  function asOperator(words: string[]): Promise<Ran> {
    const env = {
      LENDWIRE_URL: `http://127.0.0.1:${library.south.port}`,
      LENDWIRE_TOKEN: library.south.token,
    };
    return lendwire(words, { env });
  }
});

describe('a configuration with three mistakes', () => {
  it('is refused with one report that names all three, and nothing is made on the disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lendwire-settings-'));
    try {
      const file = join(folder, 'gateway.json');
      writeFileSync(
        file,
        JSON.stringify({
          name: 'South Library',
          agencies: [{ id: 'SE-SOUTH', name: 'South' }],
          server: { port: 70_000 },
          database: { path: 'south.sqlite' },
        }),
      );

      const ran = await lendwire(['migrate', '--config', file]);

      expect(ran.code).to.equal(ExitCode.Failed);
      expect(ran.err).to.include('has 3 faults');
      expect(ran.err).to.match(/^ {2}name: /m);
      expect(ran.err).to.match(/^ {2}agencies\.0\.id: .*TYPE:VALUE/m);
      expect(ran.err).to.match(/^ {2}server\.port: /m);
      expect(ran.err).not.to.match(/^\s+at /m);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
