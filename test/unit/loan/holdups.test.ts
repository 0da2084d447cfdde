import { expect } from 'chai';
import type { BibliographicInfo } from '../../../src/iso18626/index.js';
import { findHoldups, freeIntake } from '../../../src/loan/index.js';
import { isSameWork } from '../../../src/loan/holdups/same-work.js';
import { contextAt } from './two-sides.js';

const isbn = (value: string, given: BibliographicInfo = {}): BibliographicInfo => ({
  ...given,
  bibliographicItemId: [
    { bibliographicItemIdentifierCode: { value: 'isbn' }, bibliographicItemIdentifier: value },
  ],
});

describe('the same work', () => {
  const cases: [string, BibliographicInfo, BibliographicInfo, boolean][] = [
    ['ISBN-10 and its ISBN-13', isbn('0-14-044913-8'), isbn('978 0 14 044913 6'), true],
    ['an ISBN with a wrong check digit and the right one', isbn('0140449139'), isbn('9780140449136'), true],
    [
      'two ISBNs, whatever the titles',
      isbn('9780140449136', { title: 'A' }),
      isbn('9780140449266', { title: 'A' }),
      false,
    ],
    [
      'title and author, where one has no ISBN',
      isbn('9780140449136', { title: 'The Prince', author: 'Machiavelli' }),
      { title: 'the prince.', author: 'MACHIAVELLI' },
      true,
    ],
    ['accents and case', { title: 'Éloge de la folie' }, { title: 'eloge de la  folie' }, true],
    [
      'the same title by another author',
      { title: 'Poems', author: 'Yeats' },
      { title: 'Poems', author: 'Plath' },
      false,
    ],
    ['two volumes of one work', { title: 'T', volume: ['1'] }, { title: 'T', volume: ['2'] }, false],
    [
      'two chapters of one book',
      isbn('9780140449136', { titleOfComponent: 'I' }),
      isbn('9780140449136', { titleOfComponent: 'II' }),
      false,
    ],
    ['two wishes without a title', {}, {}, false],
  ];
  for (const [what, one, other, expected] of cases)
    it(`${what}: ${expected ? 'yes' : 'no'}`, () => {
      expect(isSameWork(one, other)).to.equal(expected);
      expect(isSameWork(other, one)).to.equal(expected);
    });
});

describe('what speaks against a wish', () => {
  const wish = { role: 'supplier' as const, agency: 'a', bibliographicInfo: {}, serviceType: 'Loan' };

  it('is nothing where the house has no rules', () => {
    const late = { ...wish, needBeforeDate: '2020-01-01' };
    expect(
      findHoldups(wish, { ofPatron: [], openOfPeer: 1000 }, contextAt('2026-03-02T09:00:00Z')),
    ).to.deep.equal([]);
    expect(
      findHoldups(late, { ofPatron: [] }, contextAt('2026-03-02T09:00:00Z')).map(({ kind }) => kind),
    ).to.deep.equal(['need-before-passed']);
  });

  it("is a peer's limit, from the request on that would pass it", () => {
    const intake = { ...freeIntake, limits: { openPerPatron: 0, openPerPeer: 2 } };
    const ctx = contextAt('2026-03-02T09:00:00Z', { intake });
    const kinds = (openOfPeer: number): string[] =>
      findHoldups(wish, { ofPatron: [], openOfPeer }, ctx).map(({ kind }) => kind);
    expect([kinds(1), kinds(2)]).to.deep.equal([[], ['peer-limit']]);
  });

  it('is no day that is the day itself, in its last hour', () => {
    const needBeforeDate = '2026-03-02';
    const at = (now: string): number =>
      findHoldups({ ...wish, needBeforeDate }, { ofPatron: [] }, contextAt(now)).length;
    expect([at('2026-03-02T23:30:00Z'), at('2026-03-03T00:00:00Z')]).to.deep.equal([0, 1]);
  });
});
