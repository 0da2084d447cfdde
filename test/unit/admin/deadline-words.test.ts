import { expect } from 'chai';
import type { Reader } from '../../../src/admin/frame/reader.js';
import { deadlineView } from '../../../src/admin/work/deadline-words.js';
import { translator, type Locale } from '../../../src/admin/words/translate.js';

const readerAt = (now: string, timeZone = 'Europe/Stockholm', locale: Locale = 'en'): Reader => ({
  locale,
  timeZone,
  t: translator(locale),
  now: new Date(now),
  path: '/',
  library: 'North',
  may: () => true,
});

describe('a deadline in words', () => {
  it('says the weekday and the working days that are left', () => {
    const said = deadlineView('new-to-decide', '2026-03-12T13:00:00.000Z', readerAt('2026-03-11T08:00:00Z'));
    expect(said).to.include({ text: 'answer by Thu 14:00, 1 working day left', tone: 'plain' });
  });

  it('leaves Saturday and Sunday out', () => {
    const said = deadlineView('ready-to-ship', '2026-03-16T13:00:00.000Z', readerAt('2026-03-13T08:00:00Z'));
    expect(said.text).to.equal('send by Mon 14:00, 1 working day left');
  });

  it('counts hours and minutes at the end', () => {
    const at = '2026-03-12T13:00:00.000Z';
    expect(deadlineView('cancel-asked', at, readerAt('2026-03-12T10:30:00Z')).text).to.equal(
      'answer by Thu 14:00, 2 hours left',
    );
    expect(deadlineView('cancel-asked', at, readerAt('2026-03-12T12:30:00Z')).text).to.equal(
      'answer by Thu 14:00, 30 minutes left',
    );
  });

  it('says that it is over, and since when', () => {
    const over = deadlineView('overdue', '2026-03-09T22:59:59.000Z', readerAt('2026-03-12T13:00:00Z'));
    expect(over).to.include({ text: 'was due Mon, 9 Mar 2026, overdue by 2 days', tone: 'bad' });
    const late = deadlineView('new-to-decide', '2026-03-12T12:30:00.000Z', readerAt('2026-03-12T13:00:00Z'));
    expect(late.text).to.equal('answer by Thu 13:30, overdue by less than an hour');
  });

  it('writes times in the zone of the library', () => {
    const said = deadlineView(
      'here',
      '2026-06-30T22:30:00.000Z',
      readerAt('2026-06-28T08:00:00Z', 'Europe/Berlin'),
    );
    expect(said.text).to.equal('send back by Wed 00:30, 3 working days left');
  });
});
