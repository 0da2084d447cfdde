import { expect } from 'chai';
import { openSruServer, type SruServer } from '../support/sru-server.js';
import { story, told } from '../support/story.js';
import { threeLibraries, type Three } from '../support/three-libraries.js';
import { newestLoan, shown } from '../support/two-libraries.js';
import {
  kallocainHeld,
  kallocainItem as item,
  knownSuppliers as suppliers,
  unionCatalogue,
} from '../support/union-catalogue.js';

describe('a request for which the library names no supplier', () => {
  let catalogue: SruServer;
  let three: Three | undefined;

  beforeEach(async () => {
    catalogue = await openSruServer('1.2', [kallocainHeld]);
  });
  afterEach(async () => {
    await three?.close();
    three = undefined;
    await catalogue.close();
  });

  const union = (over: object = {}): object => unionCatalogue(catalogue, over);

  it('goes to whoever holds it, the first by the rules; and when that one cannot supply, to the second, who does', async () => {
    three = await threeLibraries({ sourcing: { catalogues: [union()], suppliers } });
    const loan = await three.handIn({ item });
    await three.act('south', 'cannot-supply', { reason: 'NotOnShelf' });
    await three.act('east', 'will-supply');
    await three.act('east', 'ship', { dueDate: '2026-05-04' });

    expect(await story(three.west, loan)).to.equal(
      told(`
        record    accepted
        entry     holdings-heard: union names holders (1 record by isbn).
        entry     rota-made: SE-SOUTH 67.5 points (holds it: Hcb; lends to us in return); SE-EAST 57.5 points (holds it: Hcb 2); SE-FAR skipped: no peer is known for it; SE-WEST skipped: it is our own library.
        sent      Request
        received  RequestResponse Unfilled
        next      SE-SOUTH cannot supply: NotOnShelf; SE-EAST is next on the list (holds it: Hcb 2).
        sent      Request
        received  RequestResponse WillSupply [will-supply]
        received  StatusChange Loaned [shipped]
      `),
    );
    expect(await story(three.east, await newestLoan(three.east))).to.contain('act       ship');
  });

  it('passes over a library that is closed for long, by its calendar', async () => {
    const calendar = { closures: [{ from: '2026-02-23', to: '2026-03-20', why: 'Rebuilding' }] };
    three = await threeLibraries({
      sourcing: { catalogues: [union()], suppliers },
      peers: { south: { wire: { calendar } } },
    });
    const loan = await three.handIn({ item });
    const { record } = (await shown(three.west, loan)) as {
      record: { suppliers: { agencyId: string; outcome?: string }[] };
    };
    expect(record.suppliers.map(({ agencyId, outcome = 'later' }) => `${agencyId} ${outcome}`)).to.deep.equal(
      ['ISIL:SE-EAST asked', 'ISIL:SE-SOUTH later', 'ISIL:SE-FAR skipped', 'ISIL:SE-WEST skipped'],
    );
    expect(await story(three.west, loan)).to.contain('SE-SOUTH 67.5 points (is closed until 2026-03-23');
  });

  it('waits for a catalogue that is down, asks it again, and then goes on', async () => {
    catalogue.misbehave('busy-503');
    three = await threeLibraries({ sourcing: { catalogues: [union()], suppliers, retryMinutes: [1, 5] } });
    const loan = await three.handIn({ item });
    const { body } = await three.west.api('GET', `/api/v1/loan-records/${loan}/rota`);
    expect(body['askAt']).to.equal('2026-03-02T08:01:00.000Z');
    catalogue.misbehave(undefined);
    await three.pass(1);
    expect(await story(three.west, loan)).to.match(
      /holdings-heard: union does not answer \(HTTP 503\)\. Those that did not answer are asked again at 2026-03-02T08:01Z\.\nentry {5}holdings-heard: union names holders/,
    );
    expect(catalogue.asked.length).to.equal(2);
  });

  it('needs attention when no catalogue knows anybody, and after the last try of one that stays down', async () => {
    catalogue.misbehave('silent');
    three = await threeLibraries({
      sourcing: { catalogues: [union({ timeoutMs: 200 })], suppliers, retryMinutes: [1] },
    });
    const loan = await three.handIn({ item });
    await three.pass(1);
    const { attention } = await shown(three.west, loan);
    expect(attention).to.include({ queue: 'needs-fixing' });
    await three.pass(600);
    expect(catalogue.asked.length).to.equal(2);
    expect(await story(three.west, loan)).to.equal(
      told(`
        record    accepted
        entry     holdings-heard: union does not answer (no answer in time). Those that did not answer are asked again at 2026-03-02T08:01Z.
        entry     holdings-heard: union does not answer (no answer in time).
        entry     suppliers-sought: No catalogue names a library that could supply it: name one, or have them asked again. [attention]
      `),
    );
  });

  it('is refused where there is no catalogue to look in', async () => {
    three = await threeLibraries({ sourcing: {} });
    const { status, body } = await three.west.api('POST', '/api/v1/loan-records', {
      id: 'N-1',
      patron: { reference: 'P-1' },
      item,
      service: { type: 'Loan' },
    });
    expect(status).to.equal(422);
    expect(JSON.stringify(body)).to.contain('the settings name no catalogue to look in');
  });

  it('may name one and have the catalogues asked for others, who come behind it', async () => {
    three = await threeLibraries({ sourcing: { catalogues: [union()], suppliers } });
    const loan = await three.handIn({ item, suppliers: ['ISIL:SE-EAST'], sourcing: 'auto' });
    await three.act('east', 'cannot-supply', { reason: 'InUse' });
    expect(await story(three.west, loan)).to.match(
      /next {6}SE-EAST cannot supply: InUse; SE-SOUTH is next on the list/,
    );
  });

  it('stays open for what the catalogues find, when whoever was named cannot supply before they have answered', async () => {
    catalogue.misbehave('busy-503');
    three = await threeLibraries({ sourcing: { catalogues: [union()], suppliers, retryMinutes: [60] } });
    const loan = await three.handIn({ item, suppliers: ['ISIL:SE-EAST'], sourcing: 'auto' });
    await three.act('east', 'cannot-supply', { reason: 'InUse' });
    catalogue.misbehave(undefined);
    await three.pass(60);
    expect(await story(three.west, loan)).to.equal(
      told(`
        record    accepted
        sent      Request
        entry     holdings-heard: union does not answer (HTTP 503). Those that did not answer are asked again at 2026-03-02T09:00Z.
        received  RequestResponse Unfilled
        entry     holdings-heard: union names holders (1 record by isbn).
        entry     rota-made: SE-SOUTH 67.5 points (holds it: Hcb; lends to us in return); SE-FAR skipped: no peer is known for it; SE-WEST skipped: it is our own library.
        sent      Request
      `),
    );
  });
});
