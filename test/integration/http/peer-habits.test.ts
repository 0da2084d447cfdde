import { expect } from 'chai';
import type { DryRun, QuirkView } from '../../../src/desk/index.js';
import { house, requesterAsks, requesterSays, supplierSays, type House } from '../../support/house.js';
import { plays } from '../../support/scripted-peer.js';
import { lendwire } from '../../unit/cli/running.js';

const south = 'ISIL:SE-SOUTH';
const said = 'Patron canary 4711';

describe('the habits of a peer', () => {
  let north: House;
  beforeEach(async () => {
    north = await house();
  });
  afterEach(() => north.close());

  async function dryRun(profile: string): Promise<DryRun> {
    const { status, body } = await north.library.api('POST', '/api/v1/peers/south/dry-run', { profile });
    expect(status, JSON.stringify(body)).to.equal(200);
    return body as unknown as DryRun;
  }

  async function quirks(): Promise<QuirkView[]> {
    const { body } = await north.library.api('GET', '/api/v1/peers/south/quirks');
    return body['items'] as QuirkView[];
  }

  const env = (): Record<string, string> => ({
    LENDWIRE_URL: north.library.url.replace(/\/iso18626$/, ''),
    LENDWIRE_TOKEN: north.library.token,
  });

  it('are told by a dry run of what another profile would change, in what is sent and in what is read', async () => {
    await north.peer('south', [south]);
    await north.post(requesterAsks({ requestId: 'A1', from: south }));
    const loan = await north.newestLoan();
    await north.act(loan, 'will-supply', { note: said });
    await north.act(loan, 'ship', { dueDate: '2026-05-01' });
    const note = 'ACCEPT';
    await north.post(requesterSays({ requestId: 'A1', from: south, action: 'Notification', note }));

    const before = (await north.library.entries()).length;
    const run = await dryRun('alma');
    expect(await north.library.entries(), 'a dry run enters nothing').to.have.length(before);

    expect(run).to.include({ replayed: 4, notReplayable: 0 });
    const loaned = run.changed.find(({ what }) => what === 'StatusChange Loaned');
    expect(loaned?.lines?.map(({ sign, text }) => sign + text)).to.deep.equal([
      '+<ill:note>‹35 characters›</ill:note>',
    ]);
    const notified = run.changed.find(({ what }) => what === 'Notification');
    expect(notified).to.include({ direction: 'in' });
    expect(notified?.remarksNew).to.deep.equal(['condition-accepted']);
    expect(JSON.stringify(run)).to.not.include(said).and.not.include('canary');
  });

  it('are told for what would go out: lines that go, lines that come, and what is lost', async () => {
    await north.peer('south', [south]);
    await north.asks(south);
    const run = await dryRun('koha-core');
    const [request] = run.changed;
    expect(request).to.include({ direction: 'out', what: 'Request' });
    expect(
      request?.lines?.some(({ sign, text }) => sign === '+' && text.includes('version="2021-3"')),
    ).to.equal(true);
    expect((await north.library.entries()).filter(({ kind }) => kind === 'peer-changed')).to.deep.equal([]);
  });

  it('are told of refusals that would appear', async () => {
    await north.peer('south', [south]);
    await north.post(requesterAsks({ requestId: 'A1', from: south }));
    const run = await dryRun('strict-2017');
    expect(run.changed[0]?.refusalNew).to.match(/attribute-form/);
  });

  it('count messages of erased loans as not replayable', async () => {
    await north.peer('south', [south]);
    const { loan, requestId } = await north.asks(south);
    await north.post(supplierSays({ requestId, from: south, status: 'Unfilled', note: 'Sorry.' }));
    const by = { patron: 'P-1', because: 'the reader asks' };
    const { status, body } = await north.library.api('POST', '/api/v1/erasures', by);
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201, 202]);
    expect((await north.library.api('GET', `/api/v1/loan-records/${loan}`)).status).to.equal(200);
    expect((await dryRun('alma')).notReplayable).to.be.greaterThan(0);
  });

  it('are proposed from what a peer does, and adopted by a person as an entry that holds', async () => {
    const peer = await north.peer('south', [south]);
    peer.always(plays.created);
    for (const status of ['RequestReceived', 'WillSupply', 'Loaned']) {
      const { requestId } = await north.asks(south);
      await north.post(supplierSays({ requestId, from: south, status, note: `Hi. #seq:${status.length}#` }));
      await north.post(
        supplierSays({
          requestId,
          from: south,
          reason: 'Notification',
          timestamp: '2026-03-02T09:00:00.123Z',
        }),
      );
    }
    const proposed = await quirks();

    const byId = new Map(proposed.map((one) => [one.id, one]));
    expect([...byId.keys()]).to.have.members([
      'answers-201',
      'attributes-unqualified',
      'empty-status',
      'sequence-tags',
    ]);
    expect(byId.get('answers-201')).to.include({ says: 'answers 201 in 3 of 3 cases', seen: 3, of: 3 });
    expect(byId.get('attributes-unqualified')?.says).to.equal(
      'writes attributes unqualified in 6 of 6 cases',
    );
    expect(byId.get('sequence-tags')?.dryRun).to.include({ replayed: 9, changed: 3 });

    const adopted = await lendwire(
      ['peers', 'adopt', 'south', 'sequence-tags', '--because', 'seen three times'],
      {
        env: env(),
      },
    );
    expect(adopted.out).to.include('south is spoken to so from now on: sequence-tags.');
    const entry = (await north.library.entries()).find(
      ({ kind, facts }) => kind === 'peer-changed' && facts?.['adopted'] !== undefined,
    );
    expect(entry).to.include({ because: 'seen three times' });
    expect(entry?.facts).to.include({ adopted: 'sequence-tags', seen: 3, of: 6 });
    expect(north.library.app.directory().peer('south')?.wire?.rules.has('sequence-tags')).to.equal(true);
    expect((await quirks()).map(({ id }) => id)).to.not.include('sequence-tags');

    const file = [{ id: 'south', name: 'South', agencies: [{ id: south }], url: peer.url }];
    await north.library.api('POST', '/api/v1/peers/import', file);
    expect(north.library.app.directory().peer('south')?.wire?.rules.has('sequence-tags')).to.equal(true);
  });

  it('are listed, tried and proposed at the command line', async () => {
    await north.peer('south', [south]);
    await north.post(requesterAsks({ requestId: 'A1', from: south }));
    const profiles = await lendwire(['peers', 'profiles'], { env: env() });
    expect(profiles.out)
      .to.match(/crosslink-opaque/)
      .and.match(/koha-openfifth/);
    const tried = await lendwire(['peers', 'dry-run', '--profile', 'strict-2017', '--last', '10'], {
      env: env(),
    });
    expect(tried.out).to.include('south under strict-2017: 1 replayed, 0 unchanged, 1 otherwise');
    const none = await lendwire(['peers', 'quirks', 'south'], { env: env() });
    expect(none.out).to.include('shows nothing that its profile does not say');
    const wrong = await lendwire(['peers', 'dry-run', '--profile', 'aleph', '--peer', 'south'], {
      env: env(),
    });
    expect(wrong.code).to.not.equal(0);
    expect(wrong.err).to.include('there is no profile aleph; there are alma');
  });
});
