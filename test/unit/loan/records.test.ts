import { expect } from 'chai';
import type { Request } from '../../../src/iso18626/index.js';
import {
  acceptRecord,
  attention,
  changeRecord,
  confirmed,
  foldHappenings,
  notDelivered,
  performAct,
  withdrawRecord,
  type LoanView,
  type RuleContext,
} from '../../../src/loan/index.js';
import { RecordStanding, recordChangeTable } from '../../../src/loan/tables/record-change-table.js';
import { deliveryOf, contextAt, emptyView, Lending, newRecord, reachOf } from './two-sides.js';

const ctx = contextAt('2026-03-02T09:00:00Z');

/** A record that was just accepted, its Request owed and never tried. */
function accepted(
  record = newRecord(),
  context: RuleContext = ctx,
): { view: LoanView; request: Request; delivery: string } {
  const outcome = acceptRecord(record, context);
  if (!outcome.ok) throw new Error(outcome.detail);
  const view = foldHappenings(emptyView(outcome.loan), outcome.happenings);
  const owe = outcome.happenings.at(-1)?.owe;
  if (owe === undefined) throw new Error('nothing is owed');
  const delivery = 'd1';
  return {
    view: { ...view, deliveries: new Map([[delivery, deliveryOf(outcome.loan, owe)]]) },
    request: owe.message as Request,
    delivery,
  };
}

const currentOf = (view: LoanView) => view.transactions.get(view.record.current ?? '');

describe('a loan record', () => {
  it('asks its first supplier, without patron data unless the peer wants it', () => {
    const { view, request } = accepted();
    expect(currentOf(view)).to.include({ state: 'Queued', peer: 'se-east' });
    expect(request.header.requestingAgencyRequestId).to.match(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(request).to.not.have.property('patronInfo');
    expect(request.serviceInfo).to.deep.equal({
      requestType: 'New',
      serviceType: 'Loan',
      note: 'For a seminar',
    });

    const withPatron = contextAt('2026-03-02T09:00:00Z', {
      reach: () => ({ ...reachOf('SE-EAST'), patronData: true }),
    });
    expect(accepted(newRecord(), withPatron).request.patronInfo).to.deep.equal({
      patronId: 'P-7',
      surname: 'Svensson',
    });
  });

  it('holds nothing that names a person', () => {
    const outcome = acceptRecord(newRecord(), ctx);
    const kept = outcome.ok ? outcome.happenings.map((happening) => ({ ...happening, owe: undefined })) : [];
    expect(JSON.stringify(kept)).to.not.contain('Svensson').and.not.contain('seminar').and.not.contain('P-7');
  });

  it('passes over a supplier that nobody can reach, and says so', () => {
    const reach = (agency: string) => (agency === 'isil:se-east' ? undefined : reachOf('SE-SOUTH'));
    const outcome = acceptRecord(newRecord(), contextAt('2026-03-02T09:00:00Z', { reach }));
    const request = outcome.ok ? outcome.happenings[1] : undefined;
    expect(request?.because).to.equal('Nobody can reach SE-EAST; SE-SOUTH is first on the list.');
    expect(request?.record?.suppliers['001']).to.include({ outcome: 'skipped' });
  });

  it('is refused when none of its suppliers can be reached', () => {
    const outcome = acceptRecord(newRecord(), contextAt('2026-03-02T09:00:00Z', { reach: () => undefined }));
    expect(outcome).to.deep.include({ ok: false, refusal: 'no-supplier-reachable' });
  });

  it('goes to the next supplier only when staff say so after a refusal, and names both', () => {
    const { view } = accepted();
    const delivery = view.deliveries.get('d1')!;
    const errors = [{ errorType: 'UnrecognisedDataValue' as const, errorValue: 'x' }];
    const refused = foldHappenings(view, confirmed(view, { delivery, outcome: { ok: false, errors } }, ctx));
    expect(currentOf(refused)).to.include({ state: 'Rejected' });
    expect(attention(refused, ctx.at.now)).to.include({ queue: 'needs-fixing' });
    const outcome = performAct({ ...refused, deliveries: new Map() }, { verb: 'next-supplier' }, ctx);
    expect(outcome.ok && outcome.happenings[0]?.because).to.equal(
      'Staff ask no further at SE-EAST; SE-SOUTH is next on the list.',
    );
  });

  it('is sent when the peer confirms it, and counts as not delivered when it was given up', () => {
    const { view } = accepted();
    const delivery = view.deliveries.get('d1')!;
    const [sent] = confirmed(view, { delivery, outcome: { ok: true } }, ctx);
    expect(sent?.event).to.deep.equal({ type: 'sent' });
    expect(currentOf(foldHappenings(view, [sent!]))?.state).to.equal('Sent');
    const lost = foldHappenings(view, notDelivered(view, { delivery, why: 'Given up.' }, ctx));
    expect(currentOf(lost)?.state).to.equal('SendFailed');
    expect(
      currentOf(foldHappenings(lost, confirmed(lost, { delivery, outcome: { ok: true } }, ctx)))?.state,
    ).to.equal('Sent');
  });

  it('a confirmation that comes after an answer changes nothing any more', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'will-supply' });
    lending.settle();
    const delivery = deliveryOf(lending.north.loan.id, {
      transaction: lending.north.loan.record.current!,
      peer: 'se-east',
      message: lending.north.sent[0]!,
      what: 'Request',
    });
    const errors = [{ errorType: 'BadlyFormedMessage' as const }];
    expect(confirmed(lending.north.loan, { delivery, outcome: { ok: true } }, ctx)).to.deep.equal([]);
    expect(confirmed(lending.north.loan, { delivery, outcome: { ok: false, errors } }, ctx)).to.deep.equal(
      [],
    );
  });

  it('a status of ours that the peer refuses needs attention and changes no state [nr 93]', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'will-supply' });
    const [[, delivery] = []] = [...lending.east.loan.deliveries];
    const errors = [{ errorType: 'UnrecognisedDataValue' as const }];
    const happenings = confirmed(
      lending.east.loan,
      { delivery: delivery!, outcome: { ok: false, errors } },
      ctx,
    );
    const after = foldHappenings(lending.east.loan, happenings);
    expect(currentOf(after)?.state).to.equal('WillSupply');
    expect(attention(after, ctx.at.now)?.queue).to.equal('problem');
  });
});

