import { expect } from 'chai';
import type { SupplyingAgencyMessage } from '../../../src/iso18626/index.js';
import { attention, plan, strike } from '../../../src/loan/index.js';
import type { Library } from './two-sides.js';
import { Lending, newRecord, terms } from './two-sides.js';

const eventsOf = (lending: Lending): string[] => lending.lines;

describe('a loan there and back', () => {
  it('goes through the reference flow, and both sides end completed', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'will-supply' });
    lending.settle();
    lending.act(lending.east, {
      verb: 'ship',
      itemId: '3005',
      carrier: 'DHL',
      trackingId: 'JD01',
      expectedAt: '2026-03-05',
    });
    lending.settle();
    lending.act(lending.north, { verb: 'receive' });
    lending.settle();
    lending.act(lending.north, {
      verb: 'return',
      carrier: 'PostNord',
      trackingId: 'RR9',
      expectedAt: '2026-04-01',
    });
    lending.settle();
    lending.act(lending.east, { verb: 'check-in' });
    lending.settle();

    expect(eventsOf(lending)).to.deep.equal([
      'SE-NORTH > SE-EAST: Request',
      'SE-EAST > SE-NORTH: RequestResponse WillSupply',
      'SE-EAST > SE-NORTH: StatusChange Loaned',
      'SE-NORTH > SE-EAST: Received',
      'SE-NORTH > SE-EAST: ShippedReturn',
      'SE-EAST > SE-NORTH: StatusChange LoanCompleted',
    ]);
    expect(lending.north.transaction.state).to.equal('LoanCompleted');
    expect(lending.east.transaction.state).to.equal('LoanCompleted');
    expect([lending.north.loan.record.phase, lending.east.loan.record.phase]).to.deep.equal([
      'closed',
      'closed',
    ]);
    expect(attention(lending.north.loan, lending.now)).to.equal(undefined);
    expect(attention(lending.east.loan, lending.now)).to.equal(undefined);
  });

  it('tells the requester the due date and how the parcel travels, and the supplier how it comes back', () => {
    const lending = shipped({ carrier: 'DHL', trackingId: 'JD 01', expectedAt: '2026-03-05' });
    lending.act(lending.north, { verb: 'receive' });
    lending.act(lending.north, { verb: 'return', carrier: 'PostNord' });
    lending.settle();

    expect(lending.north.transaction.dueDate).to.equal('2026-04-13T23:59:59Z');
    const [out] = [...lending.north.loan.shipments.values()];
    expect(out).to.include({ direction: 'out', ours: false, carrier: 'DHL', trackingId: 'JD 01' });
    expect(out?.expectedAt).to.equal('2026-03-05T23:59:59Z');
    const back = [...lending.east.loan.shipments.values()].find(({ direction }) => direction === 'return');
    expect(back).to.include({ ours: false, carrier: 'PostNord' });
  });

  it('can be lent without a word before', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    expect(lending.lines.at(-1)).to.equal('SE-EAST > SE-NORTH: RequestResponse Loaned');
    expect(lending.north.transaction.state).to.equal('Loaned');
  });
});

describe('a copy', () => {
  it('is sent by link and ends both sides; the link goes where a 2017 peer looks for it', () => {
    const lending = new Lending(newRecord({ serviceType: 'Copy' }));
    lending.settle();
    lending.act(lending.east, { verb: 'supply-copy', url: 'https://east.example/get/1' });
    lending.settle();

    const sent = lending.east.sent.at(-1) as SupplyingAgencyMessage;
    expect(sent.deliveryInfo).to.deep.include({
      itemId: ['https://east.example/get/1'],
      deliveryMethod: { value: 'URL' },
    });
    expect(lending.lines.at(-1)).to.equal('SE-EAST > SE-NORTH: RequestResponse CopyCompleted');
    expect(lending.north.loan.record.phase).to.equal('closed');
    expect(lending.north.loan.shipments.size).to.equal(0);
  });
});

