import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { VirtualClock } from '../../../src/platform/index.js';
import { openLibrary, type Answer, type Library } from '../../support/library.js';

const HEADER = 'X-Api-Key';
const FIRST = 'first-canary-of-gub-1';
const SECOND = 'second-canary-of-gub2';

const gub = {
  id: 'gub',
  name: 'Gothenburg',
  agencies: [{ id: 'ISIL:SE-GUB' }],
  url: 'https://ill.example/gub',
};
const lund = {
  id: 'lund',
  name: 'Lund',
  agencies: [{ id: 'ISIL:SE-LUND' }],
  url: 'https://ill.example/lund',
};
const withKeys = (key: string): object => ({
  ...gub,
  incomingKey: { header: HEADER, key },
  outgoingKey: { header: HEADER, key: `out-${key}` },
});

describe('the keys of peers', () => {
  let folder: string;
  let north: Library;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lendwire-keys-'));
    north = await openLibrary({
      name: 'north',
      folder,
      agencies: [{ id: 'ISIL:SE-NORTH' }],
      clock: new VirtualClock(),
    });
  });
  afterEach(async () => {
    await north.app.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const give = (file: unknown): Promise<Answer> => north.api('POST', '/api/v1/peers/import', file);

  it('stay unchanged where a file gives the same again: no entry, and nothing sealed anew', async () => {
    expect((await give([withKeys(FIRST)])).body).to.deep.include({ added: ['gub'] });
    const before = (await north.entries()).length;
    expect((await give([withKeys(FIRST)])).body).to.deep.equal({
      added: [],
      changed: [],
      unchanged: ['gub'],
    });
    expect(await north.entries()).to.have.length(before);
    const [sealed] = await north.app.storage.database.all<{ count: number }>(
      `SELECT COUNT(*) AS count FROM sealed_values WHERE purpose = 'credential'`,
    );
    expect(sealed?.count).to.equal(1);
  });

  it('are changed where a file gives another, and the entry says which one, never what it is', async () => {
    await give([withKeys(FIRST)]);
    const given = { ...withKeys(FIRST), outgoingKey: { header: HEADER, key: SECOND } };
    expect((await give([given])).body).to.deep.include({ changed: ['gub'] });
    const told = (await north.entries()).at(-1);
    expect(told).to.deep.include({ kind: 'peer-changed', peer: 'gub', facts: { keysGiven: 'outgoing' } });
    expect(JSON.stringify(await north.entries()) + north.log()).not.to.include('canary');
  });

  it('are changed at once for what comes next, also where nothing else of the peer changes', async () => {
    const comes = async (key: string): Promise<number> =>
      (await north.post(statusRequest('SE-GUB'), { [HEADER]: key })).status;
    await give([withKeys(FIRST)]);
    expect([await comes(FIRST), await comes(SECOND)]).to.deep.equal([200, 401]);
    await give([withKeys(SECOND)]);
    expect([await comes(FIRST), await comes(SECOND)]).to.deep.equal([401, 200]);
  });

  it('let nobody speak for another: a message that names a peer without a key is refused under another one’s, and told nothing of it', async () => {
    await give([withKeys(FIRST), lund]);
    const comes = async (key?: string): Promise<string> =>
      (await north.post(statusRequest('SE-LUND'), key === undefined ? {} : { [HEADER]: key })).text;
    expect(await comes(FIRST), 'the key of gub').to.include('errorValue>requestingAgencyId<');
    expect(await comes(), 'no key at all, as it is agreed').to.include('requestingAgencyRequestId: R-1');
    expect(await comes('a-key-of-nobody-here'), 'a key of a proxy of its own').to.include('RequestId: R-1');
    const told = await north.entries();
    const refused = told.filter(({ facts }) => facts?.['cause'] === 'not its own: requestingAgencyId');
    expect(refused.map(({ peer }) => peer)).to.deep.equal(['gub']);
  });
});

function statusRequest(from: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ISO18626Message xmlns="http://illtransactions.org/2013/iso18626" version="1.2">
  <requestingAgencyMessage>
    <header>
      <supplyingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>SE-NORTH</agencyIdValue></supplyingAgencyId>
      <requestingAgencyId><agencyIdType>ISIL</agencyIdType><agencyIdValue>${from}</agencyIdValue></requestingAgencyId>
      <timestamp>2026-03-02T08:00:00Z</timestamp>
      <requestingAgencyRequestId>R-1</requestingAgencyRequestId>
    </header>
    <action>StatusRequest</action>
  </requestingAgencyMessage>
</ISO18626Message>`;
}