describe('a loan record that is changed', () => {
  const other = newRecord({ content: 'content-2', bibliographicInfo: { title: 'Between men' } });

  it('with the same content changes nothing', () => {
    expect(changeRecord(accepted().view, newRecord(), ctx)).to.deep.equal({ ok: true, changed: false });
  });

  it('before anything was sent is replaced: the old Request is dropped and a new one owed', () => {
    const { view, delivery } = accepted();
    const outcome = changeRecord(view, other, ctx);
    if (!outcome.ok || !outcome.changed) throw new Error('not changed');
    expect(outcome.drop).to.deep.equal([delivery]);
    const after = foldHappenings(view, outcome.happenings);
    expect(after.record.bibliographicInfo.title).to.equal('Between men');
    expect(after.record.content).to.equal('content-2');
    expect(after.transactions.size).to.equal(2);
    expect(currentOf(after)).to.include({ state: 'Queued' });
    expect((outcome.happenings[1]?.owe?.message as Request).bibliographicInfo.title).to.equal('Between men');
  });

  it('after it was sent, or while it is on the wire, is refused with the difference', () => {
    const { view, delivery } = accepted();
    const attempted = new Map([[delivery, { ...view.deliveries.get(delivery)!, attempts: 1 }]]);
    const onTheWire = contextAt('2026-03-02T09:00:00Z', {
      inFlight: new Set([delivery]),
      wish: newRecord().wish,
    });
    for (const outcome of [
      changeRecord({ ...view, deliveries: attempted }, other, ctx),
      changeRecord(view, other, onTheWire),
    ])
      expect(outcome).to.deep.include({
        ok: false,
        refusal: 'sent-already',
        difference: [
          { field: 'bibliographicInfo.title', was: 'Epistemology of the closet', now: 'Between men' },
          { field: 'bibliographicInfo.author', was: 'Sedgwick' },
        ],
      });
  });

  it('names what differs about a person without its value', () => {
    const { view } = accepted();
    const attempted = new Map([['d1', { ...view.deliveries.get('d1')!, attempts: 1 }]]);
    const changed = newRecord({ content: 'content-3', wish: { patron: { reference: 'P-8' } } });
    const known = contextAt('2026-03-02T09:00:00Z', { wish: newRecord().wish });
    const outcome = changeRecord({ ...view, deliveries: attempted }, changed, known);
    expect(!outcome.ok && outcome.difference).to.deep.equal([{ field: 'patron' }, { field: 'serviceNote' }]);
  });
});

describe('a loan record that is withdrawn', () => {
  it('has a cell for every standing', () => {
    expect(Object.keys(recordChangeTable).sort()).to.deep.equal(Object.values(RecordStanding).sort());
  });

  it('before anything was sent is over, and nothing leaves', () => {
    const { view, delivery } = accepted();
    const outcome = withdrawRecord(view, ctx);
    expect(outcome.ok && outcome.drop).to.deep.equal([delivery]);
    const after = foldHappenings(view, outcome.ok ? outcome.happenings : []);
    expect(after.record.phase).to.equal('withdrawn');
    expect(outcome.ok && outcome.happenings.some(({ owe }) => owe !== undefined)).to.equal(false);
  });

  it('after it was sent owes a Cancel, and is over when the supplier agrees', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.north, { verb: 'withdraw' });
    lending.settle();
    lending.act(lending.east, { verb: 'answer-cancel', answer: 'yes' });
    lending.settle();
    expect(lending.north.loan.record.phase).to.equal('withdrawn');
  });

  it('with a Cancel that is refused, goes its way, and the end is no withdrawal', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.north, { verb: 'withdraw' });
    lending.settle();
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    lending.act(lending.north, { verb: 'receive' });
    lending.act(lending.north, { verb: 'return' });
    lending.settle();
    lending.act(lending.east, { verb: 'check-in' });
    lending.settle();
    expect(lending.north.loan.record.phase).to.equal('closed');
  });

  it('while a Cancel waits owes no second one', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.north, { verb: 'cancel' });
    lending.settle();
    lending.act(lending.north, { verb: 'withdraw' });
    expect(lending.north.owed).to.have.lengthOf(0);
    expect(withdrawRecord(lending.north.loan, ctx)).to.deep.include({ refusal: 'cancel-waits' });
  });

  it('on loan or closed is refused', () => {
    const lending = new Lending();
    lending.settle();
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    expect(withdrawRecord(lending.north.loan, ctx)).to.deep.include({ ok: false, refusal: 'on-loan' });
    lending.act(lending.east, { verb: 'check-in' });
    lending.settle();
    expect(withdrawRecord(lending.north.loan, ctx)).to.deep.include({ ok: false, refusal: 'record-closed' });
    expect(withdrawRecord(lending.east.loan, ctx)).to.deep.include({ ok: false, refusal: 'not-our-role' });
  });
});
