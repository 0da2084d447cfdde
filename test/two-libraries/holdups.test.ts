import { expect } from 'chai';
import { aRecord, ledgersHold, shown, story, told, twoLibraries } from '../support/two-libraries.js';

const watched = { intake: { duplicates: { withinDays: 30 }, limits: { openPerPatron: 3 } } };

describe('a wish that repeats another one', () => {
  afterEach(ledgersHold);

  it('is taken and held for a person with the reason, and nothing is sent until the person lets it go', async () => {
    const { north, south, ...two } = await twoLibraries({ settings: watched });
    await two.ask({ id: 'N-1' });
    const again = await two.handIn({ id: 'N-2' });
    await two.settle();

    const held = await shown(north, again);
    expect(held['attention']).to.include({ queue: 'needs-fixing' });
    expect(held['record']).to.have.nested.property('heldUp.reasons.duplicate.text').that.includes('N-1');
    expect((held['possible'] as { verb: string }[]).map(({ verb }) => verb)).to.deep.equal([
      'release-holdup',
      'withdraw',
      'log-call',
    ]);
    const loan = { north: again, south: again };
    expect((await two.tryAct('north', loan, 'next-supplier')).body).to.include({ refusal: 'held-up' });
    expect(await story(north, again)).to.equal(told('record accepted [attention]'));

    await two.act('north', loan, 'release-holdup');

    expect(await story(north, again)).to.equal(
      told(`
        record    accepted [attention]
        sent      Request
      `),
    );
    expect((await shown(north, again))['record']).to.not.have.property('heldUp');
    const { body } = await south.api('GET', '/api/v1/loan-records?limit=10');
    expect(body['items']).to.have.length(2);
  });

  it('can be withdrawn, and nobody was ever asked', async () => {
    const { north, south, ...two } = await twoLibraries({ settings: watched });
    await two.ask({ id: 'N-1' });
    const again = await two.handIn({ id: 'N-2' });
    await two.act('north', { north: again, south: again }, 'withdraw');

    expect((await shown(north, again))['record']).to.include({ phase: 'withdrawn' });
    const { body } = await south.api('GET', '/api/v1/loan-records?limit=10');
    expect(body['items']).to.have.length(1);
  });

  it('stays held when the library changes it', async () => {
    const { north, ...two } = await twoLibraries({ settings: watched });
    await two.ask({ id: 'N-1' });
    const again = await two.handIn({ id: 'N-2' });
    const change = aRecord({
      id: 'N-2',
      item: { title: 'Kallocain', author: 'Boye, Karin', publisher: 'Bonnier' },
    });
    const { status } = await north.api('PUT', `/api/v1/loan-records/${again}`, change);
    expect(status).to.equal(200);
    await two.settle();
    expect((await shown(north, again))['record']).to.have.property('heldUp');
    expect((await shown(north, again))['transactions']).to.deep.equal([]);
  });

  it('is found among those that come in at the same moment', async () => {
    const { north, ...two } = await twoLibraries({ settings: watched });
    const ids = await Promise.all(['A', 'B'].map((id) => two.handIn({ id })));
    await two.settle();
    const records = await Promise.all(ids.map((id) => shown(north, id)));
    expect(records.filter(({ record }) => 'heldUp' in (record as object))).to.have.length(1);
  });

  it('is no repetition once the first one came to nothing', async () => {
    const { north, ...two } = await twoLibraries({ settings: watched });
    const first = await two.ask({ id: 'N-1' });
    await two.act('south', first, 'cannot-supply', { reason: 'NotOnShelf' });
    const again = await two.ask({ id: 'N-2' });
    expect((await shown(north, again.north))['record']).to.not.have.property('heldUp');
  });
});

describe('a reader with as many requests as the rules allow', () => {
  afterEach(ledgersHold);

  it('has the next one held, and no other reader', async () => {
    const { north, ...two } = await twoLibraries({ settings: watched });
    for (const id of ['N-1', 'N-2', 'N-3']) await two.handIn({ id, item: { title: `Work ${id}` } });
    const fourth = await two.handIn({ id: 'N-4', item: { title: 'Work N-4' } });
    const other = await two.handIn({ id: 'N-5', item: { title: 'Work N-5' }, patron: { reference: 'P-2' } });
    await two.settle();
    expect((await shown(north, fourth))['record']).to.have.nested.property('heldUp.reasons.patron-limit');
    expect((await shown(north, other))['record']).to.not.have.property('heldUp');
  });
});