describe('a request that the first supplier cannot fill', () => {
  it('goes to the next one, and the entry says why', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'cannot-supply', reasonUnfilled: 'NotOnShelf' });
    lending.deliver(lending.east);
    lending.settle();
    lending.act(lending.supplier('SE-SOUTH'), { verb: 'ship' });
    lending.settle();

    expect(lending.lines).to.deep.equal([
      'SE-NORTH > SE-EAST: Request',
      'SE-EAST > SE-NORTH: RequestResponse Unfilled',
      'SE-NORTH > SE-SOUTH: Request',
      'SE-SOUTH > SE-NORTH: RequestResponse Loaned',
    ]);
    expect(lending.north.loan.record.suppliers['001']).to.include({
      outcome: 'unfilled',
      because: 'NotOnShelf',
    });
    expect(lending.north.loan.record.suppliers['002']).to.include({ outcome: 'supplied' });
    expect(lending.north.loan.transactions.size).to.equal(2);
  });

  it('is closed when nobody is left', () => {
    const lending = new Lending(newRecord({ suppliers: newRecord().suppliers.slice(0, 1) }));
    lending.settle();
    lending.act(lending.east, { verb: 'cannot-supply', reasonUnfilled: 'NotHeld' });
    lending.settle();
    expect(lending.north.loan.record.phase).to.equal('closed');
    expect(lending.north.transaction.state).to.equal('Unfilled');
  });
});

describe('a cancellation', () => {
  it('is agreed: both sides end', () => {
    const lending = promised();
    lending.act(lending.north, { verb: 'cancel' });
    lending.settle();
    expect(attention(lending.east.loan, lending.now)?.queue).to.equal('cancel-asked');
    lending.act(lending.east, { verb: 'answer-cancel', answer: 'yes' });
    lending.settle();
    expect(lending.lines.slice(-2)).to.deep.equal([
      'SE-NORTH > SE-EAST: Cancel',
      'SE-EAST > SE-NORTH: CancelResponse Y Cancelled',
    ]);
    expect([lending.north.transaction.state, lending.east.transaction.state]).to.deep.equal([
      'Cancelled',
      'Cancelled',
    ]);
    expect(lending.north.loan.record.phase).to.equal('closed');
  });

  it('is refused by shipping: the No goes first, in a message of its own', () => {
    const lending = promised();
    lending.act(lending.north, { verb: 'cancel' });
    lending.settle();
    lending.act(lending.east, { verb: 'ship' });
    expect(lending.east.owed.map(({ owed }) => owed.what)).to.deep.equal([
      'CancelResponse N WillSupply',
      'StatusChange Loaned',
    ]);
    const [no, loaned] = lending.east.sent.slice(-2) as SupplyingAgencyMessage[];
    expect(Date.parse(loaned!.header.timestamp) - Date.parse(no!.header.timestamp)).to.equal(1000);
    lending.settle();
    expect(lending.north.transaction).to.include({ state: 'Loaned' });
    expect(lending.north.transaction.cancelPending).to.equal(undefined);
  });

  it('that waits is ended by Unfilled, without an answer and without the next supplier', () => {
    const lending = promised();
    lending.act(lending.north, { verb: 'cancel' });
    lending.settle();
    lending.act(lending.east, { verb: 'cannot-supply', reasonUnfilled: 'NotOnShelf' });
    lending.settle();
    expect(lending.lines.at(-1)).to.equal('SE-EAST > SE-NORTH: StatusChange Unfilled');
    expect(lending.north.loan.record.phase).to.equal('closed');
    expect(lending.north.loan.transactions.size).to.equal(1);
  });

  it('crosses the shipment: the requester hears No and that it is on loan', () => {
    const lending = promised();
    lending.act(lending.north, { verb: 'cancel' });
    lending.act(lending.east, { verb: 'ship' });
    lending.deliver(lending.east);
    expect(lending.north.transaction).to.include({ state: 'Loaned' });
    expect(lending.north.transaction.cancelPending).to.not.equal(undefined);
    lending.settle();
    expect(lending.lines.slice(-2)).to.deep.equal([
      'SE-NORTH > SE-EAST: Cancel',
      'SE-EAST > SE-NORTH: CancelResponse N Loaned',
    ]);
    expect(lending.north.transaction).to.include({ state: 'Loaned' });
    expect(lending.north.transaction.cancelPending).to.equal(undefined);
  });
});

