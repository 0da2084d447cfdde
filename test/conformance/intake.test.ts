import { expect } from 'chai';
import type { SupplyingAgencyMessage } from '../../src/iso18626/index.js';
import { house, requesterAsks, type House } from '../support/house.js';
import type { ScriptedPeer } from '../support/scripted-peer.js';

const south = 'ISIL:SE-SOUTH';
let north: House;
let peer: ScriptedPeer;

async function opened(intake: object = {}): Promise<void> {
  north = await house(undefined, { intake });
  peer = await north.peer('south', [south], { profile: 'crosslink-opaque' });
}

interface Transaction {
  id: string;
  state: string;
  requestingAgencyRequestId: string;
  previous?: string;
  retriedAs?: string;
  anomalies: { id: string; text: string }[];
}

async function transactions(loan: string): Promise<Transaction[]> {
  const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
  return body['transactions'] as Transaction[];
}

async function flags(loan: string): Promise<string[]> {
  return (await transactions(loan)).flatMap(({ anomalies }) => anomalies.map(({ id }) => id));
}

const last = (): SupplyingAgencyMessage => peer.arrived.at(-1)?.message as SupplyingAgencyMessage;
const seconds = (second: number): string => `2026-03-02T08:00:${String(second).padStart(2, '0')}Z`;

/** A request of one reader, in the elements of 2017. */
function asks(requestId: string, given: { patron?: string; isbn?: string; service?: string } = {}): string {
  const { patron = 'P-7', isbn, service } = given;
  const bibliography =
    isbn === undefined
      ? ''
      : `<bibliographicItemId><bibliographicItemIdentifier>${isbn}</bibliographicItemIdentifier><bibliographicItemIdentifierCode>ISBN</bibliographicItemIdentifierCode></bibliographicItemId>`;
  const request = requesterAsks({
    requestId,
    from: south,
    bibliography,
    timestamp: seconds(Number(requestId.slice(1))),
    ...(service === undefined ? {} : { service }),
  });
  return request.replace('</request>', `<patronInfo><patronId>${patron}</patronId></patronInfo></request>`);
}

async function posted(xml: string): Promise<string> {
  const { status, text } = await north.post(xml);
  expect(status).to.equal(200);
  await north.settle();
  return text;
}

describe('a request type', () => {
  afterEach(() => north.close());

  it('[7.4 nr 58] is New where none is given', async () => {
    await opened();
    expect(await posted(requesterAsks({ requestId: 'A1', from: south }))).to.include('messageStatus>OK<');
    expect(await transactions(await north.newestLoan())).to.have.length(1);
  });

  it('[7.4 nr 58] Retry names a request that may be retried, and both know of each other', async () => {
    await opened();
    await posted(requesterAsks({ requestId: 'A1', from: south }));
    const loan = await north.newestLoan();
    await north.act(loan, 'ask-retry', { reason: 'OnLoan', retryAfter: '2026-04-01' });
    const retry =
      '<requestType>Retry</requestType><requestingAgencyPreviousRequestId>A1</requestingAgencyPreviousRequestId>';
    const asked = requesterAsks({ requestId: 'A2', from: south, timestamp: seconds(9) }).replace(
      '<serviceInfo>',
      `<serviceInfo>${retry}`,
    );
    expect(await posted(asked)).to.include('messageStatus>OK<');
    const all = await transactions(loan);
    const first = all.find(({ requestingAgencyRequestId }) => requestingAgencyRequestId === 'A1');
    const second = all.find(({ requestingAgencyRequestId }) => requestingAgencyRequestId === 'A2');
    expect(first).to.include({ state: 'RetryPossible', retriedAs: second?.id });
    expect(second).to.include({ state: 'RequestReceived', previous: first?.id });
  });

  for (const [what, previous] of [
    ['nobody knows', 'A9'],
    ['is still open', 'A1'],
  ] as const)
    it(`[7.4 nr 58] Retry of a request that ${what} is refused by its element`, async () => {
      await opened();
      await posted(requesterAsks({ requestId: 'A1', from: south }));
      const retry = `<requestType>Retry</requestType><requestingAgencyPreviousRequestId>${previous}</requestingAgencyPreviousRequestId>`;
      const asked = requesterAsks({ requestId: 'A2', from: south, timestamp: seconds(9) });
      const text = await posted(asked.replace('<serviceInfo>', `<serviceInfo>${retry}`));
      expect(text).to.include('UnrecognisedDataValue').and.include('requestingAgencyPreviousRequestId');
      expect(await transactions(await north.newestLoan())).to.have.length(1);
    });
});

