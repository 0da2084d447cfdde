import { expect } from 'chai';
import {
  edition2017,
  edition2021,
  encode,
  type Costs,
  type Edition,
  type SupplyingAgencyMessage,
} from '../../src/iso18626/index.js';
import { house, type House } from '../support/house.js';
import type { ScriptedPeer } from '../support/scripted-peer.js';
import { ledgersHold, shown, story, told, twoLibraries } from '../support/two-libraries.js';

const south = 'ISIL:SE-SOUTH';
const isil = (agencyIdValue: string) => ({ agencyIdType: { value: 'ISIL' }, agencyIdValue });
const eur = (monetaryValue: string): Costs => ({ currencyCode: { value: 'EUR' }, monetaryValue });
const library = { value: 'LibraryUseOnly' };

interface Practice {
  name: string;
  peer: object;
  edition: Edition;
  /** What the supplier says, beside header and lastChange. */
  says: Partial<SupplyingAgencyMessage> & Pick<SupplyingAgencyMessage, 'messageInfo'>;
  accepts: string;
  declines: string;
}

const practices: readonly Practice[] = [
  {
    name: 'RetryPossible with retryInfo',
    peer: { edition: '2021' },
    edition: edition2021,
    says: {
      messageInfo: { reasonForMessage: 'RequestResponse', reasonRetry: { value: 'MustMeetLoanCondition' } },
      statusInfo: { status: 'RetryPossible' },
      retryInfo: { loanCondition: [library], offeredCosts: [eur('12.00')] },
    },
    accepts: 'Request Retry',
    declines: 'nothing',
  },
  {
    name: 'WillSupply with a condition of its delivery',
    peer: { edition: '2017' },
    edition: edition2017,
    says: {
      messageInfo: { reasonForMessage: 'RequestResponse' },
      statusInfo: { status: 'WillSupply' },
      retryInfo: { offeredCosts: [eur('12.00')] },
      deliveryInfo: { dateSent: '2026-03-02T08:00:00Z', loanCondition: [library] },
    },
    accepts: 'Notification We accept: LibraryUseOnly, 12.00 EUR.',
    declines: 'Cancel',
  },
  {
    name: 'a marker in the note',
    peer: { profile: 'reshare' },
    edition: edition2017,
    says: {
      messageInfo: {
        reasonForMessage: 'StatusChange',
        note: '#ReShareAddLoanCondition#In the house only. #seq:3#',
      },
      statusInfo: { status: 'ExpectToSupply' },
      retryInfo: { offeredCosts: [eur('12.00')] },
      deliveryInfo: { dateSent: '2026-03-02T08:00:00Z', loanCondition: [library] },
    },
    accepts: 'Notification #ReShareLoanConditionAgreeResponse#',
    declines: 'Cancel',
  },
  {
    name: 'words in a Notification',
    peer: { profile: 'crosslink-opaque' },
    edition: edition2017,
    says: {
      messageInfo: {
        reasonForMessage: 'Notification',
        note: 'Supplier: ISIL:SE-EAST\nCondition: LibraryUseOnly, Cost: 12.00 EUR\nAsk the desk.',
      },
      statusInfo: { status: 'WillSupply' },
    },
    accepts: 'Notification ACCEPT',
    declines: 'Notification REJECT',
  },
];

let north: House;

/** North asks for at most 10 EUR, and the supplier makes its offer. */
async function offered({ peer, edition, says }: Practice): Promise<{ loan: string; supplier: ScriptedPeer }> {
  north = await house();
  const supplier = await north.peer('south', [south], peer);
  await north.peer('west', ['ISIL:SE-WEST']);
  const { body } = await north.library.api('POST', '/api/v1/loan-records', {
    id: 'N-1',
    patron: { reference: 'P-1' },
    item: { title: 'Kallocain' },
    service: { type: 'Loan', maximumCost: { value: '10.00', currency: 'EUR' } },
    suppliers: [south, 'ISIL:SE-WEST'],
  });
  await north.settle();
  const loan = body['id'] as string;
  const request = supplier.arrived[0]?.message;
  const message: SupplyingAgencyMessage = {
    kind: 'supplyingAgencyMessage',
    header: {
      supplyingAgencyId: isil('SE-SOUTH'),
      requestingAgencyId: isil('SE-NORTH'),
      timestamp: '2026-03-02T08:00:00Z',
      requestingAgencyRequestId: request?.header.requestingAgencyRequestId ?? '',
    },
    ...says,
    statusInfo: { ...says.statusInfo, lastChange: '2026-03-02T08:00:00Z' },
  };
  const posted = await north.post(encode(message, edition).bytes.toString('utf8'));
  expect(posted.text).to.include('messageStatus>OK<');
  return { loan, supplier };
}

interface Shown {
  offer?: { state: string; difference: { field: string; verdict: string }[] };
  state: string;
  id: string;
  previous?: string;
  retriedAs?: string;
}

async function transactions(loan: string): Promise<Shown[]> {
  const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
  return body['transactions'] as Shown[];
}

