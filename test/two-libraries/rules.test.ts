import { expect } from 'chai';
import { ledgersHold, shown, story, told, twoLibraries, type Libraries } from '../support/two-libraries.js';

const upTo = { value: '10.00', currency: 'EUR' };
const inLibrary = { name: 'In-library loans', conditions: ['LibraryUseOnly'], upTo, peers: ['south'] };

async function offered(
  two: Omit<Libraries, 'north' | 'south'>,
  offer: object,
): Promise<{ north: string; south: string }> {
  const loan = await two.ask({ service: { type: 'Loan', maximumCost: { value: '5.00', currency: 'EUR' } } });
  await two.act('south', loan, 'conditional', offer);
  return loan;
}

const dear = { conditions: ['LibraryUseOnly'], cost: { value: '8.00', currency: 'EUR' } };

describe('a rule that accepts offers', () => {
  afterEach(ledgersHold);

  it('answers at once, by name, what it is made for; the entry says why', async () => {
    const { north, south, ...two } = await twoLibraries();
    const added = await north.api('POST', '/api/v1/rules', inLibrary);
    expect(added.status, JSON.stringify(added.body)).to.equal(201);

    const loan = await offered(two, dear);

    expect(await story(south, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       conditional
        sent      RequestResponse WillSupply
        received  Notification [attention]
      `),
    );
    const { transactions } = await shown(north, loan.north);
    expect(transactions).to.have.nested.property('[0].offer.state', 'accepted');
    expect(transactions).to.have.nested.property('[0].offer.rule', 'In-library loans');
    const answer = (await north.entries()).find(({ facts }) => facts?.['rule'] === added.body['id']);
    expect(answer?.because).to.equal(
      'The rule “In-library loans” accepts it: LibraryUseOnly, up to 10.00 EUR, from south.',
    );
  });

  it('answers by a new request where that is the practice', async () => {
    const edition = { edition: '2021' };
    const { north, south, ...two } = await twoLibraries({ peers: { north: edition, south: edition } });
    await north.api('POST', '/api/v1/rules', inLibrary);
    const loan = await offered(two, dear);
    const { transactions } = await shown(south, loan.south);
    expect(transactions).to.have.length(2);
    expect(transactions).to.have.nested.property('[0].offer.state', 'accepted');
  });

  for (const [what, offer] of Object.entries({
    'a dearer one': { ...dear, cost: { value: '10.01', currency: 'EUR' } },
    'another condition': { ...dear, conditions: ['LibraryUseOnly', 'NoReproduction'] },
    'a price in another currency, however small': { ...dear, cost: { value: '1.00', currency: 'SEK' } },
    'a day': { ...dear, dueDate: '2026-12-24' },
  }))
    it(`leaves ${what} to staff`, async () => {
      const { north, south: _, ...two } = await twoLibraries();
      await north.api('POST', '/api/v1/rules', inLibrary);
      const loan = await offered(two, offer);
      const { transactions, attention } = await shown(north, loan.north);
      expect(transactions).to.have.nested.property('[0].offer.state', 'open');
      expect(attention).to.have.property('queue', 'condition-to-answer');
    });

  it('leaves what comes after it was removed to staff', async () => {
    const { north, south: _, ...two } = await twoLibraries();
    const { body } = await north.api('POST', '/api/v1/rules', inLibrary);
    expect((await north.api('DELETE', `/api/v1/rules/${String(body['id'])}`)).status).to.equal(204);
    expect((await north.api('GET', '/api/v1/rules')).body['items']).to.deep.equal([]);
    const loan = await offered(two, dear);
    expect((await shown(north, loan.north))['transactions']).to.have.nested.property(
      '[0].offer.state',
      'open',
    );
  });

  it('says in a dry run what it would have done, and does nothing', async () => {
    const { north, south: _, ...two } = await twoLibraries();
    const first = await offered(two, dear);
    await two.act('north', first, 'decline-condition');
    await offered(two, { conditions: ['NoReproduction'] });
    const size = (await north.entries()).length;

    const { body, status } = await north.api('POST', '/api/v1/rules/dry-run', { rule: inLibrary });

    expect(status).to.equal(200);
    expect(body).to.include({ looked: 2, accepted: 1 });
    const trials = body['trials'] as Record<string, unknown>[];
    expect(trials.map(({ terms, was, accepts, because }) => [terms, was, accepts, because])).to.deep.equal([
      [
        'LibraryUseOnly, 8.00 EUR',
        'declined (us)',
        true,
        'The rule “In-library loans” accepts it: LibraryUseOnly, up to 10.00 EUR, from south.',
      ],
      ['NoReproduction', 'open', false, 'The rule does not accept NoReproduction.'],
    ]);
    expect((await north.entries()).length).to.equal(size);
    const since = new Date(two.clock.now().getTime() + 86_400_000).toISOString();
    expect((await north.api('POST', '/api/v1/rules/dry-run', { rule: inLibrary, since })).body).to.include({
      looked: 0,
    });
  });
});
