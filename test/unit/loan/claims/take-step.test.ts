import { expect } from 'chai';
import { accountOfClaim, givenIn, owedIn, pendingIn, refundIn } from '../../../../src/loan/claims/account.js';
import { compared, isZero } from '../../../../src/loan/claims/amount.js';
import { ClaimState, type Claim } from '../../../../src/loan/claims/claim.js';
import type { ClaimPolicy } from '../../../../src/loan/claims/claim-policy.js';
import { draftedClaim, recordedClaim } from '../../../../src/loan/claims/draft-claim.js';
import {
  movesFrom,
  takeStep,
  undoStep,
  type Move,
  type StepTaken,
} from '../../../../src/loan/claims/take-step.js';

const policy: ClaimPolicy = {
  currency: 'EUR',
  autoDraftAt: 'assumedLost',
  lost: {
    cost: 'replacement',
    fallback: { book: '75.00', av: '50.00', other: '100.00' },
    processingFee: '25.00',
    feeRefundable: false,
  },
  fourEyesAbove: '100.00',
};
const at = '2026-06-01T08:00:00.000Z';
const about = { loan: 'l', transaction: 't', peer: 'p', cause: 'lost' as const };

function drafted(given: { amount?: string; currency?: string } = {}): Claim {
  const claim = draftedClaim({ ...about, ...given }, { at, by: 'anna' }, policy);
  if (claim === undefined) throw new Error('nothing drafted');
  return claim;
}

function after(claim: Claim, ...moves: Omit<StepTaken, 'at' | 'by'>[]): Claim {
  return moves.reduce((moved, move) => {
    const next = takeStep(moved, { at, by: 'bert', ...move });
    if (typeof next === 'string') throw new Error(`${move.kind} from ${moved.state}: ${next}`);
    return next;
  }, claim);
}

const send = { kind: 'send' as const };
const agree = (amount?: string) => ({ kind: 'agree' as const, amount });
const pay = (amount?: string, means?: 'ifla-voucher' | 'replacement-copy', vouchers?: string) => ({
  kind: 'pay' as const,
  amount,
  means,
  vouchers,
});
const found = { kind: 'found' as const };

/** What stands open, in a line. */
function standing(claim: Claim): string {
  const account = accountOfClaim(claim);
  const sums = [pendingIn(account), owedIn(account), givenIn(account)].map((sum) =>
    isZero(sum) ? '0' : sum,
  );
  return `${claim.state}: pending ${sums[0]}, owed ${sums[1]}, given ${sums[2]}`;
}

/** A claim in each state, as steps lead there. */
const inState: Record<ClaimState, () => Claim> = {
  drafted: () => drafted(),
  approved: () => after(drafted(), { kind: 'approve' }),
  sent: () => after(drafted(), send),
  disputed: () => after(drafted(), send, { kind: 'dispute' }),
  agreed: () => after(drafted(), send, agree()),
  settled: () => after(drafted(), send, pay()),
  waived: () => after(drafted(), send, { kind: 'waive' }),
  'refund-due': () => after(drafted(), send, pay(), found),
  refunded: () => after(drafted(), send, pay(), found, { kind: 'refund' }),
  withdrawn: () => after(drafted(), { kind: 'withdraw' }),
};