describe('a status check', () => {
  it('is answered with the present status and changes nothing', () => {
    const lending = shipped();
    const before = lending.north.transaction.state;
    lending.act(lending.north, { verb: 'ask-status' });
    lending.settle();
    expect(lending.lines.slice(-2)).to.deep.equal([
      'SE-NORTH > SE-EAST: StatusRequest',
      'SE-EAST > SE-NORTH: StatusRequestResponse Loaned',
    ]);
    expect(lending.north.transaction.state).to.equal(before);
    expect(lending.north.transaction.dueDate).to.equal(lending.east.transaction.dueDate);
  });
});

describe('notes', () => {
  it('that are equal are two different messages on the wire', () => {
    const lending = promised();
    lending.act(lending.north, { verb: 'note', note: 'Please hurry' });
    lending.act(lending.north, { verb: 'note', note: 'Please hurry' });
    lending.act(lending.east, { verb: 'note', note: 'We do' });
    lending.act(lending.east, { verb: 'note', note: 'We do' });
    const stamps = [...lending.north.sent.slice(-2), ...lending.east.sent.slice(-2)].map(
      ({ header }) => header.timestamp,
    );
    expect(stamps[0]).to.not.equal(stamps[1]);
    expect(stamps[2]).to.not.equal(stamps[3]);
    lending.settle();
    expect(lending.north.transaction.state).to.equal('WillSupply');
    expect(lending.east.transaction.state).to.equal('WillSupply');
  });
});

describe('lost and damaged', () => {
  it('a requester of 2017 reports the loss in a note with a tail, and both sides are flagged', () => {
    const lending = shipped();
    lending.act(lending.north, { verb: 'receive' });
    lending.act(lending.north, { verb: 'report-lost', note: 'Left on a train.' });
    lending.settle();
    const note = lending.north.sent.at(-1) as { note?: string };
    expect(note.note).to.match(/^The item is reported lost\.\nLeft on a train\.\n\[ill:lost v1\]$/);
    expect(lending.lines.at(-1)).to.equal('SE-NORTH > SE-EAST: Lost');
    expect(lending.east.transaction).to.include({ state: 'Loaned' });
    expect(lending.east.transaction.lostReported).to.not.equal(undefined);
    expect(Object.values(lending.east.loan.record.reports)).to.have.lengthOf(1);
    expect(attention(lending.east.loan, lending.now)).to.include({ queue: 'problem' });
    lending.act(lending.north, { verb: 'found' });
    lending.settle();
    expect(attention(lending.north.loan, lending.now)).to.equal(undefined);
  });

  it('a peer of 2021 hears the action Lost', () => {
    const lending = new Lending(newRecord(), '2021');
    lending.settle();
    lending.act(lending.east, { verb: 'ship', carrier: 'DHL', trackingId: 'JD01' });
    lending.settle();
    lending.act(lending.north, { verb: 'report-lost' });
    lending.settle();
    expect(lending.lines.at(-1)).to.equal('SE-NORTH > SE-EAST: Lost');
    expect(lending.east.transaction.lostReported).to.not.equal(undefined);
    const sent = lending.east.sent[0] as SupplyingAgencyMessage;
    expect(sent.shippingInfo).to.deep.equal({ courierName: { value: 'DHL' }, trackingId: ['JD01'] });
    expect([...lending.north.loan.shipments.values()][0]).to.include({ carrier: 'DHL', trackingId: 'JD01' });
  });

  it('a supplier reports damage at check-in: the requester is flagged and nothing moves', () => {
    const lending = shipped();
    lending.act(lending.north, { verb: 'receive' });
    lending.act(lending.north, { verb: 'return' });
    lending.settle();
    lending.act(lending.east, { verb: 'report-damaged' });
    lending.settle();
    expect(lending.lines.at(-1)).to.equal('SE-EAST > SE-NORTH: Notification Loaned');
    expect(lending.north.transaction.state).to.equal('ShippedReturn');
    expect(lending.north.transaction.damageReported).to.not.equal(undefined);
  });
});

