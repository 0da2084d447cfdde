import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { groupOf, isRequired, numbersIn, statements } from './statements.js';

describe('the statements', () => {
  it('are a hundred, each in a group, each said once', () => {
    expect(statements.map(({ nr }) => nr)).to.deep.equal(Array.from({ length: 100 }, (_, at) => at + 1));
    expect(new Set(statements.map(({ what }) => what)).size).to.equal(100);
    expect([1, 18, 19, 37, 51, 63, 76, 88, 98].map(groupOf)).to.have.length(9);
    expect(new Set([1, 19, 37, 51, 63, 76, 88, 98].map(groupOf)).size).to.equal(8);
  });

  it('that are required are as many as the gate asks for', () => {
    const gate = /^program "conformance" '\^conformance: (\d+) of (\d+) /m.exec(
      readFileSync('.ci/run', 'utf8'),
    );
    const required = statements.filter(({ nr }) => isRequired(nr)).length;
    expect(gate?.slice(1)).to.deep.equal([String(required), String(required)]);
  });

  it('are named in titles one by one, in lists and in ranges', () => {
    // Put together, so that this title names none.
    const title = (...tags: string[]): string => tags.map((tag) => `[${tag}]`).join(' and ');
    expect(numbersIn(title('nr 12'))).to.deep.equal([12]);
    expect(numbersIn(title('nr 12', '7.2 nr 13'))).to.deep.equal([12, 13]);
    expect(numbersIn(title('7.x nr 5', 'nr. 6', 'nrs 7, 8'))).to.deep.equal([5, 6, 7, 8]);
    expect(numbersIn(title('7.3 nr 40, 7.7 nr 96'))).to.deep.equal([40, 96]);
    expect(numbersIn(title('nr 19-22'))).to.deep.equal([19, 20, 21, 22]);
    expect(numbersIn('number 12, nr 13')).to.deep.equal([]);
  });
});