describe('a claim', () => {
  it('costs what the policy says where nobody says it, by what the item is, and a fee', () => {
    const film = draftedClaim({ ...about, publicationType: 'Movie' }, { at, by: 'anna' }, policy);
    expect(film?.charges).to.deep.equal({
      item: { what: 'replacement', amount: '50.00', refundable: true },
      fee: { what: 'processing-fee', amount: '25.00', refundable: false },
    });
    expect(drafted().charges['item']?.amount).to.equal('75.00');
  });

  it('has no fee in another currency: the house prices in its own only', () => {
    expect(drafted({ amount: '900', currency: 'SEK' })).to.deep.include({
      currency: 'SEK',
      charges: { item: { what: 'replacement', amount: '900', refundable: true } },
    });
    expect(draftedClaim({ ...about, currency: 'SEK' }, { at, by: 'anna' }, policy)).to.equal(undefined);
  });

  it('is not drafted by itself where nothing is charged, and for damage only with an amount', () => {
    const free: ClaimPolicy = { ...policy, lost: { ...policy.lost, cost: 'none' } };
    expect(draftedClaim(about, { at, by: 'anna' }, free)).to.equal(undefined);
    const damage = { ...about, cause: 'damaged' as const };
    expect(draftedClaim(damage, { at, by: 'anna' }, policy)).to.equal(undefined);
    expect(draftedClaim({ ...damage, amount: '12' }, { at, by: 'anna' }, policy)?.charges).to.deep.equal({
      item: { what: 'repair', amount: '12', refundable: true },
    });
  });

  for (const state of Object.values(ClaimState))
    for (const kind of Object.keys(movesFrom) as Move[]) {
      const isPossible = movesFrom[kind].includes(state);
      it(`${isPossible ? 'takes' : 'refuses'} ${kind} when it is ${state}`, () => {
        const claim = inState[state]();
        expect(claim.state).to.equal(state);
        const next = takeStep(claim, { kind, at, by: 'bert' });
        if (!isPossible) expect(next).to.equal('not-in-this-state');
        else expect(next).to.be.an('object').that.has.property('steps').with.property('001');
      });
    }

  it('asks for nothing before it is sent', () => {
    expect(standing(after(drafted(), { kind: 'approve' }))).to.equal('approved: pending 0, owed 0, given 0');
    expect(standing(after(drafted(), send))).to.equal('sent: pending 100.00, owed 0, given 0');
  });

  it('may be agreed at less; the rest is given up', () => {
    const claim = after(drafted(), send, { kind: 'dispute' }, agree('60'));
    expect(standing(claim)).to.equal('agreed: pending 0, owed 60, given 0');
    expect(accountOfClaim(claim).conceded).to.equal('40.00');
  });

  it('may not be agreed, paid or refunded at more', () => {
    const sent = after(drafted(), send);
    expect(takeStep(sent, { kind: 'agree', at, by: 'b', amount: '100.01' })).to.equal('amount-too-large');
    expect(takeStep(sent, { kind: 'pay', at, by: 'b', amount: '100.01' })).to.equal('amount-too-large');
    const back = inState['refund-due']();
    expect(takeStep(back, { kind: 'refund', at, by: 'b', amount: '75.01' })).to.equal('amount-too-large');
  });

  it('is settled in parts and in several ways', () => {
    const claim = after(
      drafted(),
      send,
      agree(),
      pay('20'),
      pay('40', 'ifla-voucher', '5'),
      pay(undefined, 'replacement-copy'),
    );
    expect(standing(claim)).to.equal('settled: pending 0, owed 0, given 100.00');
    expect(accountOfClaim(claim)).to.include({ paid: '20', voucher: '40', replacement: '40.00' });
    expect(Object.values(claim.lines).find(({ kind }) => kind === 'voucher')?.vouchers).to.equal('5');
  });

  it('comes to nothing when the item is found before anything was given', () => {
    for (const claim of [after(drafted(), send), after(drafted(), send, agree('60')), inState.disputed()])
      expect(standing(after(claim, found))).to.equal('withdrawn: pending 0, owed 0, given 0');
  });

  it('is refunded but for the fee when the item is found after it was paid', () => {
    const claim = after(drafted(), send, pay(), found);
    expect(standing(claim)).to.equal('refund-due: pending 0, owed -75.00, given 100.00');
    expect(standing(after(claim, { kind: 'refund' }))).to.equal('refunded: pending 0, owed 0, given 25.00');
  });

  it('is refunded in full where the fee is refundable', () => {
    const kind = { ...policy, lost: { ...policy.lost, feeRefundable: true } };
    const claim = draftedClaim(about, { at, by: 'anna' }, kind);
    if (claim === undefined) throw new Error('nothing drafted');
    const back = after(claim, send, pay(), found, { kind: 'refund', amount: '40' });
    expect(standing(back)).to.equal('refund-due: pending 0, owed -60.00, given 60.00');
    expect(standing(after(back, { kind: 'refund' }))).to.equal('refunded: pending 0, owed 0, given 0');
  });

  it('keeps a part that was paid and is no more than the fee', () => {
    const claim = after(drafted(), send, agree(), pay('20'), found);
    expect(standing(claim)).to.equal('settled: pending 0, owed 0, given 20');
  });

  it('is undone step by step, each with a booking of its own, down to the draft', () => {
    let claim = after(drafted(), send, agree('60'), pay('60', 'ifla-voucher', '7.5'), found, {
      kind: 'refund',
    });
    const states: string[] = [];
    for (
      let back = undoStep(claim, { at, by: 'c' });
      back !== undefined;
      back = undoStep(claim, { at, by: 'c' })
    ) {
      expect(Object.keys(back.lines)).to.include.members(Object.keys(claim.lines));
      claim = back;
      states.push(claim.state);
    }
    expect(states).to.deep.equal(['refund-due', 'settled', 'agreed', 'sent', 'drafted']);
    expect(standing(claim)).to.equal('drafted: pending 0, owed 0, given 0');
    const vouchers = Object.values(claim.lines).map(({ vouchers: count }) => count);
    expect(vouchers.filter((count) => count !== undefined)).to.deep.equal(['7.5', '-7.5']);
  });

  it('of the other side is sent from the start', () => {
    const claim = recordedClaim({ ...about, amount: '100' }, { at, by: 'anna', dueAt: at }, policy);
    expect(standing(claim)).to.equal('sent: pending 100, owed 0, given 0');
    expect(claim).to.include({ by: 'peer', dueAt: at });
  });

  it('never owes both ways, whatever steps are taken in whatever order', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let run = 0; run < 400; run += 1) {
      let claim = drafted();
      for (let step = 0; step < 12; step += 1) {
        const kinds = Object.keys(movesFrom) as Move[];
        const kind = kinds[random(kinds.length)] ?? 'send';
        const next =
          random(5) === 0
            ? (undoStep(claim, { at, by: 'c' }) ?? claim)
            : takeStep(claim, {
                kind,
                at,
                by: 'b',
                amount: random(2) === 0 ? undefined : String(random(120) + 1),
              });
        if (typeof next !== 'string') claim = next;
        const account = accountOfClaim(claim);
        const open = [pendingIn(account), owedIn(account)];
        expect(compared(pendingIn(account), '0')).to.be.at.least(0);
        if (claim.state === 'refund-due') expect(isZero(refundIn(account))).to.equal(false);
        else if (claim.state !== 'agreed') expect(isZero(open[1] ?? '')).to.equal(true);
        if (!['sent', 'disputed'].includes(claim.state)) expect(isZero(open[0] ?? '')).to.equal(true);
      }
    }
  });
});
