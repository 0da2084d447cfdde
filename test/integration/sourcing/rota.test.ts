import { expect } from 'chai';
import { atTheDesk } from '../../support/at-the-desk.js';
import { openSruServer, type SruServer } from '../../support/sru-server.js';
import { story } from '../../support/story.js';
import { threeLibraries, type Three } from '../../support/three-libraries.js';
import {
  kallocainHeld,
  kallocainItem as item,
  knownSuppliers as suppliers,
  unionCatalogue,
} from '../../support/union-catalogue.js';
import { lendwire } from '../../unit/cli/running.js';

interface Explained {
  askAt?: string;
  suppliers: {
    agencyId: string;
    outcome?: string;
    remark?: string;
    total?: number;
    evidence: { ageMinutes: number }[];
  }[];
}

describe('the rota of a request', () => {
  let catalogue: SruServer;
  let three: Three;

  beforeEach(async () => {
    catalogue = await openSruServer('1.2', [kallocainHeld]);
    three = await threeLibraries({ sourcing: { catalogues: [unionCatalogue(catalogue)], suppliers } });
  });
  afterEach(async () => {
    await three.close();
    await catalogue.close();
  });

  const path = (loan: string, what: string): string => `/api/v1/loan-records/${loan}/${what}`;
  const explained = async (loan: string): Promise<Explained> =>
    (await three.west.api('GET', path(loan, 'rota'))).body as unknown as Explained;
  const order = async (loan: string): Promise<string[]> =>
    (await explained(loan)).suppliers.map(({ agencyId, outcome = 'later' }) => `${agencyId} ${outcome}`);

  it('says who stands where, why, on what evidence, and how old that is', async () => {
    const loan = await three.handIn({ item });
    await three.pass(90);
    const { suppliers: lines } = await explained(loan);
    expect(
      lines.map(({ agencyId, total, remark = '', evidence }) => [
        agencyId,
        total,
        remark,
        evidence[0]?.ageMinutes,
      ]),
    ).to.deep.equal([
      ['ISIL:SE-SOUTH', 67.5, '', 90],
      ['ISIL:SE-EAST', 57.5, '', 90],
      ['ISIL:SE-FAR', 57.5, 'no peer is known for it', 90],
      ['ISIL:SE-WEST', 57.5, 'it is our own library', 90],
    ]);
  });

  it('is told by `lendwire rota explain` as a table with its reasons, and as JSON', async () => {
    const loan = await three.handIn({ item });
    await three.pass(90);
    const env = { LENDWIRE_URL: `http://127.0.0.1:${three.west.port}`, LENDWIRE_TOKEN: three.west.token };
    const told = await lendwire(['rota', 'explain', 'library:N-1'], { env });
    expect(told.code, told.err).to.equal(0);
    expect(told.out).to.include(
      [
        '#  SUPPLIER       STANDS   POINTS  HOLDS/40  RETURN/10  COST/10  NEAR/5  FILLS/20  SPEED/10  LOAD/5',
        '1  ISIL:SE-SOUTH  asked    67.5          30         10        5  2.5           10         5       5',
        '2  ISIL:SE-EAST   later    57.5          30          0        5  2.5           10         5       5',
      ].join('\n'),
    );
    expect(told.out)
      .to.include('ISIL:SE-SOUTH\n  30 of 40: holds it: Hcb\n  10 of 10: lends to us in return\n')
      .and.include('  union said so 90 min ago: Hcb\n')
      .and.include('ISIL:SE-FAR\n  no peer is known for it\n')
      .and.include('Catalogues\n  union: found (by isbn, 1 record), asked 2026-03-02T08:00:00.000Z');
    const json = await lendwire(['rota', 'explain', loan, '--json'], { env });
    expect(JSON.parse(json.out)).to.deep.equal(await explained(loan));
    const nobody = await lendwire(['rota', 'explain', 'library:N-9'], { env });
    expect(nobody.code).to.equal(1);
  });

  it('is changed by a person: the order, who is added, and who is left out, an entry each', async () => {
    const loan = await three.handIn({ item });
    const wanted = { suppliers: ['ISIL:SE-FAR', 'ISIL:SE-NEW'] };
    const { status } = await three.west.api('PUT', path(loan, 'suppliers'), wanted);
    expect(status).to.equal(200);
    expect(await order(loan)).to.deep.equal([
      'ISIL:SE-SOUTH asked',
      'ISIL:SE-FAR later',
      'ISIL:SE-NEW later',
      'ISIL:SE-EAST skipped',
      'ISIL:SE-WEST skipped',
    ]);
    const size = await three.west.app.storage.readers.ledger.size();
    await three.west.api('PUT', path(loan, 'suppliers'), wanted);
    expect(await three.west.app.storage.readers.ledger.size()).to.equal(size);
    const again = await three.west.api('PUT', path(loan, 'suppliers'), { suppliers: ['ISIL:SE-EAST'] });
    expect(again.status).to.equal(200);
    await three.act('south', 'cannot-supply', { reason: 'InUse' });
    expect(await story(three.west, loan))
      .to.include('suppliers-ordered: Staff want these to be asked, in this order: SE-FAR, SE-NEW.')
      .and.match(/SE-SOUTH cannot supply: InUse; SE-EAST is next on the list \(staff put it there/);
  });

  it('refuses a supplier that has been asked, one that cannot be read, and an order for what is not ours to ask', async () => {
    const loan = await three.handIn({ item });
    const put = (list: string[]) => three.west.api('PUT', path(loan, 'suppliers'), { suppliers: list });
    const asked = await put(['ISIL:SE-SOUTH']);
    expect([asked.status, asked.body['refusal']]).to.deep.equal([422, 'asked-already']);
    expect((await put(['SE-SOUTH'])).status).to.equal(422);
    expect((await put(['ISIL:A', 'ISIL:A'])).status).to.equal(422);
    const { body } = await three.south.api('GET', '/api/v1/loan-records');
    const theirs = (body['items'] as { id: string }[])[0]?.id ?? '';
    const lender = await three.south.api('PUT', path(theirs, 'suppliers'), { suppliers: [] });
    expect([lender.status, lender.body['refusal']]).to.deep.equal([409, 'not-our-role']);
    const seek = await three.south.api('POST', path(theirs, 'holdings'));
    expect(seek.status).to.equal(409);
  });

  it('starts anew where a person has the catalogues asked again', async () => {
    catalogue.records = [];
    const loan = await three.handIn({ item });
    expect((await explained(loan)).suppliers).to.deep.equal([]);
    catalogue.records = [kallocainHeld];
    expect((await three.west.api('POST', path(loan, 'holdings'))).status).to.equal(200);
    await three.settle();
    expect((await order(loan))[0]).to.equal('ISIL:SE-SOUTH asked');
  });

  it('is asked at once where a person names somebody whom no catalogue knew', async () => {
    catalogue.records = [];
    const loan = await three.handIn({ item });
    await three.west.api('PUT', path(loan, 'suppliers'), { suppliers: ['ISIL:SE-EAST'] });
    await three.settle();
    expect(await order(loan)).to.deep.equal(['ISIL:SE-EAST asked']);
  });

  it('stands on the page with its reasons, in three languages, and is changed there without a script', async () => {
    const loan = await three.handIn({ item });
    const { browser } = await atTheDesk(three.west, 'eva');
    const shown = (await browser.get(`/requests/${loan}`)).text;
    expect(shown)
      .to.include('67.5 points')
      .and.include('lends to us in return')
      .and.include('nobody speaks for it here')
      .and.include('union, asked');
    for (const [language, words] of [
      ['sv', 'lånar ut till oss i gengäld'],
      ['de', 'leiht uns im Gegenzug'],
    ] as const) {
      await browser.post('/account/language', { language, back: `/requests/${loan}` });
      expect((await browser.get(`/requests/${loan}`)).text, language).to.include(words);
    }
    await browser.post('/account/language', { language: 'en' });
    await browser.get(`/requests/${loan}`);
    const changed = await browser.post(`/requests/${loan}/suppliers`, {
      ...{ supplier1: 'ISIL:SE-EAST', place1: '', supplier2: 'ISIL:SE-FAR', place2: '1' },
      added: 'ISIL:SE-NEW',
    });
    expect([changed.status, changed.location]).to.deep.equal([303, `/requests/${loan}?outcome=done`]);
    expect((await order(loan)).slice(0, 4)).to.deep.equal([
      'ISIL:SE-SOUTH asked',
      'ISIL:SE-FAR later',
      'ISIL:SE-NEW later',
      'ISIL:SE-EAST skipped',
    ]);
    const wrong = await browser.post(`/requests/${loan}/suppliers`, { added: 'SE-<b>' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('A library is written TYPE:VALUE').and.include('SE-&lt;b>');
    const seek = await browser.post(`/requests/${loan}/holdings`);
    expect(seek.status).to.equal(303);
  });
});
