import { expect } from 'chai';
import type { Costs, Request, SupplyingAgencyMessage } from '../../../src/iso18626/index.js';
import {
  differenceOf,
  foldHappenings,
  performAct,
  plan,
  possibleActs,
  receiveRequest,
  requesterReceives,
  strike,
  supplierReceives,
  type Act,
  type Happening,
  type LoanView,
  type OfferPractice,
  type RuleContext,
  type Transaction,
} from '../../../src/loan/index.js';
import { compareCosts } from '../../../src/loan/offers/costs.js';
import { ram, recordOf, request, requesting, sam, supplying, transactionId, viewOf } from './given.js';
import { contextAt } from './two-sides.js';

const now = '2026-03-02T09:00:00Z';
const eur = (monetaryValue: string): Costs => ({ currencyCode: { value: 'EUR' }, monetaryValue });
const with_ = (practice: OfferPractice, given: Partial<RuleContext> = {}): RuleContext =>
  contextAt(now, { practiceOf: () => practice, ...given });
const paysUpTo = (most: Costs): { record: { billingInfo: { maximumCosts: Costs } } } => ({
  record: { billingInfo: { maximumCosts: most } },
});

function hear(view: LoanView, message: SupplyingAgencyMessage, ctx: RuleContext): LoanView {
  const reaction = requesterReceives({ view, transaction: transactionId }, message, ctx);
  expect(reaction.confirmation.ok).to.equal(true);
  return foldHappenings(view, reaction.happenings);
}

function acted(view: LoanView, act: Act, ctx: RuleContext): { view: LoanView; happenings: Happening[] } {
  const outcome = performAct(view, act, ctx);
  if (!outcome.ok) throw new Error(outcome.detail);
  return { view: foldHappenings(view, outcome.happenings), happenings: outcome.happenings };
}

const refusalOf = (view: LoanView, act: Act, ctx: RuleContext): string | undefined => {
  const outcome = performAct(view, act, ctx);
  return outcome.ok ? undefined : outcome.refusal;
};
const at = (view: LoanView, id = transactionId): Transaction | undefined => view.transactions.get(id);
const owed = (happenings: readonly Happening[]): string[] => happenings.flatMap(({ owe }) => owe?.what ?? []);
const noteIn = (happenings: readonly Happening[]): string | undefined => {
  const message = happenings[0]?.owe?.message;
  return message?.kind === 'requestingAgencyMessage' ? message.note : undefined;
};

const conditions = { deliveryInfo: { loanCondition: [{ value: 'LibraryUseOnly' }] } };
const asksMore = {
  ...sam(
    { reasonForMessage: 'RequestResponse', reasonRetry: { value: 'CostExceedsMaxCost' } },
    { status: 'RetryPossible' },
  ),
  retryInfo: { offeredCosts: [eur('15.00')] },
};

