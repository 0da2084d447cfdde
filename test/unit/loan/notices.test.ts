import { expect } from 'chai';
import {
  kindsFor,
  needsPerson,
  noticeDecisions,
  noticeKindOf,
  noticeLanguageOf,
  NoticeState,
  occasions,
  possibleDecisions,
  settled,
  type Happening,
  type Notice,
} from '../../../src/loan/index.js';

const notice: Notice = {
  loan: 'l',
  to: 'patron',
  kind: 'arrived',
  language: 'en',
  way: 'mail',
  state: 'sending',
  madeAt: '2026-03-01T10:00:00.000Z',
  dueAt: '2026-03-01T10:30:00.000Z',
  attempts: 1,
};
const now = new Date('2026-03-01T10:01:00Z');
const at = { now, afterQuiet: (moment: Date) => moment };

describe('a notice after an attempt', () => {
  it('is sent, refused, in doubt, or tried again later', () => {
    expect(settled(notice, { class: 'taken', refused: 0, cause: 'c' }, at)).to.deep.include({
      state: 'sent',
    });
    expect(settled(notice, { class: 'taken', refused: 2, cause: 'c' }, at)).to.deep.include({ refused: 2 });
    expect(settled(notice, { class: 'refused', cause: 'c' }, at)).to.deep.include({
      state: 'failed',
      cause: 'c',
    });
    expect(settled(notice, { class: 'ambiguous', cause: 'c' }, at)).to.deep.include({ state: 'in-doubt' });
    const later = settled(notice, { class: 'later', cause: 'c' }, at);
    expect(later).to.deep.include({ state: 'queued', dueAt: '2026-03-01T10:06:00.000Z' });
  });

  it('has nothing planned any more once it has ended', () => {
    for (const end of ['taken', 'refused', 'ambiguous'] as const)
      expect(settled(notice, { class: end, refused: 0, cause: 'c' }, at)).to.not.have.property('dueAt');
  });

  it('is tried again outside the quiet hours only', () => {
    const quiet = { now, afterQuiet: () => new Date('2026-03-02T07:00:00Z') };
    const later = settled(notice, { class: 'later', cause: 'c' }, quiet);
    expect(later.dueAt).to.equal('2026-03-02T07:00:00.000Z');
  });
});

describe('what staff may do with a notice', () => {
  it('is something in every state that waits for them, and nothing while it is on the wire', () => {
    for (const state of Object.values(NoticeState)) {
      const possible = possibleDecisions({ ...notice, state });
      if (needsPerson({ state })) expect(possible, state).to.not.deep.equal([]);
    }
    expect(possibleDecisions({ ...notice, state: 'sending' })).to.deep.equal([]);
  });

  it('can each be done in some state', () => {
    const possible = Object.values(NoticeState).flatMap((state) => possibleDecisions({ ...notice, state }));
    expect([...new Set(possible)].sort()).to.deep.equal([...noticeDecisions].sort());
  });
});

describe('the occasions of notices', () => {
  const kinds = (happening: Partial<Happening>, side: 'requester' | 'supplier' = 'requester'): string[] =>
    kindsFor({ kind: 'act', because: '', ...happening }, side);

  it('are those of the event, of the message, and of the clock', () => {
    expect(kinds({ event: { type: 'arrived' } })).to.deep.equal(['arrived']);
    expect(kinds({ event: { type: 'arrived' } }, 'supplier')).to.deep.equal([]);
    expect(kinds({ event: { type: 'closed', outcome: 'Unfilled' } })).to.deep.equal(['unfilled']);
    expect(kinds({ event: { type: 'closed', outcome: 'LoanCompleted' } })).to.deep.equal([]);
    const heard = (what: string): string[] => kinds({ kind: 'message-received', facts: { what } });
    expect(heard('RenewResponse N Loaned')).to.deep.equal(['not-renewed']);
    expect(heard('RenewResponse Y Loaned')).to.deep.equal(['renewed']);
    expect(heard('StatusChange Recalled')).to.deep.equal(['recalled']);
    expect(kinds({ kind: 'clock-struck', facts: { rule: 'parcel-late' } }, 'supplier')).to.deep.equal([
      'parcel-late',
    ]);
    expect(kinds({ kind: 'message-received', facts: { what: 'Recalled' } })).to.deep.equal([]);
  });

  it('lead only to kinds that their side of the loan can send', () => {
    for (const { side, kind } of occasions)
      expect(['either', side], kind).to.include(noticeKindOf(kind).side);
  });
});

describe('the language of a receiver', () => {
  it('is one of ours, whatever its region', () => {
    expect(['sv-FI', 'DE_at', 'en', 'fr', '', undefined].map(noticeLanguageOf)).to.deep.equal([
      'sv',
      'de',
      'en',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