describe('an overdue loan', () => {
  it('is reminded at each step, once, and then assumed lost', () => {
    const lending = shipped();
    lending.act(lending.north, { verb: 'receive' });
    lending.settle();
    const struck: string[] = [];
    for (let day = 0; day < 120; day += 1) {
      lending.passDays(1);
      struck.push(
        ...strikeAll(lending, lending.east).map(
          (rule) => `${lending.now.toISOString().slice(0, 10)} ${rule}`,
        ),
      );
      lending.settle();
    }
    expect(struck).to.deep.equal([
      '2026-04-15 overdue-notice',
      '2026-04-22 overdue-notice',
      '2026-04-29 overdue-notice',
      '2026-05-26 assumed-lost',
    ]);
    expect(lending.lines.filter((line) => line.endsWith('StatusChange Overdue'))).to.have.lengthOf(3);
    expect(lending.north.transaction.state).to.equal('Overdue');
    expect(attention(lending.east.loan, lending.now)?.reason).to.match(/assumed lost/);
  });

  it('is not chased while the book is on its way back', () => {
    const lending = shipped();
    lending.act(lending.north, { verb: 'receive' });
    lending.act(lending.north, { verb: 'return' });
    lending.settle();
    expect(plan(lending.east.loan, terms).map(({ rule }) => rule)).to.deep.equal([
      'check-in-reminder',
      'return-late',
      'return-problem',
    ]);
  });

  it('that nobody looked at for weeks is reminded once, not three times', () => {
    const lending = shipped();
    lending.act(lending.north, { verb: 'receive' });
    lending.settle();
    lending.passDays(60);
    expect(strikeAll(lending, lending.east)).to.deep.equal(['overdue-notice']);
    expect(lending.east.owed).to.have.lengthOf(1);
  });
});

describe('a parcel', () => {
  it('that does not come is late on both sides, once', () => {
    const lending = shipped({ expectedAt: '2026-03-05' });
    lending.passDays(9);
    expect(strikeAll(lending, lending.north)).to.deep.equal(['parcel-late']);
    expect(strikeAll(lending, lending.east)).to.deep.equal(['parcel-late']);
    expect(strikeAll(lending, lending.north)).to.deep.equal([]);
    expect(attention(lending.north.loan, lending.now)).to.include({
      queue: 'problem',
      reason: 'The parcel is late.',
    });
    lending.act(lending.north, { verb: 'receive' });
    lending.settle();
    expect(attention(lending.north.loan, lending.now)).to.equal(undefined);
    expect(attention(lending.east.loan, lending.now)).to.equal(undefined);
  });
});

describe('a parcel that is faster than the supplier', () => {
  it('is received before Loaned: nothing goes out until the supplier has told, then Received does', () => {
    const lending = promised();
    lending.act(lending.north, { verb: 'receive' });
    expect(lending.north.owed).to.have.lengthOf(0);
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    expect(lending.lines.slice(-2)).to.deep.equal([
      'SE-EAST > SE-NORTH: StatusChange Loaned',
      'SE-NORTH > SE-EAST: Received',
    ]);
    expect(lending.north.transaction.state).to.equal('Received');
    expect(lending.east.transaction.received).to.not.equal(undefined);
  });
});