describe('an offer that comes in', () => {
  it('is kept with its terms, its practice, and until when it is to be answered', () => {
    const ctx = with_('will-supply');
    const view = hear(
      viewOf(requesting('Sent'), paysUpTo(eur('10.00'))),
      { ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }), ...conditions },
      ctx,
    );
    expect(at(view)?.offer).to.deep.include({
      by: 'peer',
      practice: 'will-supply',
      state: 'open',
      terms: { loanCondition: [{ value: 'LibraryUseOnly' }] },
    });
    // Four working days after a Monday.
    expect(at(view)?.offer?.answerBy.slice(0, 10)).to.equal('2026-03-06');
    expect(at(view)?.conditionPending).to.not.equal(undefined);
  });

  it('holds until the supplier itself says', () => {
    const retryInfo = { ...asksMore.retryInfo, retryBefore: '2026-03-04T12:00:00Z' };
    const view = hear(viewOf(requesting('Sent')), { ...asksMore, retryInfo }, with_('retry'));
    expect(at(view)?.offer?.answerBy).to.equal('2026-03-04T12:00:00.000Z');
  });

  it('counts as accepted on an item that is on its way already', () => {
    const view = hear(
      viewOf(requesting('WillSupply')),
      { ...sam({ reasonForMessage: 'StatusChange' }, { status: 'Loaned' }), ...conditions },
      with_('will-supply'),
    );
    expect(at(view)?.offer).to.include({ state: 'accepted', answeredBy: 'supplied' });
    expect(at(view)?.conditionPending).to.equal(undefined);
  });

  it('is the same offer when it is said again, whatever became of it', () => {
    const ctx = with_('will-supply');
    const says = { ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }), ...conditions };
    const heard = hear(viewOf(requesting('Sent')), says, ctx);
    const { view } = acted(heard, { verb: 'accept-condition' }, ctx);
    const again = hear(view, says, ctx);
    expect(at(again)?.offer?.state).to.equal('accepted');
    expect(at(again)?.conditionPending).to.equal(undefined);
  });

  it('is no offer where a price stays within what we pay', () => {
    const view = hear(
      viewOf(requesting('Sent'), paysUpTo(eur('10'))),
      {
        ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }),
        deliveryInfo: { deliveryCosts: [eur('10.00')] },
      },
      with_('will-supply'),
    );
    expect(at(view)?.offer).to.equal(undefined);
  });

  it('keeps no free text of a condition: what is no code reads as other', () => {
    const view = hear(
      viewOf(requesting('Sent')),
      {
        ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }),
        deliveryInfo: { loanCondition: [{ value: 'Only for Ms Canary, by hand' }] },
      },
      with_('will-supply'),
    );
    expect(at(view)?.offer?.terms).to.deep.equal({ loanCondition: [{ value: 'other' }] });
    expect(JSON.stringify([...view.transactions])).to.not.contain('Canary');
  });

  it('is taken back by nobody else: a note that it is assumed accepts it', () => {
    const view = hear(
      viewOf(requesting('Sent')),
      { ...sam({ reasonForMessage: 'StatusChange' }, { status: 'ExpectToSupply' }), ...conditions },
      with_('markers', { offerRemarks: ['added'] }),
    );
    expect(at(view)?.offer?.state).to.equal('open');
    const after = hear(
      view,
      sam({ reasonForMessage: 'Notification' }),
      with_('markers', { offerRemarks: ['assumed'] }),
    );
    expect(at(after)?.offer).to.include({ state: 'accepted', answeredBy: 'assumed' });
  });
});

describe('costs', () => {
  it('are compared exactly, and only in one currency', () => {
    expect(compareCosts(eur('0.3'), eur('0.30'))).to.equal('equal');
    expect(compareCosts(eur('10.01'), eur('10'))).to.equal('more');
    expect(compareCosts(eur('9.99'), { ...eur('10'), currencyCode: { value: 'eur ' } })).to.equal('less');
    expect(compareCosts(eur('1'), { ...eur('1000'), currencyCode: { value: 'SEK' } })).to.equal(
      'other-currency',
    );
    expect(compareCosts(eur('1,50'), eur('2'))).to.equal('unreadable');
  });

  it('beside each other say what a person decides about', () => {
    const record = recordOf('requester', { billingInfo: { maximumCosts: eur('10') } });
    const verdict = (...offeredCosts: Costs[]): unknown => differenceOf(record, { offeredCosts })[0]?.verdict;
    const sek = { ...eur('1'), currencyCode: { value: 'SEK' } };
    expect([
      verdict(eur('10.00')),
      verdict(eur('10.01')),
      verdict(sek),
      verdict(sek, eur('9')),
    ]).to.deep.equal(['within', 'beyond', 'not-comparable', 'within']);
    expect(differenceOf(recordOf('requester'), { offeredCosts: [eur('3')] })).to.deep.equal([
      { field: 'costs', asked: [], offered: ['3 EUR'], verdict: 'new' },
    ]);
  });
});

