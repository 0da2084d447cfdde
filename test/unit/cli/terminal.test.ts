import { expect } from 'chai';
import { table } from '../../../src/cli/terminal/table.js';
import { counted, cut, plain, widthOf } from '../../../src/cli/terminal/text.js';

const mark = (_style: string, text: string): string => text;

describe('what the command line shows', () => {
  it('lets no text of others steer the terminal', () => {
    expect(plain('a\u001b[31mred\u009b2J\nb\u202ec')).to.equal('a [31mred 2J b c');
  });

  it('knows how wide a text is: accents take nothing, Japanese takes two', () => {
    expect(widthOf('Gösta')).to.equal(5);
    expect(widthOf('Go\u0308sta')).to.equal(5);
    expect(widthOf('七人の侍')).to.equal(8);
  });

  it('cuts by width and says that it has', () => {
    expect(cut('Shichinin no samurai', 9)).to.equal('Shichini…');
    expect(cut('七人の侍', 6)).to.equal('七人…');
    expect(cut('short', 5)).to.equal('short');
  });

  it('counts in words', () => {
    expect([counted(1, 'entry', 'entries'), counted(1234, 'entry', 'entries')]).to.deep.equal([
      '1 entry',
      '1,234 entries',
    ]);
  });

  it('aligns a table, numbers to the right, and leaves out a column in which nothing stands', () => {
    const rows = [
      { title: '侍', count: 7, empty: undefined },
      { title: 'Aniara', count: 12, empty: undefined },
    ];
    const text = table<(typeof rows)[0]>(
      [
        { head: 'TITLE', of: ({ title }) => title },
        { head: 'COUNT', of: ({ count }) => count },
        { head: 'EMPTY', of: ({ empty }) => empty },
      ],
      rows,
      { mark },
    );
    expect(text.split('\n')).to.deep.equal(['TITLE   COUNT', '侍          7', 'Aniara     12']);
  });

  it('cuts the widest column that may be cut to fit a terminal, and only there', () => {
    const rows = [{ id: '0123456789', title: 'A very long title of a very long book' }];
    const columns = [
      { head: 'ID', of: ({ id }: (typeof rows)[0]) => id },
      { head: 'TITLE', of: ({ title }: (typeof rows)[0]) => title, mayCut: true as const },
    ];
    expect(table(columns, rows, { mark, columns: 30 }).split('\n')[1]).to.equal(
      '0123456789  A very long title…',
    );
    expect(table(columns, rows, { mark })).to.contain('a very long book');
  });
});
