import type { Caller } from '../../../src/access/index.js';
import type { Gateway, NoticeDetail } from '../../../src/desk/index.js';
import type { NoticeAnswer } from '../../../src/exchange/index.js';
import { noticeRefusalText } from '../../../src/loan/index.js';

const LOAN_ID = '0195a0c0-0000-7000-8000-000000000001';

export const NOTICE_ID = '0195a0c0-0000-7000-8000-000000000021';

const at = '2026-03-02T08:00:00.000Z';
const notice: NoticeDetail = {
  id: NOTICE_ID,
  agency: 'isil:se-north',
  libraryId: 'N-1',
  title: 'Kallocain',
  peer: 'south',
  peerName: 'South',
  possible: ['send-again', 'to-letter', 'withdraw'],
  notice: {
    loan: LOAN_ID,
    transaction: 't1',
    to: 'patron',
    kind: 'overdue',
    language: 'sv',
    way: 'mail',
    state: 'bounced',
    madeAt: at,
    dueAt: at,
    settledAt: at,
    dueDate: at,
    sealed: 'a-sealed-value',
    attempts: 1,
    cause: 'the mail has come back (550 5.1.1)',
    refused: 1,
    again: NOTICE_ID,
  },
};
const written = { subject: 'Ditt fjärrlån (N-1)', text: 'Hej!' };

/** One notice that came back; `settled` can be decided about no more, and any other is not known. */
export function fakeNotices(heard: (what: string, given: unknown, by?: Caller) => void): Gateway['notices'] {
  const answerOf = (id: string): NoticeAnswer => {
    const refusal = 'not-in-this-state';
    if (id === 'settled') return { kind: 'refused', notice: id, refusal, detail: noticeRefusalText[refusal] };
    if (id !== NOTICE_ID) return { kind: 'unknown-notice', notice: id };
    return { kind: 'done', notice: id, loan: LOAN_ID, state: 'replaced', again: NOTICE_ID };
  };
  return {
    list(filter, by) {
      heard('notices', filter, by);
      return Promise.resolve({ items: [notice], next: NOTICE_ID });
    },
    counts: () => Promise.resolve({ bounced: 1, sent: 3 }),
    get: (id) => Promise.resolve(id === NOTICE_ID ? { ...notice, text: written } : undefined),
    preview(record, { template, note = '' }) {
      if (record.by === 'id' && record.id === 'unknown') return Promise.resolve({ kind: 'unknown-loan' });
      if (template !== 'arrived')
        return Promise.resolve({ kind: 'refused', refusal: 'template-missing', detail: 'Choose one.' });
      return Promise.resolve({
        ...{ kind: 'possible', notice: 'arrived', to: 'patron', language: 'sv', way: 'mail' },
        ...written,
        warnings: [{ kind: 'blame', found: note, at: 0 }],
      });
    },
    decide(ids, asked, by) {
      heard('decide-notices', { ids, ...asked }, by);
      return Promise.resolve(ids.map(answerOf));
    },
    print(ids) {
      const answers = ids.map(answerOf);
      const letter = { id: NOTICE_ID, language: 'sv', to: 'peer', printedAt: at, ...written } as const;
      const lines = ['South', 'Road 1'];
      return Promise.resolve({
        letters: answers.some(({ kind }) => kind === 'done') ? [{ ...letter, lines, letterhead: ['N'] }] : [],
        refused: answers.filter((answer) => answer.kind !== 'done'),
      });
    },
    hear: ({ bytes, form }) =>
      Promise.resolve(
        form === 'message/rfc822' && bytes.length > 0
          ? { kind: 'bounced', notice: NOTICE_ID, loan: LOAN_ID }
          : { kind: 'not-ours', fault: 'no-report' },
      ),
  };
}
