import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Catalogue, WordKey } from '../../../src/admin/words/catalogue.js';
import { german } from '../../../src/admin/words/de/index.js';
import { english } from '../../../src/admin/words/en/index.js';
import { swedish } from '../../../src/admin/words/sv/index.js';
import { formatLocale, translator, type Locale } from '../../../src/admin/words/translate.js';

const others: readonly (readonly [Exclude<Locale, 'en'>, Catalogue])[] = [
  ['sv', swedish],
  ['de', german],
];
const keys = Object.keys(english) as WordKey[];

type Parts = ReturnType<IntlMessageFormat['getAst']>;

/** By the number of a part: what a message says itself comes first. */
const kinds = ['', 'text', 'number', 'date', 'time', 'select', 'plural'];

function partsOf(message: string, locale: Locale): Parts {
  return new IntlMessageFormat(message, formatLocale(locale), undefined, { ignoreTag: true }).getAst();
}

/** What a message has to be given, and how it uses it: `n plural`, `hasCause select yes`. Its own words are left out. */
function argumentsOf(message: string, locale: Locale): string[] {
  const found = (parts: Parts): string[] =>
    parts.flatMap((part) => {
      const use = kinds[part.type] ?? '';
      if (!('value' in part) || use === '') return [];
      const kind = `${part.value} ${use}`;
      if (!('options' in part)) return [kind];
      const cases = Object.entries(part.options);
      const picked = 'pluralType' in part ? [kind] : cases.map(([name]) => `${kind} ${name}`);
      return [...picked, ...cases.flatMap(([, { value }]) => found(value))];
    });
  return [...new Set(found(partsOf(message, locale)))].toSorted();
}

