import { expect } from 'chai';
import { whys, WorkQueue, ActRefusal } from '../../../src/loan/index.js';
import { verbs } from '../../../src/admin/acts/act-fields.js';
import { english } from '../../../src/admin/words/en/index.js';
import { isWordKey, preferredLocale, translator } from '../../../src/admin/words/translate.js';

describe('the words of the page', () => {
  it('have a sentence for each reason, queue, act and refusal', () => {
    const needed = [
      ...whys.map((why) => `why.${why}`),
      ...Object.values(WorkQueue).flatMap((queue) => [`queue.${queue}`, `until.${queue}`]),
      ...verbs.flatMap((verb) => [`verb.${verb}`, `about.${verb}`]),
      ...Object.values(ActRefusal).map((refusal) => `refusal.${refusal}`),
    ];
    expect(needed.filter((key) => !isWordKey(key))).to.deep.equal([]);
  });

  it('count as the language does, and take markup for text', () => {
    const t = translator('en');
    expect(t('attention.count', { n: 1 })).to.equal('1 request needs you');
    expect(t('attention.count', { n: 2 })).to.equal('2 requests need you');
    expect(t('row.select', { title: '<b>Aniara</b>' })).to.equal('Select <b>Aniara</b>');
  });

  it('are messages that can be read, every one', () => {
    const t = translator('en');
    for (const key of Object.keys(english) as (keyof typeof english)[]) {
      const names = [...english[key].matchAll(/\{(\w+)/g)].map(([, name]) => name ?? '');
      const values = Object.fromEntries(names.map((name) => [name, 1]));
      expect(t(key, values), key).to.be.a('string').and.not.equal('');
    }
  });

  it('are chosen by what the browser prefers', () => {
    expect(preferredLocale('fr-FR, sv;q=0.9, en;q=0.8')).to.equal('sv');
    expect(preferredLocale('fr')).to.equal('en');
    expect(preferredLocale(undefined)).to.equal('en');
  });
});
