import { expect } from 'chai';
import { performAct, plan, strike, type Act, type Claim } from '../../../src/loan/index.js';
import { Lending, newRecord, type Library } from './two-sides.js';

function lent(edition = '2021'): Lending {
  const lending = new Lending(newRecord(), edition);
  lending.settle();
  act(lending, lending.east, { verb: 'ship', itemId: '1' });
  act(lending, lending.north, { verb: 'receive' });
  return lending;
}

function act(lending: Lending, library: Library, ...acts: Act[]): void {
  for (const each of acts) {
    lending.act(library, each);
    lending.settle();
  }
}

const refusalOf = (lending: Lending, library: Library, said: Act): string | undefined => {
  const outcome = performAct(library.loan, said, lending.context());
  return outcome.ok ? undefined : outcome.refusal;
};

/** Time passes at both, and their clocks strike. */
function pass(lending: Lending, days: number): void {
  lending.passDays(days);
  for (const library of [lending.east, lending.north])
    for (const planned of plan(library.loan, lending.context()).filter(
      ({ at }) => at <= lending.now.toISOString(),
    ))
      library.tell(library.loan.id, strike(library.loan, planned, lending.context()));
  lending.settle();
}

function claimOf({ loan }: Library): Claim {
  const [claim] = loan.claims.values();
  if (claim === undefined) throw new Error('there is no claim');
  return claim;
}

describe('a payment that was written down in error', () => {
  /** Lost, claimed and agreed. */
  function agreed(): Lending {
    const lending = lent();
    act(lending, lending.east, { verb: 'report-lost' }, { verb: 'send-claim' }, { verb: 'agree-claim' });
    return lending;
  }

  it('is taken back, and the claim is awaited again', () => {
    const lending = agreed();
    const { east } = lending;
    expect(claimOf(east).dueAt).to.not.equal(undefined);
    act(lending, east, { verb: 'record-payment' });
    expect(claimOf(east)).to.not.have.property('dueAt');
    act(lending, east, { verb: 'undo-claim-step' });
    expect(claimOf(east).state).to.equal('agreed');
    expect(plan(east.loan, lending.context()).some(({ rule }) => rule === 'claim-due')).to.equal(true);
  });

  it('leaves no date behind: the time for refunds runs from the payment that holds', () => {
    const lending = agreed();
    const { east } = lending;
    act(lending, east, { verb: 'record-payment' });
    const { refundUntil: before = '' } = claimOf(east);
    act(lending, east, { verb: 'undo-claim-step' });
    expect(claimOf(east)).to.not.have.property('refundUntil');
    lending.passDays(30);
    act(lending, east, { verb: 'record-payment' });
    expect((claimOf(east).refundUntil ?? '') > before).to.equal(true);
  });

  it('cannot be written down twice', () => {
    const lending = agreed();
    const { east } = lending;
    act(lending, east, { verb: 'record-payment' });
    expect(refusalOf(lending, east, { verb: 'record-payment' })).to.equal('no-claim');
  });
});

describe('an item that was said to be found in error', () => {
  it('is claimed for again, and the other side hears that the claim stands', () => {
    const lending = lent();
    const { east } = lending;
    act(lending, east, { verb: 'report-lost' }, { verb: 'send-claim' }, { verb: 'found' });
    expect(claimOf(east).state).to.equal('withdrawn');
    act(lending, east, { verb: 'undo-claim-step' });
    expect(claimOf(east).state).to.equal('sent');
    expect(east.sent.at(-1))
      .to.have.nested.property('messageInfo.note')
      .that.matches(/^Please disregard/);
  });

  it('says nothing of a claim that nobody outside has heard of', () => {
    const lending = lent();
    const { east } = lending;
    act(lending, east, { verb: 'report-lost' }, { verb: 'found' });
    const said = east.sent.length;
    act(lending, east, { verb: 'undo-claim-step' });
    expect(claimOf(east).state).to.equal('drafted');
    expect(east.sent.length).to.equal(said);
  });

  it('of which nothing more than what was paid can be refunded, and that once', () => {
    const lending = lent();
    const { east } = lending;
    act(
      lending,
      east,
      { verb: 'report-lost' },
      { verb: 'send-claim' },
      { verb: 'record-payment' },
      { verb: 'found' },
    );
    expect(refusalOf(lending, east, { verb: 'refund-claim', amount: '75.01' })).to.equal('amount-too-large');
    expect(refusalOf(lending, east, { verb: 'refund-claim', amount: '-1' })).to.equal('amount-unreadable');
    act(lending, east, { verb: 'refund-claim' });
    expect(refusalOf(lending, east, { verb: 'refund-claim' })).to.equal('no-claim');
  });
});