describe('a day that has passed', () => {
  afterEach(() => north.close());
  const late = '<needBeforeDate>2020-01-01T00:00:00Z</needBeforeDate>';

  it('[7.4 nr 61] is confirmed and shown to staff, and nothing is answered', async () => {
    await opened();
    expect(await posted(asks('A1', { service: late }))).to.include('messageStatus>OK<');
    const loan = await north.newestLoan();
    expect(await flags(loan)).to.deep.equal(['need-before-passed']);
    const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
    expect(body['attention']).to.have.property('queue', 'problem');
    expect(peer.arrived).to.deep.equal([]);
  });

  it('[7.4 nr 61] is answered Unfilled with PolicyProblem, where the house has it so', async () => {
    await opened({ needBeforePassed: 'unfilled' });
    expect(await posted(asks('A1', { service: late }))).to.include('messageStatus>OK<');
    expect(last().statusInfo.status).to.equal('Unfilled');
    expect(last().messageInfo.reasonUnfilled?.value).to.equal('PolicyProblem');
    expect((await transactions(await north.newestLoan()))[0]?.state).to.equal('Unfilled');
  });

  it('[7.4 nr 61] is no day that is today or to come', async () => {
    await opened({ needBeforePassed: 'unfilled' });
    const today = north.clock.now().toISOString().slice(0, 10);
    await posted(asks('A1', { service: `<needBeforeDate>${today}T23:59:59Z</needBeforeDate>` }));
    expect(peer.arrived).to.deep.equal([]);
    expect(await flags(await north.newestLoan())).to.deep.equal([]);
  });
});

describe('the same wish of the same reader under another id', () => {
  afterEach(() => north.close());
  const within = { duplicates: { withinDays: 30 } };

  it('[7.4 nr 62] is confirmed like the first, and the second is flagged', async () => {
    await opened(within);
    expect(await posted(asks('A1', { isbn: '0-14-044913-8' }))).to.include('messageStatus>OK<');
    const first = await north.newestLoan();
    expect(await posted(asks('A2', { isbn: '9780140449136' }))).to.include('messageStatus>OK<');
    const second = await north.newestLoan();
    expect(await flags(first)).to.deep.equal([]);
    const [transaction] = await transactions(second);
    expect(transaction?.anomalies.map(({ id }) => id)).to.deep.equal(['duplicate']);
    expect(transaction?.anomalies[0]?.text).to.include('A1');
    expect(peer.arrived).to.deep.equal([]);
  });

  it('[7.4 nr 62] is answered Unfilled with the note DUPLICATE, where the house has it so', async () => {
    await opened({ duplicates: { withinDays: 30, onLending: 'unfilled' } });
    await posted(asks('A1'));
    await posted(asks('A2'));
    expect(peer.arrived).to.have.length(1);
    expect(last().header.requestingAgencyRequestId).to.equal('A2');
    expect(last().statusInfo.status).to.equal('Unfilled');
    expect(last().messageInfo.note).to.equal('DUPLICATE');
  });

  it('[7.4 nr 62] is another wish for another reader, another work, or after the window', async () => {
    await opened(within);
    await posted(asks('A1', { isbn: '9780140449136' }));
    await posted(asks('A2', { isbn: '9780140449136', patron: 'P-8' }));
    expect(await flags(await north.newestLoan())).to.deep.equal([]);
    await posted(asks('A3', { isbn: '9780140449266' }));
    expect(await flags(await north.newestLoan())).to.deep.equal([]);
    north.clock.move(31 * 86_400_000);
    await posted(asks('A4', { isbn: '9780140449136' }));
    expect(await flags(await north.newestLoan())).to.deep.equal([]);
  });

  it('and a library that has as many open requests here as it may is flagged, never refused', async () => {
    await opened({ limits: { openPerPeer: 2 } });
    for (const requestId of ['A1', 'A2', 'A3']) {
      expect(await posted(requesterAsks({ requestId, from: south }))).to.include('messageStatus>OK<');
      expect(await flags(await north.newestLoan())).to.deep.equal(requestId === 'A3' ? ['peer-limit'] : []);
    }
  });

  it('leaves no reader in the ledger, and is not found after an erasure', async () => {
    await opened(within);
    await posted(asks('A1', { patron: 'canary-reader' }));
    const loan = await north.newestLoan();
    await north.act(loan, 'cannot-supply', { reason: 'NotOnShelf' });
    const { database } = north.library.app.storage;
    const rows = (): Promise<{ patron: string }[]> =>
      database.all<{ patron: string }>('SELECT patron FROM loan_patrons');
    expect((await rows()).map(({ patron }) => patron)).to.have.length(1);
    expect(JSON.stringify([await rows(), await north.library.entries()])).to.not.contain('canary-reader');
    const erased = await north.library.api('POST', '/api/v1/erasures', {
      patron: 'canary-reader',
      because: 'The reader asked.',
    });
    expect(erased.status, JSON.stringify(erased.body)).to.equal(200);
    expect(await rows()).to.deep.equal([]);
  });
});