describe('an offer is accepted', () => {
  const says = { ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }), ...conditions };

  for (const [practice, note] of [
    ['will-supply', 'We accept: LibraryUseOnly.\n[ill:conditions-accepted v1]'],
    ['markers', 'ACCEPT'],
    ['accept-reject', 'ACCEPT'],
  ] as const)
    it(`by a note, where the practice is ${practice}`, () => {
      const ctx = with_(practice);
      const { happenings, view } = acted(
        hear(viewOf(requesting('Sent')), says, ctx),
        { verb: 'accept-condition' },
        ctx,
      );
      expect(owed(happenings)).to.deep.equal(['Notification']);
      expect(noteIn(happenings)).to.equal(note);
      expect(at(view)?.offer).to.include({ state: 'accepted', answeredBy: 'us' });
    });

  it('by a note of its own beside ACCEPT, where staff add something', () => {
    const ctx = with_('accept-reject');
    const heard = hear(viewOf(requesting('Sent')), says, ctx);
    const { happenings } = acted(heard, { verb: 'accept-condition', note: 'Thank you' }, ctx);
    expect(owed(happenings)).to.deep.equal(['Notification', 'Notification']);
  });

  it('by a new request that names the old one and pays what is asked; the old one stays RetryPossible [nr 84]', () => {
    const ctx = with_('retry');
    const heard = hear(viewOf(requesting('Sent'), paysUpTo(eur('10.00'))), asksMore, ctx);
    const { happenings, view } = acted(heard, { verb: 'accept-condition' }, ctx);
    expect(owed(happenings)).to.deep.equal(['Request Retry']);
    const message = happenings[0]?.owe?.message as Request;
    expect(message.serviceInfo).to.include({
      requestType: 'Retry',
      requestingAgencyPreviousRequestId: 'R1',
    });
    expect(message.header.requestingAgencyRequestId).to.not.equal('R1');
    expect(message.billingInfo?.maximumCosts).to.deep.equal(eur('15.00'));
    const next = view.record.current ?? '';
    expect(at(view)).to.include({ state: 'RetryPossible', retriedAs: next });
    expect(at(view, next)).to.include({ state: 'Queued', previous: transactionId });
    expect(view.record.billingInfo?.maximumCosts, 'what the library wants of others').to.deep.equal(
      eur('10.00'),
    );
    expect(view.record.suppliers['001']).to.include({ transaction: next, outcome: 'asked' });
  });

  it('never lowers what we pay at most', () => {
    const ctx = with_('retry');
    const retryInfo = { loanCondition: [{ value: 'NoReproduction' }], offeredCosts: [eur('5')] };
    const heard = hear(viewOf(requesting('Sent'), paysUpTo(eur('10'))), { ...asksMore, retryInfo }, ctx);
    const { happenings } = acted(heard, { verb: 'accept-condition' }, ctx);
    const { billingInfo, serviceInfo } = happenings[0]?.owe?.message as Request;
    expect(billingInfo?.maximumCosts).to.deep.equal(eur('10'));
    expect(serviceInfo?.loanCondition).to.deep.equal([{ value: 'NoReproduction' }]);
  });

  it('of several prices takes the one in the currency that we asked in, else a person names it', () => {
    const ctx = with_('retry');
    const sek = { ...eur('150'), currencyCode: { value: 'SEK' } };
    const nok = { ...eur('140'), currencyCode: { value: 'NOK' } };
    const offered = (...offeredCosts: Costs[]): LoanView =>
      hear(
        viewOf(requesting('Sent'), paysUpTo(eur('10'))),
        { ...asksMore, retryInfo: { offeredCosts } },
        ctx,
      );
    const paid = ({ happenings }: { happenings: Happening[] }): unknown =>
      (happenings[0]?.owe?.message as Request).billingInfo?.maximumCosts;
    expect(paid(acted(offered(sek, eur('15')), { verb: 'accept-condition' }, ctx))).to.deep.equal(eur('15'));
    const unclear = offered(sek, nok);
    expect(refusalOf(unclear, { verb: 'accept-condition' }, ctx)).to.equal('costs-unclear');
    expect(paid(acted(unclear, { verb: 'accept-condition', currency: 'nok' }, ctx))).to.deep.equal(nok);
  });

  it('not before the supplier wants to be asked again, and not after', () => {
    const early = { retryAfter: '2026-04-01T00:00:00Z' };
    const over = { retryBefore: '2026-03-01T00:00:00Z' };
    const ctx = with_('retry');
    const offered = (times: object): LoanView =>
      hear(viewOf(requesting('Sent')), { ...asksMore, retryInfo: { ...asksMore.retryInfo, ...times } }, ctx);
    expect(refusalOf(offered(early), { verb: 'retry' }, ctx)).to.equal('retry-too-early');
    expect(refusalOf(offered(over), { verb: 'accept-condition' }, ctx)).to.equal('offer-over');
  });
});

