import { expect } from 'chai';
import fc from 'fast-check';
import {
  lint,
  noticeKindOf,
  noticeKinds,
  noticeLanguages,
  noticeValueNames,
  type NoticeKind,
  type NoticeLanguage,
  type NoticeValue,
  type NoticeValues,
} from '../../../src/loan/index.js';
import { placeholdersIn, subjectValues } from '../../../src/notices/placeholders.js';
import { templates } from '../../../src/notices/templates/index.js';
import { writeNotice } from '../../../src/notices/write-notice.js';

const kinds = Object.keys(noticeKinds) as NoticeKind[];
const everyOne = noticeLanguages.flatMap((language) =>
  [...kinds, 'digest' as const].map((kind) => ({ language, kind })),
);

const values: NoticeValues = {
  ...Object.fromEntries(noticeValueNames.map((name) => [name, `VALUE-${name}`])),
  count: 3,
};

function written(kind: NoticeKind | 'digest', language: NoticeLanguage, more: NoticeValues = {}) {
  const notice = writeNotice({ kind, language, values: { ...values, ...more } });
  if (!notice.ok) throw new Error(`missing ${notice.missing.join(', ')}`);
  return notice;
}

describe('the templates of notices', () => {
  it('are there for each kind in each language, and begin and end courteously', () => {
    for (const { language, kind } of everyOne) {
      const { subject, text } = written(kind, language);
      const to = kind === 'digest' ? 'staff' : noticeKindOf(kind).to;
      const { greeting } = templates[language].frames[to];
      expect(subject, kind).to.not.equal('');
      expect(text.startsWith(greeting), kind).to.equal(true);
      expect(text.endsWith('VALUE-library'), `${kind} ${language}`).to.equal(true);
    }
  });

  it('speak of known values only, and of all those that their kind needs', () => {
    for (const { language, kind } of everyOne) {
      const { subject, paragraphs } =
        kind === 'digest' ? templates[language].digest : templates[language].kinds[kind];
      const spoken = [subject, ...paragraphs].flatMap(placeholdersIn);
      expect(noticeValueNames, `${kind} ${language}`).to.include.members(spoken);
      expect(subjectValues, `subject of ${kind} ${language}`).to.include.members(placeholdersIn(subject));
      const needs: readonly NoticeValue[] = kind === 'digest' ? ['count', 'page'] : noticeKindOf(kind).needs;
      expect(spoken, `${kind} ${language}`).to.include.members([...needs]);
    }
  });

  it('speak of the same values in every language', () => {
    for (const kind of kinds) {
      const [first, ...others] = noticeLanguages.map((language) =>
        templates[language].kinds[kind].paragraphs.map((paragraph) => placeholdersIn(paragraph).join(' ')),
      );
      for (const other of others) expect(other, kind).to.deep.equal(first);
    }
  });

  it('leave no value open and no brace behind', () => {
    for (const { language, kind } of everyOne) {
      const { subject, text } = written(kind, language);
      expect(`${subject}\n${text}`, `${kind} ${language}`).to.not.match(/[{}]/);
    }
  });

  it('leave out what is not known, and say what cannot be missing', () => {
    const arrived = writeNotice({
      kind: 'arrived',
      language: 'en',
      values: { library: 'North', reference: '17', title: 'Aniara' },
    });
    expect(arrived).to.deep.equal({
      ok: true,
      subject: 'Your interlibrary loan is ready for you (17)',
      text: 'Dear reader,\n\nWhat you asked for has come: Aniara.\n\nIf something is unclear, please ask us; we are glad to help.\n\nKind regards\nNorth',
    });
    expect(writeNotice({ kind: 'link-ready', language: 'sv', values: { title: 'Aniara' } })).to.deep.equal({
      ok: false,
      missing: ['url', 'library'],
    });
  });

  it('never bring a title, an author or a name into a subject, whatever they look like', () => {
    const hostile = fc.oneof(
      fc.string({ minLength: 4, unit: 'binary' }),
      fc.constantFrom(
        'Aniara\r\nBcc: everybody@example.org',
        '{reference} {library}',
        '‮evil‬ title',
        'x\n\nSubject: y',
        "{count, plural, other {'#'}}",
        '<script>alert(1)</script>',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...everyOne), hostile, ({ language, kind }, title) => {
        const marked = `Q${title}Q`;
        const { subject } = written(kind, language, {
          title: marked,
          author: marked,
          peer: marked,
          pickupPlace: marked,
        });
        expect(subject).to.equal(written(kind, language).subject);
      }),
      { numRuns: 500 },
    );
  });

  it('keep a value on its line: it begins no header, no paragraph and no signature of its own', () => {
    const title = 'Aniara\r\n\r\nKind regards\nNobody‮';
    const { text, subject } = written('overdue', 'en', {
      title,
      library: 'North\r\nBcc: x@example.org',
      reference: '1\r\n2',
    });
    expect(text).to.include('The loan of Aniara Kind regards Nobody ended');
    expect(subject).to.equal('Your interlibrary loan was due (1 2)');
    expect(text).to.not.include('\r');
    expect(subject + text).to.not.match(/[‮\r]|^Bcc:/m);
  });

  it('take what staff add for text, not for a template', () => {
    const notice = writeNotice({
      kind: 'recalled',
      language: 'de',
      values,
      ownWords: 'Bitte klingeln Sie {library} <b>zweimal</b>.\r\n\r\n\r\nDanke!',
    });
    expect(notice.ok && notice.text).to.include('Bitte klingeln Sie {library} <b>zweimal</b>.\n\nDanke!');
  });

  it('cut a subject that a library’s number would make endless', () => {
    const { subject } = written('arrived', 'en', { reference: '9'.repeat(400) });
    expect(subject.length).to.equal(150);
  });

  it('blame nobody, in any language', () => {
    for (const { language, kind } of everyOne) {
      const { subject, text } = written(kind, language);
      expect(lint(`${subject}\n${text}`), `${kind} ${language}`).to.deep.equal([]);
    }
  });
});