/** Forms that a language counts with, of each count in a message. */
function countForms(message: string, locale: Locale): string[][] {
  return partsOf(message, locale).flatMap((part) =>
    'pluralType' in part ? [Object.keys(part.options).filter((name) => !name.startsWith('='))] : [],
  );
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return path === join('src', 'admin', 'words') ? [] : sourcesIn(path);
    return /\.tsx?$/.test(each.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

/** Sentences that read as the English ones do. */
const alike: Readonly<Record<Exclude<Locale, 'en'>, readonly WordKey[]>> = {
  sv: [
    'queue.problem',
    'why.anomaly',
    'format.Movie',
    'format.Patent',
    'service.item-format',
    'event.other',
    'part.status',
    'delivery.duration',
    'wish.isbn',
    'wish.issn',
    'wish.doi',
    'level.Express',
    'level.Normal',
    'level.Standard',
    'decide.do',
  ],
  de: [
    'account.name',
    'queue.problem',
    'why.anomaly',
    'format.Movie',
    'field.itemId',
    'service.item-format',
    'patron.name',
    'event.other',
    'part.status',
    'part.item-id',
    'part.url',
    'delivery.duration',
    'wish.isbn',
    'wish.issn',
    'wish.doi',
    'level.Express',
    'level.Normal',
    'level.Standard',
    'decide.do',
  ],
};

describe('the words of the page in Swedish and German', () => {
  for (const [locale, catalogue] of others)
    describe(locale, () => {
      it('has a sentence for each key, no other, and none that is empty', () => {
        expect(Object.keys(catalogue).toSorted()).to.deep.equal(keys.toSorted());
        expect(keys.filter((key) => catalogue[key].trim() !== catalogue[key] || catalogue[key] === '')).to.be
          .empty;
      });

      it('is given the same values as the English sentence, and chooses between the same cases', () => {
        for (const key of keys)
          expect(argumentsOf(catalogue[key], locale), key).to.deep.equal(argumentsOf(english[key], 'en'));
      });

      it('counts with each form that the language has', () => {
        const forms = new Intl.PluralRules(formatLocale(locale)).resolvedOptions().pluralCategories;
        for (const key of keys)
          for (const told of countForms(catalogue[key], locale))
            expect(
              forms.filter((form) => !told.includes(form) && !english[key].includes('=1 {')),
              key,
            ).to.deep.equal([]);
      });

      it('leaves nothing in English', () => {
        const same = keys.filter((key) => catalogue[key] === english[key]);
        expect(same.toSorted()).to.deep.equal(alike[locale].toSorted());
      });

      it('quotes as the language does, and takes none of the marks that ICU messages are written with', () => {
        const strange = locale === 'sv' ? /[“„"']/ : /["']|”/;
        expect(keys.filter((key) => strange.test(catalogue[key]))).to.deep.equal([]);
      });
    });

  it('have a sentence for each kind of entry that a request’s timeline shows', () => {
    const written = sourcesIn(join('src', 'exchange'))
      .flatMap((source) => [
        ...source.matchAll(
          /(?:note\(\s*|kind: )'((?:act|delivery|loan-record|message|patron|request)-[a-z-]+)',/g,
        ),
      ])
      .map(([, kind]) => kind ?? '');
    expect(written).to.include.members(['delivery-attempted-late', 'delivery-given-up', 'act-held']);
    const unsaid = ['erasure', ...written].filter((kind) => !(`event.${kind}` in english));
    expect([...new Set(unsaid)]).to.deep.equal([]);
  });

  it('says dates, counts and reasons as the language says them', () => {
    const sv = translator('sv');
    const de = translator('de');
    expect([1, 2].map((n) => sv('deadline.working-days', { n }))).to.deep.equal([
      '1 arbetsdag kvar',
      '2 arbetsdagar kvar',
    ]);
    expect([0, 1, 2].map((n) => de('deadline.working-days', { n }))).to.deep.equal([
      'heute',
      'noch 1 Arbeitstag',
      'noch 2 Arbeitstage',
    ]);
    expect(de('exports.start', { n: 12_345 })).to.equal('12.345 Einträge exportieren');
    const facts = { what: 'StatusChange Loaned', cause: 'HTTP 503' };
    expect(sv('why.delivery-stopped', { ...facts, hasCause: 'yes' })).to.equal(
      'Meddelandet ”StatusChange Loaned” kunde inte levereras (HTTP 503).',
    );
    expect(de('why.delivery-stopped', { ...facts, hasCause: 'no' })).to.equal(
      'Die Nachricht „StatusChange Loaned“ konnte nicht zugestellt werden.',
    );
  });
});

describe('the words of the page', () => {
  const pages = sourcesIn(join('src', 'admin')).join('\n');
  const all = sourcesIn('src').join('\n');
  const literals = new Set([...pages.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, word]) => word));
  const codes = new Set(
    [...all.matchAll(/['`]([\w-]+)['`]|^ *([\w-]+):/gm)].map(([, word, name]) => word ?? name),
  );
  const made = [
    ...[...pages.matchAll(/`([a-z-]+\.(?:[a-z]+\.)?)\$\{[^}]*\}((?:-[\w-]+)?)`/g)].map(
      ([, prefix = '', suffix = '']) => ({ prefix, suffix }),
    ),
    ...[...pages.matchAll(/`([a-z-]+\.)\$\{[^}]*\}-\$\{[^}]*\}`/g)].map(([, prefix = '']) => ({
      prefix,
      suffix: '',
    })),
    ...[...pages.matchAll(/(?:wordOf\(\w+, |keyOf\()'([\w-]+)'/g)].map(([, prefix]) => ({
      prefix: `${prefix ?? ''}.`,
      suffix: '',
    })),
    ...['heard.', 'told.'].map((prefix) => ({ prefix, suffix: '' })),
  ];

  /** A key that is put together is used where its prefix is, and where its code is known to the gateway. */
  function isMade(key: string): boolean {
    return made.some(({ prefix, suffix }) => {
      if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
      const code = key.slice(prefix.length, key.length - suffix.length);
      return codes.has(code) || code.split('-').every((part) => codes.has(part));
    });
  }

  it('are all said by some page', () => {
    expect(keys.filter((key) => !literals.has(key) && !isMade(key))).to.deep.equal([]);
  });
});