describe('a recall', () => {
  it('gives no more time than the loan has: that would be an extension', () => {
    const lending = lent();
    const { east } = lending;
    expect(refusalOf(lending, east, { verb: 'recall', dueDate: '2027-04-01' })).to.equal(
      'due-date-not-sooner',
    );
    act(lending, east, { verb: 'recall', dueDate: '2026-03-20' });
    expect(lending.north.transaction.dueDate).to.equal('2026-03-20T23:59:59Z');
  });

  it('of what is overdue already may still name a day to come', () => {
    const lending = lent();
    const { east } = lending;
    pass(lending, 50);
    expect(east.transaction.state).to.equal('Overdue');
    act(lending, east, { verb: 'recall', dueDate: '2026-05-01' });
    expect(east.transaction.dueDate).to.equal('2026-05-01T23:59:59Z');
  });

  it('that is repeated after a hold gives back the first due date when it is withdrawn', () => {
    const lending = lent();
    const { east } = lending;
    const due = east.transaction.dueDate;
    act(
      lending,
      east,
      { verb: 'recall', dueDate: '2026-03-20' },
      { verb: 'hold-return' },
      { verb: 'recall', dueDate: '2026-03-18' },
      { verb: 'withdraw-recall' },
    );
    expect(east.transaction.dueDate).to.equal(due);
  });
});

describe('an item that was assumed lost', () => {
  function assumedLost(): Lending {
    const lending = lent();
    pass(lending, 40);
    for (let days = 0; days < 60; days += 1) pass(lending, 1);
    expect(lending.east.loan.record.assumedLostAt).to.not.equal(undefined);
    return lending;
  }

  for (const [what, acts] of [
    ['renewed', [{ verb: 'answer-renewal', answer: 'yes' }]],
    ['extended', [{ verb: 'extend' }]],
  ] as const)
    it(`is on loan again when it is ${what}: the draft of the claim falls, and the ladder begins anew`, () => {
      const lending = assumedLost();
      const { north, east } = lending;
      expect(claimOf(east).state).to.equal('drafted');
      if (what === 'renewed') act(lending, north, { verb: 'renew' });
      act(lending, east, ...acts);
      expect(east.loan.record.assumedLostAt).to.equal(undefined);
      expect(claimOf(east).state).to.equal('withdrawn');
      expect(plan(east.loan, lending.context()).map(({ rule }) => rule)).to.include('overdue-notice');
    });

  it('is no longer assumed lost when the requester says that it has sent it back', () => {
    const lending = assumedLost();
    const { north, east } = lending;
    act(lending, north, { verb: 'return' });
    expect(east.loan.record.assumedLostAt).to.equal(undefined);
    expect(claimOf(east).state).to.equal('drafted');
    act(lending, east, { verb: 'check-in' });
    expect(claimOf(east).state).to.equal('withdrawn');
  });

  it('keeps a claim that was sent: a person decides what becomes of it', () => {
    const lending = assumedLost();
    const { north, east } = lending;
    act(lending, east, { verb: 'send-claim' });
    act(lending, north, { verb: 'renew' });
    act(lending, east, { verb: 'answer-renewal', answer: 'yes' });
    expect(claimOf(east).state).to.equal('sent');
  });

  it('on its way here waits for nobody any more when the supplier closes the loan without it', () => {
    const lending = new Lending(newRecord(), '2021');
    lending.settle();
    act(lending, lending.east, { verb: 'ship', itemId: '1' });
    for (let days = 0; days < 100; days += 5) pass(lending, 5);
    const { north, east } = lending;
    expect(north.loan.record.assumedLostAt).to.not.equal(undefined);
    expect(refusalOf(lending, east, { verb: 'close-without-return' })).to.equal('shelf-check-first');
    act(lending, east, { verb: 'shelf-check', outcome: 'not-found' }, { verb: 'close-without-return' });
    expect(north.loan.record.phase).to.equal('closed');
    expect(north.loan.record.assumedLostAt).to.equal(undefined);
  });
});