describe('an offer is declined', () => {
  const says = { ...sam({ reasonForMessage: 'RequestResponse' }, { status: 'WillSupply' }), ...conditions };

  for (const [practice, what, note] of [
    ['will-supply', 'Cancel', undefined],
    ['markers', 'Cancel', undefined],
    ['accept-reject', 'Notification', 'REJECT'],
  ] as const)
    it(`by ${what}, where the practice is ${practice}`, () => {
      const ctx = with_(practice);
      const heard = hear(viewOf(requesting('Sent')), says, ctx);
      const { happenings, view } = acted(heard, { verb: 'decline-condition' }, ctx);
      expect(owed(happenings)).to.deep.equal([what]);
      expect(noteIn(happenings)).to.equal(note);
      expect(at(view)?.offer).to.include({ state: 'declined', answeredBy: 'us' });
      expect(at(view)?.conditionPending).to.equal(undefined);
    });

  it('without a word where RetryPossible has ended it, and the next supplier is asked', () => {
    const ctx = with_('retry');
    const next = {
      agency: 'isil:se-south',
      agencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'SE-SOUTH' },
    };
    const asked = viewOf(requesting('Sent'));
    const two = {
      ...asked,
      record: { ...asked.record, suppliers: { ...asked.record.suppliers, '002': next } },
    };
    const declined = acted(hear(two, asksMore, ctx), { verb: 'decline-condition' }, ctx);
    expect(owed(declined.happenings)).to.deep.equal(['Request']);
    expect(declined.view.record.suppliers['002']).to.include({ outcome: 'asked' });
    const alone = acted(hear(asked, asksMore, ctx), { verb: 'decline-condition' }, ctx);
    expect(owed(alone.happenings)).to.deep.equal([]);
    expect(alone.view.record.phase).to.equal('closed');
  });

  it('and when the supplier agrees to cancel, the next one is asked', () => {
    const ctx = with_('will-supply');
    const next = {
      agency: 'isil:se-south',
      agencyId: { agencyIdType: { value: 'ISIL' }, agencyIdValue: 'SE-SOUTH' },
    };
    const asked = viewOf(requesting('Sent'));
    const two = {
      ...asked,
      record: { ...asked.record, suppliers: { ...asked.record.suppliers, '002': next } },
    };
    const { view } = acted(hear(two, says, ctx), { verb: 'decline-condition' }, ctx);
    const after = hear(
      view,
      sam({ reasonForMessage: 'CancelResponse', answerYesNo: 'Y' }, { status: 'Cancelled' }),
      ctx,
    );
    expect(after.record.phase).to.equal('open');
    expect(after.record.suppliers['001']).to.include({ outcome: 'cancelled' });
    expect(after.record.suppliers['002']).to.include({ outcome: 'asked' });
  });
});

