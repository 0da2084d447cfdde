import { expect } from 'chai';
import {
  edition2017,
  edition2021,
  encode,
  type Action,
  type Header,
  type Initiating,
} from '../../src/iso18626/index.js';
import type { Library } from '../support/library.js';
import { scriptedPeer, type ScriptedPeer } from '../support/scripted-peer.js';
import { introduce, ledgersHold, newestLoan, shown, story, twoLibraries } from '../support/two-libraries.js';

const others: ScriptedPeer[] = [];

describe('what a requester says', () => {
  afterEach(async () => {
    await ledgersHold();
    await Promise.all(others.splice(0).map((other) => other.close()));
  });

  it('of an item that has arrived before its loan was posted is kept with its time [nr 72]', async () => {
    const two = await twoLibraries();
    const { south } = two;
    const west = await requesterInTheWest(south, '2017');
    await west.says({
      kind: 'request',
      header: west.header(),
      bibliographicInfo: { title: 'Kallocain' },
      serviceInfo: { serviceType: 'Loan' },
    });
    const loan = { north: '', south: await newestLoan(south) };
    await two.act('south', loan, 'will-supply');

    const early = await west.asks('Received');
    await two.pass({ days: 2 });
    await two.act('south', loan, 'ship');

    expect(early).to.match(/messageStatus>OK</);
    const [transaction] = (await shown(south, loan.south))['transactions'] as Record<string, unknown>[];
    expect(transaction).to.include({ state: 'Loaned', received: '2026-03-02T08:00:00.000Z' });
    expect(transaction).to.not.have.property('receivedHeldBack');
    expect(await story(south, loan.south)).to.contain('received  Received [attention]');
  });

  for (const edition of ['2017', '2021'] as const)
    it(`with the action Lost, from a system of ${edition}, is work for staff [nr 73]`, async () => {
      const two = await twoLibraries();
      const { south } = two;
      const west = await requesterInTheWest(south, edition);
      await west.says({
        kind: 'request',
        header: west.header(),
        bibliographicInfo: { title: 'Kallocain' },
        serviceInfo: { serviceType: 'Loan' },
      });
      const loan = { north: '', south: await newestLoan(south) };
      await two.act('south', loan, 'ship');

      const confirmation = await west.asks('Lost');

      expect(confirmation).to.match(/messageStatus>OK</);
      expect(await story(south, loan.south)).to.match(/received {2}Lost \[lost\]\n$/);
      const heard = (await south.entries()).find(({ facts }) => facts?.['what'] === 'Lost');
      expect(heard?.facts?.['warnings']).to.deep.equal(edition === '2017' ? ['other-edition'] : undefined);
      await two.act('south', loan, 'shelf-check', { outcome: 'not-found' });
      await two.act('south', loan, 'close-without-return');
      const said = west.peer.arrived.at(-1)?.message;
      expect(said).to.deep.include({ kind: 'supplyingAgencyMessage' });
      expect(said).to.have.nested.property('statusInfo.status', 'CompletedWithoutReturn');
    });
});

interface Requester {
  peer: ScriptedPeer;
  header(): Header;
  /** Posts a message and answers the confirmation. */
  says(message: Initiating): Promise<string>;
  asks(action: Action): Promise<string>;
}

/** A library that asks, whose system is played by a script. */
async function requesterInTheWest(south: Library, edition: '2017' | '2021'): Promise<Requester> {
  const peer = await scriptedPeer();
  others.push(peer);
  const entry = { as: 'west', agencies: ['ISIL:SE-WEST'], url: peer.url, edition };
  await introduce(south, entry);
  const isil = (agencyIdValue: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue });
  let minute = 0;
  const header = (): Header => ({
    supplyingAgencyId: isil('SE-SOUTH'),
    requestingAgencyId: isil('SE-WEST'),
    timestamp: `2026-03-02T08:${String((minute += 1)).padStart(2, '0')}:00Z`,
    requestingAgencyRequestId: 'W-1',
  });
  const says = async (message: Initiating): Promise<string> => {
    // A code of another edition is written as the newer one has it, in the older one's envelope.
    const isForeign =
      edition === '2017' && message.kind === 'requestingAgencyMessage' && message.action === 'Lost';
    const bytes = isForeign
      ? Buffer.from(
          encode({ ...message, action: 'Received' }, edition2017)
            .bytes.toString()
            .replace('>Received<', '>Lost<'),
        )
      : encode(message, edition === '2017' ? edition2017 : edition2021).bytes;
    return (await south.post(bytes)).text;
  };
  return {
    peer,
    header,
    says,
    asks: (action) => says({ kind: 'requestingAgencyMessage', header: header(), action }),
  };
}
