import { expect } from 'chai';
import fc from 'fast-check';
import {
  attention,
  calendarOf,
  nextClockAt,
  plainCalendar,
  plan,
  provenBy,
  requesterReceives,
  strike,
  type Policy,
  type RuleContext,
} from '../../../src/loan/index.js';
import { shippedPolicy } from '../../support/plain-house.js';
import { sam } from './given.js';
import { Lending, newRecord, reachOf, type Library } from './two-sides.js';

const calendar = calendarOf({
  ...plainCalendar,
  timeZone: 'Europe/Stockholm',
  holidays: { 'easter-2': 'Good Friday', 'easter+1': 'Easter Monday' },
});

/** Two libraries under the shipped policy, or another. */
class Clocked extends Lending {
  policy: Policy = shippedPolicy;

  override context(): RuleContext {
    return {
      ...super.context(),
      policy: this.policy,
      calendars: { ours: calendar, theirs: calendar },
      reach: (agency) => reachOf(agency.replace('isil:', '').toUpperCase(), this.edition),
    };
  }

  /** Everything that is due on both sides, and what then goes over the wire. */
  strikeAll(): string[] {
    const told: string[] = [];
    for (const library of [this.north, ...this.suppliers.values()])
      for (const planned of library.loans.size === 0 ? [] : plan(library.loan, this.context())) {
        const happenings = strike(library.loan, planned, this.context());
        library.tell(library.loan.id, happenings);
        told.push(...happenings.map(({ because }) => `${library.name} ${planned.rule}: ${because}`));
      }
    this.settle();
    return told;
  }

  /** A day at a time, with everything that strikes: `date library rule`. */
  live(days: number): string[] {
    return Array.from({ length: days }).flatMap(() => {
      this.passDays(1);
      const today = this.now.toISOString().slice(0, 10);
      return this.strikeAll().map((line) => `${today} ${line.split(':')[0] ?? ''}`);
    });
  }

  ahead(library: Library): string[] {
    return plan(library.loan, this.context()).map(({ at, rule }) => `${at.slice(0, 16)} ${rule}`);
  }
}

function asked(given: Parameters<typeof newRecord>[0] = {}): Clocked {
  const lending = new Clocked(newRecord(given));
  lending.settle();
  return lending;
}

function lent(): Clocked {
  const lending = asked();
  lending.act(lending.east, { verb: 'ship', dueDate: '2026-03-31' });
  lending.settle();
  lending.act(lending.north, { verb: 'receive' });
  lending.settle();
  return lending;
}