describe('what a supplier offers', () => {
  const offer: Act = {
    verb: 'conditional',
    conditions: ['libraryuseonly'],
    cost: { value: '12.00', currency: 'EUR' },
    dueDate: '2026-04-30',
  };
  const messageOf = (happenings: readonly Happening[]): SupplyingAgencyMessage =>
    happenings[0]?.owe?.message as SupplyingAgencyMessage;

  it('goes as RetryPossible with retryInfo where that is the practice', () => {
    const { happenings, view } = acted(viewOf(supplying('RequestReceived')), offer, with_('retry'));
    const { messageInfo, statusInfo, retryInfo } = messageOf(happenings);
    expect(statusInfo.status).to.equal('RetryPossible');
    expect(messageInfo.reasonRetry).to.deep.equal({ value: 'MustMeetLoanCondition' });
    expect(messageInfo.note).to.equal('Due back on 2026-04-30.');
    expect(retryInfo).to.deep.equal({
      loanCondition: [{ value: 'LibraryUseOnly' }],
      offeredCosts: [eur('12.00')],
    });
    expect(at(view)?.offer).to.include({ by: 'us', state: 'open', practice: 'retry' });
  });

  it('goes beside WillSupply where that is the practice, in elements and in words', () => {
    const { happenings } = acted(viewOf(supplying('WillSupply')), offer, with_('will-supply'));
    const { messageInfo, statusInfo, retryInfo, deliveryInfo } = messageOf(happenings);
    expect(statusInfo.status).to.equal('WillSupply');
    expect(deliveryInfo?.loanCondition).to.deep.equal([{ value: 'LibraryUseOnly' }]);
    expect(deliveryInfo?.dateSent).to.not.equal(undefined);
    expect(retryInfo).to.deep.equal({ offeredCosts: [eur('12.00')] });
    expect(messageInfo.note).to.equal(
      'On these conditions: LibraryUseOnly, 12.00 EUR, back by 2026-04-30.\nDue back on 2026-04-30.',
    );
  });

  it('is heard by another gateway with the day, the price and the condition that were meant', () => {
    for (const practice of ['retry', 'will-supply'] as const) {
      const { happenings } = acted(viewOf(supplying('RequestReceived')), offer, with_(practice));
      const heard = hear(viewOf(requesting('Sent')), messageOf(happenings), with_(practice));
      expect(at(heard)?.offer?.terms, practice).to.deep.equal({
        loanCondition: [{ value: 'LibraryUseOnly' }],
        offeredCosts: [eur('12.00')],
        dueDate: '2026-04-30T23:59:59Z',
      });
    }
  });

  it('is refused where nothing is offered, a price cannot be read or its time is over', () => {
    const ctx = with_('will-supply');
    const view = viewOf(supplying('RequestReceived'));
    expect(refusalOf(view, { verb: 'conditional' }, ctx)).to.equal('terms-missing');
    expect(refusalOf(view, { verb: 'conditional', cost: { value: '12,00', currency: 'EUR' } }, ctx)).to.equal(
      'cost-unreadable',
    );
    expect(refusalOf(view, { verb: 'conditional', cost: { value: '12' } }, ctx)).to.equal('cost-unreadable');
    expect(refusalOf(view, { ...offer, answerBy: '2026-03-01' }, ctx)).to.equal('offer-over');
    expect(refusalOf(view, { ...offer, dueDate: '2026-03-01' }, ctx)).to.equal('due-date-in-the-past');
  });

  const needs: [string, Partial<Extract<Act, { verb: 'ask-retry' }>>, object][] = [
    ['CostExceedsMaxCost', { cost: { value: '15', currency: 'EUR' } }, { offeredCosts: [eur('15')] }],
    [
      'MustMeetLoanCondition',
      { offered: ['NoReproduction'] },
      { loanCondition: [{ value: 'NoReproduction' }] },
    ],
    ['MultiVolAvail', { offered: ['1', '2'] }, { volume: ['1', '2'] }],
    ['ReqEditionNotPossible', { offered: ['2nd'] }, { edition: ['2nd'] }],
    ['ReqFormatNotPossible', { offered: ['Printed'] }, { itemFormat: [{ value: 'Printed' }] }],
    ['ReqServTypeNotPossible', { offered: ['Copy'] }, { serviceType: 'Copy' }],
    ['ReqServLevelNotSupp', { offered: ['Normal'] }, { serviceLevel: [{ value: 'Normal' }] }],
    [
      'ReqDelMethodNotSupp',
      { offered: ['Courier'], courier: ['Van'] },
      { deliveryMethod: [{ value: 'Courier' }], courierName: [{ value: 'Van' }] },
    ],
    ['CourierNotSupp', { offered: ['Van'] }, { courierName: [{ value: 'Van' }] }],
    ['ReqPayMethodNotSupported', { offered: ['IFM'] }, { paymentMethod: [{ value: 'IFM' }] }],
    ['OnLoan', { retryAfter: '2026-04-01' }, { retryAfter: '2026-04-01T23:59:59Z' }],
    ['NotFoundAsCited', {}, {}],
  ];
  for (const [reasonRetry, given, expected] of needs)
    it(`for a retry because of ${reasonRetry} carries what goes with it`, () => {
      const ctx = with_('will-supply');
      const view = viewOf(supplying('RequestReceived'));
      const { happenings } = acted(view, { verb: 'ask-retry', reasonRetry, ...given }, ctx);
      const { messageInfo, retryInfo, statusInfo } = messageOf(happenings);
      expect(statusInfo.status).to.equal('RetryPossible');
      expect(messageInfo.reasonRetry).to.deep.equal({ value: reasonRetry });
      expect(retryInfo ?? {}).to.deep.equal(expected);
      if ('offered' in given || 'cost' in given)
        expect(refusalOf(view, { verb: 'ask-retry', reasonRetry }, ctx)).to.equal('terms-missing');
    });

  it('waits for the requester, and is off the list of what to send', () => {
    const ctx = with_('will-supply');
    const { view } = acted(viewOf(supplying('RequestReceived')), offer, ctx);
    expect(possibleActs(view, ctx).possible.map(({ verb }) => verb)).to.include('ship');
    const shipped = acted(view, { verb: 'ship' }, ctx).view;
    expect(at(shipped)?.offer).to.include({ state: 'accepted', answeredBy: 'supplied' });
  });
});