describe('what gives a great claim up', () => {
  const by = (id: string, decidesMoney = true): { actor: { id: string; decidesMoney: boolean } } => ({
    actor: { id, decidesMoney },
  });

  /** A claim of 525.00 that Anna drafted, Bert approved and sent. */
  function greatClaim(): Lending {
    const lending = lent();
    const { east } = lending;
    acting(lending, 'anna', { verb: 'report-lost' });
    acting(lending, 'anna', { verb: 'withdraw-claim' });
    acting(lending, 'anna', { verb: 'draft-claim', amount: '500.00' });
    acting(lending, 'bert', { verb: 'approve-claim' });
    acting(lending, 'bert', { verb: 'send-claim' });
    expect(claimOfState(east)).to.equal('sent');
    return lending;
  }

  function acting(lending: Lending, id: string, said: Act, decidesMoney = true): string {
    const ctx = { ...lending.context(), ...by(id, decidesMoney) };
    const outcome = performAct(lending.east.loan, said, ctx);
    if (!outcome.ok) return outcome.refusal;
    lending.east.tell(lending.east.loan.id, outcome.happenings);
    lending.settle();
    return 'done';
  }

  const claimOfState = ({ loan }: Library): string | undefined => [...loan.claims.values()].at(-1)?.state;
  const lastNote = ({ sent }: Library): string | undefined => {
    const last = sent.at(-1);
    return last?.kind === 'supplyingAgencyMessage' ? last.messageInfo.note : undefined;
  };

  it('is not done by one person under another name: withdrawing it takes two, as waiving it does', () => {
    const lending = greatClaim();
    expect(acting(lending, 'carl', { verb: 'withdraw-claim' })).to.equal('done');
    expect(claimOfState(lending.east)).to.equal('sent');
    expect(lastNote(lending.east)).to.match(/^We claim /);
    expect(acting(lending, 'carl', { verb: 'withdraw-claim' })).to.equal('second-person-needed');
    expect(acting(lending, 'bert', { verb: 'withdraw-claim' })).to.equal('done');
    expect(claimOfState(lending.east)).to.equal('withdrawn');
    expect(lastNote(lending.east)).to.match(/^We withdraw the claim of 525\.00 EUR/);
  });

  it('nor by writing down that the other side agrees to next to nothing', () => {
    const lending = greatClaim();
    const little: Act = { verb: 'agree-claim', amount: '1.00' };
    expect(acting(lending, 'carl', little, false)).to.equal('supervisor-needed');
    expect(acting(lending, 'carl', little)).to.equal('done');
    expect(claimOfState(lending.east)).to.equal('sent');
    expect(acting(lending, 'carl', little)).to.equal('second-person-needed');
    expect(acting(lending, 'bert', little)).to.equal('done');
    expect(claimOfState(lending.east)).to.equal('agreed');
  });

  it('is one person’s to do for a small part, and anybody’s to write down in full', () => {
    const lending = greatClaim();
    expect(acting(lending, 'carl', { verb: 'agree-claim', amount: '500.00' })).to.equal('done');
    expect(claimOfState(lending.east)).to.equal('agreed');
    const other = greatClaim();
    expect(acting(other, 'dora', { verb: 'agree-claim' }, false)).to.equal('done');
    expect(claimOfState(other.east)).to.equal('agreed');
  });
});