describe('our time stamps', () => {
  it('rise although the clock jumps an hour back between WillSupply and Loaned', () => {
    const lending = promised();
    lending.now = new Date(lending.now.getTime() - 3_600_000);
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    expectRising(lending.east);
    expect(lending.north.transaction.state).to.equal('Loaned');
  });

  it('rise through a whole loan within one second', () => {
    const lending = shipped();
    lending.act(lending.north, { verb: 'receive' });
    lending.act(lending.north, { verb: 'note', note: 'Here it is' });
    lending.act(lending.north, { verb: 'return' });
    lending.settle();
    lending.act(lending.east, { verb: 'check-in' });
    lending.settle();
    expectRising(lending.east);
    expectRising(lending.north);
    expect(lending.north.transaction.state).to.equal('LoanCompleted');
  });
});

describe('late and repeated messages', () => {
  it('a Loaned that LoanCompleted has overtaken is kept and moves nothing [nr 78]', () => {
    const lending = shipped();
    const loaned = lending.east.sent.find(
      (sent) => (sent as SupplyingAgencyMessage).statusInfo.status === 'Loaned',
    );
    lending.act(lending.east, { verb: 'check-in' });
    lending.settle();
    const { reaction } = lending.give(loaned!);
    expect(reaction.confirmation).to.deep.equal({ ok: true });
    expect(reaction.happenings[0]?.facts).to.include({ late: true });
    expect(lending.north.transaction.state).to.equal('LoanCompleted');
  });

  it('of one second, the status further along counts', () => {
    const lending = promised();
    const willSupply = lending.east.sent.at(-1) as SupplyingAgencyMessage;
    const loaned = at(willSupply, { status: 'Loaned' });
    const expects = at(willSupply, { status: 'ExpectToSupply' });
    expect(lending.give(expects).reaction.happenings[0]?.facts).to.include({ late: true });
    lending.give(loaned);
    expect(lending.north.transaction.state).to.equal('Loaned');
    lending.give(willSupply);
    expect(lending.north.transaction.state).to.equal('Loaned');
  });

  it('an answer proves that our Request arrived, before its confirmation', () => {
    const lending = new Lending();
    const request = lending.north.owed.at(-1)!;
    lending.give(request.owed.message as never);
    lending.act(lending.east, { verb: 'will-supply' });
    lending.deliver(lending.east);
    expect(lending.north.transaction.state).to.equal('WillSupply');
    expect(lending.north.loan.deliveries.size).to.equal(0);
  });
});

function promised(): Lending {
  const lending = new Lending();
  lending.settle();
  lending.act(lending.east, { verb: 'will-supply' });
  lending.settle();
  return lending;
}

function shipped(parcel: { carrier?: string; trackingId?: string; expectedAt?: string } = {}): Lending {
  const lending = promised();
  lending.act(lending.east, { verb: 'ship', ...parcel });
  lending.settle();
  return lending;
}

function strikeAll(lending: Lending, library: Library): string[] {
  const now = lending.now.toISOString();
  const due = plan(library.loan, terms).filter((planned) => planned.at <= now);
  return due.flatMap((planned) => {
    const happenings = strike(library.loan, planned, lending.context());
    library.tell(library.loan.id, happenings);
    return happenings.length === 0 ? [] : [planned.rule];
  });
}

function at(
  message: SupplyingAgencyMessage,
  change: Partial<SupplyingAgencyMessage['statusInfo']>,
): SupplyingAgencyMessage {
  return {
    ...message,
    messageInfo: { reasonForMessage: 'StatusChange' },
    statusInfo: { ...message.statusInfo, ...change },
  };
}

function expectRising(library: Library): void {
  const stamps = library.sent.map(({ header }) => header.timestamp);
  expect(stamps).to.deep.equal([...new Set(stamps)].sort());
  expect(stamps.every((stamp) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(stamp))).to.equal(true);
  const changes = library.sent.flatMap((sent) =>
    sent.kind === 'supplyingAgencyMessage' ? [sent.statusInfo.lastChange ?? ''] : [],
  );
  expect(changes).to.deep.equal([...new Set(changes)].sort());
}