describe('what a supplier hears of its offer', () => {
  const offered = (practice: OfferPractice): LoanView =>
    acted(
      viewOf(supplying('RequestReceived')),
      { verb: 'conditional', conditions: ['LibraryUseOnly'] },
      with_(practice),
    ).view;
  const said = (
    view: LoanView,
    message: Parameters<typeof supplierReceives>[1],
    ctx: RuleContext,
  ): LoanView =>
    foldHappenings(view, supplierReceives({ view, transaction: transactionId }, message, ctx).happenings);

  it('a Cancel declines it and waits for its answer', () => {
    const view = said(offered('will-supply'), ram('Cancel'), with_('will-supply'));
    expect(at(view)?.offer).to.include({ state: 'declined', answeredBy: 'peer' });
    expect(at(view)?.cancelPending).to.not.equal(undefined);
  });

  it('a note that ends with the tail accepts it; one that quotes the tail does not', () => {
    const ctx = with_('will-supply');
    const tail = '[ill:conditions-accepted v1]';
    expect(
      at(said(offered('will-supply'), ram('Notification', `Yes.\n${tail}`), ctx))?.offer?.state,
    ).to.equal('accepted');
    expect(
      at(said(offered('will-supply'), ram('Notification', `Yes.\n${tail} #seq:4#`), ctx))?.offer?.state,
    ).to.equal('accepted');
    expect(at(said(offered('will-supply'), ram('Notification', `${tail} ?`), ctx))?.offer?.state).to.equal(
      'open',
    );
  });

  const lapse = (view: LoanView): LoanView => {
    const ctx = contextAt('2026-04-30T09:00:00Z');
    const planned = plan(view, ctx).find(({ rule }) => rule === 'offer-lapsed');
    return foldHappenings(view, planned === undefined ? [] : strike(view, planned, ctx));
  };

  it('nobody answers: a promise stays for staff to decide, a retry that never came ends the loan', () => {
    const promised = lapse(offered('will-supply'));
    expect(at(promised)?.offer).to.include({ state: 'lapsed', answeredBy: 'clock' });
    expect(promised.record.phase).to.equal('open');
    expect(possibleActs(promised, contextAt(now)).possible.map(({ verb }) => verb)).to.include('ship');
    const asked = lapse(offered('retry'));
    expect(at(asked)?.offer).to.include({ state: 'lapsed', answeredBy: 'clock' });
    expect(asked.record).to.include({ phase: 'closed' });
  });

  it('a retry that comes after that opens the loan again', () => {
    const taken = retried(lapse(offered('retry')), { loanCondition: [{ value: 'LibraryUseOnly' }] });
    expect(taken.record).to.include({ phase: 'open' }).and.not.have.property('closedAt');
    expect(at(taken)).to.include({ state: 'RetryPossible', retriedAs: taken.record.current ?? '' });
  });

  const retried = (view: LoanView, given: Partial<Request['serviceInfo'] & object>): LoanView => {
    const ctx = with_('retry');
    const message = request({
      requestType: 'Retry',
      requestingAgencyPreviousRequestId: 'R1',
      ...given,
    });
    const origin = {
      peer: 'peer',
      edition: '2021',
      agency: 'isil:se-east',
      requestingKey: 'isil:se-north',
      supplyingKey: 'isil:se-east',
      previous: { view, transaction: transactionId },
    };
    const header = { ...message.header, requestingAgencyRequestId: 'R2' };
    return foldHappenings(view, receiveRequest({ ...message, header }, origin, ctx).happenings);
  };

  it('a new request answers it: links both ways, and the old one stays RetryPossible [nr 58]', () => {
    const view = offered('retry');
    const taken = retried(view, { loanCondition: [{ value: 'LibraryUseOnly' }] });
    const next = taken.record.current ?? '';
    expect(at(taken)).to.include({ state: 'RetryPossible', retriedAs: next });
    expect(at(taken, next)).to.include({ previous: transactionId, requestingAgencyRequestId: 'R2' });
    expect(at(taken)?.offer?.state).to.equal('accepted');
    expect(at(retried(view, {}))?.offer?.state).to.equal('declined');
  });
});