describe('the ladder', () => {
  it('is drawn ahead from the due date, at the end of its day here, across the change of the clock', () => {
    expect(lent().ahead(lent().east)).to.deep.equal([
      '2026-03-28T22:59 due-reminder',
      '2026-04-01T21:59 overdue-notice',
      '2026-04-08T21:59 overdue-notice',
      '2026-04-15T21:59 overdue-notice',
      '2026-04-28T21:59 final-notice',
      '2026-05-12T21:59 assumed-lost',
    ]);
  });

  it('strikes as it was drawn: what was planned is what happens, whatever the policy and the day', () => {
    const rung = fc.oneof(fc.constant('off'), fc.integer({ min: 1, max: 60 }), fc.constantFrom('2wd', '9wd'));
    fc.assert(
      fc.property(
        fc.record({ n1: rung, n2: rung, n3: rung, finalNotice: rung, assumedLost: rung }),
        fc.integer({ min: -5, max: -1 }),
        fc.integer({ min: 0, max: 60 }),
        (rungs, reminder, start) => {
          const lending = new Clocked();
          lending.passDays(start);
          lending.policy = { ...shippedPolicy, overdue: { ...shippedPolicy.overdue, ...rungs, reminder } };
          lending.settle();
          lending.act(lending.east, { verb: 'ship' });
          lending.settle();
          lending.act(lending.north, { verb: 'receive' });
          lending.settle();
          const drawn = plan(lending.east.loan, lending.context());
          const end = drawn.findIndex(({ rule }) => rule === 'assumed-lost');
          const expected = drawn.slice(0, end < 0 ? drawn.length : end + 1);
          const struck: string[] = [];
          for (const { at } of expected) {
            lending.now = new Date(at);
            const next = nextClockAt(lending.east.loan, lending.context());
            if (next !== at) continue;
            for (const planned of plan(lending.east.loan, lending.context())) {
              const happenings = strike(lending.east.loan, planned, lending.context());
              lending.east.tell(lending.east.loan.id, happenings);
            }
          }
          struck.push(...Object.keys(lending.east.loan.record.struck));
          expect(struck).to.have.members(expected.map(({ id }) => id));
          expect(struck).to.have.lengthOf(new Set(struck).size);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('rests for five working days when the requester says something, and shows from when', () => {
    const lending = lent();
    lending.live(31);
    expect(lending.east.transaction.state).to.equal('Overdue');
    lending.act(lending.north, { verb: 'note', note: 'It comes back next week.' });
    lending.settle();
    // Thursday 2 April; Good Friday and Easter Monday are closed.
    const [notice] = plan(lending.east.loan, lending.context());
    expect(notice).to.include({
      rule: 'overdue-notice',
      at: '2026-04-13T09:00:00.000Z',
      pausedFrom: '2026-04-08T21:59:59.000Z',
    });
    expect(notice?.closed).to.deep.equal(['2026-04-03/2026-04-06', '2026-04-11/2026-04-12']);
  });

  it('does not rest because a machine asks for the status', () => {
    const lending = lent();
    lending.live(31);
    const before = lending.ahead(lending.east);
    lending.act(lending.north, { verb: 'ask-status' });
    lending.settle();
    expect(lending.ahead(lending.east)).to.deep.equal(before);
  });

  it('stops by itself when the item is sent back, reported lost, or its renewal is asked for', () => {
    const rungs = (lending: Clocked): string[] =>
      plan(lending.east.loan, lending.context())
        .map(({ rule }) => rule)
        .filter((rule) => ['overdue-notice', 'final-notice', 'assumed-lost'].includes(rule));
    for (const act of [{ verb: 'return' }, { verb: 'report-lost' }, { verb: 'renew' }] as const) {
      const lending = lent();
      expect(rungs(lending)).to.have.lengthOf(5);
      lending.act(lending.north, act);
      lending.settle();
      expect(rungs(lending), act.verb).to.deep.equal([]);
    }
  });

  it('goes out as one after the gateway was down, once, and says so', () => {
    const lending = lent();
    lending.passDays(50);
    const told = lending.strikeAll().filter((line) => line.startsWith('SE-EAST'));
    expect(told).to.deep.equal([
      'SE-EAST overdue-notice: Due on 2026-03-31 and not back 15 days later. (This was due on 2026-04-15 and comes 5 days late.)',
    ]);
    expect(lending.lines.filter((line) => line.endsWith('StatusChange Overdue'))).to.have.lengthOf(1);
    expect(lending.strikeAll()).to.deep.equal([]);
  });
});

describe('a request that nobody answers', () => {
  it('warns both sides of four working days at three, then is taken back and asked of the next supplier', () => {
    const lending = asked();
    expect(lending.ahead(lending.east)).to.deep.equal([
      '2026-03-05T09:00 answer-warning',
      '2026-03-06T09:00 answer-late',
    ]);
    expect(lending.live(7)).to.deep.equal([
      '2026-03-05 SE-NORTH answer-warning',
      '2026-03-05 SE-EAST answer-warning',
      '2026-03-06 SE-NORTH no-answer',
      '2026-03-06 SE-EAST answer-late',
    ]);
    expect(lending.lines.at(-1)).to.equal('SE-NORTH > SE-EAST: Cancel');
    lending.act(lending.east, { verb: 'answer-cancel', answer: 'yes' });
    lending.settle();
    expect(lending.lines.slice(-2)).to.deep.equal([
      'SE-EAST > SE-NORTH: CancelResponse Y Cancelled',
      'SE-NORTH > SE-SOUTH: Request',
    ]);
    expect(lending.north.loan.record).to.include({ phase: 'open' });
    expect(Object.values(lending.north.loan.record.suppliers).map(({ outcome }) => outcome)).to.deep.equal([
      'cancelled',
      'asked',
    ]);
  });

  it('is left to staff where the policy says so or nobody else is left, and flagged until it is answered', () => {
    const lending = asked();
    lending.policy = { ...shippedPolicy, respond: { ...shippedPolicy.respond, onExpiry: 'ask-staff' } };
    lending.live(5);
    expect(attention(lending.north.loan, lending.now)).to.include({ queue: 'problem', why: 'no-answer' });
    lending.act(lending.east, { verb: 'will-supply' });
    lending.settle();
    expect(attention(lending.north.loan, lending.now)).to.equal(undefined);
  });

  it('is answered late after all: the item comes, and the next supplier is not asked', () => {
    const lending = asked();
    lending.live(5);
    lending.act(lending.east, { verb: 'answer-cancel', answer: 'no' });
    lending.act(lending.east, { verb: 'ship' });
    lending.settle();
    expect(lending.north.transaction.state).to.equal('Loaned');
    expect(lending.suppliers.size).to.equal(1);
  });

  it('counts by its service level: two hours where it is express', () => {
    const lending = asked({ serviceInfo: { serviceType: 'Loan', serviceLevel: { value: 'Express' } } });
    expect(lending.ahead(lending.east)).to.deep.equal([
      '2026-03-02T10:30 answer-warning',
      '2026-03-02T11:00 answer-late',
    ]);
  });
});

describe('a renewal that nobody answers', () => {
  it('is for staff to settle, or counts as granted where the code of the country says so', () => {
    const lending = lent();
    lending.act(lending.north, { verb: 'renew' });
    const mine = lending.north.loan;
    lending.passDays(3);
    const [planned] = plan(mine, lending.context());
    expect(planned?.rule).to.equal('renewal-unanswered');
    const [left] = strike(mine, planned!, lending.context());
    expect(left?.event?.type).to.equal('needs-attention');
    lending.policy = { ...shippedPolicy, renewal: { ...shippedPolicy.renewal, noAnswer: 'assume-granted' } };
    const [granted] = strike(mine, planned!, lending.context());
    expect(granted?.event).to.deep.equal({ type: 'due-changed', dueDate: '2026-04-30T21:59:59.000Z' });
    expect(granted?.facts).to.include({ assumed: true });
  });

  it('may be answered after all: that answer proves nothing of the next renewal, the one after it does', () => {
    const lending = lent();
    lending.policy = { ...shippedPolicy, renewal: { ...shippedPolicy.renewal, noAnswer: 'assume-granted' } };
    const { north } = lending;
    lending.act(north, { verb: 'renew' });
    const first = [...north.loan.deliveries.keys()];
    lending.passDays(3);
    const planned = plan(north.loan, lending.context()).find(({ rule }) => rule === 'renewal-unanswered');
    north.tell(north.loan.id, strike(north.loan, planned!, lending.context()));
    for (const id of first) north.settle(north.loan.id, id);

    lending.act(north, { verb: 'renew' });
    const [second] = [...north.loan.deliveries].filter(([, { what }]) => what === 'Renew').map(([id]) => id);
    expect(second).to.not.equal(undefined);
    const transaction = north.loan.record.current!;
    const answer = sam({ reasonForMessage: 'RenewResponse', answerYesNo: 'N' }, { status: 'Loaned' });
    const proves = (): string[] => provenBy({ view: north.loan, transaction }, answer);
    expect(proves()).to.deep.equal([]);
    const heard = requesterReceives({ view: north.loan, transaction }, answer, lending.context());
    north.tell(north.loan.id, heard.happenings);
    expect(proves()).to.deep.equal([second]);
  });
});

describe('an item on its way', () => {
  it('that never comes is late, traced and counts as lost, one after the other', () => {
    const lending = asked();
    lending.act(lending.east, { verb: 'ship', dueDate: '2027-01-31' });
    lending.settle();
    expect(lending.live(90).filter((line) => line.includes('SE-NORTH'))).to.deep.equal([
      '2026-03-20 SE-NORTH parcel-late',
      '2026-04-03 SE-NORTH parcel-trace',
      '2026-05-01 SE-NORTH parcel-lost',
    ]);
    expect(attention(lending.north.loan, lending.now)).to.include({ why: 'assumed-lost' });
  });

  it('back home is asked after, and then a problem, until it is checked in', () => {
    const lending = lent();
    lending.act(lending.north, { verb: 'return' });
    lending.settle();
    lending.live(50);
    expect(attention(lending.north.loan, lending.now)).to.include({ queue: 'problem' });
    expect(Object.keys(lending.east.loan.record.struck).map((id) => id.split(':')[0])).to.have.members([
      'check-in-reminder',
      'return-late',
      'return-problem',
      'parcel-trace',
    ]);
    lending.act(lending.east, { verb: 'check-in' });
    lending.settle();
    expect(attention(lending.north.loan, lending.now)).to.equal(undefined);
    expect(attention(lending.east.loan, lending.now)).to.equal(undefined);
  });
});
