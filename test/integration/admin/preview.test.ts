import { expect } from 'chai';
import { encode, edition2017 } from '../../../src/iso18626/index.js';
import { atTheDesk } from '../../support/at-the-desk.js';
import { requestMessage } from '../../support/iso18626-messages.js';
import { plays, scriptedPeer, type ScriptedPeer } from '../../support/scripted-peer.js';
import type { Browser } from '../../support/staff.js';
import {
  aRecord,
  closeLibraries,
  introduce,
  newestLoan,
  settle,
  twoLibraries,
  type Libraries,
} from '../../support/two-libraries.js';

const TOLD = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' } as const;

/** The XML of each message that a preview shows, without the breaks that are there for people. */
function shownXml(page: string): string[] {
  return [...page.matchAll(/<pre class="xml"[^>]*>([\s\S]*?)<\/pre>/g)].map(([, inner = '']) =>
    inner
      .replace(/<[^>]+>/g, '')
      .replace(/&(?:lt|gt|quot|#39|amp);/g, (told) => TOLD[told as keyof typeof TOLD])
      .replace(/>\n *</g, '><'),
  );
}

/** But for the moment of sending, which a preview cannot know. */
function withoutTimes(xml: string): string {
  return xml.replace(/(<(\w+:)?(timestamp|lastChange)>)[^<]*/g, '$1');
}

describe('a preview', () => {
  let libraries: Libraries;
  let peer: ScriptedPeer;
  let browser: Browser;

  before(async () => {
    libraries = await twoLibraries({ forWholeSuite: true, settings: { page: { holdSeconds: 0 } } });
    peer = await scriptedPeer();
    await introduce(libraries.north, { as: 'gub', agencies: ['ISIL:SE-GUB'], url: peer.url });
    ({ browser } = await atTheDesk(libraries.north, 'nora'));
    await browser.get('/');
  });
  after(async () => {
    await peer.close();
    await closeLibraries(libraries);
  });

  let records = 0;
  /** A request of ours that the peer has got, and that nothing else was said about. */
  async function asked(): Promise<string> {
    records += 1;
    const record = aRecord({ id: `P-${records}`, suppliers: ['ISIL:SE-GUB'] });
    await libraries.north.api('POST', '/api/v1/loan-records', { records: [record] });
    await settle([libraries.north], libraries.clock);
    return newestLoan(libraries.north);
  }

  /** A request of theirs to us. */
  async function wanted(): Promise<string> {
    records += 1;
    const agency = (agencyIdValue: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue });
    const message = requestMessage({
      header: {
        supplyingAgencyId: agency('SE-NORTH'),
        requestingAgencyId: agency('SE-GUB'),
        timestamp: libraries.clock.now().toISOString(),
        requestingAgencyRequestId: `GUB-${records}`,
      },
      bibliographicInfo: { title: 'Sult & <sorg>\n  i to deler' },
    });
    const { redaction } = encode(message, edition2017);
    const bytes = redaction.template.replace(
      /\u0001(\d+)\u0001/g,
      (_hole, n: string) => redaction.holes[Number(n)]?.value ?? '',
    );
    expect((await libraries.north.post(bytes)).status).to.equal(200);
    return newestLoan(libraries.north);
  }

  /** What the page shows of an act, and what the peer then gets for it. */
  async function both(
    loan: string,
    act: Record<string, string>,
  ): Promise<{ shown: string[]; got: string[] }> {
    const { text, status } = await browser.post(`/requests/${loan}/preview`, act);
    expect(status).to.equal(200);
    const before = peer.arrived.length;
    expect((await browser.post(`/requests/${loan}/acts`, act)).status).to.equal(303);
    await settle([libraries.north], libraries.clock);
    return {
      shown: shownXml(text).map(withoutTimes),
      got: peer.arrived.slice(before).map(({ body }) => withoutTimes(body.toString('utf8'))),
    };
  }

  it('shows what the peer then gets, byte for byte but for the moment of sending', async () => {
    const note = 'Loose spine & <binding>,\nhandle  with "care" – Åsa';
    const cases: [string, Record<string, string>][] = [
      [await asked(), { verb: 'cancel', note }],
      [await asked(), { verb: 'note', note }],
      [await asked(), { verb: 'ask-status' }],
      [await wanted(), { verb: 'will-supply', note }],
      [await wanted(), { verb: 'ship', dueDate: '2026-06-01', itemId: '30051200', trackingId: 'JD 0146' }],
      [await wanted(), { verb: 'cannot-supply', reason: 'NotAvailable', note }],
    ];
    for (const [loan, act] of cases) {
      const { shown, got } = await both(loan, act);
      expect(shown, act['verb']).to.have.length(1);
      expect(shown, act['verb']).to.deep.equal(got);
    }
  });

  it('names what the other side’s edition has no place for, and so do the entry and the timeline', async () => {
    const cases: [Record<string, string>, string[]][] = [
      [
        {
          verb: 'ship',
          dueDate: '2026-06-01',
          itemId: '30051201',
          carrier: 'PostNord',
          trackingId: 'JD 0147',
        },
        [
          'supplyingAgencyMessage/shippingInfo/courierName (in the note)',
          'supplyingAgencyMessage/shippingInfo/trackingId[0] (in the note)',
        ],
      ],
    ];
    for (const [act, losses] of cases) {
      const loan = await wanted();
      const { text } = await browser.post(`/requests/${loan}/preview`, act);
      await both(loan, act);
      const entries = (await libraries.north.entries()).filter((entry) => entry.loan === loan);
      const [sent] = entries.filter(({ facts }) => facts?.['verb'] === act['verb']);
      expect(sent?.facts?.['losses'], act['verb']).to.deep.equal(losses);
      for (const page of [text, (await browser.get(`/requests/${loan}`)).text])
        for (const loss of losses) expect(page, act['verb']).to.include(loss.replace(/ \(.*/, ''));
    }
  });

  it('says that a message will wait where an earlier one has not got through, and only there', async () => {
    const loan = await asked();
    const preview = async (): Promise<string> =>
      (await browser.post(`/requests/${loan}/preview`, { verb: 'note', note: 'Hello' })).text;
    expect(await preview()).to.not.include('It will wait');
    peer.next(plays.reset);
    const { status } = await libraries.north.api(
      'POST',
      `/api/v1/loan-records/${loan}/acts`,
      { verb: 'ask-status' },
      { 'idempotency-key': `${loan}-doubt` },
    );
    expect(status).to.be.below(300);
    await settle([libraries.north], libraries.clock);
    expect(await preview()).to.include('It will wait: an earlier message has not got through yet');
  });

  it('warns of blame and of what names a person in the words of staff, and sends them all the same', async () => {
    const loan = await asked();
    const act = {
      verb: 'note',
      note: 'You failed to answer. Call P-1 at +46 90 786 50 00 or ada@example.org.',
    };
    const { text } = await browser.post(`/requests/${loan}/preview`, act);
    expect(text).to.include('please read your words again');
    for (const warned of [
      '“You failed” may sound like blame',
      '“+46 90 786 50 00” looks like a telephone number',
      '“ada@example.org” is an e-mail address',
      '“P-1” may be the number of a reader',
    ])
      expect(text).to.include(warned);
    expect((await browser.post(`/requests/${loan}/acts`, act)).status).to.equal(303);
    await settle([libraries.north], libraries.clock);
    expect(peer.arrived.at(-1)?.body.toString()).to.include('You failed to answer');
    const courteous = { verb: 'note', note: 'Could you please look again? Thank you.' };
    const { text: calm } = await browser.post(`/requests/${loan}/preview`, courteous);
    expect(calm).to.not.include('please read your words again');
  });
});