/** What the supplier got after the request: the message's kind, and the first line of its note. */
function heardBy({ arrived }: ScriptedPeer): string {
  const { message } = arrived.at(-1) ?? {};
  if (arrived.length < 2 || message === undefined) return 'nothing';
  if (message.kind === 'request') return `Request ${message.serviceInfo?.requestType ?? ''}`;
  if (message.kind !== 'requestingAgencyMessage') return message.kind;
  return [message.action, message.note?.split('\n')[0]].filter(Boolean).join(' ');
}

describe('a counter-offer', () => {
  afterEach(() => north.close());

  for (const practice of practices) {
    it(`made by ${practice.name} stands beside what was asked, and waits for an answer`, async () => {
      const { loan } = await offered(practice);
      const [first] = await transactions(loan);
      expect(first?.offer?.state).to.equal('open');
      expect(first?.offer?.difference.map(({ field, verdict }) => `${field} ${verdict}`)).to.deep.equal([
        'loanCondition new',
        'costs beyond',
      ]);
      const { body } = await north.library.api('GET', `/api/v1/loan-records/${loan}`);
      expect(body['attention']).to.have.property('queue', 'condition-to-answer');
      expect((body['possible'] as { verb: string }[])[0]?.verb).to.equal('accept-condition');
    });

    it(`made by ${practice.name} is accepted as that practice does`, async () => {
      const { loan, supplier } = await offered(practice);
      const { status, body } = await north.act(loan, 'accept-condition');
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(heardBy(supplier)).to.equal(practice.accepts);
      const [first, second] = await transactions(loan);
      expect(first?.offer?.state).to.equal('accepted');
      if (practice.accepts !== 'Request Retry') return;
      expect(first).to.include({ state: 'RetryPossible', retriedAs: second?.id });
      expect(second).to.include({ state: 'Sent', previous: first?.id });
    });

    it(`made by ${practice.name} is declined as that practice does`, async () => {
      const { loan, supplier } = await offered(practice);
      const { status, body } = await north.act(loan, 'decline-condition');
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(heardBy(supplier)).to.equal(practice.declines);
      const all = await transactions(loan);
      expect(all.find(({ offer }) => offer !== undefined)?.offer?.state).to.equal('declined');
      if (practice.declines === 'nothing') expect(all).to.have.length(2);
    });
  }
});

describe('two gateways that speak of conditions', () => {
  afterEach(ledgersHold);

  it('agree by a note where both speak the edition of 2017', async () => {
    const { north: asking, south: lending, ...two } = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'conditional', { conditions: ['LibraryUseOnly'] });
    expect((await shown(asking, loan.north))['attention']).to.have.property('queue', 'condition-to-answer');
    await two.act('north', loan, 'accept-condition', { note: 'With thanks.' });
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });

    expect(await story(lending, loan.south)).to.equal(
      told(`
        received  Request [attention]
        act       conditional
        sent      RequestResponse WillSupply
        received  Notification [attention]
        act       ship [shipped]
        sent      StatusChange Loaned
      `),
    );
    expect((await shown(lending, loan.south))['transactions']).to.have.nested.property(
      '[0].offer.state',
      'accepted',
    );
  });

  it('agree by a new request where both speak the edition of 2021, linked on both sides [nr 58, 84]', async () => {
    const edition = { edition: '2021' };
    const {
      north: asking,
      south: lending,
      ...two
    } = await twoLibraries({ peers: { north: edition, south: edition } });
    const loan = await two.ask({
      service: { type: 'Loan', maximumCost: { value: '10.00', currency: 'EUR' } },
    });
    await two.act('south', loan, 'ask-retry', { reason: 'CostExceedsMaxCost', cost: { value: '15.00' } });
    await two.act('north', loan, 'accept-condition');
    await two.act('south', loan, 'ship', { dueDate: '2026-04-01' });
    await two.act('north', loan, 'receive');

    for (const [side, name] of [
      [asking, 'north'],
      [lending, 'south'],
    ] as const) {
      const { transactions: all } = (await shown(side, loan[name])) as { transactions: Shown[] };
      const before = all.find(({ retriedAs }) => retriedAs !== undefined);
      const after = all.find(({ previous }) => previous !== undefined);
      expect(all).to.have.length(2);
      expect(before).to.include({ state: 'RetryPossible', retriedAs: after?.id });
      expect(before?.offer?.state).to.equal('accepted');
      expect(after).to.include({ previous: before?.id, state: name === 'north' ? 'Received' : 'Loaned' });
    }
    const { billingInfo } = (await shown(lending, loan.south))['record'] as { billingInfo: object };
    expect(billingInfo).to.deep.equal({ maximumCosts: eur('15.00') });
  });

  it('part where it is declined: the lender is asked to cancel, and hears why no more', async () => {
    const { north: asking, south: lending, ...two } = await twoLibraries();
    const loan = await two.ask();
    await two.act('south', loan, 'conditional', {
      cost: { value: '90.00', currency: 'EUR' },
      conditions: ['NoReproduction'],
    });
    await two.act('north', loan, 'decline-condition');
    await two.act('south', loan, 'answer-cancel', { answer: 'Y' });

    expect((await shown(lending, loan.south))['transactions']).to.have.nested.property(
      '[0].offer.state',
      'declined',
    );
    expect((await shown(asking, loan.north))['record']).to.have.property('phase', 'closed');
  });
});
